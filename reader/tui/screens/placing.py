"""Choosing the place of an annotation by hand: the stored words above, its note below.

Where its words may stand in several places, ``n`` and ``N`` go from one to the next; any other passage can be
selected by mouse or caret. Enter puts the annotation on what is selected.
"""

from __future__ import annotations

from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from reader.document.model import Range
from reader.gate import clean_line, clean_text
from reader.tui.commands import bindings, by_name
from reader.tui.everywhere import Everywhere
from reader.tui.saving import UNDER_WAY
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.sheet import excerpt, words
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.selection import Selection
from reader.tui.widgets.status import Banner, HintLine, TopLine, not_saved
from reader.workspace import OpenNote, Placed

QUOTE_LETTERS = 240
HOW_TO = "Select its words with the mouse, or with v and the arrows; enter puts it there."


class PlacingView(NoteView):
    """A page on which one passage is chosen; whatever would mark or open a passage takes it."""

    class Turned(Message):
        """Another of the places found is to be shown."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def action_open_here(self) -> None:
        """Take the passage here."""
        self.action_highlight()

    def action_reflect(self) -> None:
        """Take the passage here."""
        self.action_highlight()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that go from place to place, which mean something else elsewhere."""
        step = {by_name("next_candidate").keys[0]: 1, by_name("previous_candidate").keys[0]: -1}.get(
            event.character or ""
        )
        if step is None:
            super().on_key(event)
        else:
            event.stop()
            event.prevent_default()
            self.post_message(self.Turned(step))

    def clicked(self, pointer: object) -> None:
        """Let a click be a click."""


class PlacingScreen(Screen[str]):
    """Gives one annotation its place; its result says what was done."""

    CSS_PATH = "../returning.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app", "back")
    AUTO_FOCUS = "NoteView"

    def __init__(self, opened: OpenNote, placed: Placed) -> None:
        """Prepare.

        Args:
            opened: The note it is put into.
            placed: The annotation, and the places found for it.
        """
        super().__init__()
        self._opened = opened
        self._placed = placed
        self._places = placed.candidates or ((placed.range,) if placed.range else ())
        self._place = -1

    @property
    def view(self) -> PlacingView:
        """The page."""
        return self.query_one(PlacingView)

    def compose(self) -> ComposeResult:
        """Lay out the stored words and the page."""
        selectors = self._placed.annotation.selectors
        document = self._opened.document
        start = min(selectors.position.start if selectors else 0, len(document.text))
        yield TopLine()
        yield Banner(id="trouble")
        quote = excerpt(clean_text(selectors.quote.exact), QUOTE_LETTERS) if selectors else ""
        with Vertical(id="stored"):
            yield words(quote, "quote")
            yield words(self._standing(), "dim")
        yield PlacingView(self._opened, at=document.position_of(start))
        yield HintLine("placing", "app", labels={"back": "leave it", "search": ""})

    def on_mount(self) -> None:
        """Show the first of the places."""
        self.query_one(TopLine).left = f"choose its place in “{clean_line(self._opened.note.title)}”"
        self.view.set_reactive(NoteView.discreet, cast(Everywhere, self.app).discreet)
        self.watch(self.app, "discreet", self._take_discreet, init=False)
        if self._places:
            self.call_after_refresh(self.turn, 1)

    def _take_discreet(self, is_discreet: bool) -> None:
        self.view.discreet = is_discreet

    def turn(self, step: int) -> None:
        """Select the next of the places found."""
        if not self._places:
            cast(Everywhere, self.app).say(HOW_TO)
            return
        self._place = (self._place + step) % len(self._places)
        place: Range = self._places[self._place]
        self.view.select(Selection(place.start, place.end))
        self.view.scroll_to_position(place.start, place.end)
        self.query_one(HintLine).right = f"{self._place + 1} of {len(self._places)}"

    @on(PlacingView.Turned)
    def _turn(self, message: PlacingView.Turned) -> None:
        self.turn(message.step)

    @on(NoteView.PassageMarked)
    def _take(self, message: NoteView.PassageMarked) -> None:
        """Put it there."""
        reader = cast(Everywhere, self.app)
        banner = self.query_one("#trouble", Banner)

        def saved(_: object) -> None:
            if not self.is_active:
                reader.annotations_changed.publish(None)
            once_on_top(self, lambda: self.dismiss("it has its new place; u takes it back"))

        reader.saving.make(
            lambda: reader.workspace.reattach(self._placed.annotation.id, self._opened, message.range),
            saved,
            failed=lambda error: (banner.say if self.is_attached else reader.warn)(not_saved(error)),
            late=lambda: banner.say(UNDER_WAY),
        )

    @on(NoteView.NothingHere)
    def _say_how(self) -> None:
        cast(Everywhere, self.app).say(HOW_TO)

    def action_back(self) -> None:
        """Leave it where it was."""
        self.dismiss(None)

    def _standing(self) -> str:
        how = self._placed.how
        said = f"{how[:1].upper()}{how[1:]}."
        if len(self._places) > 1:
            return f"{said} n and N go from one to the next, enter chooses; or select other words."
        return f"{said} {HOW_TO}"
