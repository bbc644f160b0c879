"""A note opened for reading: its document and where each of its annotations stands in it.

Owns `OpenNote` and `Placed`, both values: a change makes a new one (`Workspace.reopen`), it never alters
one that a screen holds. Ranges are block and code point positions of `OpenNote.document`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from reader import deferred
from reader.annotations.model import Annotation, Kind, Selectors
from reader.deferred import cached_property
from reader.document.model import BLOCK_JOINT, Document, KeyPoint, Position, Range

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations import anchor
    from reader.annotations.anchor import Anchoring, Status
    from reader.library.note import Note
else:
    anchor = deferred.module("reader.annotations.anchor")

SEEN_AT_ONCE: Final = 16 * 1024
"""Code points of a long note's text in which annotations are placed at sight: some screens, 5 ms."""


class Placed(Struct, frozen=True):
    """An annotation and where it stands.

    Attributes:
        annotation: The annotation as the store keeps it.
        anchoring: What looking for its passage gave; None when it is about the whole note.
        range: Its passage; None for the whole note, and where the passage was not found or cannot be told
            apart.
    """

    annotation: Annotation
    anchoring: Anchoring | None
    range: Range | None

    @property
    def status(self) -> Status:
        """Return how well its place is known; what is about the whole note always has its place."""
        if isinstance(self.anchoring, anchor.Anchored):
            return self.anchoring.status
        if isinstance(self.anchoring, anchor.Ambiguous):
            return anchor.Status.AMBIGUOUS
        return anchor.Status.ANCHORED if self.anchoring is None else anchor.Status.ORPHAN

    @property
    def how(self) -> str:
        """Return one clause on how its place was found, for the card."""
        return "about the whole note" if self.anchoring is None else self.anchoring.how

    @property
    def candidates(self) -> tuple[Range, ...]:
        """Return the passages to choose from when it is ambiguous."""
        return self.anchoring.candidates if isinstance(self.anchoring, anchor.Ambiguous) else ()

    @property
    def is_highlight(self) -> bool:
        """Tell whether it is a highlight (else it is a reflection)."""
        return self.annotation.kind is Kind.HIGHLIGHT


class OpenNote(Struct, frozen=True, dict=True):
    """A note, its document, and its annotations in the order of the text.

    Attributes:
        note: The note as it was read from its file.
        document: The note parsed.
        placed: Its annotations: those of the whole note first, then by place, then those without a place.
        pending: Annotations whose passage is still to be looked for (`Workspace.anchor_pending`).
    """

    note: Note
    document: Document
    placed: tuple[Placed, ...] = ()
    pending: tuple[Annotation, ...] = ()

    @cached_property
    def highlights(self) -> tuple[Placed, ...]:
        """Return the highlights that stand in the text."""
        return tuple(each for each in self.placed if each.is_highlight and each.range is not None)

    @cached_property
    def reflections(self) -> tuple[Placed, ...]:
        """Return the reflections on a passage that stands in the text."""
        return tuple(each for each in self.placed if not each.is_highlight and each.range is not None)

    @cached_property
    def on_note(self) -> tuple[Placed, ...]:
        """Return the reflections on the note as a whole."""
        return tuple(each for each in self.placed if each.anchoring is None)

    @cached_property
    def orphans(self) -> tuple[Placed, ...]:
        """Return what has no place in the text: its passage is gone, or stands there several times alike."""
        return tuple(each for each in self.placed if each.range is None and each.anchoring is not None)

    def reflections_on(self, passage: Range) -> tuple[Placed, ...]:
        """Return the reflections on a passage: those that overlap it or stand on a highlight that does."""
        return tuple(each for each in self.reflections if each.range and each.range.overlaps(passage))

    def highlights_on(self, passage: Range) -> tuple[Placed, ...]:
        """Return the highlights that overlap a passage."""
        return tuple(each for each in self.highlights if each.range and each.range.overlaps(passage))

    def at(self, position: Position) -> tuple[Placed, ...]:
        """Return every annotation whose passage holds this position."""
        return tuple(each for each in self.placed if each.range and each.range.contains(position))

    def find(self, annotation_id: str) -> Placed | None:
        """Return the annotation with this id; None when it is not here or is still being looked for."""
        return next((each for each in self.placed if each.annotation.id == annotation_id), None)

    def key_point_at(self, position: Position) -> KeyPoint | None:
        """Return the key point in which a position stands, if any."""
        points = self.document.key_points
        return next((point for point in points if point.range.start <= position <= point.range.end), None)

    @property
    def reflected(self) -> int:
        """Return how many of the note's key points have at least one reflection."""
        ranges = [each.range for each in self.reflections if each.range]
        return sum(
            any(passage.overlaps(point.range) for passage in ranges) for point in self.document.key_points
        )

    def with_placed(self, found: Iterable[Placed]) -> OpenNote:
        """Return this note with more of its pending annotations in their places."""
        news = {each.annotation.id: each for each in found}
        waiting = tuple(each for each in self.pending if each.id not in news)
        kept = [each for each in self.placed if each.annotation.id not in news]
        return replace(self, placed=in_order([*kept, *news.values()]), pending=waiting)


