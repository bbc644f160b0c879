"""The beginning of the note under the library's cursor, drawn as the page draws it, without what is private.

Only the blocks on the screen are laid out, so a long note costs no more than a short one.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.strip import Strip

from reader.document.layout import Lines, lay_out
from reader.tui.widgets import page_styles
from reader.tui.widgets.line_painter import LinePainter
from reader.tui.widgets.note_head import head_rows, title_is_in_text
from reader.tui.widgets.page_styles import PageStyles
from reader.tui.widgets.tall_view import TallView
from reader.workspace import OpenNote

MOST_CELLS: Final = 72
ROOM: Final = 3
"""Cells left free at either side of the text."""


class Preview(TallView, can_focus=False):
    """A note as it begins; scrolls by the wheel."""

    DEFAULT_CSS = page_styles.DEFAULT_CSS.replace("NoteView", "Preview")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._opened: OpenNote | None = None
        self._head: list[tuple[Segment, ...]] = []
        self._head_at = 0
        self._lines: Lines | None = None
        self._painter: LinePainter | None = None
        self._is_behind = False

    def show(self, opened: OpenNote | None) -> None:
        """Show a note from its beginning, or nothing."""
        self._opened = opened
        self._compose_page()
        self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        """Set the text to the new width."""
        self._compose_page()

    def notify_style_update(self) -> None:
        """Draw in the new theme's colours."""
        super().notify_style_update()
        self._compose_page()

    def catch_up(self) -> None:
        """Set the note anew if width or theme changed while another screen lay over this one."""
        if self._is_behind:
            self._compose_page()

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        width = self.size.width
        row = y + self.scroll_offset.y - 1
        ground = self.rich_style
        blank = Strip.blank(width, ground)
        if self._lines is None or self._painter is None or row < 0:
            return blank
        margin = Segment(" " * ROOM, ground)
        if 0 <= row - self._head_at < len(self._head):
            return Strip([margin, *self._head[row - self._head_at]]).adjust_cell_length(width, ground)
        row -= len(self._head) if row > self._head_at else 0
        if row >= self._lines.height:
            return blank
        line = self._painter.segments(self._lines.line(row))
        return Strip([margin, *line]).adjust_cell_length(width, ground)

    def _compose_page(self) -> None:
        """Lay the note out for this width and theme, or later where nobody sees it."""
        self._is_behind = self.is_attached and not self.screen.is_current
        if self._is_behind:
            return
        self.refresh()
        room = min(MOST_CELLS, self.size.width - 2 * ROOM)
        if self._opened is None or room < 12 or not self.is_attached:
            self._lines = self._painter = None
            self.take_height(0)
            return
        styles = PageStyles.of(self)
        self._lines = lay_out(self._opened.document, room)
        self._head, self._head_at = [*head_rows(self._opened, styles, room)], 0
        if title_is_in_text(self._opened):  # as on the page: the title comes first
            self._lines.ensure(0, 1)
            self._head_at = self._lines.last_row(0) + 1
        elif self._head:
            self._head.append((Segment(" " * room, styles.base),))
        self._painter = LinePainter(self._lines, styles)
        self.take_height(len(self._head) + self._lines.height + 2)
