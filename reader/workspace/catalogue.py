"""The library listed with what is kept on each note: all that ``reader list`` needs, and no more imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.library.note import Note, Unreadable
from reader.library.tags import untagged as without_tags
from reader.library.tags import with_tags
from reader.workspace import places
from reader.workspace.listing import Entry, Sort, Totals, count, in_order, matches
from reader.workspace.places import NEVER_READ, Place

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.library.scan import Library
    from reader.store.store import Store
    from reader.workspace.facts import FactBook
    from reader.workspace.homes import Homes

WAITING: Final = "waiting"
"""The store's table of what waits for its note (`reader.workspace.waiting`)."""


class Catalogue:
    """Says of each note what the list shows of it."""

    def __init__(self, store: Store, homes: Homes, book: FactBook) -> None:
        self._store = store
        self._homes = homes
        self._book = book

    @property
    def notices(self) -> tuple[str, ...]:
        """What the store noticed, for the reader."""
        return self._store.notices

    def listing(
        self,
        library: Library,
        *,
        tags: Collection[str] = (),
        untagged: bool = False,
        text: str = "",
        sort: Sort = Sort.DATE,
    ) -> list[Entry]:
        """List the notes, and the files that could not be read as notes.

        Args:
            library: Where they are.
            tags: Only notes that have all of these (or tags below them).
            untagged: Only notes without a tag.
            text: Only those in whose title, tags, people or path every one of these words stands.
            sort: The order.
        """
        files: list[Note | Unreadable] = [
            *(without_tags(library.notes) if untagged else with_tags(library.notes, tags))
        ]
        if not tags and not untagged:
            files += library.unreadable
        kept = self.kept_places()
        return in_order([self.entry(each, kept) for each in files if matches(each, text)], sort)

    def entry(self, note: Note | Unreadable, kept_places: Mapping[str, Place]) -> Entry:
        """Return what the list says of one note, with the places kept by note id."""
        if isinstance(note, Unreadable):
            return Entry(note)
        annotations = self._homes.annotations_of(note)
        highlights, reflections = count(annotations)
        kept = kept_places.get(note.id, NEVER_READ)
        return Entry(
            note,
            highlights,
            reflections,
            kept.progress,
            kept.last_read,
            lambda: self._book.facts(note),
            lambda: self._book.reflected(note, annotations),
        )

    def totals(self, library: Library) -> Totals:
        """Count notes, and the highlights and reflections on them."""
        counts = [count(self._homes.annotations_of(note)) for note in library.notes]
        return Totals(len(counts), sum(each[0] for each in counts), sum(each[1] for each in counts))

    def kept_places(self) -> dict[str, Place]:
        """Return the places kept for all notes, by note id."""
        kept = self._store.recall_all(places.TABLE)
        return {note_id: places.from_record(record) for note_id, record in kept.items()}


def attach_what_waits(
    store: Store,
    library: Library,
    homes: Homes,
    document: Callable[[Note], Document],
    now: Callable[[], datetime],
) -> list[Annotation]:
    """Attach what was taken in before its note was here; returns the annotations made. Never raises."""
    if not store.recall_all(WAITING):
        return []
    from reader.errors import SaveFailed
    from reader.workspace.waiting import attach_waiting  # brings matching and 10 ms

    try:
        found = attach_waiting(store, library, document, now)
    except SaveFailed:
        return []  # it waits on, and is tried again when the library is opened or changes
    if found:
        homes.forget()
    return found
