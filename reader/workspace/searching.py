"""Finding things again: search, links that lead here, recent notes, a note by a few letters, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reader import deferred
from reader.document.position import Position, Range
from reader.workspace import places
from reader.workspace.facts import KeptCounts, kept_counts

if TYPE_CHECKING:  # for start-up cost: the index and SQLite are loaded by the first search
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.index.note_index import Kept, NoteIndex
    from reader.library.note import Note
    from reader.library.scan import Library
    from reader.store.store import Store
    from reader.workspace import marks
    from reader.workspace.homes import Homes
    from reader.workspace.marks import Mark
    from reader.workspace.opened import OpenNote, Placed
    from reader.workspace.search import Found, Results, Scope, Search
    from reader.workspace.titles import Fit
else:
    marks = deferred.module("reader.workspace.marks")


class Backlink(Struct, frozen=True):
    """A link in another note that leads to this one: the note, and where in it the link stands."""

    note: Note
    range: Range


class Searching:
    """The part of the workspace that finds things again."""

    library: Library

    def __init__(
        self, store: Store, homes: Homes, now: Callable[[], datetime], place: Callable[[Annotation], Placed]
    ) -> None:
        self.store = store
        self._place = place
        self._homes = homes
        self._now = now
        self._cache: Path | None = None
        self._keeps_words = True
        self._index: NoteIndex | None = None
        self._search: Search | None = None
        self._counts: KeptCounts | None = None

    @property
    def index(self) -> NoteIndex:
        """The index of the library's notes; opened when first asked for."""
        if self._index is None:
            from reader.index.note_index import NoteIndex
            from reader.index.places import notes_file

            place = self.library.notes[0].path if self.library.is_single_file and self.library.notes else None
            self._index = NoteIndex(
                notes_file(self._cache, place or self.library.folder) if self._cache else None
            )
        return self._index

    def search(self, typed: str, *, scope: Scope | str = "all", limit: int | None = None) -> Results:
        """Search notes and annotations, the best first; never raises, whatever was typed.

        Args:
            typed: The query: words, "words in a row", -without, tag: color: kind: in: before: after:.
            scope: ``all``, ``notes`` or ``annotations``.
            limit: How many results to make ready (`Results.total` counts all); None: two screens of them.
        """
        from reader.workspace.search import SHOWN, Scope

        most = SHOWN if limit is None else max(0, limit)
        return self._searcher().run(self.library, typed, Scope(scope), most, self._now())

    def keep_index(self, folder: Path, *, keeps_words: bool = True) -> None:
        """Keep the index in a folder of the disk from now on; without this it is made anew at each start.

        Args:
            folder: The cache folder; made 0700, and the files in it 0600.
            keeps_words: Whether private words may be in it too. If not, what is there of them is removed, and
                they are searched in memory only.
        """
        self.forget_search()
        self._cache, self._keeps_words = folder, keeps_words
        if not keeps_words:
            from reader.index.places import forget_words

            forget_words(folder, self.store.path)

    def update_index(self, *, notes_only: bool = False) -> Iterator[int]:
        """Bring the index up to date: annotations at once, notes batch by batch.

        Args:
            notes_only: Leave out the annotations: enough for a list of notes.

        Returns:
            An iterator that reads the notes, and gives how many are still to be read. It may run in a worker
            thread while this one searches, and be given up half way.
        """
        if notes_only:
            from reader.document.parse import parse

            return self.index.update(self.library.notes, lambda note: parse(note.body))
        searcher = self._searcher()
        searcher.take_in_annotations()
        return searcher.update(self.library)

    def kept_facts(self, note: Note) -> Kept | None:
        """Return what the index on the disk has of a note as it is now; None: nothing, parse it."""
        return self.index.kept_of(note) if self._cache is not None else None

    def kept_counts(self) -> KeptCounts | None:
        """Return what keeps counted key points on the disk; None: nothing may."""
        if self._cache is None or self.store.is_encrypted:
            return None
        self._counts = self._counts or kept_counts(self.store, self._cache)
        return self._counts

    def passage(self, found: Found, open_note: OpenNote | None = None) -> Range | None:
        """Return where a result stands in its note, for opening it there; None: at the beginning.

        Args:
            found: The result.
            open_note: Its note, where that is open already: annotations then need no looking for.
        """
        if found.annotation is None:
            return found.range
        placed = open_note.find(found.annotation.id) if open_note else None
        return (placed or self._place(found.annotation)).range

    def backlinks(self, note: Note) -> Callable[[], list[Backlink]]:
        """Return what finds the links of other notes that lead to a note, in the order of the library.

        It brings the index up to date first, and may run in another thread.
        """
        from reader.library.wikilinks import leaf

        searcher, index, library = self._searcher(), self.index, self.library

        def find() -> list[Backlink]:
            for _ in searcher.update(library):
                pass
            stem = note.key.rpartition("/")[2]
            names = {each.casefold() for each in (stem.rpartition(".")[0] or stem, stem)}
            names.update(map(leaf, (stem, *note.front.aliases)))
            by_key = {each.key: each for each in library.notes}
            found: list[Backlink] = []
            for link in (each for name in sorted(names) for each in index.links_to(name)):
                source = by_key.get(link.key)
                if source is None or source.id == note.id:
                    continue
                target = library.resolve_link(source, link.target)
                if target is not None and target.id == note.id:
                    span = Range(Position(link.block, link.start), Position(link.block, link.stop))
                    found.append(Backlink(source, span))
            return sorted(found, key=lambda each: (each.note.key, each.range))

        return find

    def recent(self, limit: int = 20) -> list[Note]:
        """Return the notes read last, the latest first."""
        kept = self.store.recall_all(places.TABLE)
        read = [
            (each.last_read, key)
            for key, record in kept.items()
            if (each := places.from_record(record)).last_read
        ]
        notes = (
            self.library.by_id(key) for _, key in sorted(read, key=lambda pair: str(pair[0]), reverse=True)
        )
        return [note for note in notes if note is not None][:limit]

    def jump(self, typed: str, limit: int = 20) -> list[tuple[Note, Fit]]:
        """Return the notes whose titles fit a few letters, the best first; with none the recent ones."""
        from reader.workspace.titles import Fit

        if not typed.strip():
            return [(note, Fit(0.0, ())) for note in self.recent(limit)]
        return self._searcher().titles(self.library).best(typed, limit)

    def set_mark(self, letter: str, open_note: OpenNote, position: Position) -> Mark:
        """Put a mark at a place; one with the same letter moves here.

        Raises:
            UsageError: The letter is not one visible character.
            SaveFailed: It could not be saved.
        """
        return self.intend_mark(letter, open_note, position)()

    def intend_mark(self, letter: str, open_note: OpenNote, position: Position) -> Callable[[], Mark]:
        """Know a mark from now on; what is returned keeps it, as `set_mark` does.

        Raises:
            UsageError: The letter is not one visible character.
        """
        name = marks.checked_letter(letter)
        place = places.place_at(open_note.document, position, 0.0, self._now())
        keep_it = self.store.intend(marks.TABLE, name, marks.to_record(open_note.note, place))

        def keep() -> Mark:
            keep_it()
            return marks.Mark(name, open_note.note.id, open_note.note.title, place)

        return keep

    def remove_mark(self, letter: str) -> None:
        """Take a mark away. Raises `SaveFailed`."""
        if self.mark(letter) is not None:
            self.store.remember(marks.TABLE, letter, {})

    def mark(self, letter: str) -> Mark | None:
        """Return the mark of a letter, if there is one."""
        return marks.from_record(letter, self.store.recall(marks.TABLE, letter) or {})

    def marks(self) -> list[Mark]:
        """Return all marks by their letters."""
        kept = self.store.recall_all(marks.TABLE)
        found = (marks.from_record(letter, record) for letter, record in sorted(kept.items()))
        return [each for each in found if each is not None]

    def marked_place(self, mark: Mark, document: Document) -> Position:
        """Return where a mark stands in its note's document, found again if that was edited."""
        return places.position_of(document, mark.place)

    def _searcher(self) -> Search:
        if self._search is None:
            from reader.index.places import words_file
            from reader.index.word_index import WordIndex
            from reader.workspace.search import Search

            file = words_file(self._cache, self.store.path) if self._cache and self._keeps_words else None
            self._search = Search(self.store, self._homes, self.index, WordIndex(file))
        return self._search

    def forget_search(self) -> None:
        """Let go of the indexes in memory; they are made or opened again when they are needed."""
        self._close_index()
        self._index = self._search = None

    def _close_index(self) -> None:
        if self._search is not None:
            self._search.close()
        elif self._index is not None:
            self._index.close()
