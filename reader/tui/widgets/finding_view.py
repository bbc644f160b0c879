"""The page with hits on it: those in the text, and those in the reflections beside it.

What is looked for, and how, is the screen's business; the view lights what it is given and goes there.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from textual import events
from textual.message import Message

from reader.document.model import Position, Range
from reader.tui.widgets.cards import Finder
from reader.tui.widgets.hits import Hits
from reader.tui.widgets.selecting_view import SelectingView


class FindingView(SelectingView):
    """A page on which words can be lit."""

    class LightsOut(Message):
        """One has seen the hits and wants to read on without them."""

    def on_key(self, event: events.Key) -> None:
        """Put hits out with escape, before it does anything else."""
        if event.key == "escape" and self.shown.hits is not None and self.caret is None and not self.selected:
            event.stop()
            event.prevent_default()
            self.post_message(self.LightsOut())

    def light(
        self, passages: Sequence[Range], finder: Finder | None = None, *, has_cards: bool = False
    ) -> None:
        """Light hits, and put those out that were lit before.

        Args:
            passages: Hits in the text, in its order.
            finder: Finds the hits in a reflection's words; None: none are lit there.
            has_cards: Whether there are any; if not, the page need not be composed anew.
        """
        self.shown = replace(self.shown, hits=Hits(passages) if passages else None, hit=None)
        before, self.finder = self.finder, finder if has_cards else None
        if before is not None or self.finder is not None:
            self.compose_page()
        self.refresh_changed()

    def put_out(self) -> None:
        """Light nothing any more."""
        self.light(())

    def go_to_hit(self, passage: Range, *, is_lit: bool = True, is_going: bool = True) -> None:
        """Light a hit more than the others, and bring it on the screen."""
        self.shown = replace(self.shown, hit=passage if is_lit else None)
        if is_going:
            self.scroll_to_position(passage.start, passage.end)
        self.refresh_changed()

    def land_on(self, passage: Range, *, is_lit: bool = True) -> None:
        """Show a passage a few rows below the top of the screen, so that what leads up to it is seen too."""
        if is_lit and not passage.is_empty:
            self.light((passage,))
        page = self.page
        if page is not None:
            row = page.row_of(self._clamped(passage.start))
            self.scroll_to_row(max(0, row - self.size.height // 4))

    def return_to(self, place: Position, row: int | None = None) -> None:
        """Show the place where one was: `place`, as it was told then, and the row that was the screen's first
        if it still is that place's.
        """
        if row is not None and self.page is not None and self.page.top_position(row) == place:
            self.scroll_to_row(row)
            return
        self.hold(place)
        self._show_held()

    def section_at(self) -> int:
        """Return a block one is reading: the one some rows below the top of the screen."""
        page = self.page
        if page is None:
            return 0
        top = self.scroll_offset.y
        return page.top_position(top + (min(2, self.size.height // 5) if top else 0)).block

    def shows(self, position: Position) -> bool:
        """Tell whether a position is on one of the screen's rows."""
        page = self.page
        if page is None:
            return False
        row = page.row_of(self._clamped(position)) - self.scroll_offset.y
        return 0 <= row < self.size.height

    @property
    def visible_range(self) -> Range:
        """The passage on the screen."""
        page = self.page
        if page is None:
            return Range(Position(0, 0), Position(0, 0))
        top = self.scroll_offset.y
        bottom = page.position_at(self.size.width, top + self.size.height - 1)
        return Range.between(page.top_position(top), bottom)
