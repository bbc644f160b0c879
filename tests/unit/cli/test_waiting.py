"""Before there is a screen, a disk that does not answer is said on stderr."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from reader.cli import output, waiting


def test_a_disk_that_has_not_answered_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(waiting, "SILENT", 0.0)
    said = Event()
    complain = output.complain

    def tell(sentence: str) -> None:
        complain(sentence)
        said.set()

    monkeypatch.setattr(output, "complain", tell)
    with waiting.waiting_for(Path("/slow/\x1bnotes")):
        assert said.wait(30)
    error = capsys.readouterr().err
    assert "Waiting for the disk with /slow/" in error
    assert "\x1b" not in error


def test_a_disk_that_answers_is_not_spoken_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(waiting, "SILENT", 3600.0)
    with waiting.waiting_for(Path("notes")):
        pass
    assert capsys.readouterr() == ("", "")
