"""The library listed with what is kept on each note: all that ``reader list`` needs, and no more imported."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from reader.library.note import Note, Unreadable
from reader.workspace import places
from reader.workspace.facts import Coverage, FactBook, Facts, KeptCounts, KeptFacts
from reader.workspace.homes import WAITING, Homes
from reader.workspace.listing import Entry, Ordered, Sort, Totals, in_order, matches

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.library.scan import Library
    from reader.library.tags import TagTree
    from reader.store.store import Store


class Catalogue:
    """The part of the workspace that lists notes; stands by itself where no more is wanted.

    Attributes:
        library: The notes.
        store: What is kept.
    """

    library: Library

    def __init__(
        self,
        library: Library,
        store: Store,
        now: Callable[[], datetime],
        kept_facts: Callable[[Note], KeptFacts | None],
        kept_counts: Callable[[], KeptCounts | None] = lambda: None,
    ) -> None:
        """Take library and store.

        Args:
            library: The notes.
            store: What is kept.
            now: The clock; aware, UTC.
            kept_facts: As `FactBook` takes them.
            kept_counts: The same.
        """
        self.library = library
        self.store = store
        self._now = now
        self._book = FactBook(kept_facts, kept_counts)
        self._homes = Homes(store, library, self._book.document)
        self._made_of: tuple[Library, object] | None = None
        self._orders: dict[Sort, Ordered] = {}
        self._attaching: tuple[Library, Iterator[list[Annotation]]] | None = None
        self._attaching_lock = threading.Lock()

    def listing(
        self,
        *,
        tags: Collection[str] = (),
        untagged: bool = False,
        text: str = "",
        sort: Sort = Sort.DATE,
    ) -> list[Entry]:
        """List the notes, and the files that could not be read as notes.

        Args:
            tags: Only notes that have all of these (or tags below them).
            untagged: Only notes without a tag.
            text: Only those in whose title, tags, people or path every one of these words stands.
            sort: The order.
        """
        everything = self._ordered(sort)
        found = everything.entries
        if untagged:
            found = everything.untagged()
        elif tags:
            found = everything.tagged(tags)
        return [each for each in found if matches(each.note, text)] if text.strip() else list(found)

    def _ordered(self, sort: Sort) -> Ordered:
        """Return an entry for every file, in an order; made anew when library or store are another."""
        made_of = (self.library, self.store.state)
        if self._made_of != made_of:
            self._orders = {}
            self._made_of = made_of
        if sort not in self._orders:
            files: list[Note | Unreadable] = [*self.library.notes, *self.library.unreadable]
            self._orders[sort] = Ordered(in_order([Entry(each, self) for each in files], sort))
        return self._orders[sort]

    def entry(self, note: Note) -> Entry:
        """Return what the list says of one note."""
        return Entry(note, self)

    def document(self, note: Note) -> Document:
        """Return a note parsed; kept at hand while the note stays as it is."""
        return self._book.document(note)

    def tag_tree(self) -> TagTree:
        """Return the library's tags with their counts."""
        return self.library.tag_tree()

    def totals(self) -> Totals:
        """Count notes, and the highlights and reflections on them."""
        kinds: list[str] = [
            each.kind for each in self.store.annotations() if self._homes.note_of(each) is not None
        ]
        return Totals(len(self.library.notes), kinds.count("highlight"), kinds.count("reflection"))

    # What an entry says of its note, looked up when it is asked for

    def annotations_of(self, note: Note) -> list[Annotation]:
        """Return a note's annotations, its own and those it adopts, in the order they were made."""
        return self._homes.annotations_of(note)

    def kept_place(self, note: Note) -> places.Place:
        """Return the place kept for a note, with progress and when it was last read."""
        return places.kept_place(self.store, note)

    def facts_of(self, note: Note) -> Facts:
        """Return what the list says of a note's text."""
        return self._book.facts(note)

    def coverage_of(self, note: Note) -> Coverage:
        """Return how many key points a note has, and how many of them have a reflection."""
        return self._book.coverage(note, self.annotations_of(note))

    def coverage_at_hand(self, note: Note) -> Coverage | None:
        """Return the same if nobody has to wait for it."""
        return self._book.coverage_at_hand(note, self.annotations_of(note))

    def counting(self, note: Note) -> Callable[[], Coverage]:
        """Return what counts it, for a thread beside the screen; after that it is at hand."""
        annotations = self.annotations_of(note)
        return lambda: self._book.count(note, annotations)

    def attach_waiting(self, patience: float = math.inf) -> list[Annotation]:
        """Attach what was taken in before its note was here; goes on where it stopped. Never raises.

        May run in the thread that saves; what another thread is at already is left to it.

        Args:
            patience: Seconds from the first attached on after which it stops, `is_attaching` then.

        Returns:
            The annotations made.
        """
        from reader.errors import SaveFailed

        if not self._attaching_lock.acquire(blocking=False):
            return []
        end = 0.0
        found: list[Annotation] = []
        try:
            for some in self._attaching_to(self.library):
                found += some
                end = end or time.monotonic() + patience
                if time.monotonic() >= end:
                    break
            else:
                self._attaching = None
        except SaveFailed:  # it waits on, and is tried again when the library is opened or changes
            self._attaching = None
        finally:
            self._attaching_lock.release()
        if found:
            self._homes.forget()
        return found

    @property
    def is_any_waiting(self) -> bool:
        """Whether anything may have been taken in before its note was here."""
        return self.library.is_whole and bool(self.store.recall_all(WAITING))

    @property
    def is_attaching(self) -> bool:
        """Whether more may be attached than has been yet."""
        return self._attaching is not None and self._attaching[0] is self.library

    def _attaching_to(self, library: Library) -> Iterator[list[Annotation]]:
        if not self.is_any_waiting:
            return iter(())
        if self._attaching is None or self._attaching[0] is not library:
            from reader.document.parse import parse
            from reader.workspace.waiting import attaching  # brings matching and 10 ms

            # its own documents, because it may run in the thread that saves
            steps = attaching(self.store, library, lambda note: parse(note.body), self._now)
            self._attaching = (library, steps)
        return self._attaching[1]
