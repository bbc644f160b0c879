"""Words of one's own editor are never lost: those that could not be saved are in a file that is named."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import AnnotationNotFound
from reader.workspace import Workspace
from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_marking import Typed


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make the reader's editor of a few lines of shell."""
    monkeypatch.setattr(sys, "stdin", Typed(b"", terminal=True))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    def make(lines: str) -> None:
        file = tmp_path / "editor"
        file.write_text(f"#!/bin/sh\n{lines}\n")
        file.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(file))

    return make


def set_aside(said: str) -> str:
    """Return the words in the file that was named."""
    found = re.search(r"Your words are in (\S+\.md)\.", said)
    assert found is not None, said
    file = Path(found[1])
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_text(encoding="utf-8")


def test_what_was_written_before_the_editor_failed_is_kept(
    reader: Shell, editor: Callable[[str], None]
) -> None:
    editor('echo "An hour of thought." > "$1"; exit 3')
    said = reader("reflect", "gardens")
    assert said.code == 1
    assert "ended with code 3" in said.err
    assert set_aside(said.err) == "An hour of thought.\n"


def test_an_editor_left_as_it_was_found_leaves_nothing(reader: Shell, editor: Callable[[str], None]) -> None:
    made = reader("reflect", "gardens", "--text", "Before.", "--json").json["id"]
    editor("exit 1")
    assert "Your words are in" not in reader("edit", made).err


def test_what_cannot_be_kept_on_an_annotation_that_went_meanwhile_is_kept_in_a_file(
    reader: Shell, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reader("reflect", "gardens", "--text", "Before.", "--json").json["id"]
    editor('echo "After." > "$1"')

    def went(*_: object, **__: object) -> None:
        raise AnnotationNotFound("No annotation has this id.")

    monkeypatch.setattr(Workspace, "edit", went)
    said = reader("edit", made)
    assert said.code == 1
    assert set_aside(said.err) == "After.\n"


def test_ctrl_c_while_the_words_are_being_saved_keeps_them(
    reader: Shell, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('echo "Stopped." > "$1"')

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "reflect", stopped)
    said = reader("reflect", "gardens")
    assert said.code == 130
    assert set_aside(said.err) == "Stopped.\n"


def test_ctrl_c_in_the_editor_keeps_what_it_had_written(reader: Shell, editor: Callable[[str], None]) -> None:
    editor(f'echo "Written." > "$1"; kill -{int(signal.SIGINT)} {os.getpid()}; sleep 30')
    said = reader("reflect", "gardens")
    assert said.code == 130
    assert set_aside(said.err) == "Written.\n"
