"""A note composed as a page at one width: what stands on each row, and which row a position stands on.

`Page` joins the document's lines, the head, and the reflections (in the margin, or folded in between the
rows) and knows nothing of scrolling or keys. Units: page rows and view cells from 0; positions are (block,
code points). Heights of blocks far from the screen are estimates; `settle` makes those around the screen
exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from reader.document.layout import Lines, lay_out
from reader.document.model import Document, Position, Range
from reader.document.pieces import Line
from reader.tui.widgets.cards import FOLDED_ROWS, MARGIN_ROWS, Card, CardMaker, Finder
from reader.tui.widgets.geometry import Geometry
from reader.tui.widgets.kept import Kept
from reader.tui.widgets.note_head import head_rows, title_is_in_text
from reader.tui.widgets.page_rows import DocumentRow, InsertRow, PageRows
from reader.tui.widgets.page_styles import PageStyles
from reader.tui.widgets.passages import Mark, Passages
from reader.tui.widgets.reflections import INDENT, FoldedRow, Reflections, insert_of
from reader.workspace import OpenNote, Placed

TAIL: Final = 2
"""Empty rows after the last words."""

AHEAD: Final = 4
"""Blocks laid out at a time, and above the screen: a line or two of scrolling."""


class Page:
    """One note at one width, in one theme.

    Attributes:
        opened: The note with its annotations.
        geometry: The columns of the view.
        styles: The theme's styles.
        lines: The document laid out.
        rows: Page rows to document rows and back.
        passages: The highlights, by block.
        reflections: The reflections, as cards.
        folded: The rows set in between, an insert each.
    """

    def __init__(
        self,
        opened: OpenNote,
        geometry: Geometry,
        styles: PageStyles,
        today: date,
        discreet: bool = False,
        finder: Finder | None = None,
        before: Page | None = None,
    ) -> None:
        """Compose the page.

        Args:
            opened: The note with its annotations.
            geometry: The columns of the view.
            styles: The theme's styles.
            today: Dates of its year are shown without the year.
            discreet: Whether the words of reflections are hidden.
            finder: Finds what is to be lit in reflections; None: nothing is.
            before: What was composed last; what it laid out and sorted is taken over where it is the same.
        """
        self.opened = opened
        self.geometry = geometry
        self.styles = styles
        self.lines = _lines(opened.document, geometry.text, before)
        self.passages = _passages(opened, before)
        in_margin = geometry.has_margin
        room = geometry.margin - 3 if in_margin else max(8, geometry.text - INDENT)
        maker = CardMaker(styles, room, MARGIN_ROWS if in_margin else FOLDED_ROWS, today, discreet, finder)
        whole = tuple(each for each in opened.on_note if not each.is_highlight)
        self.reflections = Reflections((*whole, *opened.reflections), maker, in_margin)
        self._reflected: Kept[Range, bool] = Kept(256)
        inserts = [] if in_margin else self.reflections.folded(opened.document, styles, geometry.text)
        inserts = _with_head(
            opened, inserts, [FoldedRow(row) for row in head_rows(opened, styles, geometry.text)]
        )
        self.folded = [rows for _, rows in inserts]
        self._under = [block for block, _ in inserts]
        self.rows = PageRows(self.lines, [insert_of(block, rows) for block, rows in inserts], TAIL)

    @property
    def document(self) -> Document:
        """The note's document."""
        return self.opened.document

    @property
    def is_empty(self) -> bool:
        """Whether there is no text at all."""
        return len(self.document.blocks) == 0

    @property
    def height(self) -> int:
        """Rows of the page; an estimate as long as blocks are not laid out."""
        return max(self.rows.height, self.reflections.margin.bottom + 1)

    @property
    def end(self) -> Position:
        """The position after the last character."""
        last = len(self.document.blocks) - 1
        return Position(0, 0) if last < 0 else Position(last, len(self.document.blocks[last].text))

    def line(self, page_row: int) -> Line | None:
        """Return the document's line on a page row; None where there is none."""
        item = self.rows.at(page_row)
        return self.lines.line(item.row) if isinstance(item, DocumentRow) else None

    def row_of(self, position: Position) -> int:
        """Return the page row a position stands on."""
        return 0 if self.is_empty else self.rows.row_of(self.lines.row_of(position))

    def position_at(self, x: int, page_row: int) -> Position:
        """Return the text position nearest to a cell of the view."""
        if self.is_empty or page_row < 0:
            return Position(0, 0)
        item = self.rows.at(page_row)
        if item is None:
            return self.end
        if isinstance(item, DocumentRow):
            return self.lines.position_at(item.row, max(0, x - self.geometry.text_at))
        above = self._under[item.insert]  # on what is set in: the end of the text above it
        return Position(0, 0) if above < 0 else Position(above, len(self.document.blocks[above].text))

    def top_position(self, page_row: int) -> Position:
        """Return the first position of text on a page row or below it."""
        for row in range(max(0, page_row), min(page_row + 60, self.rows.height)):
            line = self.line(row)
            if line is not None and not line.is_space:
                return Position(line.block, line.start)
        return self.position_at(0, page_row)

    def card_at(self, x: int, page_row: int) -> Card | None:
        """Return the reflection drawn at a cell of the view, in the margin or folded in."""
        item = self.rows.at(page_row)
        if isinstance(item, InsertRow):
            return self.folded[item.insert][item.row].card
        rule = self.geometry.rule_at
        found = self.reflections.margin.at(page_row) if rule is not None and x > rule else None
        return self.reflections.card(found[0]) if found else None

    def is_gutter(self, x: int) -> bool:
        """Tell whether a cell of the view is left of the text, where the signs stand."""
        return self.geometry.gutter_at <= x < self.geometry.text_at

    def highlights_beside(self, page_row: int) -> tuple[str, ...]:
        """Return the ids of the highlights whose sign stands beside a page row."""
        line = self.line(page_row)
        return () if line is None else tuple(mark.id for mark in self.marks_beginning(line))

    def marks_beginning(self, line: Line) -> list[Mark]:
        """Return the highlights that begin on a line."""
        if line.is_space:
            return []
        is_last = line.end == len(self.document.blocks[line.block].text)
        return self.passages.beginning(line.block, line.start, line.end, is_last)

    def is_on_text(self, x: int, page_row: int) -> bool:
        """Tell whether a cell of the view shows a character of the text."""
        line = self.line(page_row)
        cell = x - self.geometry.text_at
        pieces = () if line is None else line.pieces
        return any(not piece.is_decoration and 0 <= cell - piece.cell < piece.width for piece in pieces)

    def has_reflection(self, passage: Range) -> bool:
        """Tell whether a passage has a reflection."""
        return self._reflected.of(passage, lambda each: bool(self.opened.reflections_on(each)))

    def settle(self, page_row: int, height: int) -> int:
        """Lay out what is around the screen, so that all its rows are exact.

        Args:
            page_row: The row that is to be the screen's first.
            height: Rows of the screen.

        Returns:
            The page row on which that row's content stands now that heights are known better.
        """
        item = self.rows.at(page_row)
        if self.is_empty:
            self.reflections.arrange(range(0), self.row_of)
            return page_row
        if isinstance(item, InsertRow):
            self._make_exact(max(0, self._under[item.insert]), height)
            return self.rows.row_of_insert(item.insert) + item.row
        row = item.row if item else self.lines.height - 1
        beyond = 0 if item else page_row - self.rows.row_of(row)
        line = self.lines.line(row)
        self._make_exact(line.block, height)
        first, last = self.lines.top_row(line.block), self.lines.last_row(line.block)
        return self.rows.row_of(min(first + line.number, last)) + beyond

    def _make_exact(self, block: int, height: int) -> None:
        """Lay out a screen of blocks from one on, a few above it, and those of the reflections near."""
        count = len(self.document.blocks)
        stop = block
        while stop < count:
            self.lines.ensure(stop, min(count, stop + AHEAD))
            stop = min(count, stop + AHEAD)
            if self.lines.last_row(stop - 1) - self.lines.top_row(block) > height + AHEAD:
                break
        self.lines.ensure(max(0, block - AHEAD), block)
        near = self.reflections.margin.near(block - AHEAD, stop - 1)
        for touched in self.reflections.blocks(near):
            self.lines.ensure(touched, touched + 1)
        self.reflections.arrange(near, self.row_of)


