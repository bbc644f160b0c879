"""What is kept beside annotations: the place in each note, and what is being written but not saved yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from reader.document.position import Position
from reader.workspace import places, reading_days

if TYPE_CHECKING:  # for start-up cost
    from reader.store.drafts import Draft, Drafts, DraftsFound
    from reader.store.store import Store
    from reader.workspace.opened import OpenNote


DAMAGED: Final = "damaged-drafts"
"""The table of the damaged drafts that were told of."""


class Keeping:
    """The part of the workspace that remembers places and drafts."""

    def __init__(self, store: Store, drafts: Drafts, now: Callable[[], datetime]) -> None:
        self.store = store
        self.drafts = drafts
        self._now = now

    def today(self) -> date:
        """Return the day it is where the reader is."""
        return self._now().astimezone().date()

    def remember_place(self, open_note: OpenNote, position: Position, progress: float) -> None:
        """Keep where one is in a note and how much of it was read (0 to 1; it never goes back).

        Raises:
            SaveFailed: It could not be saved.
        """
        self.intend_place(open_note, position, progress)()

    def intend_place(self, open_note: OpenNote, position: Position, progress: float) -> Callable[[], None]:
        """Know from now on where one is in a note; what is returned keeps it, as `remember_place` does."""
        note, now = open_note.note, self._now()
        furthest = max(progress, places.kept_place(self.store, note).progress)
        place = places.place_at(open_note.document, position, furthest, now)
        keep_it = self.store.intend(places.TABLE, note.id, places.to_record(place))

        def keep() -> None:
            keep_it()
            reading_days.take_note(self.store, note.id, now.astimezone().date())

        return keep

    def place(self, open_note: OpenNote) -> Position:
        """Return where one left off, found again if the note was edited; the beginning if never read, or if
        the note is still being read and not as far as that (`is_place_read`).
        """
        if not self.is_place_read(open_note):
            return Position(0, 0)
        return places.position_of(open_note.document, places.kept_place(self.store, open_note.note))

    def is_place_read(self, open_note: OpenNote) -> bool:
        """Tell whether a note is read as far as the place where one left off."""
        return places.is_read(open_note.document, places.kept_place(self.store, open_note.note))

    def keep_draft(self, key: str, text: str, about: Mapping[str, object]) -> None:
        """Keep what is being written (`draft_subject` gives key and about); durable on return.

        Raises:
            SaveFailed: It could not be saved.
        """
        self.drafts.keep(key, text, dict(about))

    def intend_draft(self, key: str, text: str, about: Mapping[str, object]) -> Callable[[], None]:
        """Know a draft from now on; what is returned keeps it, as `keep_draft` does."""
        return self.drafts.intend(key, text, dict(about))

    def intend_no_draft(self, key: str) -> Callable[[], None]:
        """Know of no draft from now on; what is returned forgets it, as `drop_draft` does."""
        return self.drafts.intend_drop(key)

    def draft_for(self, key: str) -> Draft | None:
        """Return what was being written about this, if it was neither saved nor given up.

        Raises:
            DraftUnreadable: It cannot be read, and stays as it is.
        """
        return self.drafts.get(key)

    def drop_draft(self, key: str) -> None:
        """Forget a draft: its words were saved, or given up."""
        self.drafts.drop(key)

    def is_draft_stored(self, draft: Draft) -> bool:
        """Tell whether a draft's words were saved, and only its file was left; changes nothing."""
        from reader.workspace.drafts import is_stored

        return is_stored(draft, self.store)

    def drafts_left(self) -> DraftsFound:
        """Return all drafts there are, for a start after a crash, and what of them could not be read.

        A damaged one that was told of already, and is as it was, is left out.
        """
        found, told = self.drafts.look(), self.store.recall_all(DAMAGED)
        return replace(found, unread=tuple(each for each in found.unread if each.damaged not in told))

    def intend_told(self, found: DraftsFound) -> Callable[[], None]:
        """Leave the draft that was told of out of `drafts_left` from now on, if it is damaged; what is
        returned keeps that.

        It may raise `SaveFailed`; the draft is then told of again another time.
        """
        named = found.unread[0].damaged  # the others are only counted, and named another time
        if not named:
            return lambda: None
        return self.store.intend(DAMAGED, named, {"told": self._now().isoformat()})
