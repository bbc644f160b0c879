"""Where reflections stand in the margin: each beside its passage, pushed down where the one above is still
there.

Pure. Units are page rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

GAP: Final = 1
"""Empty rows between two reflections."""

LOOK_BACK: Final = 60
"""Blocks above the screen whose reflections may still reach into it."""


class Place(Struct, frozen=True):
    """Where a reflection stands: its index, its first row, and the row of its passage."""

    reflection: int
    top: int
    anchor: int
    height: int


def stacked(anchors: Sequence[tuple[int, int]], gap: int = GAP) -> list[int]:
    """Return the top row of each of a column of things.

    Args:
        anchors: (row where it wants to stand, rows it takes), by row.
        gap: Empty rows between two.
    """
    tops: list[int] = []
    free = 0
    for anchor, height in anchors:
        top = max(anchor, free)
        tops.append(top)
        free = top + height + gap
    return tops


class Margin:
    """The reflections near the screen, in their places."""

    def __init__(self, blocks: Sequence[int]) -> None:
        """Take the reflections.

        Args:
            blocks: Where the passage of each starts, sorted; -1: the note's head.
        """
        self._blocks = tuple(blocks)
        self.places: tuple[Place, ...] = ()

    def near(self, first_block: int, last_block: int) -> range:
        """Return the reflections on these blocks and those little above, which may reach down to them."""
        start = bisect_right(self._blocks, first_block - LOOK_BACK - 1)
        return range(start, bisect_right(self._blocks, last_block))

    def arrange(self, near: range, row_of: Callable[[int], int], height_of: Callable[[int], int]) -> None:
        """Give places to some reflections.

        Args:
            near: Which.
            row_of: Returns the page row beside which a reflection wants to stand.
            height_of: Returns its rows.
        """
        anchors = [(row_of(index), height_of(index)) for index in near]
        tops = stacked(anchors)
        self.places = tuple(
            Place(index, top, anchor, height)
            for index, top, (anchor, height) in zip(near, tops, anchors, strict=True)
        )

    def at(self, page_row: int) -> tuple[int, int] | None:
        """Return (reflection, row of it) at a page row."""
        position = bisect_right(self.places, page_row, key=lambda place: place.top) - 1
        if position < 0:
            return None
        place = self.places[position]
        row = page_row - place.top
        return (place.reflection, row) if row < place.height else None

    def has_room(self, page_row: int) -> bool:
        """Tell whether a row of the margin and its neighbours are free."""
        return all(self.at(row) is None for row in (page_row - 1, page_row, page_row + 1))

    @property
    def bottom(self) -> int:
        """The row below the last place; 0 when there is none."""
        return max((place.top + place.height for place in self.places), default=0)
