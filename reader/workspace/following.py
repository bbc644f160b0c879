"""The part of the workspace that follows the library's folder: read at the start and when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from reader.annotations.model import Annotation
from reader.library.scan import Library, scan
from reader.store.store import Store
from reader.workspace.catalogue import attach_what_waits
from reader.workspace.facts import FactBook
from reader.workspace.homes import Homes
from reader.workspace.rescan import Look, look_through, remembered, rescan


class Following:
    """Knows the library as it was looked through last.

    Attributes:
        library: The notes.
    """

    store: Store
    _book: FactBook
    _homes: Homes
    _now: Callable[[], datetime]

    def __init__(self, folder: Path, kept_in: Path | None) -> None:
        """Read the library, or what was kept of it in the cache folder ``kept_in``.

        Raises:
            LibraryMissing: There is none.
        """
        self._folder = folder
        self._kept_in = kept_in
        begun = remembered(folder, kept_in) if kept_in is not None else None
        self.library: Library = begun or scan(folder)

    def reload(self) -> bool:
        """Read again what changed in the library; tells whether anything did. Open notes: see `reopen`.

        Raises:
            LibraryMissing: Its folder is gone; what was scanned before stays in use.
        """
        before = self.library
        is_other = self.take(rescan(self._folder, before))
        return bool(self.library is not before and self.attach_waiting()) or is_other

    def look_through(self) -> Iterator[Look]:
        """Look through the library's folder as it is now; may run in a worker thread.

        Yields:
            How far it is; what can be shown is for `take`, on the thread of the workspace.

        Raises:
            LibraryMissing: Its folder is gone.
        """
        before = self.library
        is_any_lost = any(before.by_id(each.note_id) is None for each in self.store.annotations())
        return look_through(self._folder, before, self._kept_in, with_texts=is_any_lost)

    def take(self, fresh: Library) -> bool:
        """Go on with the library as a look found it; tells whether anything is other than before.

        What waits for a note that has come is attached by `attach_waiting`, which writes.
        """
        before = self.library
        is_same = fresh.notes == before.notes and fresh.unreadable == before.unreadable
        if is_same and fresh.is_whole == before.is_whole:
            return False
        self.library = fresh
        self._homes.use(fresh)
        self._book.forget_all_but(fresh.notes)
        return not is_same or self._homes.has_found()

    def attach_waiting(self) -> list[Annotation]:
        """Attach what was taken in before its note was here; returns the annotations made.

        It writes, and may run in the thread that does.
        """
        if not self.library.is_whole:
            return []
        return attach_what_waits(self.store, self.library, self._homes, self._book.document, self._now)
