"""A list that draws only the rows on the screen, so that ten thousand cost what ten do.

Owns the cursor, the keys and the mouse of every list in Reader; what a row says is its subclass's. Rows count
from 0; a row may be several lines high.
"""

from __future__ import annotations

from typing import Any, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.tui.commands import bindings
from reader.tui.widgets.looks import Look, style_of
from reader.tui.widgets.tall_view import TallView

_STANDING = Style(bold=True)  # the title under the cursor
_LOOKS: Final = {
    "title": Look("foreground"),
    "dim": Look("chrome-ink"),
    "accent": Look("primary"),
    "faint": Look("faint"),
    "mark": Look("primary"),
    "lit": Look("primary", text="bold underline"),
    "cursor": Look(ground="row-cursor"),
}


class RowList(TallView, can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor."""

    BINDINGS = bindings("rows")

    cursor: reactive[int] = reactive(0, repaint=False)  # see `watch_cursor`
    row_height: reactive[int] = reactive(1)

    class Moved(Message):
        """The cursor stands on another row, or the same row shows something else now."""

        def __init__(self, row_list: RowList, row: int) -> None:
            super().__init__()
            self.row_list = row_list
            self.row = row

        @property
        def control(self) -> RowList:
            """The list, for `on` selectors."""
            return self.row_list

    class Chosen(Message):
        """A row was chosen with enter or a double click."""

        def __init__(self, row_list: RowList, row: int) -> None:
            super().__init__()
            self.row_list = row_list
            self.row = row

        @property
        def control(self) -> RowList:
            """The list, for `on` selectors."""
            return self.row_list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id, classes=classes)
        self._looks: dict[str, Style] = {}

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw one line of a row, exactly ``width`` cells wide."""
        raise NotImplementedError

    # Where rows stand; a list whose rows are not all of one height says so here, in lines from 0

    @property
    def line_count(self) -> int:
        """How many lines all rows take."""
        return self.row_count * self.row_height

    def row_at(self, line: int) -> tuple[int, int]:
        """Return the row on a line, and which of its lines that is."""
        return divmod(line, self.row_height)

    def lines_of(self, row: int) -> tuple[int, int]:
        """Return the first line of a row, and how many it has."""
        return row * self.row_height, self.row_height

    @property
    def ground(self) -> Style:
        """The style of what nothing is drawn on; the framework works its own out anew for every line."""
        if "ground" not in self._looks:
            self._looks["ground"] = self.rich_style
        return self._looks["ground"]

    def look(self, name: str, row: int = -1) -> Style:
        """Return a look's style by name, on the cursor's ground if ``row`` is there."""
        style = self._looks.get(name)
        if style is None:
            own = style_of(name, [_LOOKS], self.app.theme_variables, self.background_colors[1])
            style = self._looks[name] = own if name == "cursor" else self.ground + own
        if row != self.cursor:
            return style
        return style + self.look("cursor") + _STANDING if name == "title" else style + self.look("cursor")

    def rows_changed(self, cursor: int | None = None) -> None:
        """Take in that the rows are others now.

        Args:
            cursor: Where the cursor stands; None: where it was, or on the last row.
        """
        wanted = self.cursor if cursor is None else cursor
        self.take_height(self.line_count)
        self.set_reactive(RowList.cursor, max(0, min(wanted, self.row_count - 1)))
        self._show_cursor()
        self.refresh()
        if self.row_count:
            self.call_later(self._say_moved)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        width = self.size.width
        row, line = self.row_at(y + self.scroll_offset.y)
        if not 0 <= row < self.row_count:
            return Strip.blank(width, self.ground)
        return (
            Strip(self.paint(row, line, width))
            .adjust_cell_length(width, self.ground)
            .apply_style(Style(meta={"row": row}))
        )

    def notify_style_update(self) -> None:
        """Forget the looks: the theme or the focus has changed them."""
        self._looks = {}
        super().notify_style_update()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Show the row the cursor has come to; the other rows stay as they are drawn."""
        self._show_cursor()
        for row in (before, now):
            first, height = self.lines_of(row)
            self.refresh(Region(0, first - self.scroll_offset.y, self.size.width, height))
        self.call_later(self._say_moved)

    def _say_moved(self) -> None:
        """Say it as this widget: a message made while the parent handles one of its own goes no further than
        the parent.
        """
        self.post_message(self.Moved(self, self.cursor))

    def watch_row_height(self) -> None:
        """Lay the rows out anew."""
        self.take_height(self.line_count)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        first, height = self.lines_of(self.cursor)
        region = Region(0, first, 1, height)
        self.scroll_to_region(region, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()

    def action_choose_row(self) -> None:
        """Choose the row under the cursor."""
        if self.row_count:
            self.post_message(self.Chosen(self, self.cursor))

    def action_step_rows(self, rows: int) -> None:
        """Go some rows on."""
        self.cursor += rows

    def action_page_rows(self, pages: int) -> None:
        """Go on by as many rows as the screen shows."""
        self.cursor += pages * max(1, self.size.height // self.row_height)

    def action_go_to_row(self, row: int) -> None:
        """Go to a row; -1 is the last."""
        self.cursor = row if row >= 0 else self.row_count + row

    def on_click(self, event: events.Click) -> None:
        """Go to the row under the pointer; choose it when clicked twice."""
        row = row_under(event)
        if row is None:
            return
        event.stop()
        self.cursor = row
        if event.chain == 2:
            self.action_choose_row()


def row_under(event: events.MouseEvent) -> int | None:
    """Return the row on which the pointer stands, if any."""
    row: Any = event.style.meta.get("row")
    return row if isinstance(row, int) else None
