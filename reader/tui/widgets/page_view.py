"""The page on the screen: a tall view that draws only the rows it shows, and keeps the place by position.

The top of the screen is held as a `Position`, never as a row: rows change with the width, with reflections
folded in, and with better estimates of heights; the words one was reading must not. Units: page rows and
cells from 0.
"""

from __future__ import annotations

from datetime import date

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.document.model import Position
from reader.tui.settings import DEFAULT_WIDTH
from reader.tui.widgets.cards import Finder
from reader.tui.widgets.geometry import columns
from reader.tui.widgets.page import Page
from reader.tui.widgets.page_painter import PagePainter, Shown
from reader.tui.widgets.page_styles import PageStyles
from reader.tui.widgets.sized_view import SizedView
from reader.tui.widgets.tall_view import TallView
from reader.tui.widgets.thumb import place_thumb
from reader.workspace import OpenNote


class PageView(SizedView, TallView, can_focus=True):
    """Shows one note as a page.

    Attributes:
        opened: The note; set it anew after a change, the place is kept.
        discreet: Whether the words of reflections are hidden.
        reading_width: Cells of text a line that are wanted.
        today: The day that dates in the margin are seen from.
    """

    ALLOW_SELECT = False

    # Composing the page anew draws what is another then.
    opened: reactive[OpenNote | None] = reactive(None, init=False, repaint=False)
    discreet: reactive[bool] = reactive(False, init=False, repaint=False)
    reading_width: reactive[int] = reactive(DEFAULT_WIDTH, init=False, repaint=False)

    class PlaceChanged(Message):
        """The screen shows another part of the note."""

        def __init__(self, position: Position, progress: float) -> None:
            """Say where.

            Args:
                position: The first words on the screen.
                progress: How far one has read, 0 to 1.
            """
            super().__init__()
            self.position = position
            self.progress = progress

    def __init__(
        self,
        opened: OpenNote | None = None,
        *,
        at: Position | None = None,
        today: date | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own word
    ) -> None:
        """Show a note.

        Args:
            opened: The note; None: nothing yet.
            at: Where to begin; None: at its start.
            today: The day that dates are seen from; None: today.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.set_reactive(PageView.opened, opened)
        self.today = today or date.today()  # a reader's own day
        self.page: Page | None = None
        self.shown = Shown()
        self.finder: Finder | None = None
        self._painter: PagePainter | None = None
        self._styles: PageStyles | None = None
        self._drawn: dict[int, Strip] = {}  # the strips on the screen, by its rows,
        self._drawn_at = -1  # and the page row that was its first when they were drawn
        self._held: Position | None = at if at and at > Position(0, 0) else None
        self._lead = 0  # rows on the screen above the words held: of the head, of what is folded in, blank
        self._is_settling = False

    # Composing the page

    def compose_page(self) -> None:
        """Compose the page anew, at the size the view has now, with the place kept."""
        self.waits_for_size = self.opened is not None and self.size.width <= 0
        if self.opened is None or self.waits_for_size:
            self.page = self._painter = None
            self.refresh()
            return
        width = self.scrollable_content_region.width
        geometry = columns(width, self.reading_width, self.app.size.width)
        if self._styles is None:
            self._styles = PageStyles.of(self)
        self.page = Page(
            self.opened, geometry, self._styles, self.today, self.discreet, self.finder, self.page
        )
        self._painter = PagePainter(self.page, self._painter)
        self._show_held()
        self.refresh_changed()

    def _show_held(self) -> None:
        """Scroll to where the held position stands now."""
        page, held = self.page, self._held
        if page is None:
            return
        row = 0 if held is None else page.row_of(self._clamped(held)) - self._lead
        self._settle(row)
        self.post_message(self.PlaceChanged(self.place, self.progress))

    def _clamped(self, position: Position) -> Position:
        """Return the nearest position that the document has."""
        page = self.page
        if page is None or page.is_empty:
            return Position(0, 0)
        block = min(position.block, len(page.document.blocks) - 1)
        return Position(block, min(position.offset, len(page.document.blocks[block].text)))

    def show(self, opened: OpenNote, at: Position) -> None:
        """Show another note, or another state of its text, from a place on."""
        is_same = self.opened is not None and self.opened.note.id == opened.note.id
        if not is_same or at != self.place:
            self.hold(at)
        self.opened = opened

    def hold(self, at: Position) -> None:
        """Hold another place: the row it is on is to be the screen's first."""
        self._held, self._lead = (at if at > Position(0, 0) else None), 0

    def watch_opened(self, before: OpenNote | None, after: OpenNote | None) -> None:
        """Show the note with its annotations as they are now, at the same place."""
        self.compose_page()

    def watch_discreet(self) -> None:
        """Hide private words, or show them again."""
        self.compose_page()

    def watch_reading_width(self) -> None:
        """Set the text in another width."""
        self.compose_page()

    def take_size(self) -> None:
        """Set the text anew for another size."""
        self.compose_page()

    def notify_style_update(self) -> None:
        """Take up the colours of another theme."""
        super().notify_style_update()
        self._styles = None
        if self.page is not None and self.is_attached:
            self.call_later(self.compose_page)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a row of the screen."""
        if self._painter is None or self.page is None:
            return Strip.blank(self.size.width, self.rich_style)
        strip = self._painter.strip(self.scroll_offset.y + y, self.shown)
        self._drawn[y], self._drawn_at = strip, self.scroll_offset.y
        width = self.scrollable_content_region.width
        return strip if strip.cell_length == width else strip.crop_extend(0, width, self.rich_style)

    def refresh_changed(self) -> None:
        """Draw anew the rows of the screen that do not look as they were drawn last."""
        if self._painter is None:
            return
        top = self.scroll_offset.y
        if top != self._drawn_at:
            self.refresh()
            return
        for y in range(self.size.height):
            if self._painter.strip(top + y, self.shown) is not self._drawn.get(y):
                self.show_rows(top + y, top + y)

    def show_rows(self, first: int, last: int) -> None:
        """Draw some page rows anew, those of them that are on the screen."""
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height)
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    # Scrolling

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Make the rows now on the screen exact, and hold the place by position."""
        if not self._is_settling:
            self._settle(round(new_value))
            self._hold()
        if self.show_vertical_scrollbar:
            place_thumb(self.vertical_scrollbar, self.virtual_size.height, self.scroll_y)
        super().watch_scroll_y(old_value, self.scroll_y)

    def scroll_to_row(self, row: int) -> None:
        """Scroll so that a page row is the first on the screen, as far as the note's end allows."""
        if self.page is None:
            return
        self._settle(row)
        self._hold()

    def scroll_to_position(self, position: Position, until: Position | None = None) -> None:
        """Scroll as little as needed to show a passage comfortably, a few rows from the edges."""
        page = self.page
        if page is None:
            return
        position = self._clamped(position)
        last = page.row_of(self._clamped(until)) if until else 0
        row = page.row_of(position)
        last = min(max(row, last), row + self.size.height // 2)
        height, top = self.size.height, self.scroll_offset.y
        room = min(3, height // 5)
        if row < top + room:
            self.scroll_to_row(max(0, row - room))
        elif last > top + height - 1 - room:
            self.scroll_to_row(min(row - room, last - height + 1 + room))

    def _settle(self, row: int) -> None:
        """Make what is on the screen exact when a row is its first, and scroll there."""
        page = self.page
        if page is None:
            return
        self._is_settling = True
        try:
            height = self.size.height
            row = page.settle(max(0, row), height)
            most = max(0, page.height - height)
            if row > most:  # at the end, where more rows may have turned up than were estimated
                page.settle(most, height)
                row = max(0, page.height - height)
            self.take_height(page.height)
            self.scroll_to(y=row, animate=False, force=True)  # the scroll bar may not be shown yet
        finally:
            self._is_settling = False

    def _hold(self) -> None:
        """Hold the place: remember the first words on the screen, and tell."""
        page = self.page
        if page is None:
            return
        top = self.scroll_offset.y
        self._held = page.top_position(top) if top > 0 else None
        self._lead = 0 if self._held is None else max(0, page.row_of(self._held) - top)
        self.post_message(self.PlaceChanged(self.place, self.progress))

    @property
    def place(self) -> Position:
        """The first words on the screen."""
        return self._held or Position(0, 0)

    @property
    def progress(self) -> float:
        """How far one has read: the part of the note above the screen's last row, 0 to 1."""
        page = self.page
        if page is None:
            return 0.0
        shown = min(1.0, (self.scroll_offset.y + self.size.height) / max(1, page.height))
        return shown * page.document.part_read
