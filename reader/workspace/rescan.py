"""Looks at a library again and reads only the files that have changed since.

At a start the list is first shown as it was kept at the last look (`remembered`), and then looked through
(`look_through`), in a thread; where none was kept it fills while the files are read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader.library.note import Note, Unreadable
from reader.library.scan import Library, absolute, read_file, scan, with_unique_ids

if TYPE_CHECKING:  # for start-up cost
    from reader.library.files import FoundFile

FIRST_LOOK: Final = 0.1
"""Seconds after which what has been read so far is shown first; from then on each time twice as long."""

TELL_EVERY: Final = 0.25
"""Seconds between two words on how far it is."""


class Look(Struct, frozen=True):
    """How far a library has been looked through.

    Attributes:
        done: Files looked at.
        total: Files there are.
        library: What can be shown from now on: all that has been read so far (not `Library.is_whole`) where
            there was nothing before, and at the end everything; else None.
    """

    done: int
    total: int
    library: Library | None = None


def remembered(folder: Path, kept_in: Path) -> Library | None:
    """Return a library to begin with: as it was kept at its last look, or without any note yet.

    It is not `Library.is_whole`: it has to be looked through.

    Args:
        folder: The library.
        kept_in: The cache folder.

    Returns:
        The library; None for a single note, and where there is no folder: `scan` says what is the matter.
    """
    if "\0" in str(folder) or not os.path.isdir(folder):  # noqa: PTH112  # not `is_dir`, which raises
        return None
    from reader.index import note_list
    from reader.index.places import list_file

    folder = absolute(folder)
    return note_list.recall(list_file(kept_in, folder), folder) or Library(folder, (), is_whole=False)


def rescan(folder: Path, before: Library) -> Library:
    """Return what `scan` would return, with the notes of ``before`` whose files are as they were.

    Whether a file is as it was is told by its path, the time of its last change and its size.

    Raises:
        LibraryMissing: The folder is gone.
    """
    for look in look_through(folder, before):
        if look.library is not None and look.library.is_whole:
            return look.library
    raise AssertionError("a look ends with the whole library")


def look_through(
    folder: Path, before: Library, kept_in: Path | None = None, *, with_texts: bool = False
) -> Iterator[Look]:
    """Look through a folder, saying how far it is; may run in a worker thread, and be given up half way.

    Args:
        folder: The library, or its one note.
        before: The library as it was; files that are as they were are not read again.
        kept_in: The cache folder in which the list is to be kept for the next start.
        with_texts: Whether the text of every note will be asked for: it is read here then.

    Yields:
        How far it is, from time to time; at the end the whole library.

    Raises:
        LibraryMissing: The folder is gone.
    """
    if before.is_single_file:
        yield Look(1, 1, scan(folder))
        return
    reading = _Reading(before)
    yield from reading.run()
    if not os.path.isdir(before.folder):  # noqa: PTH112  # gone meanwhile: what was not read is not refused
        from reader.library.files import missing

        raise missing(before.folder, "is not there")
    whole = reading.library(is_whole=True)
    for note in whole.notes if with_texts else ():
        _ = note.body
    yield Look(reading.total, reading.total, whole)
    is_as_kept = whole.notes == before.notes and whole.unreadable == before.unreadable
    if kept_in is not None and not is_as_kept:
        from reader.index import note_list
        from reader.index.places import list_file

        note_list.keep(list_file(kept_in, whole.folder), whole)


def look_at(changed: Collection[Path], before: Library) -> Library | None:
    """Look only at files that are said to have changed: of 10,000 notes a thousandth of the work.

    Args:
        changed: Absolute paths; what cannot be a note is passed over.
        before: The library as it was.

    Returns:
        The library as it is; None where only a look through the folder tells: a file came or went, or
        became a note of another name, or more than files changed.
    """
    from reader.library.files import is_note_name

    fresh: dict[str, Note] = {}
    is_any_passed_over = False
    for path in changed:
        note = before.at(path)
        if any(part.startswith(".") for part in path.relative_to(before.folder).parts):
            is_any_passed_over = True  # an editor's own file beside a note
            continue
        # os.path answers where a disk does not
        if os.path.islink(path) or not os.path.isfile(path):  # noqa: PTH113, PTH114
            return None
        if note is None:
            if is_note_name(path.name):
                return None
            is_any_passed_over = True
            continue
        again = before.reread(note)
        if isinstance(again, Unreadable) or not (_own_id(note) == note.id == again.id == _own_id(again)):
            return None
        fresh[note.key] = again
    if is_any_passed_over and any(os.path.islink(note.path) for note in before.notes):  # noqa: PTH114
        return None  # what was passed over may be what a note's link leads to
    notes = (fresh.get(note.key, note) for note in before.notes)
    return Library(before.folder, notes, before.unreadable, aliases=before.aliases)


class _Reading:
    """The files of a folder being read, those left out that are as they were."""

    def __init__(self, before: Library) -> None:
        self._folder = before.folder
        self._known = {note.key: note for note in before.notes}
        from reader.library.files import list_files

        self._listing = list_files(before.folder)
        self._entries: list[Note | Unreadable] = []
        self.total = len(self._listing.files)

    def run(self) -> Iterator[Look]:
        """Read, file by file."""
        begun = told = time.monotonic()
        shown = begun + FIRST_LOOK
        for file in self._listing.files:
            self._entries.append(_unchanged(file, self._known) or read_file(file))
            now = time.monotonic()
            if not self._known and now >= shown:
                told, shown = now, begun + 2 * (now - begun)
                yield Look(len(self._entries), self.total, self.library(is_whole=False))
            elif now >= told + TELL_EVERY:
                told = now
                yield Look(len(self._entries), self.total)

    def library(self, *, is_whole: bool) -> Library:
        """Return what has been read so far."""
        notes = with_unique_ids([each for each in self._entries if isinstance(each, Note)])
        refused = [each for each in self._entries if isinstance(each, Unreadable)]
        unreadable = sorted([*self._listing.unreadable, *refused], key=lambda each: each.key)
        aliases = self._listing.aliases
        return Library(self._folder, notes, unreadable, aliases=aliases, is_whole=is_whole)


def _unchanged(file: FoundFile, known: dict[str, Note]) -> Note | None:
    note = known.get(file.key)
    if note is None or note.path != file.path or note.id != _own_id(note):
        return None  # new, or known by its path because another note had its id, which may be gone now
    try:
        status = os.stat(file.real)  # noqa: PTH116  # the listing has the resolved path as a string
    except OSError:
        return None
    return note if (status.st_mtime_ns, status.st_size) == (note.modified_ns, note.size) else None


def _own_id(note: Note) -> str:
    """Return the id a note would have if no other had it."""
    return note.front.id or note.key
