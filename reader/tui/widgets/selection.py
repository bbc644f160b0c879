"""What is marked on the screen and not kept: two positions, the one where it began and the one that moves.

Pure: positions are (block, code points); the widget turns cells into positions and positions into cells.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from reader.document.model import Document, Position, Range


class Unit(Enum):
    """How much one step of a mouse selection takes in."""

    CHARACTER = 1
    WORD = 2
    BLOCK = 3


class Selection(Struct, frozen=True):
    """A passage being marked.

    Attributes:
        anchor: Where it began; stays put.
        head: Where it is now; before or after the anchor.
    """

    anchor: Position
    head: Position

    @property
    def range(self) -> Range:
        """The passage, in the order of the text; may be empty."""
        return Range.between(self.anchor, self.head)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is marked."""
        return self.anchor == self.head

    def moved_to(self, head: Position) -> Selection:
        """Return it with its moving end elsewhere."""
        return Selection(self.anchor, head)


def unit_at(document: Document, position: Position, unit: Unit) -> Range:
    """Return the character boundary, word or block at a position, as a mouse selection takes it in."""
    if unit is Unit.WORD:
        from reader.document.motions import word_at

        return word_at(document, position)
    if unit is Unit.BLOCK:
        return document.whole_block(position.block)
    return Range(position, position)


def without_joints(document: Document, passage: Range) -> Range:
    """Return a passage that begins and ends with words: not with the end of the block before its first one,
    nor with the start of the block after its last.
    """
    (first, start), (last, end) = passage
    while first < last and start == len(document.blocks[first].text):
        first, start = first + 1, 0
    while first < last and end == 0:
        last -= 1
        end = len(document.blocks[last].text)
    return Range(Position(first, start), Position(last, max(end, start) if first == last else end))


def extended(document: Document, origin: Range, position: Position, unit: Unit) -> Selection:
    """Stretch a mouse selection from the unit where it began to the unit under the pointer.

    The unit where it began stays wholly in, whichever way the pointer goes.
    """
    target = unit_at(document, position, unit)
    if target.start < origin.start:
        stretched = Selection(origin.end, target.start)
    else:
        stretched = Selection(origin.start, max(target.end, origin.end))
    if stretched.is_empty:
        return stretched
    snapped = document.snap(stretched.range)
    if stretched.head < stretched.anchor:
        return Selection(snapped.end, snapped.start)
    return Selection(snapped.start, snapped.end)
