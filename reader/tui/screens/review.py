"""The review: a few of one's highlights and reflections a day, each in its note; then what was made on this
day of earlier years.

What is said of one (again, keep, less often, done) is kept at once; going back and saying something else
counts in place of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.annotations.model import MEANINGS, Kind
from reader.tui.commands import bindings
from reader.tui.screens.kept_screen import KeptScreen
from reader.tui.screens.tending import Tending
from reader.tui.widgets.beside import Beside
from reader.tui.widgets.context_page import ContextPage
from reader.tui.widgets.status import Banner, HintLine, TopLine
from reader.workspace.browsing import Kept
from reader.workspace.review import Due, ReviewState, Verdict

SAID = {
    Verdict.AGAIN: "reflected on again",
    Verdict.KEEP: "kept",
    Verdict.LESS: "to come less often",
    Verdict.DONE: "done",
}
"""What was said of something, as the end says it."""

_LABELS = {"search": ""}
_AT_THE_END = _LABELS | dict.fromkeys(("review_keep", "review_reflect", "review_less", "review_done"), "")

NOTHING_DUE = (
    "Nothing is due today.\n\n"
    "What you highlight or write comes back here, a few a day, from the next morning on."
)


class ReviewScreen(KeptScreen):
    """Where one's words come back."""

    CSS_PATH = "../returning.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review"), *bindings("app", "back")]
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (120, "-wide")]
    AUTO_FOCUS = "#context"

    def __init__(self) -> None:
        super().__init__()
        self._queue: list[Due] = []
        self._remembered: set[str] = set()
        self._at = 0
        self._said = ""
        self._asked: set[str] = set()  # of what something was said, kept already or not
        self._verdicts: dict[str, Verdict] = {}  # what was said, and is kept

    def compose(self) -> ComposeResult:
        """Lay out why it comes up, the passage, and the end."""
        workspace = self.reader.workspace
        self._tending = Tending(self, workspace)
        self._queue = workspace.due_for_review()
        self._remembered = {each.annotation.id for each in workspace.on_this_day()}
        due = {each.annotation.id for each in self._queue}
        self._queue += [
            each
            for each in workspace.on_this_day()
            if each.annotation.id not in due
            and not each.state.is_done
            and each.state.last_seen != workspace.today()
        ]
        yield TopLine()
        yield Banner(id="trouble")
        yield Static(id="why", markup=False)
        beside = Beside(id="beside")
        yield beside
        yield Static(id="end", markup=False)
        yield HintLine("review", "app", labels=_LABELS)

    def on_mount(self) -> None:
        """Let the page scroll, and show the first."""
        self.query_one(ContextPage).can_focus = True
        super().on_mount()
        self.query_one(ContextPage).focus()

    @property
    def due(self) -> Due | None:
        """What is shown; None at the end."""
        return self._queue[self._at] if self._at < len(self._queue) else None

    def renew(self) -> None:
        """Show what stands there as it is now; under a lock it stays as it was."""
        if self.reader.is_locked:
            return
        self._drop_deleted()
        due, top = self.due, self.query_one(TopLine)
        is_discreet = " · discreet" if self.reader.discreet else ""
        top.left = (
            f"review · {self._at + 1} of {len(self._queue)}{is_discreet}" if due else f"review{is_discreet}"
        )
        top.right = self._said
        self.query_one("#why").display = self.query_one(Beside).display = due is not None
        end = self.query_one("#end", Static)
        end.display = due is None
        self.query_one(HintLine).labels = _LABELS if due else _AT_THE_END
        if due is None:
            end.update(Content(self._end()))
            return
        self.query_one("#why", Static).update(self._why(due))
        annotation = self.reader.workspace.annotation(due.annotation.id)
        self._tending.show_beside(Kept(annotation, due.note))

    def take_discreet(self) -> None:
        """Hide private words, or show them again."""
        self.query_one(Beside).discreet = self.reader.discreet
        self.renew()

    def action_review_reflect(self) -> None:
        """Write what one thinks of it today, and go on."""
        due = self.due
        if due is not None:
            annotation = self.reader.workspace.annotation(due.annotation.id)
            self._tending.reflect(annotation, lambda: self._say(Verdict.AGAIN, annotation.id))

    def action_review_keep(self) -> None:
        """Keep it coming back, and go on."""
        self._say(Verdict.KEEP)

    def action_review_less(self) -> None:
        """Let it come back less often, and go on."""
        self._say(Verdict.LESS)

    def action_review_done(self) -> None:
        """Let it rest, and go on."""
        self._say(Verdict.DONE)

    def action_review_spaced(self) -> None:
        """Let spaced repetition choose when it comes back, or leave it to the plain rotation again."""
        due = self.due
        if due is None:
            return
        repeat, name = self.reader.workspace.repeat_spaced, due.annotation.id
        is_wanted = due.state.card is None
        self.reader.keep(self, lambda: repeat(name, is_wanted=is_wanted), partial(self._take_spaced, name))

    def _take_spaced(self, name: str, state: ReviewState) -> None:
        """Show by which way something comes back from now on."""
        self._queue = [
            replace(each, state=state) if each.annotation.id == name else each for each in self._queue
        ]
        self._show_saved()

    def action_review_back(self) -> None:
        """Go back to the one before."""
        self._at = max(0, self._at - 1)
        self._said = ""
        self.renew()

    def action_review_open(self) -> None:
        """Open its note at the passage."""
        due = self.due
        if due is not None:
            self._tending.read(due.annotation)

    def _say(self, verdict: Verdict, of: str = "") -> None:
        """Keep what is said of it, in place of what was said before, and show the next.

        With an id, only if that is still what is shown; else it comes once more instead.

        Where it turns out that it could not be kept, the review goes back to it.
        """
        due = self.due
        if due is None or of not in ("", due.annotation.id):
            return
        workspace, name = self.reader.workspace, due.annotation.id
        before = due.state if name in self._asked else None
        self._asked.add(name)
        self._at += 1
        self._said = ""
        self.renew()

        self.reader.keep(
            self,
            lambda: workspace.reviewed(name, verdict, before),
            partial(self._take_verdict, name, verdict),
            refused=lambda: self._go_back_to(name),
        )

    def _take_verdict(self, name: str, verdict: Verdict, state: ReviewState) -> None:
        """Count what was said of something and is kept now."""
        self._verdicts[name] = verdict
        if self._at and self._queue[self._at - 1].annotation.id == name:
            self._said = f"the last one{' rests' if state.is_done else f': again in {_days(state.interval)}'}"
        self._show_saved()

    def _show_saved(self) -> None:
        if self.is_attached:
            self.say_trouble()
            self.renew()

    def _go_back_to(self, name: str) -> None:
        """Go back to something of which nothing could be kept."""
        at = next((at for at, each in enumerate(self._queue) if each.annotation.id == name), self._at)
        self._at, self._said = min(self._at, at), ""
        if self.is_attached:
            self.renew()

    def _drop_deleted(self) -> None:
        """Leave out what was deleted meanwhile."""
        store = self.reader.workspace.store
        present = {
            due.annotation.id
            for due in self._queue
            if (kept := store.get(due.annotation.id)) is not None and kept.deleted is None
        }
        gone_before = sum(due.annotation.id not in present for due in self._queue[: self._at])
        self._queue = [due for due in self._queue if due.annotation.id in present]
        self._at -= gone_before

    def _why(self, due: Due) -> Content:
        """Say what it is, from when, and why it comes up."""
        annotation, today = due.annotation, self.reader.workspace.today()
        made = annotation.created.astimezone().date()
        color = annotation.color
        what = f"You marked this ({MEANINGS[color]})" if color else "You wrote this"
        if annotation.kind is Kind.REFLECTION and annotation.selectors is None:
            what = "You wrote this about the whole note"
        if annotation.id in self._remembered:
            years = today.year - made.year
            when = f"on this day, {'a year' if years == 1 else f'{years} years'} ago"
        else:
            when = ago(made, today)
        times = {0: "", 1: " · seen once before"}.get(
            due.state.times, f" · seen {due.state.times} times before"
        )
        spaced = " · by spaced repetition" if due.state.card is not None else ""
        return Content.assemble((what, "$foreground"), (f" {when}{times}{spaced}", "$chrome-ink"))

    def _end(self) -> str:
        if not self._queue:
            return NOTHING_DUE
        counts = Counter(self._verdicts.values())
        said = " · ".join(f"{counts[verdict]} {SAID[verdict]}" for verdict in Verdict if counts[verdict])
        return f"That was all for today.\n\n{said}\n\n← goes back to the last one."


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def ago(day: date, today: date) -> str:
    """Return how long ago a day was: yesterday, 12 days ago, 5 weeks ago, 4 months ago."""
    days = (today - day).days
    if days <= 1:
        return "today" if days <= 0 else "yesterday"
    if days < 21:
        return f"{days} days ago"
    if days < 91:
        return f"{days // 7} weeks ago"
    months = days * 12 // 365
    return f"{months} months ago" if months < 24 else f"{months // 12} years ago"
