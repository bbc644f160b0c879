"""The place to write on a walk: the house's writing area, which can also hide its words."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive

from reader.tui.widgets.markdown_area import MarkdownArea


class WalkArea(MarkdownArea):
    """Where one writes on a walk.

    Attributes:
        discreet: Whether words are hidden but for the line one is writing.
    """

    discreet: reactive[bool] = reactive(False, init=False)

    def __init__(self) -> None:
        super().__init__(placeholder="Write here, or go on.")
        self.show_vertical_scrollbar = True
        self._shown = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written."""
        return not self.text.strip()

    @property
    def is_touched(self) -> bool:
        """Whether something was typed since `begin`."""
        return self.text != self._shown

    def begin(self, text: str) -> None:
        """Begin with these words; what was typed before is no longer undone here."""
        self._shown = text
        self.load_text(text)
        self.move_cursor(self.document.end)

    def settle(self) -> None:
        """Take the words as they are for untouched: they were saved."""
        self._shown = self.text

    def watch_discreet(self) -> None:
        """Hide the words, or show them again."""
        self.notify_style_update()  # drops the lines that are kept drawn

    def get_line(self, line_index: int) -> Text:
        """Return a line; while words are hidden, as dots unless one is writing it."""
        if self.discreet and not (self.is_touched and line_index == self.cursor_location[0]):
            line = self.document.get_line(line_index)
            return Text("".join(each if each.isspace() else "·" for each in line), end="", no_wrap=True)
        return super().get_line(line_index)
