"""A table laid out. Units: rows, cells, code points.

Columns stand two blanks apart under a header with a thin rule. When they do not fit, the widest give way
first and their cells wrap, with a blank row between rows so that each stays one to the eye; when not even
three cells a column fit, each row is set as lines of "header: value". Nothing is ever wider than the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import Final

from msgspec import Struct

from reader.document.block import Alignment, Block, TableShape
from reader.document.cells import cell_width
from reader.document.graphemes import previous_boundary
from reader.document.pieces import Piece, Role, Slot, decoration, text_piece
from reader.document.prefixes import clip
from reader.document.wrap import drawn_end, wrap

GAP: Final = 2
LEAST_COLUMN: Final = 3
_VALUE_INDENT: Final = 2
_THIN: Final = "─"
# Rows of the table whose rows of the page are kept: a screen's worth. One cell alone may fill many screens,
# and would else be wrapped anew for each of its lines.
_KEPT_ROWS: Final = 64


class TableLine(Struct, frozen=True):
    """One row of the page within a table."""

    slots: tuple[Slot, ...] = ()
    marks: tuple[Piece, ...] = ()


class TableBody(Struct):
    """A table's rows of the page, each made when it is drawn: how many there are costs much less.

    Attributes:
        text: The block's text.
        row_starts: Where each row of the table begins in the text.
        first_lines: Row of the page at which each row of the table begins, and one more for the end.
        make: Makes the rows of the page of a row of the table.
    """

    text: str
    row_starts: list[int]
    first_lines: list[int]
    make: Callable[[int], list[TableLine]]

    @property
    def rows(self) -> int:
        """How many rows of the page it takes."""
        return self.first_lines[-1]

    def line(self, row: int) -> tuple[int, int, tuple[Piece, ...], tuple[Slot, ...]]:
        """Make a row; the first of a row of the table has all of that row's range."""
        table_row = bisect_right(self.first_lines, row) - 1
        number = row - self.first_lines[table_row]
        line = self.make(table_row)[number]
        is_last = table_row + 1 == len(self.row_starts)
        stop = len(self.text) if is_last else self.row_starts[table_row + 1]
        texts = [piece for slot in line.slots for piece in text_piece(slot, self.text)]
        return stop if number else self.row_starts[table_row], stop, (*line.marks, *texts), line.slots

    def row_of(self, offset: int) -> int:
        """Find the row of the page on which an offset of the text stands."""
        table_row = max(0, bisect_right(self.row_starts, offset) - 1)
        best, best_start = 0, -1
        for number, line in enumerate(self.make(table_row)):
            for slot in line.slots:
                if best_start < slot.start <= offset:
                    best, best_start = number, slot.start
        return self.first_lines[table_row] + best


def lay_table(block: Block, shape: TableShape, indent: int, room: int) -> TableBody:
    """Lay out a table in ``room`` cells (at least 4), ``indent`` cells from the page's left edge."""
    text = block.text
    natural = _natural_widths(text, shape)
    gaps = GAP * (len(natural) - 1)
    if sum(natural) + gaps <= room:
        return _set_columns(text, shape, natural, indent)
    if LEAST_COLUMN * len(natural) + gaps <= room:
        return _set_columns(text, shape, _shrink(natural, room - gaps), indent)
    return _set_stacked(text, shape, indent, room)


def _natural_widths(text: str, shape: TableShape) -> list[int]:
    """Measure each column's widest cell; at least `LEAST_COLUMN`."""
    columns = max((len(row) for row in shape.cells), default=1)
    widths = [LEAST_COLUMN] * max(1, columns)
    for row in shape.cells:
        for column, (start, end) in enumerate(row):
            if end - start > widths[column] // 2:  # a code point takes two cells at most
                widths[column] = max(widths[column], cell_width(text[start:end]))
    return widths


def _shrink(widths: Sequence[int], room: int) -> list[int]:
    """Take cells from the widest columns until the sum is ``room``; none falls below `LEAST_COLUMN`."""
    low, high = LEAST_COLUMN, max(widths)
    while low < high:  # the highest cap under which all fit
        cap = (low + high + 1) // 2
        if sum(min(width, cap) for width in widths) <= room:
            low = cap
        else:
            high = cap - 1
    shrunk = [min(width, low) for width in widths]
    spare = room - sum(shrunk)
    for column, width in enumerate(widths):
        if spare > 0 and width > shrunk[column]:
            shrunk[column] += 1
            spare -= 1
    return shrunk


