"""Finding in the note: as one types all hits are lit and the first is shown; escape goes back.

Looked through are the note's text and the words of the reflections on it (not while they are hidden). A long
note is looked through in another thread, so that typing never waits.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec import Struct
from textual import on
from textual.binding import BindingType

from reader import deferred
from reader.document.model import Position, Range
from reader.tui.commands import bindings
from reader.tui.screens.getting_around import GettingAround
from reader.tui.starting import made_once
from reader.tui.widgets.cards import Finder, parsed
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.status import HintLine
from reader.workspace import OpenNote

if TYPE_CHECKING:  # for start-up cost
    from reader.document import find
    from reader.tui.widgets.find_bar import FindBar
else:
    find = deferred.module("reader.document.find")

AT_ONCE: Final = 200_000
"""Code points of a note up to which it is looked through at once: some 10 ms; a usual note has 10,000."""

_HINTS: Final = {"next_result": "next", "keep_hits": "stay", "leave_finding": "back"}


class Wanted(Struct, frozen=True):
    """What is looked for: words, or a regular expression."""

    query: str = ""
    is_pattern: bool = False

    def finder(self) -> Finder:
        """Return what finds it in a reflection."""
        return lambda document: find.find(document, self.query, regex=self.is_pattern).ranges


class Hit(Struct, frozen=True):
    """A hit: where one goes to see it, and whether it stands in the text or in a reflection there."""

    passage: Range
    is_text: bool


class Outcome(Struct, frozen=True):
    """What was found: all hits in the order of the note, those in its text, and what is to be said."""

    hits: tuple[Hit, ...] = ()
    in_text: tuple[Range, ...] = ()
    problem: str = ""
    is_complete: bool = True

    def first_from(self, place: Position) -> int:
        """Return the number of the first hit at a place or after it."""
        return bisect_left(self.hits, place, key=lambda hit: hit.passage.start)

    def count(self, number: int, wanted: Wanted) -> str:
        """Say which hit one is at, and of how many."""
        if not self.hits:
            return "nothing" if wanted.query.strip() and not self.problem else ""
        more = "" if self.is_complete else "+"
        where = "" if number < 0 or self.hits[number].is_text else "in a reflection  "
        return f"{where}{number + 1} of {len(self.hits)}{more}"


class Finding(GettingAround):
    """A note in which one finds words."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading", "find", "find_next", "find_previous")

    def __init__(self, opened: OpenNote, landing: Range | None = None) -> None:
        """Show a note; the arguments are those of `GettingAround`."""
        super().__init__(opened, landing)
        self._wanted = Wanted()
        self._found = Outcome()
        self._number = -1
        self._origin, self._origin_row = Position(0, 0), 0
        self._is_lit = False
        self._is_looking = False

    @property
    def bar(self) -> FindBar:
        """The line in which one types, made when it is first asked for."""
        from reader.tui.widgets.find_bar import FindBar

        return made_once(self, FindBar, before="HintLine")

    @property
    def is_bar_open(self) -> bool:
        """Whether one types what to find."""
        return any(bar.display for bar in self.query("FindBar"))

    def action_find(self) -> None:
        """Open the line in which one types what to find."""
        self._begin_here()
        self.bar.open()
        hints = self.query_one(HintLine)
        hints.labels = _HINTS | {"toggle_pattern": "words or pattern"}
        hints.scopes = ("typing",)
        if self.bar.line.value:
            self.bar.ask_again()

    def action_find_next(self) -> None:
        """Go to the next hit; after the last one, to the first."""
        self._step(1)

    def action_find_previous(self) -> None:
        """Go to the hit before."""
        self._step(-1)

    def on_find_bar_typed(self, message: FindBar.Typed) -> None:
        """Look for what is typed."""
        self._wanted = Wanted(message.query, message.is_pattern)
        self._look()

    def on_find_bar_stepped(self, message: FindBar.Stepped) -> None:
        """Go some hits on, while one types."""
        self._step(message.steps)

    def on_find_bar_kept(self) -> None:
        """Read on at the hit; the way back leads to where one was."""
        place, here = self._origin, self.view.place
        if place != here:
            self.reader.trail.leave(type(self.here)(self.opened.note.id, place))
        self._close_bar()
        if not self._found.hits:
            self.put_out()
        self._show_progress()

    def on_find_bar_left(self) -> None:
        """Go back to where one was."""
        self._close_bar()
        self.put_out()
        self.view.return_to(self._origin, self._origin_row)

    @on(NoteView.LightsOut)
    def put_out(self) -> None:
        """Light no hits any more; n finds them again."""
        self._is_lit = False
        self._number = -1
        self.view.put_out()
        self._show_progress()

    def show(self, opened: OpenNote, at: Position) -> None:
        """Show a note, or another state of it; what is looked for is lit in it too."""
        is_other = opened.note.id != self.opened.note.id
        super().show(opened, at)
        if is_other and self._is_lit:
            self.put_out()
        elif self._is_lit:
            self._look(is_going=False)

    def hide_words(self, is_hidden: bool) -> None:
        """Hide private words, or show them: hits in them come and go too."""
        self.view.discreet = is_hidden
        if self._is_lit:
            self._look(is_going=False)

    def _begin_here(self) -> None:
        """Remember where one is, to come back to and to look for hits from."""
        self._origin, self._origin_row = self.view.place, self.view.scroll_offset.y

    def _close_bar(self) -> None:
        self.bar.display = False
        hints = self.query_one(HintLine)
        hints.labels = {}
        hints.scopes = ("reading", "app")
        self.view.focus()

    # Looking

    def _look(self, *, is_going: bool = True) -> None:
        """Look for what is wanted; a long note in another thread."""
        wanted, opened, discreet = self._wanted, self.opened, self.view.discreet
        if len(opened.note.body) <= AT_ONCE:
            self._take(wanted, look_through(opened, wanted, discreet), is_going)
            return
        if self.is_bar_open:
            self.bar.say("…")
        if self.view.once_read(lambda: self._look(is_going=is_going)):
            return
        if self._is_looking:
            return  # what is wanted by then is looked for next

        def look() -> None:
            outcome = look_through(opened, wanted, discreet)
            self.app.call_from_thread(self._take_late, wanted, outcome, is_going)

        self._is_looking = True
        self.run_worker(look, thread=True, group="finding")

    def _take_late(self, wanted: Wanted, outcome: Outcome, is_going: bool) -> None:
        """Take what another thread found, unless something else is looked for by now."""
        self._is_looking = False
        if wanted != self._wanted:
            self._look(is_going=is_going)
        else:
            self._take(wanted, outcome, is_going)

    def _take(self, wanted: Wanted, outcome: Outcome, is_going: bool) -> None:
        """Light what was found, and go to the first of it."""
        self._found = outcome
        self._is_lit = bool(outcome.hits)
        in_cards = len(outcome.hits) > len(outcome.in_text)
        self.view.light(outcome.in_text, wanted.finder(), has_cards=in_cards)
        if not is_going:
            self._number = min(self._number, len(outcome.hits) - 1)
            self._show_hit(is_going=False)
        elif outcome.hits:
            self._number = self._found.first_from(self._origin) % len(outcome.hits)
            self._show_hit()
        else:
            self._number = -1
            self.view.return_to(self._origin, self._origin_row)
        self._say()

    def _step(self, steps: int) -> None:
        """Go some hits on, round the note's ends; from the top of the screen if one has scrolled away."""
        if not self._wanted.query.strip():
            self.reader.say("Nothing was looked for yet; / begins.")
            return
        if not self._is_lit:
            self._begin_here()
            self._look()
            return
        hits = self._found.hits
        if self._number >= 0 and self.view.shows(hits[self._number].passage.start):
            number = self._number + steps
        else:
            number = self._found.first_from(self.view.place) + (steps if steps < 0 else 0)
        self._number = number % len(hits)
        self._show_hit()
        self._say()

    def _show_hit(self, *, is_going: bool = True) -> None:
        if self._number >= 0:
            hit = self._found.hits[self._number]
            self.view.go_to_hit(hit.passage, is_lit=hit.is_text, is_going=is_going)

    def _say(self) -> None:
        """Say the count where one looks: in the bar while typing, else at the end of the hints."""
        if self.is_bar_open:
            self.bar.say(self._found.count(self._number, self._wanted), self._found.problem)
        self._show_progress()

    def progress_words(self) -> str:
        """Return the count of hits, while they are lit, and what is said else."""
        words = super().progress_words()
        if self._is_lit and not self.is_bar_open:
            return f"{self._found.count(self._number, self._wanted)}   {words}"
        return words


def look_through(opened: OpenNote, wanted: Wanted, discreet: bool) -> Outcome:
    """Look through a note and the reflections on it; may run in another thread."""
    found = find.find(opened.document, wanted.query, regex=wanted.is_pattern)
    hits = [Hit(passage, True) for passage in found.ranges]
    if not discreet and not found.problem:
        hits += _in_reflections(opened, wanted.finder())
        hits.sort(key=lambda hit: (hit.passage.start, not hit.is_text))
    return Outcome(tuple(hits), found.ranges, found.problem, found.is_complete)


def _in_reflections(opened: OpenNote, finder: Finder) -> list[Hit]:
    """Return the hits in reflections, each at the passage that it is about."""
    start = Range(Position(0, 0), Position(0, 0))
    return [
        Hit(placed.range or start, False)
        for placed in (*opened.on_note, *opened.reflections)
        if not placed.is_highlight
        for _ in finder(parsed(placed.annotation.text))
    ]
