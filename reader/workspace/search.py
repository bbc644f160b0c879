"""Search over the whole library: notes and annotations in one list, the best first.

The index says which notes and annotations hold what was typed; each one that is shown is then looked at, so
that the best passage comes first and not the note with the most hits. Scores of notes and annotations are
made of the same things and so may be compared: how many of the words stand together and how close, whether in
the title, whether in one's own words, and what the index thinks (BM25, at most 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from reader.annotations.model import Annotation
from reader.document.as_said import as_read
from reader.document.parse import parse
from reader.document.position import Range
from reader.index.cache_file import CacheBusy
from reader.index.folding import JOINT
from reader.index.note_index import NoteIndex
from reader.index.terms import Finder, Term
from reader.index.word_index import WordIndex, texts_of
from reader.library.note import Note
from reader.library.scan import Library
from reader.library.wikilinks import with_words
from reader.store.store import Store
from reader.workspace.homes import Homes
from reader.workspace.narrowing import Narrowing
from reader.workspace.passage_finding import Spans, best_passage, cut, merged
from reader.workspace.query import Query, parse_query
from reader.workspace.titles import Titles

SHOWN: Final = 30
"""Results that are made ready at first: two screens."""

AT_ONCE: Final = 1024 * 1024
"""Bytes of changed notes that a search reads itself, a third of a second; more is `Search.update`'s work."""

FEW: Final = 5
"""With fewer results than this, titles that fit only roughly are shown as well."""

_LEAST_FIT: Final = 0.3
_CLOSE: Final = 40
"""Code points within which words count as standing together, half a line."""


class Scope(StrEnum):
    """Where to search."""

    ALL = "all"
    NOTES = "notes"
    ANNOTATIONS = "annotations"


class Found(Struct, frozen=True):
    """One result: a passage of a note, or an annotation.

    Attributes:
        note: The note; None: the annotation's note is not in this library.
        annotation: The annotation; None: it is the note itself.
        range: The passage that holds the words; None: they stand in the title or tags, and for annotations,
            whose place `Workspace.passage` looks for.
        snippet: The passage, or the annotation's words, on one line.
        hits: Where the words stand in the snippet (code points, half open).
        title_hits: Where they stand in the note's title.
        score: For the order.
    """

    note: Note | None
    annotation: Annotation | None
    range: Range | None
    snippet: str
    hits: Spans = ()
    title_hits: Spans = ()
    score: float = 0.0

    @property
    def title(self) -> str:
        """Return the title of the note."""
        if self.note is not None:
            return self.note.title
        return self.annotation.note_title if self.annotation else ""

    @property
    def kind(self) -> str:
        """Return ``note``, ``highlight`` or ``reflection``."""
        return str(self.annotation.kind) if self.annotation else "note"


class Results(Struct, frozen=True):
    """What a search gave.

    Attributes:
        query: The query as it was understood.
        found: The results, the best first.
        total: How many there are, those not shown included.
        sentence: What to tell the reader: what was not understood, or that nothing was found; else empty.
        pending: How many notes the index has not read yet; their text was not searched.
    """

    query: Query
    found: tuple[Found, ...] = ()
    total: int = 0
    sentence: str = ""
    pending: int = 0


class _Job:
    """One search while it runs."""

    def __init__(self, query: Query, limit: int | None) -> None:
        self.query = query
        self.limit = limit
        self.finder = Finder(query.terms)
        self.excluded = Finder(query.without) if query.without else None


