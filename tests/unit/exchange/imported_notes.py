"""The fixtures of imported notes, and what is asked of them again and again."""

from __future__ import annotations

from pathlib import Path

from reader.document.parse import parse
from reader.exchange.notes.imported_note import ImportedNote, NoteReading
from reader.exchange.notes.recognise import recognise_notes
from reader.library.note import Note
from reader.library.scan import scan
from reader.workspace.note_import import Choice, plan_notes, write_planned

CASES = Path(__file__).resolve().parents[2] / "cases" / "import" / "notes"


def reading(name: str) -> NoteReading:
    """Read one fixture."""
    found = recognise_notes(CASES / name)
    assert found is not None
    return found


def taken(source: Path | list[ImportedNote], folder: Path, choice: Choice = Choice.SKIP) -> dict[str, Note]:
    """Import a source into a folder; returns the notes the folder then holds, by key."""
    if isinstance(source, Path):
        found = recognise_notes(source)
        assert found is not None
        source = list(found.notes)
    list(write_planned(plan_notes(source, folder), folder, choice))
    return {note.key: note for note in scan(folder).notes}


def words(body: str) -> list[str]:
    """Return the words of a body as a reader of it sees them."""
    return parse(body).text.split()
