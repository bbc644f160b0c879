"""The part of the workspace that follows the library's folder: read at the start and when it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from reader.library.note import Note
from reader.library.scan import Library, scan
from reader.workspace.catalogue import Catalogue
from reader.workspace.homes import WAITING
from reader.workspace.rescan import Look, look_at, look_through, remembered, rescan


class Following(Catalogue):
    """Knows the library as it was looked through last."""

    def __init__(self, folder: Path, kept_in: Path | None) -> None:
        """Read the library, or what was kept of it in the cache folder ``kept_in``.

        Raises:
            LibraryMissing: There is none.
        """
        self._folder = folder
        self._kept_in = kept_in
        begun = remembered(folder, kept_in) if kept_in is not None else None
        self.library: Library = begun or scan(folder)
        self._came: dict[str, frozenset[str]] = {}

    def reload(self) -> bool:
        """Read again what changed in the library; tells whether anything did. Open notes: see `reopen`.

        Raises:
            LibraryMissing: Its folder is gone; what was scanned before stays in use.
        """
        is_other = self.take(rescan(self._folder, self.library))
        return bool(self.attach_waiting()) or is_other

    def look_through(self, changed: Collection[Path] | None = None) -> Iterator[Look]:
        """Look through the library's folder as it is now; may run in a worker thread.

        Args:
            changed: The files that changed since the last look, where that is known.

        Yields:
            How far it is; what can be shown is for `take`, on the thread of the workspace.

        Raises:
            LibraryMissing: Its folder is gone.
        """
        for look in self._look_through(changed):
            if look.library is not None and look.library.is_whole:
                self._homes.prepare(look.library)
                if self.store.recall_all(WAITING):
                    from reader.workspace.waiting import read_ahead

                    read_ahead(self.store, look.library)
            yield look

    def _look_through(self, changed: Collection[Path] | None) -> Iterator[Look]:
        before = self.library
        if changed is not None and before.is_whole and not before.is_single_file:
            looked_at = look_at(changed, before)
            if looked_at is not None:
                yield Look(len(changed), len(changed), looked_at)
                return
        is_any_lost = any(before.by_id(each.note_id) is None for each in self.store.annotations())
        yield from look_through(self._folder, before, self._kept_in, with_texts=is_any_lost)

    def take(self, fresh: Library) -> bool:
        """Go on with the library as a look found it; tells whether anything is other than before.

        What waits for a note is not attached yet (`attach_waiting`).
        """
        before = self.library
        is_same = fresh.notes == before.notes and fresh.unreadable == before.unreadable
        if is_same and fresh.is_whole == before.is_whole:
            return False
        self.library = fresh
        self._note_who_went(before, fresh)
        self._homes.use(fresh)
        self._book.forget_all_but(fresh.notes)
        return not is_same or self._homes.has_found()

    def came_as_went(self, note: Note) -> frozenset[str]:
        """Return the keys of the notes that came when this one was last found to be gone."""
        return self._came.get(note.key, frozenset())

    def _note_who_went(self, before: Library, fresh: Library) -> None:
        then, now = ({note.key for note in each.notes} for each in (before, fresh))
        came = frozenset(now - then)
        self._came.update(dict.fromkeys(then - now, came))
