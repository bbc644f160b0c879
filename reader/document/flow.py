"""A block of running text laid out: prose, headings, raw HTML, code. Units: rows, cells, code points."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, Protocol

from msgspec import Struct

from reader.document.block import Block, BlockKind
from reader.document.graphemes import previous_boundary
from reader.document.pieces import Piece, Role, Slot, decoration, text_piece
from reader.document.prefixes import Edge
from reader.document.wrap import drawn_end, wrap, wrap_hard

CODE_INDENT: Final = 2
_CONTINUED: Final = "↪"
_RULE: Final = "* * *"


class Body(Protocol):
    """The text rows of one block, numbered from 0; what stands above them is not its concern."""

    @property
    def rows(self) -> int:
        """How many rows it takes; at least 1."""

    def line(self, row: int) -> tuple[int, int, tuple[Piece, ...], tuple[Slot, ...]]:
        """Make a row: its start and end in the text, what is drawn on it besides the edge, its slots."""

    def row_of(self, offset: int) -> int:
        """Find the row on which an offset of the text stands."""


class Flow(Struct, frozen=True):
    """Running text: where its lines begin, and no more; the lines are made when they are drawn."""

    text: str
    starts: list[int]
    cell: int
    is_code: bool

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return len(self.starts)

    def line(self, row: int) -> tuple[int, int, tuple[Piece, ...], tuple[Slot, ...]]:
        """Make a row."""
        text, start = self.text, self.starts[row]
        is_last = row + 1 == len(self.starts)
        end = len(text) if is_last else self.starts[row + 1]
        if self.is_code:
            drawn = end - 1 if end > start and text[end - 1] == "\n" else end
        else:
            drawn = drawn_end(text, start, end)
        slot = Slot(self.cell, start, drawn, end if is_last else previous_boundary(text, end))
        pieces = text_piece(slot, text)
        if self.is_code and start > 0 and text[start - 1] != "\n":
            pieces = (decoration(self.cell - CODE_INDENT, _CONTINUED, Role.CODE_WRAP), *pieces)
        return start, end, pieces, (slot,)

    def row_of(self, offset: int) -> int:
        """Find the row on which an offset of the text stands."""
        return max(0, bisect_right(self.starts, offset) - 1)


class RuleBody(Struct, frozen=True):
    """A rule between two parts: one row, no text."""

    cell: int
    width: int

    @property
    def rows(self) -> int:
        """One."""
        return 1

    def line(self, row: int) -> tuple[int, int, tuple[Piece, ...], tuple[Slot, ...]]:
        """Make the row."""
        mark = _RULE if self.width >= len(_RULE) else "*"
        return 0, 0, (decoration(self.cell + (self.width - len(mark)) // 2, mark, Role.RULE),), ()

    def row_of(self, offset: int) -> int:
        """Find the only row."""
        return 0


def lay_flow(block: Block, edge: Edge, width: int) -> Body:
    """Lay out a block of text that is no table, on a page of ``width`` cells."""
    room = width - edge.indent
    if block.kind is BlockKind.RULE:
        return RuleBody(edge.indent, room)
    text = block.text
    if block.kind is BlockKind.CODE:
        starts = wrap_hard(text, 0, len(text), room - CODE_INDENT)
        return Flow(text, starts, edge.indent + CODE_INDENT, is_code=True)
    return Flow(text, wrap(text, 0, len(text), room), edge.indent, is_code=False)
