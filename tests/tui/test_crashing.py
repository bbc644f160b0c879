"""What is said when the program itself made a mistake: always something, and no word of the reader's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.tui.crashing import report


def test_a_mistake_is_reported_also_where_the_folder_one_stands_in_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        int("a private word")
    except ValueError:
        kind, _, trace = sys.exc_info()
    said = report(kind, trace)
    assert "builtins.ValueError" in said
    assert Path(__file__).name in said
    assert "private" not in said