def _lines(document: Document, width: int, before: Page | None) -> Lines:
    """Lay a document out, unless that is done at this width."""
    if before is not None and (before.lines.document, before.lines.width) == (document, width):
        return before.lines
    return lay_out(document, width)


def _marks(placed: Iterable[Placed]) -> list[Mark]:
    """Return highlights as they are drawn."""
    return [
        Mark(each.annotation.id, each.range, each.annotation.color)
        for each in placed
        if each.range is not None and each.annotation.color is not None
    ]


def _passages(opened: OpenNote, before: Page | None) -> Passages:
    """Sort the highlights of a note; of one that was composed before only those that changed."""
    new = opened.highlights
    if before is None or before.document is not opened.document:
        return Passages(_marks(new))
    old = before.opened.highlights
    are_old, are_new = set(map(id, old)), set(map(id, new))
    return before.passages.changed(
        _marks(each for each in old if id(each) not in are_new),
        _marks(each for each in new if id(each) not in are_old),
    )


def _with_head(
    opened: OpenNote, inserts: list[tuple[int, list[FoldedRow]]], head: list[FoldedRow]
) -> list[tuple[int, list[FoldedRow]]]:
    """Set the head in: under the title where the text opens with it, else above the text; a row of room at
    the top.
    """
    room = (-1, [FoldedRow()])
    whole = [rows for block, rows in inserts if block < 0]
    others = [(block, rows) for block, rows in inserts if block >= 0]
    if title_is_in_text(opened):
        return [room, *((0, rows) for rows in (head, *whole) if rows), *others]
    has_text = len(opened.document.blocks) > 0
    below = [FoldedRow()] if has_text and (head or whole) else []
    return [room, *((-1, rows) for rows in (head, *whole, below) if rows), *others]
