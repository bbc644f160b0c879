"""The page of a note that is still being read: it grows at its end, and some things wait for the whole."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from textual.message import Message

from reader.document.model import Document
from reader.tui.widgets.page_view import PageView

SHOWN_EVERY: Final = 0.1
"""Seconds between two looks at how far a note is read: the scroll bar need not follow each step."""

Enough = Callable[[Document], bool]
"""Tells whether a document is read as far as something needs it to be."""


def whole(document: Document) -> bool:
    """Tell whether a document is read to its end."""
    return document.is_complete


def whole_text(document: Document) -> bool:
    """Tell whether a document's text is there too: headings, key points, what is searched."""
    return document.is_ready


def as_far_as(block: int) -> Enough:
    """Return what tells whether a document is read as far as the block of this number."""
    return lambda document: block < len(document.blocks) or document.is_complete


class ReadingOnView(PageView):
    """A page that is shown from its first blocks on.

    Attributes:
        is_waiting: Whether something that was asked for waits until more of the note is read.
    """

    class Waiting(Message):
        """Something that was asked for has to wait until the note is read."""

    _asked: tuple[Callable[[], object], Enough] | None = None  # what waits, and for how much
    _looked = 0.0
    _generation = 0

    @property
    def is_waiting(self) -> bool:
        """Whether something that was asked for waits until more of the note is read."""
        return self._asked is not None

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Stay as it is: a page looks the same with the focus and without, and styling it takes 5 ms."""

    def once_read(self, then: Callable[[], object], enough: Enough = whole) -> bool:
        """Do something as soon as the note is read as far as that needs; what was asked for last counts.

        Args:
            then: What is to be done.
            enough: Tells whether it is.

        Returns:
            Whether it waits. If not, nothing was done: the caller goes on.
        """
        document = self.opened.document if self.opened is not None else None
        if document is None or enough(document):
            self._asked = None
            return False
        self._asked = then, enough
        self.post_message(self.Waiting())
        return True

    def wait_no_more(self) -> None:
        """Forget what waits: something else was asked for."""
        self._asked = None

    def take_more(self) -> None:
        """Show what was read since, and do what waited for it."""
        page = self.page
        if page is None:
            return
        document, asked = page.document, self._asked
        is_short = self.virtual_size.height < self.scroll_offset.y + 2 * self.size.height
        is_due = document.is_ready or monotonic() - self._looked >= SHOWN_EVERY
        if is_short or is_due:
            self._looked = monotonic()
            height, generation = page.height, page.lines.generation
            if generation != self._generation or is_short:
                self._generation = generation
                self._show_held()
                self.refresh()
            else:
                self.take_height(height)
        if asked is not None:
            then, enough = asked
            if enough(document):
                self._asked = None
                then()
