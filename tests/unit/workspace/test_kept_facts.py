"""What parsing told of a note is kept for the next start, and never taken for what another text says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.index import fact_list
from reader.workspace import Workspace
from reader.workspace.facts import FactBook

POINTS = "# Herons\n\n## Key points\n\n- They wait.\n- They are patient.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "herons.md").write_text(POINTS, encoding="utf-8")
    return folder


def told(notes: Path) -> tuple[int, int]:
    """Open a library, look it through, ask what the list says of its note, and close it again."""
    folder = notes.parent
    workspace = Workspace(notes, folder / "store" / "annotations.json", kept_in=folder / "cache")
    try:
        for look in workspace.look_through():
            if look.library is not None:
                workspace.take(look.library)
        [entry] = workspace.listing()
        return entry.words, entry.key_points
    finally:
        workspace.close()


def kept_file(notes: Path) -> Path:
    [file] = (notes.parent / "cache").glob("facts-*.json")
    return file


def test_a_note_is_not_parsed_for_what_it_told_before(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(notes)
    monkeypatch.setattr(FactBook, "document", lambda book, note: pytest.fail("it was parsed"))
    assert told(notes) == before
    assert before[1] == 2


def test_a_note_that_was_changed_is_parsed(notes: Path) -> None:
    before = told(notes)
    (notes / "herons.md").write_text(POINTS + "- They stand on one leg.\n", encoding="utf-8")
    assert told(notes) == (before[0] + 5, 3)


@pytest.mark.parametrize("content", [b"", b"00000000\n[]", b"\xff\xfe", b"x" * 100])
def test_a_damaged_file_tells_nothing(notes: Path, content: bytes) -> None:
    before = told(notes)
    kept_file(notes).write_bytes(content)
    assert fact_list.recall(kept_file(notes)) == {}
    assert told(notes) == before


def test_what_is_kept_is_for_its_owner_only(notes: Path) -> None:
    told(notes)
    assert kept_file(notes).stat().st_mode & 0o777 == 0o600
