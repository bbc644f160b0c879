"""Draws rows of the page as strips: gutter, text, margin; drawn strips are kept as long as nothing on them
changes.

A strip's key holds what can change on its row (part of the selection, caret, marker, card), so that moving
any of them draws anew only the rows it touches. Units: page rows and view cells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.document.cells import cell_width
from reader.document.graphemes import next_boundary
from reader.document.model import Position, Range
from reader.document.pieces import Line
from reader.tui.widgets.geometry import GUTTER
from reader.tui.widgets.hits import Hits
from reader.tui.widgets.kept import Kept
from reader.tui.widgets.line_painter import LinePainter, Overlay
from reader.tui.widgets.page import Page
from reader.tui.widgets.page_rows import DocumentRow, InsertRow
from reader.tui.widgets.page_styles import SIGNS
from reader.tui.widgets.passages import Mark, part_in

STRIPS_KEPT: Final = 256
"""Rows kept drawn: some screens. A strip with what the framework keeps by it is fifty objects, and the
garbage collector walks over all of them: with 2,048 rows it held a key up for 20 to 60 ms now and then."""

POINT_MARKER: Final = "▌"
RULE: Final = "│"
TIED_RULE: Final = "┃"
INVITATION: Final = "○ add a reflection (r)"


class Shown(Struct, frozen=True):
    """What is shown on the page besides the note itself.

    Attributes:
        selection: The selected passage, if any.
        caret: Where the caret stands; None: not shown.
        point: The current key point, if any.
        hits: The hits of what is being looked for.
        hit: The one of them one has come to.
    """

    selection: Range | None = None
    caret: Position | None = None
    point: Range | None = None
    hits: Hits | None = None
    hit: Range | None = None


class LineState(Struct, frozen=True):
    """What of the things shown touches one line.

    Attributes:
        part: The code points selected on it; None for the end: to the line's end and on.
        caret: The offset of the caret on it; -1: it is not there.
        is_point: Whether it belongs to the current key point.
        marks: The highlights on its block, the lowest first.
        hits: The hits on it.
    """

    part: tuple[int, int | None] | None
    caret: int
    is_point: bool
    marks: tuple[Mark, ...]
    hits: tuple[Overlay, ...] = ()


class PagePainter:
    """Draws one page."""

    def __init__(self, page: Page, before: PagePainter | None = None) -> None:
        """Prepare to draw a page.

        Args:
            page: The page.
            before: What drew the page as it was; strips of rows that look the same now are taken over.
        """
        self._page = page
        self._painter = LinePainter(page.lines, page.styles)
        self._strips: Kept[tuple[object, ...], Strip] = Kept(STRIPS_KEPT)
        if before is not None and before._is_of_the_same_look(page):
            self._strips = before._strips
        self._blank = Segment(" ", page.styles.base)

    def _is_of_the_same_look(self, page: Page) -> bool:
        """Tell whether a row of another page that has the same on it is drawn as it is on this one."""
        mine = self._page
        return (page.lines, page.styles, page.geometry) == (mine.lines, mine.styles, mine.geometry)

    def strip(self, page_row: int, shown: Shown) -> Strip:
        """Return a row, drawn; exactly as wide as the view."""
        page = self._page
        item = page.rows.at(page_row)
        beside, beside_key = self._beside(page_row, shown)
        if isinstance(item, DocumentRow):
            line = page.lines.line(item.row)
            state = self._state(line, item.row, shown)
            key = (page.lines.changes, line.block, line.number, state, beside_key)
            return self._kept(key, lambda: self._document_row(line, state), beside)
        if isinstance(item, InsertRow):
            cells = page.folded[item.insert][item.row].cells
            return self._kept((-1, cells, beside_key), lambda: self._insert_row(cells), beside)
        return self._kept((-2, beside_key), list, beside)

    def _kept(
        self, key: tuple[object, ...], draw: Callable[[], list[Segment]], beside: Callable[[], list[Segment]]
    ) -> Strip:
        """Return the strip kept under a key, drawn now when there is none."""

        def whole(_: object) -> Strip:
            geometry = self._page.geometry
            segments = draw()
            at = 0 if not segments else geometry.text_at + geometry.text
            if geometry.rule_at is not None:
                segments += self._spaces(geometry.rule_at - at)
                segments += beside()
                at = geometry.rule_at + 1 + geometry.margin
            segments += self._spaces(geometry.width - at)
            return Strip(segments, geometry.width)

        return self._strips.of(key, whole)

    def _spaces(self, count: int) -> list[Segment]:
        return [Segment(" " * count, self._page.styles.base)] if count > 0 else []

    # The text

    def _state(self, line: Line, row: int, shown: Shown) -> LineState:
        """Return what of the things shown touches a line."""
        part: tuple[int, int | None] | None = None
        selection = shown.selection
        if selection is not None and selection.start.block <= line.block <= selection.end.block:
            start, end = part_in(selection, line.block)
            if start < line.end and (end is None or end > line.start):
                part = (max(start, line.start), None if end is None or end >= line.end else end)
        caret = shown.caret
        has_caret = caret is not None and caret.block == line.block and self._page.lines.row_of(caret) == row
        hits = shown.hits.on(line, shown.hit) if shown.hits is not None else ()
        at = caret.offset if has_caret and caret else -1
        marks = tuple(self._page.passages.touching(line.block))
        return LineState(part, at, _is_in(shown.point, line), marks, hits)

    def _document_row(self, line: Line, state: LineState) -> list[Segment]:
        """Draw a row of the document with its gutter."""
        overlays = [
            Overlay(*part_in(mark.range, line.block), f"highlight-{mark.color}") for mark in state.marks
        ]
        overlays += state.hits
        if state.part is not None:
            overlays.append(Overlay(*state.part, "selection"))
        segments = self._painter.segments(line, overlays)
        if state.caret >= 0:
            segments = self._with_caret(segments, Position(line.block, state.caret))
        return [*self._gutter(line, state.is_point), *segments]

    def _with_caret(self, segments: list[Segment], caret: Position) -> list[Segment]:
        """Lay the caret over the character it stands before, or over the blank after the last."""
        page = self._page
        _, cell = page.lines.cells_of(caret)
        cell = min(cell, page.geometry.text - 1)
        text = page.document.blocks[caret.block].text
        under = text[caret.offset : next_boundary(text, caret.offset)] if caret.offset < len(text) else ""
        width = max(1, cell_width(under)) if under not in ("\n", "\t") else 1
        strip = Strip(segments, page.geometry.text)
        end = min(cell + width, page.geometry.text)
        style = page.styles["caret"]
        return [
            *strip.crop(0, cell),
            *strip.crop(cell, end).apply_style(style),
            *strip.crop(end, page.geometry.text),
        ]

    def _gutter(self, line: Line, is_point: bool) -> list[Segment]:
        """Draw what stands before a line: the sign of a highlight that begins on it, the key point's
        marker.
        """
        page, styles = self._page, self._page.styles
        geometry = page.geometry
        beginning = page.marks_beginning(line)
        sign = Segment(" ", styles.base)
        if beginning:
            color = beginning[0].color
            sign = Segment(SIGNS[color], styles.over(f"sign-{color}"))
        marker = Segment(POINT_MARKER, styles.over("point")) if is_point else self._blank
        if geometry.gutter < GUTTER:
            cells = [sign if beginning else marker, self._blank]
        else:
            cells = [sign, self._blank, marker, self._blank]
        return [*self._spaces(geometry.gutter_at), *cells]

    def _insert_row(self, cells: tuple[Segment, ...]) -> list[Segment]:
        """Draw a row that is set in."""
        page = self._page
        width = sum(segment.cell_length for segment in cells)
        return [*self._spaces(page.geometry.text_at), *cells, *self._spaces(page.geometry.text - width)]

    # The margin

    def _beside(self, page_row: int, shown: Shown) -> tuple[Callable[[], list[Segment]], object]:
        """Return how to draw the margin of a row, and what its look depends on."""
        page = self._page
        if not page.geometry.has_margin:
            return list, None
        reflections = page.reflections
        is_tied = reflections.is_tied(page_row)
        found = reflections.margin.at(page_row)
        if found is not None:
            cells = reflections.card(found[0]).rows[found[1]]
            return lambda: self._margin_row(is_tied, cells), (is_tied, cells)
        if self._invites(page_row, shown):
            ink = (Segment(INVITATION, page.styles.over("margin-add")),)
            return lambda: self._margin_row(False, ink), "invitation"
        return lambda: self._margin_row(is_tied, ()), is_tied

    def _invites(self, page_row: int, shown: Shown) -> bool:
        """Tell whether to invite a reflection on this row: beside a key point that has none."""
        point = shown.point
        if point is None or not self._page.reflections.margin.has_room(page_row):
            return False
        return self._page.row_of(point.start) == page_row and not self._page.has_reflection(point)

    def _margin_row(self, is_tied: bool, cells: tuple[Segment, ...]) -> list[Segment]:
        """Draw the rule and what stands right of it."""
        page = self._page
        style: Style = page.styles.over("margin-tie" if is_tied else "margin-rule")
        segments = [Segment(TIED_RULE if is_tied else RULE, style), *self._spaces(2), *cells]
        used = 2 + sum(segment.cell_length for segment in cells)
        return segments + self._spaces(page.geometry.margin - used)


def _is_in(passage: Range | None, line: Line) -> bool:
    """Tell whether a line shows a part of a passage."""
    if passage is None or line.is_space:
        return False
    start, end = passage
    if not start.block <= line.block <= end.block:
        return False
    after_start = (
        line.block > start.block or line.end > start.offset or line.end == line.start == start.offset
    )
    before_end = line.block < end.block or line.start < end.offset or line.start == line.end
    return after_start and before_end
