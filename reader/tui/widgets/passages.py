"""Which kept passages touch a block, and which reflections stand under it: found by block, so that a row
asks once.

Pure. A passage over very many blocks is not spread over all of them but kept in a short list of long ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reader.annotations.model import Color
from reader.document.model import Position, Range

LONG: Final = 64
"""Blocks from which a passage counts as long: spreading it further costs more than asking each row about
it.
"""


@dataclass(frozen=True, slots=True)
class Mark:
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
    """Highlights by block."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        """Sort the highlights by block.

        Args:
            marks: In the order in which they are laid over one another, the lowest first.
        """
        self._by_block: dict[int, list[Mark]] = defaultdict(list)
        self._long: list[Mark] = []
        self._starts: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            first, last = mark.range.start.block, mark.range.end.block
            self._starts[first].append(mark)
            if last - first >= LONG:
                self._long.append(mark)
                continue
            for block in range(first, last + 1):
                self._by_block[block].append(mark)

    def touching(self, block: int) -> Iterator[Mark]:
        """Yield the highlights that touch a block, long ones first: what is more exact is laid on top."""
        for mark in self._long:
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


def part_in(passage: Range, block: int) -> tuple[int, int | None]:
    """Return the code points of a block that a passage touching it takes in; None: to the block's end."""
    start = passage.start.offset if passage.start.block == block else 0
    end = passage.end.offset if passage.end.block == block else None
    return start, end