class Search:
    """Searches one library and store; keeps both indexes up to date with what changed."""

    def __init__(self, store: Store, homes: Homes, notes: NoteIndex, words: WordIndex) -> None:
        self.notes = notes
        self._words = words
        self._store = store
        self._homes = homes
        self._state: object = None
        self._annotations: dict[str, Annotation] = {}
        self._checked: tuple[object, ...] = ()
        self._pending = 0
        self._by_key: tuple[Library | None, dict[str, Note]] = (None, {})
        self._titles: tuple[Library | None, Titles] = (None, Titles(()))

    def close(self) -> None:
        """Let go of the indexes."""
        self.notes.close()
        self._words.close()

    def update(self, library: Library) -> Iterator[int]:
        """Read the notes that changed into the index; may run in a worker thread, and be given up half way.

        Yields:
            How many notes are still to be read, after each batch.
        """
        for left in self.notes.update(library.notes, lambda note: parse(note.body)):
            self._pending = left
            yield left
        self._checked = ()

    def run(self, library: Library, typed: str, scope: Scope, limit: int | None, now: datetime) -> Results:
        """Search; never raises, whatever was typed.

        Args:
            library: The library as it is now.
            typed: The query, see `reader.workspace.query`.
            scope: Where to search; what the query says narrows it further.
            limit: How many results to make ready; None: all.
            now: The time, aware.
        """
        query = parse_query(typed, now.astimezone().date())
        if query.is_empty:
            return Results(query, sentence=query.problems[0] if query.problems else "")
        self.take_in_annotations()
        self._take_in_notes(library)
        job = _Job(query, limit)
        narrowing = Narrowing(query, library, self._homes.note_of)
        found: list[Found] = []
        total = 0
        if scope is not Scope.ANNOTATIONS and query.wants_notes:
            some, number = self._search_notes(library, job, narrowing)
            found, total = found + some, total + number
            if number < FEW and query.terms:
                rough = self._rough_titles(
                    library, job, narrowing, {each.note.key for each in some if each.note}
                )
                found, total = found + rough, total + len(rough)
        if scope is not Scope.NOTES and query.wants_annotations:
            some, number = self._search_annotations(job, narrowing)
            found, total = found + some, total + number
        found.sort(key=_order)
        shown = tuple(found if limit is None else found[:limit])
        return Results(
            query, shown, total, _sentence(query, total, narrowing, self._annotations), self._pending
        )

    def _search_notes(self, library: Library, job: _Job, narrowing: Narrowing) -> tuple[list[Found], int]:
        """Return the notes that fit, as many as are shown, and how many there are."""
        if not job.query.terms:
            fitting = [(note, 0.0) for note in library.notes if narrowing.fits_note(note)]
            fitting.sort(key=lambda pair: pair[0].date or date.min, reverse=True)
            total = len(fitting)
        else:
            is_narrowed = job.query.is_narrowed
            scored = self.notes.search(job.query.terms, None if is_narrowed else job.limit)
            by_key = self._notes_by_key(library)
            fitting = [
                (by_key[key], score)
                for key, score in scored
                if key in by_key and self.notes.is_current(by_key[key]) and narrowing.fits_note(by_key[key])
            ]
            total = len(fitting)
            if not is_narrowed and job.limit is not None and len(scored) >= job.limit:
                total = self.notes.count(job.query.terms)
        if job.excluded is not None:
            fitting = self._without(fitting, job.excluded)
            total = len(fitting)
        shown = fitting[: job.limit]
        texts = self.notes.texts([note.key for note, _ in shown])
        best = max((score for _, score in shown), default=0.0) or 1.0
        return [_found_note(note, texts.get(note.key, ""), score / best, job) for note, score in shown], total

    def _notes_by_key(self, library: Library) -> dict[str, Note]:
        if self._by_key[0] is not library:
            self._by_key = (library, {note.key: note for note in library.notes})
        return self._by_key[1]

    def _without(self, fitting: list[tuple[Note, float]], excluded: Finder) -> list[tuple[Note, float]]:
        texts = self.notes.texts([note.key for note, _ in fitting])
        return [
            (note, score)
            for note, score in fitting
            if not excluded.holds_any_of((note.title, *note.tags, texts.get(note.key, "")))
        ]

    def titles(self, library: Library) -> Titles:
        """Return the library's titles, made ready for looking."""
        if self._titles[0] is not library:
            self._titles = (library, Titles(library.notes))
        return self._titles[1]

    def _rough_titles(
        self, library: Library, job: _Job, narrowing: Narrowing, known: set[str]
    ) -> list[Found]:
        """Return notes whose title fits only roughly."""
        if len(job.query.typed) < 3 or job.excluded is not None:
            return []
        fits = self.titles(library).best(job.query.typed, FEW)
        return [
            Found(note, None, None, _beginning(note), (), fit.hits, fit.score * 0.5)
            for note, fit in fits
            if fit.score >= _LEAST_FIT and note.key not in known and narrowing.fits_note(note)
        ]

    def _search_annotations(self, job: _Job, narrowing: Narrowing) -> tuple[list[Found], int]:
        """Return the annotations that fit, as many as are shown, and how many there are."""
        if job.query.terms:
            is_narrowed = job.query.is_narrowed
            scored = self._words.search(job.query.terms, None if is_narrowed else job.limit)
            pairs = [(self._annotations[name], score) for name, score in scored if name in self._annotations]
        else:
            pairs = [(each, 0.0) for each in reversed(self._annotations.values())]
        fitting = [pair for pair in pairs if narrowing.fits_annotation(pair[0])]
        if job.excluded is not None:
            fitting = [pair for pair in fitting if not job.excluded.holds_any_of(texts_of(pair[0]))]
        total = len(fitting)
        if job.query.terms and not is_narrowed and job.limit is not None and len(scored) >= job.limit:
            total = self._words.count(job.query.terms)
        shown = fitting[: job.limit]
        best = max((score for _, score in shown), default=0.0) or 1.0
        return [
            _found_annotation(each, self._homes.note_of(each), score / best, job) for each, score in shown
        ], total

    def take_in_annotations(self) -> None:
        """Take in what was marked and written since the last search; costs nothing when there is nothing."""
        state = self._store.state
        if state == self._state:
            return
        self._annotations = {each.id: each for each in self._store.annotations()}
        try:
            self._words.update(self._annotations)
            self._state = state
        except CacheBusy:
            return  # another window is writing the same words; the next search looks again

    def _take_in_notes(self, library: Library) -> None:
        """Read what changed, unless it is too much to be waited for."""
        checked = (library, self.notes.state())
        if self._checked == checked:
            return
        pending = self.notes.pending(library.notes)
        is_tried = sum(note.size for note in pending) <= AT_ONCE
        if is_tried:
            for _ in self.notes.update(library.notes, lambda note: parse(note.body)):
                pass
            pending = self.notes.pending(library.notes)
        self._pending = len(pending)
        # What was tried and could not be read may be there the next time.
        self._checked = () if is_tried and pending else (library, self.notes.state())


