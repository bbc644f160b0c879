"""The rows of the page: the document's rows with rows of other things set in between (pure, nothing of the
screen).

Under a passage the view may set rows that are not of the document: the quiet head, reflections folded in
where there is no room for a margin. This module owns the count: page rows (what scrolls) to document rows
(`Lines`) and back. Units: rows from 0. Heights of the document are asked anew each time, because blocks
that are not laid out yet only have an estimated height; nothing is kept here that a better estimate could
make wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

from msgspec import Struct


class DocumentHeights(Protocol):
    """What is asked of a laid out document (`document.layout.Lines`)."""

    @property
    def height(self) -> int:
        """Rows of the whole document."""

    def top_row(self, block: int, /) -> int:
        """Return the first row of a block, blank rows above it included, estimated when it is not laid out
        yet.

        For the number of blocks, the height.
        """


class Insert(Struct, frozen=True):
    """Rows set in below a block.

    Attributes:
        after: The block under which they stand; -1 for above the first block.
        rows: How many.
    """

    after: int
    rows: int


class DocumentRow(Struct, frozen=True):
    """A page row that shows a row of the document."""

    row: int


class InsertRow(Struct, frozen=True):
    """A page row that shows a row of an insert: which insert, and which of its rows."""

    insert: int
    row: int


class PageRows:
    """Maps page rows to document rows and inserts, in O(log inserts) questions to the document."""

    def __init__(self, lines: DocumentHeights, inserts: Sequence[Insert] = (), tail: int = 0) -> None:
        """Set the inserts in.

        Args:
            lines: The document's rows. inserts: Sorted by the block they stand under. tail: Empty rows
            after the end, so that the last words need not stand on the last row of the screen.
        """
        self._lines = lines
        self._inserts = tuple(inserts)
        self._before = [0, *accumulate(insert.rows for insert in self._inserts)]
        self.tail = tail

    @property
    def height(self) -> int:
        """Rows of the page."""
        return self._lines.height + self._before[-1] + self.tail

    def at(self, page_row: int) -> DocumentRow | InsertRow | None:
        """Return what stands on a page row; None above the page and from its end on."""
        if page_row < 0:
            return None
        index = bisect_right(range(len(self._inserts)), page_row, key=self.row_of_insert) - 1
        if index < 0:
            row = page_row
        else:
            within = page_row - self.row_of_insert(index)
            if within < self._inserts[index].rows:
                return InsertRow(index, within)
            row = page_row - self._before[index + 1]
        return DocumentRow(row) if row < self._lines.height else None

    def row_of(self, document_row: int) -> int:
        """Return the page row that shows a document row."""
        count = bisect_right(range(len(self._inserts)), document_row, key=self._boundary)
        return document_row + self._before[count]

    def row_of_insert(self, index: int) -> int:
        """Return the page row on which an insert begins."""
        return self._boundary(index) + self._before[index]

    def _boundary(self, index: int) -> int:
        """Return the document row before which an insert stands."""
        after = self._inserts[index].after
        return 0 if after < 0 else self._lines.top_row(after + 1)
