"""A reflection's words, set as Markdown over all the room there is, as they stand beside the page."""

from __future__ import annotations

from typing import Final

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from reader.document.layout import Lines
from reader.tui.widgets.cards import rendered
from reader.tui.widgets.line_painter import LinePainter
from reader.tui.widgets.page_styles import PageStyles

LEAST: Final = 8
"""Cells below which lines are cut and not broken any more."""


class WrittenWords(Widget):
    """Words as high as they are set."""

    DEFAULT_CSS = "WrittenWords { width: 1fr; height: auto; }"

    def __init__(self, markdown: str = "", *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id, classes="words text")
        self._markdown = markdown
        self._painter: tuple[Lines, LinePainter] | None = None

    def show(self, markdown: str) -> None:
        """Show others."""
        self._markdown = markdown
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines they take at a width."""
        return self._lines(width).height

    def notify_style_update(self) -> None:
        """Draw in the new theme's colours."""
        super().notify_style_update()
        self._painter = None

    def render_line(self, y: int) -> Strip:
        """Draw a line of them."""
        width = self.size.width
        lines = self._lines(width)
        if y >= lines.height:
            return Strip.blank(width, self.rich_style)
        if self._painter is None or self._painter[0] is not lines:
            self._painter = (lines, LinePainter(lines, PageStyles.of(self)))
        return Strip(self._painter[1].segments(lines.line(y))).adjust_cell_length(width, self.rich_style)

    def _lines(self, width: int) -> Lines:
        return rendered(self._markdown, max(LEAST, width))
