"""Parsed notes kept at hand, and what parsing them told, as long as their files stay as they are."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.library.note import Note

DOCUMENTS_KEPT: Final = 8
"""Parsed notes kept at hand: those between which one goes back and forth."""

Stamp = tuple[Path, int, int]
"""What says that a file is as it was: path, time of its last change (ns), size (bytes)."""


class Facts(NamedTuple):
    """What parsing a note tells the list."""

    words: int
    key_points: int


class KeptFacts(Protocol):
    """Facts that the index has kept."""

    @property
    def words(self) -> int:
        """Words of the text."""

    @property
    def key_points(self) -> int:
        """How many key points it has."""


class FactBook:
    """Parses notes, each state of a file once as long as it is needed."""

    def __init__(
        self, kept: Callable[[Note], KeptFacts | None] = lambda _note: None, file: Path | None = None
    ) -> None:
        """Take what is kept of a note elsewhere, as its file is now, in place of parsing it.

        Args:
            kept: Gives what the index has kept.
            file: Where what was told is kept for the next start (`keep`).
        """
        self._kept = kept
        self._file = file
        self._recalled: dict[Stamp, Facts] | None = None
        self._documents: OrderedDict[Stamp, Document] = OrderedDict()
        self._facts: dict[Stamp, Facts] = {}
        self._reflected: dict[Stamp, tuple[object, int]] = {}

    def document(self, note: Note) -> Document:
        """Return a note parsed."""
        document = self.begun(note)
        document.finish()
        return document

    def begun(self, note: Note) -> Document:
        """Return a note of which the beginning is parsed, or more."""
        stamp = stamp_of(note)
        document = self._documents.pop(stamp, None)
        if document is None or document.source != note.body:
            from reader.document.parse import begin_to_parse

            document = begin_to_parse(note.body)
        self._documents[stamp] = document
        while len(self._documents) > DOCUMENTS_KEPT:
            self._documents.popitem(last=False)
        return document

    def facts(self, note: Note) -> Facts:
        """Return what the list says of a note's text."""
        stamp = stamp_of(note)
        if self._recalled is None:
            self._recall()
        if stamp not in self._facts:
            kept = self._kept(note)
            if kept is not None:
                self._facts[stamp] = Facts(kept.words, kept.key_points)
            else:
                document = self.document(note)
                self._facts[stamp] = Facts(document.words, len(document.key_points))
        return self._facts[stamp]

    def keep(self) -> None:
        """Keep what was told, for the next start."""
        if self._file is not None and self._recalled is not None and self._facts != self._recalled:
            from reader.index import fact_list

            fact_list.keep(self._file, self._facts)

    def _recall(self) -> None:
        self._recalled = {}
        if self._file is not None:
            from reader.index import fact_list

            self._recalled = {stamp: Facts(*told) for stamp, told in fact_list.recall(self._file).items()}
            self._facts = self._recalled | self._facts

    def reflected(self, note: Note, annotations: Collection[Annotation]) -> int:
        """Return how many of a note's key points have a reflection among these annotations."""
        from reader.annotations.model import Kind

        kept = [
            each
            for each in annotations
            if each.kind is Kind.REFLECTION or _is_reflected_on(each, annotations)
        ]
        state = [(each.id, each.selectors) for each in kept]
        stamp = stamp_of(note)
        known = self._reflected.get(stamp)
        if known is None or known[0] != state:
            from reader.workspace.opened import OpenNote, place_each

            document = self.document(note)
            opened = OpenNote(note, document, tuple(place_each(document, kept)))
            known = (state, opened.reflected)
            self._reflected[stamp] = known
        return known[1]

    def coverage(self, note: Note, annotations: Collection[Annotation]) -> tuple[int, int]:
        """Return how many key points a note has, and how many of them have a reflection."""
        from reader.annotations.model import Kind

        is_written_on = any(each.kind is Kind.REFLECTION for each in annotations)
        return self.facts(note).key_points, self.reflected(note, annotations) if is_written_on else 0

    def forget_all_but(self, notes: Collection[Note]) -> None:
        """Forget files that are not there any more or have changed."""
        present = {stamp_of(note) for note in notes}
        self._facts = {stamp: facts for stamp, facts in self._facts.items() if stamp in present}
        self._reflected = {stamp: known for stamp, known in self._reflected.items() if stamp in present}


def stamp_of(note: Note) -> Stamp:
    """Return what says that a note's file is as it was."""
    return (note.path, note.modified_ns, note.size)


def _is_reflected_on(highlight: Annotation, annotations: Collection[Annotation]) -> bool:
    return any(each.on == highlight.id for each in annotations)
