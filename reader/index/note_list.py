"""The list of a library's notes as it was when it was last looked through, for the next start.

It holds what the files' heads say and nothing that the reader wrote.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any, Final

from reader.index import kept_json
from reader.library.kept_note import KeptNote
from reader.library.note import FrontMatter, Note, Person, Unreadable
from reader.library.scan import Library

_VERSION: Final = 2
"""Another one makes every kept list void: to be raised when what a scan finds in the same file changes."""


def keep(path: Path, library: Library) -> None:
    """Keep the list of a library; where that cannot be done, the next start looks through the files."""
    notes = [_row(note, library.folder) for note in library.notes]
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
        if (version, of) != (_VERSION, str(folder)):
            return None
        return Library(
            folder,
            [_note(row, folder) for row in notes],
            [Unreadable(key, folder / (name or key), reason) for key, name, reason in refused],
            aliases=aliases,
            is_whole=False,
        )
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _name(entry: Note | Unreadable, folder: Path) -> str:
    """Return a file's path in the library where that is not its key, else ""."""
    return "" if folder / entry.key == entry.path else os.path.relpath(entry.path, folder)


def _row(note: Note, folder: Path) -> list[Any]:
    front = note.front
    return [
        note.key,
        _name(note, folder),
        note.modified_ns,
        note.size,
        note.words,
        note.id,
        note.title,
        note.tags,
        note.body_line,
        note.problems,
        front.id,
        front.title,
        front.tags,
        front.date.isoformat() if front.date else None,
        front.topic,
        [(person.name, person.role) for person in front.people],
        front.series,
        front.source,
        front.ignored,
    ]


def _note(row: list[Any], folder: Path) -> KeptNote:
    key, name, modified_ns, size, words, note_id, title, tags, body_line, problems, *head = row
    front_id, front_title, front_tags, day, topic, people, series, source, ignored = head
    date = datetime.date.fromisoformat(day) if day else None
    front = FrontMatter(
        front_id,
        front_title,
        tuple(front_tags),
        date,
        topic,
        tuple(Person(*person) for person in people),
        series,
        source,
        tuple(ignored),
    )
    return KeptNote(
        note_id,
        key,
        name or key,
        title,
        tuple(tags),
        date,
        front,
        "",
        body_line,
        tuple(problems),
        modified_ns,
        size,
        folder,
        words,
    )
