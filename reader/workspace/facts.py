"""Parsed notes kept at hand, and what parsing them told, as long as their files stay as they are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from msgspec import Struct

from reader.library.kept_note import could_not_be_read

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.library.note import Note
    from reader.store.store import Store

LONG: Final = 64 * 1024
"""Bytes from which counting a note's key points takes so long that the next start need not do it again."""

DOCUMENTS_KEPT: Final = 8
"""Parsed notes kept at hand: those between which one goes back and forth."""

Stamp = tuple[Path, int, int]
"""What says that a file is as it was: path, time of its last change (ns), size (bytes)."""


class Facts(Struct, frozen=True):
    """What parsing a note tells the list."""

    words: int
    key_points: int


class Coverage(NamedTuple):
    """How many key points a note has, and how many of them have a reflection."""

    key_points: int
    reflected: int


class KeptFacts(Protocol):
    """Facts that the index has kept."""

    @property
    def words(self) -> int:
        """Words of the text."""

    @property
    def key_points(self) -> int:
        """How many key points it has."""


class KeptCounts(Protocol):
    """Counted key points that outlast the program."""

    def of(self, digest: str) -> tuple[int, int] | None:
        """Return how many there are, and how many have a reflection, in a state."""

    def keep(self, digest: str, counts: tuple[int, int]) -> None:
        """Keep these numbers of a state."""


def kept_counts(store: Store, cache: Path) -> KeptCounts | None:
    """Return what keeps the counts of a store's notes in the cache folder; None: nothing may.

    Their number tells on how many long notes one wrote, which an encrypted store keeps to itself.
    """
    if store.is_encrypted:
        return None
    from reader.index import kept_counts as kept
    from reader.index import places

    return kept.KeptCounts(places.counts_file(cache, store.path))


class FactBook:
    """Parses notes, each state of a file once as long as it is needed."""

    def __init__(
        self,
        kept: Callable[[Note], KeptFacts | None] = lambda _note: None,
        kept_counts: Callable[[], KeptCounts | None] = lambda: None,
    ) -> None:
        """Begin a book.

        Args:
            kept: Returns what is kept of a note elsewhere, as its file is now, in place of parsing it.
            kept_counts: Returns what keeps the counts of long notes for the next start, if anything may.
        """
        self._kept = kept
        self._kept_counts = kept_counts
        self._documents: OrderedDict[Stamp, Document] = OrderedDict()
        self._keeping = threading.Lock()  # kept from the screen's thread and from the one that saves
        self._facts: dict[Stamp, Facts] = {}
        self._coverages: dict[Stamp, tuple[object, Coverage]] = {}

    def document(self, note: Note) -> Document:
        """Return a note parsed."""
        document = self.at_hand(note)
        if document is None:
            from reader.document.parse import begin_to_parse

            document = begin_to_parse(note.body)
        self.keep(note, document)
        document.finish()
        return document

    def at_hand(self, note: Note) -> Document | None:
        """Return a note's document, of which the beginning is parsed, or more, if it is kept at hand; may be
        asked from another thread.
        """
        document = self._documents.get(stamp_of(note))
        return document if document is not None and document.source == note.body else None

    def keep(self, note: Note, document: Document) -> None:
        """Keep a note's document at hand, of those used last."""
        with self._keeping:
            self._documents[stamp_of(note)] = document
            self._documents.move_to_end(stamp_of(note))
            while len(self._documents) > DOCUMENTS_KEPT:
                self._documents.popitem(last=False)

    def facts(self, note: Note) -> Facts:
        """Return what the list says of a note's text."""
        stamp = stamp_of(note)
        if stamp not in self._facts:
            kept = self._kept(note)
            if kept is not None:
                self._facts[stamp] = Facts(kept.words, kept.key_points)
            else:
                document = self.document(note)
                facts = Facts(document.words, len(document.key_points))
                if could_not_be_read(note):
                    return facts
                self._facts[stamp] = facts
        return self._facts[stamp]

    def coverage(self, note: Note, annotations: Collection[Annotation]) -> Coverage:
        """Return how many key points a note has, and how many of them have a reflection among these."""
        if not any(each.kind == "reflection" for each in annotations):
            return Coverage(self.facts(note).key_points, 0)
        return self.coverage_at_hand(note, annotations) or self.count(note, annotations)

    def coverage_at_hand(self, note: Note, annotations: Collection[Annotation]) -> Coverage | None:
        """Return the same if it was counted since either changed."""
        state, coverage = self._coverages.get(stamp_of(note), (None, None))
        return coverage if state == _state(note, _reflections(annotations)) else None

    def count(self, note: Note, annotations: Collection[Annotation]) -> Coverage:
        """Count it, for which the note is parsed unless that was done before; may run in another thread."""
        kept = _reflections(annotations)
        counts = self._kept_counts() if note.size > LONG else None
        coverage = self._counted(note, kept) if counts is None else self._counted_once(note, kept, counts)
        with self._keeping:
            self._coverages[stamp_of(note)] = (_state(note, kept), coverage)
        return coverage

    def _counted_once(self, note: Note, kept: Collection[Annotation], counts: KeptCounts) -> Coverage:
        digest = _digest(note, kept)
        known = counts.of(digest)
        if known is not None:
            return Coverage(*known)
        coverage = self._counted(note, kept)
        if not could_not_be_read(note):
            counts.keep(digest, coverage)
        return coverage

    def _counted(self, note: Note, kept: Collection[Annotation]) -> Coverage:
        from reader.document.preparing import collector_at_rest
        from reader.workspace.opened import OpenNote, place_each

        with collector_at_rest():
            document = self.document(note)
            opened = OpenNote(note, document, tuple(place_each(document, kept)))
            return Coverage(len(document.key_points), opened.reflected)

    def forget_all_but(self, notes: Collection[Note]) -> None:
        """Forget files that are not there any more or have changed."""
        present = {stamp_of(note) for note in notes}
        self._facts = {stamp: facts for stamp, facts in self._facts.items() if stamp in present}
        with self._keeping:
            self._coverages = {stamp: known for stamp, known in self._coverages.items() if stamp in present}


def stamp_of(note: Note) -> Stamp:
    """Return what says that a note's file is as it was."""
    return (note.path, note.modified_ns, note.size)


def _state(note: Note, reflections: Collection[Annotation]) -> object:
    """Return what a note's coverage follows from: its reflections, and whether its text could be read."""
    return could_not_be_read(note), [(each.id, each.selectors) for each in reflections]


def _digest(note: Note, reflections: Collection[Annotation]) -> str:
    """Return a digest of all that a note's coverage follows from."""
    from hashlib import sha256

    told = [(each.id, str(each.kind), each.on, each.selectors) for each in reflections]
    return sha256(repr((stamp_of(note), told)).encode("utf-8", "backslashreplace")).hexdigest()


def _reflections(annotations: Collection[Annotation]) -> list[Annotation]:
    """Return the reflections among annotations, and the highlights that have one."""
    on = {each.on for each in annotations}
    return [each for each in annotations if each.kind == "reflection" or each.id in on]
