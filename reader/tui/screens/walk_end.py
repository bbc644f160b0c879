"""The end of a walk: what one wrote on the key points, this time and before, on one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.screens.pending import look_for_pending
from reader.tui.screens.points import show_point
from reader.tui.widgets.status import Banner, HintLine
from reader.tui.widgets.walk_summary import WalkSummary
from reader.workspace import OpenNote, Placed
from reader.workspace.walk import Walk, answers, as_markdown, closing_words


class WalkEndScreen(Screen[None]):
    """What one wrote."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("walk-end")
    AUTO_FOCUS = "WalkSummary"

    def __init__(self, opened: OpenNote, walk: Walk, today: date | None = None) -> None:
        """Show what was written on a note.

        Args:
            opened: The note.
            walk: The walk that has come to its end.
            today: The day that dates are seen from; None: today.
        """
        super().__init__()
        self.opened = opened
        self.walk = walk
        self.today = today or date.today()  # a reader's own day

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    @property
    def summary(self) -> WalkSummary:
        """The page."""
        return self.query_one(WalkSummary)

    def compose(self) -> ComposeResult:
        """Lay out the page and the keys."""
        yield Banner(id="trouble")
        yield WalkSummary()
        yield HintLine("walk-end")

    def on_mount(self) -> None:
        """Show the page, and follow what changes elsewhere."""
        reader = self.reader
        self.summary.today = self.today
        reader.annotations_changed.subscribe(
            self, lambda _: self._take_state(reader.workspace.reannotated(self.opened))
        )
        reader.files_changed.subscribe(self, self._files_changed)
        self.watch(self.app, "discreet", self._show, init=False)
        self.query_one("#trouble", Banner).say(reader.trouble)
        self._show()

    def _show(self) -> None:
        closing = closing_words(self.opened, self.walk)
        self.summary.show(self.opened, answers(self.opened), closing, is_discreet=self.reader.discreet)

    def _take_state(self, opened: OpenNote) -> None:
        self.opened = opened
        self._show()
        look_for_pending(self, self.reader.workspace, self.opened, self._take_found)

    def _take_found(self, opened: OpenNote, found: list[Placed]) -> None:
        if self.opened is opened:
            self.opened = opened.with_placed(found)
            self._show()

    def _files_changed(self, paths: frozenset[Path]) -> None:
        if self.opened.note.path in paths:
            self._take_state(self.reader.workspace.reopen(self.opened, anchor="later"))

    def action_next_answer(self) -> None:
        """Go to the next key point one wrote on."""
        self.summary.step(1)

    def action_previous_answer(self) -> None:
        """Go to the one before."""
        self.summary.step(-1)

    def action_page_answers(self, pages: int) -> None:
        """Scroll by pages."""
        self.summary.scroll_pages(pages)

    def action_open_answer(self) -> None:
        """Go to the passage on the note's page."""
        answer = self.summary.answer
        if answer is None:
            self.reader.say("There is nothing written to go to.")
        else:
            show_point(self, self.opened, answer.point, opens=True)

    def on_walk_summary_opened(self) -> None:
        """Go to the passage that was clicked on."""
        self.action_open_answer()

    def action_copy_answers(self) -> None:
        """Copy the whole page as Markdown."""
        self.reader.copy(as_markdown(self.opened))

    def action_done(self) -> None:
        """Put the page away."""
        self.dismiss(None)

    def action_walk_on_at_end(self) -> None:
        """Go back to the last key point."""
        from reader.tui.screens.walk import WalkScreen

        back = Walk(len(self.opened.document.key_points), self.walk.count, self.walk.written).gone(-1)
        if back.count:
            self.app.switch_screen(WalkScreen(self.opened, back, self.today))
