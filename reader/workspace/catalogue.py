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
    """Says of each note what the list shows of it; made anew only when library or store are another."""

    def __init__(self, store: Store, homes: Homes, book: FactBook) -> None:
        self._store = store
        self._homes = homes
        self._book = book
        self._made_of: tuple[Library, object] | None = None
        self._entries: list[Entry] = []
        self._orders: dict[Sort, list[Entry]] = {}

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
        entries = self._all(library)
        if sort not in self._orders:
            self._orders[sort] = in_order(entries, sort)
        found = self._orders[sort]
        if tags or untagged:
            notes = without_tags(library.notes) if untagged else with_tags(library.notes, tags)
            wanted = {id(note) for note in notes}
            found = [each for each in found if id(each.note) in wanted]
        return [each for each in found if matches(each.note, text)] if text.strip() else list(found)

    def _all(self, library: Library) -> list[Entry]:
        """Return what the list says of every file."""
        state = self._store.state
        if self._made_of is None or self._made_of[0] is not library or self._made_of[1] != state:
            kept = self.kept_places()
            files: list[Note | Unreadable] = [*library.notes, *library.unreadable]
            self._entries = [self.entry(each, kept) for each in files]
            self._orders = {}
            self._made_of = (library, state)
        return self._entries

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
        entries = self._all(library)
        highlights, reflections = (
            (each.highlights for each in entries),
            (each.reflections for each in entries),
        )
        return Totals(len(library.notes), sum(highlights), sum(reflections))

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