def _fragments(text: str, start: int, end: int, width: int) -> list[tuple[int, int, int]]:
    """Wrap one cell of a table: (start, end of what is drawn, last offset) of each line."""
    if end - start <= width // 2:
        return [(start, end, end)]
    starts = wrap(text, start, end, width)
    stops = [*starts[1:], end]
    fragments = [
        (here, drawn_end(text, here, stop), max(here, previous_boundary(text, stop)))
        for here, stop in zip(starts, stops, strict=True)
    ]
    fragments[-1] = (starts[-1], end if len(starts) == 1 else fragments[-1][1], end)
    return fragments


def _aligned(alignment: Alignment, room: int) -> int:
    """Give the blanks before a text that leaves ``room`` cells of its column free."""
    if alignment == "right":
        return max(0, room)
    return max(0, room // 2) if alignment == "center" else 0


def _set_columns(text: str, shape: TableShape, widths: Sequence[int], indent: int) -> TableBody:
    """Set a table in columns of the given widths."""
    lefts = list(accumulate((width + GAP for width in widths), initial=indent))
    levels = [_levels(text, row, widths) for row in shape.cells]
    gap = 1 if max(levels[1:], default=1) > 1 else 0

    @lru_cache(maxsize=_KEPT_ROWS)
    def make(number: int) -> list[TableLine]:
        cells = enumerate(shape.cells[number])
        wrapped = [_fragments(text, start, end, widths[column]) for column, (start, end) in cells]
        lines = [TableLine()] if number > 1 and gap else []
        for level in zip_longest(*wrapped):
            slots = []
            for column, fragment in enumerate(level):
                if fragment is None:
                    continue
                start, end, last = fragment
                free = widths[column] - cell_width(text[start:end])
                alignment = shape.alignments[column] if column < len(shape.alignments) else ""
                slots.append(Slot(lefts[column] + _aligned(alignment, free), start, end, last))
            lines.append(TableLine(tuple(slots)))
        if number == 0:
            rules = [
                decoration(left, _THIN * width, Role.TABLE_RULE)
                for left, width in zip(lefts, widths, strict=False)
            ]
            lines.append(TableLine((), tuple(rules)))
        return lines

    heights = [
        level + (1 if number == 0 else gap if number > 1 else 0) for number, level in enumerate(levels)
    ]
    return TableBody(text, _row_starts(shape), list(accumulate(heights, initial=0)), make)


def _levels(text: str, row: Sequence[tuple[int, int]], widths: Sequence[int]) -> int:
    """Count the rows of the page that a row of the table takes; no cell holds a line end."""
    levels = 1 if row else 0
    for (start, end), width in zip(row, widths, strict=False):
        # a code point takes two cells at most
        if end - start > width // 2 and cell_width(text[start:end]) > width:
            levels = max(levels, len(wrap(text, start, end, width)))
    return levels


def _row_starts(shape: TableShape) -> list[int]:
    return [row[0][0] if number and row else 0 for number, row in enumerate(shape.cells)]


def _set_stacked(text: str, shape: TableShape, indent: int, room: int) -> TableBody:
    """Set a table too wide for columns: the headers one below the other, then each row as "header: value"."""
    labels = [clip(f"{text[start:end]}:", room) if end > start else "" for start, end in shape.cells[0]]
    made: list[list[TableLine]] = []
    for number, row in enumerate(shape.cells):
        lines = [TableLine()] if number > 1 else []
        for column, (start, end) in enumerate(row):
            label = labels[column] if number and column < len(labels) else ""
            lines.extend(_stacked_cell(text, label, (start, end), indent, room))
        if number == 0:
            rule = decoration(indent, _THIN * min(room, LEAST_COLUMN), Role.TABLE_RULE)
            lines.append(TableLine((), (rule,)))
        made.append(lines)
    return TableBody(text, _row_starts(shape), list(accumulate(map(len, made), initial=0)), made.__getitem__)


def _stacked_cell(text: str, label: str, cell: tuple[int, int], indent: int, room: int) -> list[TableLine]:
    """Set one cell below the others, its label before it, or above it when the label is long."""
    lines: list[TableLine] = []
    marks: tuple[Piece, ...] = ()
    left = indent
    if label:
        marks = (decoration(indent, label, Role.LABEL),)
        left = indent + cell_width(label) + 1
        if left - indent > room // 2:
            lines.append(TableLine((), marks))
            marks, left = (), indent + _VALUE_INDENT
    for start, end, last in _fragments(text, *cell, room - (left - indent)):
        lines.append(TableLine((Slot(left, start, end, last),), marks))
        marks = ()
    return lines
