"""The list of a library's notes as it was when it was last looked through, for the next start.

A file in the cache folder, 0600, written whole and put in place at once; it may be lost at any time. Its
first line is the CRC-32 of the rest, which is JSON.
It holds what the files' heads say and nothing that the reader wrote. All in it passed the gate before; that
it still is so is looked at once for the whole file: JSON writes a control character with an escape, and a
file with any but those of a new line and a tab is not taken.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import zlib
from pathlib import Path
from typing import Any, Final

from reader.deferred import pattern
from reader.gate import clean_text
from reader.library.kept_note import KeptNote
from reader.library.note import FrontMatter, Note, Person, Unreadable
from reader.library.scan import Library

_VERSION: Final = 2
"""Another one makes every kept list void: to be raised when what a scan finds in the same file changes."""

_ESCAPED: Final = pattern(r'\\[^"nt]')


def keep(path: Path, library: Library) -> None:
    """Keep the list of a library; where that cannot be done, the next start looks through the files."""
    import tempfile

    from reader.index.cache_file import make_private  # brings SQLite

    notes = [_row(note, library.folder) for note in library.notes]
    refused = [[each.key, _name(each, library.folder), each.reason] for each in library.unreadable]
    kept = [_VERSION, str(library.folder), notes, refused, dict(library.aliases)]
    try:
        body = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:  # a name that is no UTF-8 is in no list
        return
    with contextlib.suppress(OSError):
        make_private(path)
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(b"%08x\n%b" % (zlib.crc32(body), body))
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise


def recall(path: Path, folder: Path) -> Library | None:
    """Return the library as it was kept; None: nothing is kept of it that can be used.

    Args:
        path: The file.
        folder: The library's folder, absolute; a list kept of another one is not taken.
    """
    try:
        check, _, body = path.read_bytes().partition(b"\n")
        if int(check, 16) != zlib.crc32(body):
            return None
        text = body.decode("utf-8")
        if _ESCAPED.search(text.replace("\\\\", "")) or clean_text(text) != text:
            return None
        version, of, notes, refused, aliases = json.loads(text)
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
