"""The walk: a note's key points one by one, with a place to write under each.

One writes the whole time; going on, back or away saves what is written, and only then moves. While saving
fails the words stay where they are, and in a draft if that can be kept. Where one left off is remembered
after every step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from reader.errors import ReaderError, SaveFailed
from reader.tui.commands import Scope, bindings
from reader.tui.everywhere import Everywhere
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.points import show_point
from reader.tui.screens.saving_again import SavingAgain
from reader.tui.screens.walk_view import WalkView
from reader.tui.widgets.status import HintLine, not_saved
from reader.tui.widgets.walk_page import WalkPage
from reader.workspace import OpenNote
from reader.workspace.walk import Walk, resume

SAVING: Final = "Saving … your words stay here until they are safe."

NO_POINTS: Final = "This note has no key points to walk; R on its page reflects on all of it."


def start_walk(reader: Everywhere, opened: OpenNote) -> None:
    """Walk over a note, from where one left off; a note without key points says so."""
    if not opened.document.key_points:
        reader.say(NO_POINTS)
        return
    reader.push_screen(WalkScreen(opened, resume(reader.workspace.store, opened)))


def first_of(scope: Scope) -> list[BindingType]:
    """Return a scope's bindings, made to come before those of the area one writes in."""
    return [
        Binding(each.key, each.action, each.description, show=each.show, priority=True)
        for each in bindings(scope)
        if isinstance(each, Binding)
    ]


class WalkScreen(WalkView):
    """Where one walks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *first_of("walk-empty"),
        *first_of("walk-written"),
        *first_of("walk"),
        *bindings("app", "back"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-middle"), (30, "-high")]
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-roomy")]
    AUTO_FOCUS = "WalkArea"

    def __init__(self, opened: OpenNote, walk: Walk, today: date | None = None) -> None:
        """Walk over a note, as `WalkView`."""
        super().__init__(opened, walk, today)
        self._is_saving = False
        self._wanted: Callable[[], object] = lambda: None  # where to go once the words are saved
        self._again = SavingAgain(self, lambda: self.area.text, lambda: self._save_and(self._wanted))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the arrows walk only where nothing is written."""
        return action != "walk_step" or self.area.text == ""

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Name the keys that count now, and keep a draft soon."""
        message.stop()
        self.query_one(HintLine).scopes = ("walk-empty" if self.area.text == "" else "walk-written", "walk")
        if self.area.is_touched:
            self.gave_up_once = False
            self.tell("")
            self.drafting.keep_soon()

    def action_walk_step(self, steps: int) -> None:
        """Go on or back, where nothing is written."""
        self.action_walk_go(steps)

    def action_walk_go(self, steps: int) -> None:
        """Save what is written and go on, or back; after the last point, to the end."""
        if self.walk.index + steps < 0:
            self.tell("this is the first point")
        else:
            self._save_and(lambda: self._go(steps))

    def action_walk_prompt(self) -> None:
        """Offer another question, or none."""
        self.prompt += 1
        self.show_prompt()

    def action_walk_scroll(self, pages: int) -> None:
        """Scroll the point and what was written on it."""
        self.query_one(WalkPage).scroll_pages(pages)

    def action_walk_undo(self) -> None:
        """Take back what was typed, or else the last change."""
        if self.area.is_touched and not self._is_saving:
            self.area.undo()
        else:
            self.reader.action_undo()

    def action_walk_give_up(self) -> None:
        """Put the words aside without saving them; where there are any, only when asked twice."""
        if self._is_saving:
            return
        if self.writing.is_unsaved(self.area.text) and not self.gave_up_once:
            self.gave_up_once = True
            self.trouble("ctrl+g once more puts these words aside without saving them.")
            return
        self.drafting.drop()
        self.trouble("")
        self.begin_writing()

    def action_walk_leave(self) -> None:
        """Save what is written and leave; the page below shows the point one was at."""
        self._save_and(lambda: show_point(self, self.opened, self.point, opens=False))

    def action_back(self) -> None:
        """Leave as escape does, also from the palette: going back, too, saves what is written."""
        self.action_walk_leave()

    def _go(self, steps: int) -> None:
        self.walk = self.walk.gone(steps)
        if self.walk.is_at_end:
            self._end()
        else:
            self.arrive()

    def _end(self) -> None:
        """Show what one wrote, on one page."""
        from reader.tui.screens.walk_end import WalkEndScreen

        self.remember()
        self.app.switch_screen(WalkEndScreen(self.opened, self.walk, self.today))

    def _save_and(self, go: Callable[[], object]) -> None:
        """Save what is written and only then go; the words stay where they are until they are safe."""
        if self._is_saving:
            return
        words = self.area.text
        self._again.stop()
        if self.area.read_only or not self.writing.is_unsaved(words):
            if not self.area.read_only:  # else a draft is still looked for
                self.drafting.drop()
            self.say_trouble()
            go()
            return
        self._is_saving, self._wanted = True, go
        self.writing.save(
            self.opened,
            self.point,
            words,
            lambda saved: self._saved(saved, go),
            failed=lambda error: self._not_saved(error, words),
            late=self._wait,
        )

    def _wait(self) -> None:
        """Leave the words as they are until it is known whether they are saved."""
        self.area.read_only = True
        self.trouble(SAVING)

    def _saved(self, saved: str | None, go: Callable[[], object]) -> None:
        """Go on, once nothing lies over the walk."""
        self._is_saving = self.area.read_only = False
        self.area.settle()
        if saved is not None:
            self.walk = self.walk.with_written(saved)
            self.remember()
        if self.is_attached:
            self.changed("")
            once_on_top(self, go)
        else:
            self.reader.annotations_changed.publish(None)

    def _not_saved(self, error: ReaderError, words: str) -> None:
        self._is_saving = self.area.read_only = False
        if not self.is_attached:
            self.reader.warn(not_saved(error))
            return
        if not self.drafting.is_given_up:  # the answer to that is waited for
            self.trouble(
                f"{not_saved(error)} Your words are still here; ctrl+s tries again, ctrl+g puts them aside."
            )
        if isinstance(error, SaveFailed):
            self._again.soon(words)
