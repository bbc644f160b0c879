"""What a laid-out row is made of. Units: cells on the row, code points in the block's text."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from reader.document.cells import cell_width
from reader.document.graphemes import boundaries

NO_TEXT = -1


class Role(StrEnum):
    """What a piece is; all but TEXT are decorations."""

    TEXT = "text"
    BULLET = "bullet"
    QUOTE_BAR = "quote_bar"
    ALERT_BAR = "alert_bar"
    ALERT_TITLE = "alert_title"
    FOOTNOTE_LABEL = "footnote_label"
    TABLE_RULE = "table_rule"
    LABEL = "label"
    CODE_WRAP = "code_wrap"
    RULE = "rule"
    NOTICE = "notice"


class Piece(Struct, frozen=True):
    """Something drawn on a row.

    Attributes:
        cell: First cell on the page, 0-based.
        width: Cells it takes.
        text: What is drawn: no newline, no tab. For TEXT one code point for each of ``start`` to ``end``.
        start: First code point of the block's text it stands for; -1 for a decoration.
        end: Where they end; -1 for a decoration.
        role: What it is.
        label: For an alert's bar and title: the alert's kind ("note", "warning", ...).
    """

    cell: int
    width: int
    text: str
    start: int
    end: int
    role: Role
    label: str = ""

    @property
    def is_decoration(self) -> bool:
        """Whether it is drawn only, and can never be selected."""
        return self.start == NO_TEXT


def decoration(cell: int, text: str, role: Role, label: str = "") -> Piece:
    """Make a piece that stands for no text."""
    return Piece(cell, cell_width(text), text, NO_TEXT, NO_TEXT, role, label)


class Slot(Struct, frozen=True):
    """A stretch of text on one row, where a caret may stand: the row itself, or one cell of a table on it."""

    cell: int
    start: int
    end: int
    """Where the drawn text ends; blanks that hang at the line's end are not drawn."""
    last: int
    """The last offset at which a caret stands on this row: it may lie in the hanging blanks."""

    def cell_of(self, text: str, offset: int) -> int:
        """Find the cell of an offset; past the drawn text the cells go on as if the blanks were drawn."""
        return self.cell + cell_width(text[self.start : offset])

    def offset_at(self, text: str, cell: int) -> int:
        """Find the start of the visible character that covers a cell, or the nearest one to it."""
        wanted = cell - self.cell
        if wanted < 0:
            return self.start
        stretch = text[self.start : self.last]
        stops = boundaries(stretch)
        if isinstance(stops, range) and cell_width(stretch) == len(stretch):
            return self.start + min(wanted, len(stretch))
        covered = 0
        for here, after in pairwise(stops):
            covered += cell_width(stretch[here:after])
            if covered > wanted:
                return self.start + here
        return self.last

    def distance(self, text: str, cell: int) -> int:
        """Measure how far a cell lies from it, in cells; 0 on its text and the caret's place after it."""
        if cell < self.cell:
            return self.cell - cell
        return max(0, cell - self.cell_of(text, self.last))


class Line(Struct, frozen=True):
    """One row of the page.

    Attributes:
        block: Index of the block it belongs to; blank rows above a block belong to the block.
        number: Row within the block, 0-based, blank rows above it and an alert's title counted.
        start: First code point of the block's text on it.
        end: Where they end; every code point of a block is on exactly one of its lines. A decorated or blank
            row has ``start == end``. Where a table row takes several lines the first has all of it: cells
            stand side by side, so no split of it could be right. Pieces and slots tell the rest.
        pieces: What is drawn, by cell.
        is_space: Whether it is blank (it may still show the bar of a quote that goes on through it).
        slots: Where a caret may stand on it, by cell; empty for blank and decorated rows.
    """

    block: int
    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_space: bool = False
    slots: tuple[Slot, ...] = ()


def text_piece(slot: Slot, text: str) -> tuple[Piece, ...]:
    """Make the piece that draws a slot's text; none for an empty one."""
    if slot.end == slot.start:
        return ()
    drawn = text[slot.start : slot.end]
    if "\t" in drawn:
        drawn = drawn.replace("\t", " ")
    return (Piece(slot.cell, cell_width(drawn), drawn, slot.start, slot.end, Role.TEXT),)
