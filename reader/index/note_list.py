"""The list of a library's notes as it was when it was last looked through, for the next start.

It holds what the files' heads say and nothing that the reader wrote.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from reader.index import kept_json
from reader.library.kept_note import KeptNote, kept_note, rest_of
from reader.library.note import Note, Unreadable
from reader.library.scan import Library

_VERSION: Final = 4
"""Another one makes every kept list void: to be raised when what a scan finds in the same file changes."""


def keep(path: Path, library: Library) -> None:
    """Keep the list of a library; where that cannot be done, the next start looks through the files."""
    notes = _columns(library.notes, library.folder)
    refused = [[each.key, _name(each, library.folder), each.reason] for each in library.unreadable]
    kept_json.keep(path, [_VERSION, str(library.folder), notes, refused, dict(library.aliases)])


def recall(path: Path, folder: Path) -> Library | None:
    """Return the library as it was kept; None: nothing is kept of it that can be used.

    Args:
        path: The file.
        folder: The library's folder, absolute; a list kept of another one is not taken.
    """
    try:
        kept: Any = kept_json.recall(path)
        version, of, notes, refused, aliases = kept
        if (version, of) != (_VERSION, str(folder)) or kept_json.is_steering("".join(notes[-1])):
            return None
        return Library(
            folder,
            _notes(notes, folder),
            [Unreadable(key, folder / (name or key), reason) for key, name, reason in refused],
            aliases=aliases,
            is_whole=False,
        )
    except (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None


def _name(entry: Note | Unreadable, folder: Path) -> str:
    """Return a file's path in the library where that is not its key, else ""."""
    return "" if folder / entry.key == entry.path else os.path.relpath(entry.path, folder)


def _columns(notes: Sequence[Note], folder: Path) -> list[list[Any]]:
    """Return what is kept of notes, a list for each thing: read in a third of the time of a list a note."""
    tags = {note.tags: None for note in notes}
    places = {each: place for place, each in enumerate(tags)}
    return [
        list(tags),
        [note.key for note in notes],
        [None if note.id == note.key else note.id for note in notes],
        [note.title for note in notes],
        [places[note.tags] for note in notes],
        [note.date.toordinal() if note.date else None for note in notes],
        [note.modified_ns for note in notes],
        [note.size for note in notes],
        [note.words for note in notes],
        [rest_of(note, _name(note, folder)) for note in notes],
    ]


def _notes(columns: list[list[Any]], folder: Path) -> list[KeptNote]:
    tags = [tuple(each) for each in columns[0]]
    days = {day: datetime.date.fromordinal(day) if day else None for day in set(columns[5])}
    return [
        kept_note(key, note_id or key, title, tags[place], days[day], modified_ns, size, words, folder, rest)
        for key, note_id, title, place, day, modified_ns, size, words, rest in zip(*columns[1:], strict=True)
    ]
