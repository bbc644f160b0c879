"""A key point by itself: bold, in the middle, with room around it; the text it stands in is dimmed.

Below the point stand the reflections written on it before. How much of the text around is shown, and whether
the point's lines are set wide apart, follows from the room there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from rich.segment import Segment

from reader.document.layout import Lines, lay_out
from reader.document.model import KeyPoint, Range
from reader.document.pieces import Line, Role
from reader.tui.widgets.cards import CardMaker
from reader.tui.widgets.column import Column, Row, blank_row
from reader.tui.widgets.line_painter import LinePainter, Overlay
from reader.tui.widgets.page_styles import PageStyles
from reader.workspace import OpenNote, Placed

AROUND: Final = 4
"""Most rows of the text shown above and below the point: enough to see where one is, not to read on."""

GAP: Final = 2
"""Blank rows between the point and the text around it."""

MOST_HANG: Final = 2
"""Cells of a list's marker that hang out to the left; that much is free on the narrowest screen."""

EARLIER_ROWS: Final = 60
"""Rows of one earlier reflection; the page scrolls."""


class WalkPage(Column):
    """Shows one key point with its surroundings and earlier reflections."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._opened: OpenNote | None = None
        self._passage: Range | None = None
        self._earlier: tuple[Placed, ...] = ()
        self._is_discreet = False
        self.today = date.today()  # a reader's own day

    def show(
        self, opened: OpenNote, point: KeyPoint, earlier: Sequence[Placed], *, is_discreet: bool = False
    ) -> None:
        """Show a key point.

        Args:
            opened: The note.
            point: One of its key points.
            earlier: The reflections to show below it.
            is_discreet: Whether their words are hidden.
        """
        moved = self._passage != point.range
        self._opened, self._passage = opened, point.range
        self._earlier, self._is_discreet = tuple(earlier), is_discreet
        self.compose_rows()
        if moved:
            self.scroll_to(y=0, animate=False)

    @property
    def is_centred(self) -> bool:
        """Whether the rows stand in the middle: always, where they leave room."""
        return True

    def set_rows(self, styles: PageStyles, measure: int, height: int) -> list[Row]:
        """Set the text before, the point, the earlier reflections and the text after."""
        if self._opened is None or self._passage is None:
            return []
        passage, document = self._passage, self._opened.document
        _, marked = lay_out(document, measure).cells_of(passage.start)
        self.hang = marked if marked <= MOST_HANG else 0
        measure += self.hang
        lines = lay_out(document, measure)
        lines.ensure(
            max(0, passage.start.block - AROUND), min(len(document.blocks), passage.end.block + AROUND + 1)
        )
        first, last = lines.row_of(passage.start), lines.row_of(passage.end)
        point = self._point(lines, first, last, styles)
        cards = self._cards(styles, measure)
        empty = blank_row(styles, measure)
        room = height - len(point) - len(cards)
        if room >= len(point) + 2 * (GAP + AROUND):
            point = [row for each in point for row in (each, empty)][:-1]
            room = height - len(point) - len(cards)
        around = max(0, min(AROUND, (room - 2 * GAP) // 2))
        before = self._around(lines, range(first - 1, -1, -1), around)[::-1]
        after = self._around(lines, range(last + 1, lines.height), around)
        gap = [empty] * GAP
        rows = [*before, *gap] if before else []
        rows += [*point, *cards]
        return [*rows, *gap, *after] if after else rows

    def _point(self, lines: Lines, first: int, last: int, styles: PageStyles) -> list[Row]:
        """Draw the rows of the point itself, with its highlights, without its bullet."""
        painter = LinePainter(lines, styles)
        strong = self.get_component_rich_style("column--point", partial=True)
        rows: list[Row] = []
        for row in range(first, last + 1):
            line = lines.line(row)
            segments = painter.segments(line, self._overlays(line.block))
            is_marked = row == first and any(piece.role is Role.BULLET for piece in line.pieces)
            if is_marked and segments:
                segments = _without_bullet(segments, styles)
            rows.append(tuple(Segment(each.text, (each.style or styles.base) + strong) for each in segments))
        return rows

    def _overlays(self, block: int) -> list[Overlay]:
        """Return the highlights on a block, as they lie over its text."""
        if self._opened is None:
            return []
        found: list[Overlay] = []
        for each in self._opened.highlights:
            passage = each.range
            if passage is not None and passage.start.block <= block <= passage.end.block:
                start = passage.start.offset if passage.start.block == block else 0
                end = passage.end.offset if passage.end.block == block else None
                found.append(Overlay(start, end, f"highlight-{each.annotation.color}"))
        return found

    def _cards(self, styles: PageStyles, measure: int) -> list[Row]:
        """Draw the earlier reflections, each after an empty row."""
        maker = CardMaker(styles, measure - self.hang, EARLIER_ROWS, self.today, self._is_discreet)
        indent = Segment(" " * self.hang, styles.base)
        rows: list[Row] = []
        for each in self._earlier:
            rows.append(blank_row(styles, measure))
            rows += [(indent, *row) if self.hang else row for row in maker.card(each).rows]
        return rows

    def _around(self, lines: Lines, rows: range, most: int) -> list[Row]:
        """Draw rows next to the point, dimmed; no empty ones at either end."""
        ink = self.look("around")
        painter = LinePainter(lines, PageStyles(ink))
        drawn: list[Row] = []
        for line in _next_to(lines, rows, most):
            drawn.append(tuple(painter.segments(line)))
        while drawn and not "".join(segment.text for segment in drawn[-1]).strip():
            drawn.pop()
        return drawn


def _next_to(lines: Lines, rows: range, most: int) -> Iterator[Line]:
    """Yield up to ``most`` lines, from the first with words on it."""
    taken = 0
    for row in rows:
        line = lines.line(row)
        if taken == most:
            return
        if taken or not line.is_space:
            taken += 1
            yield line


def _without_bullet(segments: list[Segment], styles: PageStyles) -> list[Segment]:
    """Blank out the marker a list item begins with: by itself the point is no longer one of a list."""
    kept = list(segments)
    for at, segment in enumerate(kept):
        if segment.text.strip():
            kept[at] = Segment(" " * segment.cell_length, styles.base)
            break
    return kept
