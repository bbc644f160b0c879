"""A column of rows set in the middle of the screen, drawn with the page's styles: what a walk is shown on.

Its subclass sets the rows for a measure (cells of a row) and a height; this scrolls them, and says at the
lower edge when there is more. Rows count from 0.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from reader.tui.widgets import page_styles
from reader.tui.widgets.page_styles import PageStyles
from reader.tui.widgets.sized_view import SizedView

Row = tuple[Segment, ...]

MEASURE: Final = 66
"""Most cells of a row: the middle of the 45 to 75 letters a line in which one reads calmly (Bringhurst)."""

SIDE: Final = 2
"""Least cells free at either side."""

MORE: Final = "↓ page down"


class Column(SizedView, can_focus=False):
    """Rows in the middle of the screen.

    Attributes:
        rows: What is drawn.
        top: Empty rows of the screen above the first.
        hang: Cells by which rows begin further left, so that their text and not its marker is in line.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "column--around",
        "column--point",
        "column--closing",
    }
    DEFAULT_CSS = (
        page_styles.DEFAULT_CSS.replace("NoteView", "Column")
        + """
Column {
    & > .column--around { color: $chrome-ink; }
    & > .column--point { text-style: bold; }
    & > .column--closing { color: $foreground; text-style: italic; }
    &:nocolor > .column--around { text-style: dim; }
    &:ansi > .column--around { color: ansi_default; text-style: dim; }
}
"""
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._left = 0
        self.hang = 0
        self.top = 0

    def set_rows(self, styles: PageStyles, measure: int, height: int) -> list[Row]:
        """Return the rows, each ``measure`` cells wide, for a view of ``height`` rows."""
        raise NotImplementedError

    @property
    def is_centred(self) -> bool:
        """Whether rows that leave room stand in the middle of it."""
        return False

    def compose_rows(self) -> None:
        """Set the rows anew, for the size and theme there are now."""
        self.refresh()
        width, height = self.scrollable_content_region.width, self.size.height
        measure = min(MEASURE, width - 2 * SIDE)
        if measure < 8 or not self.is_attached:
            self.rows = []
            return
        self.rows = self.set_rows(PageStyles.of(self), measure, height)
        self._left = max(0, (self.outer_size.width - measure) // 2 - self.hang)
        self.top = max(0, height - len(self.rows)) // 2 if self.is_centred else 0
        self.virtual_size = Size(0, len(self.rows))

    def look(self, name: str) -> Style:
        """Return one of the column's own styles, on the page's ground."""
        return self.rich_style + self.get_component_rich_style(f"column--{name}", partial=True)

    def take_size(self) -> None:
        """Set the rows for another size."""
        self.compose_rows()

    def notify_style_update(self) -> None:
        """Take up the colours of another theme."""
        super().notify_style_update()
        if self.is_attached:
            self.call_later(self.compose_rows)

    def render_line(self, y: int) -> Strip:
        """Draw a row of the screen."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y - self.top
        if not 0 <= row < len(self.rows):
            return Strip.blank(width, self.rich_style)
        margin = Segment(" " * self._left, self.rich_style)
        strip = Strip([margin, *self.rows[row]]).adjust_cell_length(width, self.rich_style)
        if y == self.size.height - 1 and row < len(self.rows) - 1:
            at = max(0, width - len(MORE) - SIDE)
            hint = Segment(MORE, self.look("around"))
            if strip.text[at:].strip():
                hint, at = Segment(MORE[0], self.look("around")), width - 1
            return Strip([*strip.crop(0, at), hint]).adjust_cell_length(width, self.rich_style)
        return strip

    def scroll_pages(self, pages: int) -> None:
        """Scroll by pages, a row kept for the eye."""
        top = self.scroll_offset.y + pages * max(1, self.size.height - 1)
        self.scroll_to(y=max(0, top), animate=False)


def blank_row(styles: PageStyles, measure: int) -> Row:
    """Return an empty row."""
    return (Segment(" " * measure, styles.base),)