def _found_note(note: Note, text: str, weight: float, job: _Job) -> Found:
    terms = job.query.terms
    title_spans = job.finder.spans(note.title) if terms else []
    in_title = len({number for _, _, number in title_spans})
    passage = best_passage(text, job.finder, len(terms)) if terms else None
    score = weight + 2.0 * in_title / max(1, len(terms))
    title_hits = merged((start, end) for start, end, _ in title_spans)
    if passage is None:
        return Found(note, None, None, _begun(text) or _beginning(note), (), title_hits, score)
    score += _together(passage.terms, passage.end - passage.start, terms)
    snippet, hits = passage.snippet, passage.hits
    if passage.block == 0 and snippet.casefold() == note.title.casefold():  # which is shown above it
        snippet, hits = _begun(text.partition(JOINT)[2]), ()
    return Found(note, None, passage.range, snippet, hits, title_hits, score)


def _found_annotation(annotation: Annotation, note: Note | None, weight: float, job: _Job) -> Found:
    text, quote, tags = texts_of(annotation)
    text, quote, terms = as_read(text), with_words(quote), job.query.terms
    for words, bonus in ((text, 1.0), (quote, 0.4), (tags, 0.6)):
        passage = best_passage(words, job.finder, len(terms)) if words and terms else None
        if passage is not None:
            score = weight + bonus + _together(passage.terms, passage.end - passage.start, terms)
            return Found(note, annotation, None, passage.snippet, passage.hits, (), score)
    return Found(note, annotation, None, _begun(text or quote or annotation.note_title), (), (), weight)


def _together(found: int, length: int, terms: list[Term]) -> float:
    """Return what the words of a passage are worth: all of them close together most."""
    letters = sum(len(word) + 1 for each in terms for word in each.words)
    return 2.0 * found / len(terms) + 1.0 / (1.0 + max(0, length - letters) / _CLOSE)


def _beginning(note: Note) -> str:
    return _begun(as_read(note.body[:400].strip()))


def _begun(text: str) -> str:
    return cut(text, ())[0]


def _order(found: Found) -> tuple[float, float, str]:
    """Order by score; then the newest first."""
    when = 0.0
    if found.annotation is not None:
        when = found.annotation.created.timestamp() / 86_400 + 719_163  # days since the year 1, as ordinals
    elif found.note is not None and found.note.date:
        when = float(found.note.date.toordinal())
    return (-round(found.score, 6), -when, found.annotation.id if found.annotation else found.title)


def _sentence(query: Query, total: int, narrowing: Narrowing, annotations: dict[str, Annotation]) -> str:
    if query.problems:
        return " ".join(query.problems)
    if total:
        return ""
    missing = [tag for tag in query.tags if not narrowing.knows_tag(tag, annotations.values())]
    if missing:
        return f"No note and no annotation has the tag “{missing[0]}”."
    what = f" for “{query.typed}”" if query.typed else ""
    return f"Nothing was found{what}{' within these limits' if query.is_narrowed else ''}."
