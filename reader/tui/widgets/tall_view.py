"""What scrolls over many rows and draws those on the screen: its height changes often, its place never."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from reader.tui.widgets.thumb import place_thumb


class TallView(ScrollView):
    """A view that has its room from the screen, whatever it holds."""

    def take_height(self, rows: int) -> None:
        """Tell the scroll bar how many rows there are; what is drawn otherwise is for the caller to say.

        The whole screen is laid out and painted anew, 20 ms of it, only when the bar comes or goes.
        """
        size = Size(0, rows)
        if size == self.virtual_size:
            return
        if self.show_vertical_scrollbar is not (rows > self.size.height):
            self.virtual_size = size
            return
        self.set_reactive(Widget.virtual_size, size)
        if self.show_vertical_scrollbar:
            place_thumb(self.vertical_scrollbar, rows, self.scroll_y)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False)
