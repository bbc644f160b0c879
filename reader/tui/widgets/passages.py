"""Which kept passages touch a block, and which reflections stand under it: found by block, so that a row
asks once.

Pure. A passage over very many blocks is not spread over all of them but kept in a short list of long ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from reader.annotations.model import Color
from reader.document.model import Position, Range

LONG: Final = 64
"""Blocks from which a passage counts as long: spreading it further costs more than asking each row about
it.
"""

_LONG_ONES: Final = -1
"""What stands for their block."""


class Mark(Struct, frozen=True):
    """A highlight as it is drawn.

    Attributes:
        id: The annotation's id.
        range: Its passage.
        color: Its colour.
    """

    id: str
    range: Range
    color: Color


class Passages:
    """Highlights by block, the longer ones below the shorter."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        """Sort the highlights by block."""
        self._by_block: dict[int, tuple[Mark, ...]] = {}
        self._starts: dict[int, tuple[Mark, ...]] = {}
        self._change((), marks)

    def changed(self, gone: Iterable[Mark], new: Iterable[Mark]) -> Passages:
        """Return these highlights without some of them and with others; only their blocks are sorted anew."""
        after = Passages()
        after._by_block, after._starts = self._by_block.copy(), self._starts.copy()
        after._change(gone, new)
        return after

    def _change(self, gone: Iterable[Mark], new: Iterable[Mark]) -> None:
        gone, new = set(gone), tuple(new)
        for sorted_by, blocks in ((self._by_block, _blocks), (self._starts, _first_block)):
            touched: dict[int, list[Mark]] = {
                block: [mark for mark in sorted_by.get(block, ()) if mark not in gone]
                for mark in gone
                for block in blocks(mark)
            }
            for mark in new:
                for block in blocks(mark):
                    touched.setdefault(block, [*sorted_by.get(block, ())]).append(mark)
            for block, marks in touched.items():
                sorted_by[block] = tuple(sorted(marks, key=_depth))

    def touching(self, block: int) -> Iterator[Mark]:
        """Yield the highlights that touch a block, long ones first: what is more exact is laid on top."""
        for mark in self._by_block.get(_LONG_ONES, ()):
            if mark.range.start.block <= block <= mark.range.end.block:
                yield mark
        yield from self._by_block.get(block, ())

    def beginning(self, block: int, start: int, end: int, is_last_line: bool) -> list[Mark]:
        """Return the highlights that begin on a line: code points [start, end) of a block."""
        return [
            mark
            for mark in self._starts.get(block, ())
            if start <= mark.range.start.offset < end or (is_last_line and mark.range.start.offset == end)
        ]

    def at(self, position: Position) -> list[Mark]:
        """Return the highlights whose passage holds a position, its end included when nothing else is
        there.
        """
        touching = list(self.touching(position.block))
        inside = [mark for mark in touching if mark.range.contains(position)]
        return inside or [mark for mark in touching if mark.range.end == position]


def _blocks(mark: Mark) -> Iterable[int]:
    """Return the blocks under which a highlight is found."""
    start, end = mark.range
    return (_LONG_ONES,) if end.block - start.block >= LONG else range(start.block, end.block + 1)


def _first_block(mark: Mark) -> Iterable[int]:
    return (mark.range.start.block,)


def _depth(mark: Mark) -> tuple[int, int, Position, str]:
    """Return how deep a highlight lies among others: the longer, the lower, so that all of them show."""
    start, end = mark.range
    length = end.offset - start.offset if end.block == start.block else 0
    return (start.block - end.block, -length, start, mark.id)


def part_in(passage: Range, block: int) -> tuple[int, int | None]:
    """Return the code points of a block that a passage touching it takes in; None: to the block's end."""
    start = passage.start.offset if passage.start.block == block else 0
    end = passage.end.offset if passage.end.block == block else None
    return start, end
