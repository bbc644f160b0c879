"""The note's headings beside the page, with the section marked that one is reading."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from rich.segment import Segment

from reader.document.model import Document
from reader.document.outline import Heading
from reader.tui.widgets.fitting import both_ends
from reader.tui.widgets.row_list import RowList

INDENT = 2
"""Cells by which a heading stands right of the one above it."""

DEEPEST = 4
"""Levels that are set in; deeper ones stand below one another."""


class OutlinePane(RowList):
    """The headings, a row each.

    Attributes:
        current: The row of the section one is reading; -1: above the first heading.
    """

    def __init__(self) -> None:
        super().__init__(id="outline")
        self.display = False
        self.current = -1
        self.headings: tuple[Heading, ...] = ()
        self._which: tuple[str, ...] = ()
        self._levels: tuple[int, ...] = ()

    @property
    def row_count(self) -> int:
        """How many headings there are."""
        return len(self.headings)

    def show(self, document: Document) -> None:
        """Show a document's headings."""
        if self.headings == document.headings:
            return
        self.headings = document.headings
        self._which = told_apart(self.headings)
        self._levels = depths(self.headings)
        self.rows_changed(0)

    def mark(self, block: int) -> None:
        """Mark the section in which a block stands; the cursor comes along unless one is moving it."""
        current = bisect_right([heading.block for heading in self.headings], block) - 1
        if current != self.current:
            self.current = current
            if not self.has_focus:
                self.cursor = max(0, current)
            self.refresh()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw a heading, set in by its level, and which of several like it it is."""
        dim, is_current = self.look("dim", row), row == self.current
        edge = Segment("▌" if is_current else " ", self.look("accent", row))
        ink = self.look("title" if is_current or self._levels[row] == 0 else "dim", row)
        name = (" " * (INDENT * min(self._levels[row], DEEPEST)) + self.headings[row].title, ink)
        right = [(self._which[row], dim)] if self._which[row] else []
        return [
            Segment(" ", dim if row == self.cursor else self.look("dim")),
            edge,
            Segment(" ", dim),
            *both_ends([name], right, width - 5, dim),
            Segment("  ", dim),
        ]


def told_apart(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Say of each heading whose words stand there more than once which of them it is: "2 of 3"."""
    total = Counter(heading.title.casefold() for heading in headings)
    seen: Counter[str] = Counter()
    said = []
    for heading in headings:
        title = heading.title.casefold()
        seen[title] += 1
        said.append(f"{seen[title]} of {total[title]}" if total[title] > 1 else "")
    return tuple(said)


def depths(headings: Sequence[Heading]) -> tuple[int, ...]:
    """Return how far each heading is set in: by the headings it really stands under, not by its level."""
    above: list[int] = []
    found = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        found.append(len(above))
        above.append(heading.level)
    return tuple(found)
