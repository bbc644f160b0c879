"""Parsed notes kept at hand, and what parsing them told, as long as their files stay as they are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from reader.library.kept_note import could_not_be_read

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

    def __init__(self, kept: Callable[[Note], KeptFacts | None] = lambda _note: None) -> None:
        """Take what is ``kept`` of a note elsewhere, as its file is now, in place of parsing it."""
        self._kept = kept
        self._documents: OrderedDict[Stamp, Document] = OrderedDict()
        self._keeping = threading.Lock()  # kept from the screen's thread and from the one that saves
        self._facts: dict[Stamp, Facts] = {}
        self._reflected: dict[Stamp, tuple[object, int]] = {}

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
            if not could_not_be_read(note):
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
