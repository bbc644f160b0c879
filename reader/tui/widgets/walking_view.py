"""Moving over the page by keys: lines, pages, ends, blocks, and from key point to key point."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from msgspec.structs import replace

from reader.document.model import KeyPoint, Position, Range
from reader.tui.settings import WIDTHS
from reader.tui.widgets.reading_on import ReadingOnView, whole_text

READ_AT_ONCE: Final = 0.008
"""Seconds of reading on when one comes to the end of what is read: some screens of it."""

OVERLAP: Final = 2
"""Rows of the page before that stay on the screen, so that the eye finds its line again."""


class WalkingView(ReadingOnView):
    """A page that one moves over, with a current key point."""

    def action_scroll_line_down(self) -> None:
        """Scroll down a line."""
        self.scroll_rows(1)

    def action_scroll_line_up(self) -> None:
        """Scroll up a line."""
        self.scroll_rows(-1)

    def action_scroll_page_down(self) -> None:
        """Scroll down a page."""
        self.scroll_rows(max(1, self.size.height - OVERLAP))

    def action_scroll_page_up(self) -> None:
        """Scroll up a page."""
        self.scroll_rows(-max(1, self.size.height - OVERLAP))

    def action_scroll_to_start(self) -> None:
        """Go to the start of the note."""
        self.wait_no_more()
        self.scroll_to_row(0)

    def action_scroll_to_end(self) -> None:
        """Go to the end of the note, once it is read."""
        if self.once_read(self.action_scroll_to_end):
            return
        if self.page is not None and not self.page.is_empty:
            self.page.row_of(self.page.end)  # makes the last block exact
            self.scroll_to_row(self.page.height)

    def action_next_key_point(self) -> None:
        """Go to the next key point: after the current one, or from the top of the screen on."""
        if self.once_read(self.action_next_key_point, whole_text):
            return
        points = self.key_points
        if self.current_point is not None:
            index = bisect_right(points, self.current_point.start, key=_start)
        else:
            index = bisect_left(points, self.place, key=_start)
        if index < len(points):
            self.go_to_point(points[index])

    def action_previous_key_point(self) -> None:
        """Go to the key point before the current one, or before the top of the screen."""
        if self.once_read(self.action_previous_key_point, whole_text):
            return
        points = self.key_points
        here = self.current_point.start if self.current_point is not None else self.place
        index = bisect_left(points, here, key=_start) - 1
        if index >= 0:
            self.go_to_point(points[index])

    def action_next_block(self) -> None:
        """Bring the next block to the top."""
        if self.page is None or self.page.is_empty:
            return
        if self.place.block + 1 < len(self.page.document.blocks):
            self.bring_to_top(self.place.block + 1)

    def action_previous_block(self) -> None:
        """Bring the start of this block to the top, or the block before when it is there already."""
        if self.page is None or self.page.is_empty:
            return
        block = self.place.block if self.place.offset > 0 else self.place.block - 1
        self.bring_to_top(max(0, block))

    def action_cycle_width(self) -> None:
        """Take the next reading width."""
        wider = [width for width in WIDTHS if width > self.reading_width]
        self.reading_width = wider[0] if wider else min(WIDTHS)

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """The note's key points."""
        return self.opened.document.key_points if self.opened is not None else ()

    @property
    def current_point(self) -> Range | None:
        """The current key point, as long as some of it is on the screen."""
        point, page = self.shown.point, self.page
        if point is None or page is None:
            return None
        top = self.scroll_offset.y
        is_visible = page.row_of(point.end) >= top and page.row_of(point.start) < top + self.size.height
        return point if is_visible else None

    def go_to_point(self, point: KeyPoint) -> None:
        """Make a key point the current one and bring it on the screen."""
        self.mark_point(point.range)
        self.scroll_to_position(point.range.start, point.range.end)

    def mark_point(self, passage: Range | None) -> None:
        """Move the marker of the current key point."""
        before = self.shown.point
        if before == passage:
            return
        self.shown = replace(self.shown, point=passage)
        for each in (before, passage):
            if each is not None and self.page is not None:
                self.show_rows(self.page.row_of(each.start), self.page.row_of(each.end))

    def scroll_rows(self, count: int) -> None:
        """Scroll down by some rows; up when negative. A note that is not read as far is read on a little."""
        self.wait_no_more()
        page, last = self.page, self.scroll_offset.y + count + self.size.height
        if page is not None and last > page.height:
            page.document.read_on(READ_AT_ONCE)
        self.scroll_to_row(self.scroll_offset.y + count)

    def bring_to_top(self, block: int) -> None:
        """Scroll so that a block begins at the top of the screen."""
        if self.page is not None:
            self.scroll_to_row(self.page.row_of(Position(block, 0)) if block else 0)


def _start(point: KeyPoint) -> Position:
    return point.range.start
