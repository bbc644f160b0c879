"""A document set at a width: which row shows what, and where on the page each position stands.

Units: rows of the page from 0, cells of the page from 0, code points of blocks' texts.
"""

from __future__ import annotations

from typing import Final

from reader.document.model import Document
from reader.document.pieces import Line, Piece, Role, Slot
from reader.document.position import Position, Range
from reader.document.rows import Rows

__all__ = ["LEAST_WIDTH", "Line", "Lines", "Piece", "Role", "Slot", "lay_out"]

LEAST_WIDTH: Final = 8
"""Fewest cells a page may have."""


def lay_out(document: Document, width: int) -> Lines:
    """Set a document on a page.

    Nothing is rendered yet: blocks are laid out when first asked for, and their heights estimated until then.

    Args:
        document: What to set.
        width: Cells of the page.

    Raises:
        ValueError: ``width`` is less than `LEAST_WIDTH`.
    """
    if width < LEAST_WIDTH:
        raise ValueError(f"a page needs at least {LEAST_WIDTH} cells, not {width}")
    return Lines(document, width)


class Lines(Rows):
    """A document's rows, and the way from a position to a place on the page and back.

    To the rule of `Rows` on what lays out blocks: `position_at` and `extents` lay out the block that covers
    the row; `row_of`, `cells_of`, `line_start`, `line_end` the position's block; `above` and `below` that
    and, when the move leaves it, the neighbour.
    """

    def row_of(self, position: Position) -> int:
        """Give the row on which a position stands."""
        number = self._number_of(position)
        return self.top_row(position.block) + number

    def cells_of(self, position: Position) -> tuple[int, int]:
        """Give the row and cell of a position.

        The cell is the page's width, or more, for a position after a full line or in blanks that hang at its
        end.
        """
        slot = self._slot_of(position)
        cell = slot.cell_of(self._text(position.block), position.offset) if slot else 0
        return self.row_of(position), cell

    def position_at(self, row: int, cell: int) -> Position:
        """Find the position nearest to a place on the page.

        The row is clamped into the page and the cell into the row. The position is the start of the visible
        character that covers the cell. A row without text leads to the block's next text below it, or else
        above it; a block without text to the text that follows it, or else to what stands before it.
        """
        block, number = self.locate(row)
        if not self._text(block):
            return self._nearest_text(block)
        below = range(number, self.laid_block(block).rows)
        for near in (*below, *reversed(range(number))):
            if self.block_line(block, near).slots:
                return self._position_on(block, near, cell)
        return Position(block, 0)

    def extents(self, row: int, target: Range) -> list[tuple[int, int]]:
        """Give the half-open intervals of cells that a range's text takes on a row; never decorations."""
        block, number = self.locate(row)
        if not target.start.block <= block <= target.end.block:
            return []
        text = self._text(block)
        first = target.start.offset if block == target.start.block else 0
        after = target.end.offset if block == target.end.block else len(text)
        intervals = []
        for slot in self.block_line(block, number).slots:
            start, end = max(first, slot.start), min(after, slot.end)
            if start < end:
                interval = slot.cell_of(text, start), slot.cell_of(text, end)
                intervals.append(interval)
        return [(here, there) for here, there in intervals if here < there]

    def line_start(self, position: Position) -> Position:
        """Find the first position on the position's row (in a table: in its cell)."""
        slot = self._slot_of(position)
        return Position(position.block, slot.start) if slot else position

    def line_end(self, position: Position) -> Position:
        """Find the last position on the position's row, before hanging blanks (in a table: in its cell)."""
        slot = self._slot_of(position)
        return Position(position.block, min(slot.last, slot.end)) if slot else position

    def above(self, position: Position, goal_cell: int) -> Position:
        """Move up to the next row with text, near a cell; the position itself at the top of the note."""
        return self._vertical(position, goal_cell, -1)

    def below(self, position: Position, goal_cell: int) -> Position:
        """Move down to the next row with text, near a cell; the position itself at the end of the note."""
        return self._vertical(position, goal_cell, 1)

    def _text(self, block: int) -> str:
        """Give a block's text; rendered now if it was not yet."""
        return self.document.blocks[block].text

    def _number_of(self, position: Position) -> int:
        """Find the row of its block on which a position stands; lays the block out."""
        laid = self.laid_block(position.block)
        return laid.text_number + laid.body.row_of(position.offset)

    def _slot_of(self, position: Position) -> Slot | None:
        """Find the stretch of text in which a position stands; None in a block without text."""
        slots = self.block_line(position.block, self._number_of(position)).slots
        holding = [slot for slot in slots if slot.start <= position.offset]
        return max(holding, key=lambda slot: slot.start) if holding else (slots[0] if slots else None)

    def _position_on(self, block: int, number: int, cell: int) -> Position:
        """Find the position on a block's row nearest to a cell; the row must have text."""
        text = self._text(block)
        slot = min(self.block_line(block, number).slots, key=lambda slot: slot.distance(text, cell))
        return Position(block, slot.offset_at(text, cell))

    def _nearest_text(self, block: int) -> Position:
        """Find the start of the text after a block without any, or else the end of what stands before it."""
        for after in range(block + 1, len(self.document.blocks)):
            if self._text(after):
                return Position(after, 0)
        for before in range(block - 1, -1, -1):
            if text := self._text(before):
                return Position(before, len(text))
        return Position(block, 0)

    def _vertical(self, position: Position, goal_cell: int, step: int) -> Position:
        """Move a row up (-1) or down (1), over rows and blocks without text."""
        block, number = position.block, self._number_of(position) + step
        while True:
            rows = self.laid_block(block).rows if self._text(block) else 0
            while 0 <= number < rows:
                if self.block_line(block, number).slots:
                    return self._position_on(block, number, goal_cell)
                number += step
            block += step
            if not 0 <= block < len(self.document.blocks):
                return position
            number = 0 if step > 0 else self.laid_block(block).rows - 1
