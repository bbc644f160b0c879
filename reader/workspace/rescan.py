"""Looks at a library again and reads only the files that have changed since."""

from __future__ import annotations

import os
from pathlib import Path

from reader.library.files import FoundFile, list_files
from reader.library.note import Note, Unreadable
from reader.library.scan import Library, read_note, scan


def rescan(folder: Path, before: Library) -> Library:
    """Return what `scan` would return, with the notes of ``before`` whose files are as they were.

    Whether a file is as it was is told by its path, the time of its last change and its size.

    Raises:
        LibraryMissing: The folder is gone.
    """
    if before.is_single_file:
        return scan(folder)
    listing = list_files(before.folder)
    known = {note.key: note for note in before.notes}
    entries = [_unchanged(file, known) or read_note(file.path, before.folder) for file in listing.files]
    notes = [each for each in entries if isinstance(each, Note)]
    if _has_doubled_ids(notes):
        return scan(folder)
    unreadable = [*listing.unreadable, *(each for each in entries if isinstance(each, Unreadable))]
    unreadable.sort(key=lambda each: each.key)
    return Library(before.folder, notes, unreadable, aliases=listing.aliases)


def _unchanged(file: FoundFile, known: dict[str, Note]) -> Note | None:
    note = known.get(file.key)
    if note is None or note.path != file.path or note.id != (note.front.id or note.key):
        return None  # new, or known by its path because another note had its id, which may be gone now
    try:
        status = os.stat(file.real)  # noqa: PTH116  # the listing has the resolved path as a string
    except OSError:
        return None
    return note if (status.st_mtime_ns, status.st_size) == (note.modified_ns, note.size) else None


def _has_doubled_ids(notes: list[Note]) -> bool:
    """Tell whether an id stands in two notes: which of them keeps it only a whole scan decides."""
    claimed = [note.front.id or note.key for note in notes]
    return len(set(claimed)) < len(claimed)