def in_order(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """Sort as a note shows them: on the whole note, by place, without a place; then by when it was made."""

    nowhere = Position(0, 0)

    def rank(each: Placed) -> tuple[int, Position, Position, datetime, str]:
        passage, annotation = each.range, each.annotation
        if passage is not None:
            return (1, passage.start, passage.end, annotation.created, annotation.id)
        return (0 if each.anchoring is None else 2, nowhere, nowhere, annotation.created, annotation.id)

    return tuple(sorted(placed, key=rank))


def place(document: Document, annotation: Annotation) -> Placed:
    """Look for an annotation's passage in a document; slow when the text was edited since it was made."""
    if annotation.selectors is None:
        return Placed(annotation, None, None)
    return _placed(annotation, anchor.anchor(document, annotation.selectors))


def place_each(
    document: Document, annotations: Iterable[Annotation], earlier: Iterable[Placed] = ()
) -> Iterator[Placed]:
    """Place annotations one by one, highlights first.

    Args:
        document: The document to find them in.
        annotations: The annotations; a reflection on a highlight stands where that highlight stands.
        earlier: What is known already of this same document, and is not looked for again.
    """
    above = {each.annotation.id: each for each in earlier}
    known: dict[Selectors, Anchoring] | None = None
    for annotation in sorted(annotations, key=lambda each: each.on is not None):
        before = above.get(annotation.id)
        if before is not None and before.annotation is annotation and annotation.on is None:
            yield before  # most of a note, after one change to it
            continue
        anchoring = _anchoring_above(annotation, above)
        if anchoring is None and annotation.selectors is not None:
            if is_unchanged(document, annotation):
                anchoring = anchor.anchor(document, annotation.selectors)
            else:
                known = _anchorings(above.values()) if known is None else known
                anchoring = known.get(annotation.selectors) or anchor.anchor(document, annotation.selectors)
                known[annotation.selectors] = anchoring
        placed = _placed(annotation, anchoring)
        above[annotation.id] = placed
        yield placed


def _anchorings(placed: Iterable[Placed]) -> dict[Selectors, Anchoring]:
    """Return where passages stand that were looked for already."""
    return {
        each.annotation.selectors: each.anchoring
        for each in placed
        if each.annotation.selectors is not None and each.anchoring is not None and not each.annotation.on
    }


def is_unchanged(document: Document, annotation: Annotation) -> bool:
    """Tell whether an annotation was made on exactly this text, so that placing it costs nothing.

    Of a document that is still being read it is not known yet.
    """
    if annotation.selectors is None:
        return True
    return document.is_ready and annotation.selectors.text_hash == document.text_hash


def place_at_sight(document: Document, annotations: Iterable[Annotation]) -> Iterator[Placed]:
    """Place those annotations whose words stand where they were marked, at the beginning of a long document
    that is still being read; where they really belong is known later.
    """
    marked = [each for each in annotations if each.selectors is not None]
    if document.is_ready or not marked:
        return
    starts, texts = [0], list[str]()
    for block in document.blocks:
        texts.append(block.text)
        starts.append(starts[-1] + len(block.text) + len(BLOCK_JOINT))
        if starts[-1] > SEEN_AT_ONCE:
            break
    seen = BLOCK_JOINT.join(texts)

    def position(offset: int) -> Position:
        block = min(bisect_right(starts, offset), len(texts)) - 1
        return Position(block, min(offset - starts[block], len(texts[block])))

    for each in marked:
        if each.selectors is not None:
            quote, place = each.selectors.quote, each.selectors.position
            before = place.start - len(quote.prefix)
            if before >= 0 and seen.startswith(quote.prefix + quote.exact + quote.suffix, before):
                passage = Range(position(place.start), position(place.end))
                yield _placed(
                    each, anchor.Anchored(passage, anchor.Status.ANCHORED, "where it was marked", 1.0)
                )


def placed_nowhere(annotation: Annotation, reason: str) -> Placed:
    """Return an annotation whose note or text is not there, with the reason as a clause."""
    return Placed(annotation, anchor.Orphan(reason), None)


def _anchoring_above(annotation: Annotation, above: Mapping[str, Placed]) -> Anchoring | None:
    """Return where the highlight stands that a reflection is on, if it is on one."""
    highlight = above.get(annotation.on) if annotation.on else None
    return highlight.anchoring if highlight else None


def _placed(annotation: Annotation, anchoring: Anchoring | None) -> Placed:
    return Placed(annotation, anchoring, anchoring.range if isinstance(anchoring, anchor.Anchored) else None)
