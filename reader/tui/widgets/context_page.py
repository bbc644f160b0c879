"""A note as a page on which one passage is shown, to be looked at in its context; nothing is marked here."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from reader.document.model import Position, Range
from reader.tui.commands import bindings
from reader.tui.widgets import page_styles
from reader.tui.widgets.page_painter import Shown
from reader.tui.widgets.walking_view import WalkingView
from reader.workspace import OpenNote


class ContextPage(WalkingView, can_focus=False):
    """The page around a passage, which has the bar of the current key point beside it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "reading",
        *("scroll_line_down", "scroll_line_up", "scroll_page_down", "scroll_page_up"),
        *("scroll_to_start", "scroll_to_end"),
    )
    DEFAULT_CSS = page_styles.DEFAULT_CSS.replace("NoteView", "ContextPage")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._passage: Range | None = None

    def show_passage(self, opened: OpenNote, passage: Range | None) -> None:
        """Show a note where a passage stands in it, a third from the top; None: from its start."""
        self._passage = passage
        if self.opened is None or self.opened.document is not opened.document:
            self.shown = Shown()  # the mark of the passage before is of another text
        self.show(opened, Position(0, 0))
        self._bring()

    def compose_page(self) -> None:
        """Compose the page anew, around the passage."""
        super().compose_page()
        self._bring()

    def _bring(self) -> None:
        page, passage = self.page, self._passage
        self.mark_point(passage)
        if page is None or passage is None:
            return
        block = max(0, passage.start.block - 1)
        page.lines.ensure(max(0, block - 6), min(len(page.document.blocks), passage.end.block + 6))
        row = page.row_of(passage.start)
        rows = page.row_of(passage.end) - row + 1
        room = max(1, min(self.size.height // 3, self.size.height - rows))
        self.scroll_to_row(max(0, row - room))
