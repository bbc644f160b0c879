"""The row under the page in which one types what to find: the words, how many hits, and what is wrong with a
pattern.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from reader.gate import clean_line
from reader.tui.commands import bindings
from reader.tui.widgets.query_line import QueryLine

WORDS = "find"
PATTERN = "pattern"


class FindBar(Vertical):
    """A line to type in; not there until it is opened.

    Attributes:
        is_pattern: Whether what is typed is a regular expression.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("typing", "leave_finding")

    class Typed(Message):
        """What is looked for is now this."""

        def __init__(self, query: str, is_pattern: bool) -> None:
            super().__init__()
            self.query = query
            self.is_pattern = is_pattern

    class Stepped(Message):
        """One wants to go some hits on, still typing."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    class Kept(Message):
        """One wants to stay at the hit one has come to."""

    class Left(Message):
        """One wants to go back to where one was."""

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self.is_pattern = False

    def _lay_out(self) -> None:
        """Lay out the line, and the sentence under it, when they are wanted first."""
        row = Horizontal()
        self.mount(row, Static(id="find-trouble", classes="warning", markup=False))
        row.mount(
            Static(Content(WORDS), id="find-how", markup=False),
            QueryLine(id="find-query"),
            Static(id="find-count", markup=False),
        )

    @property
    def line(self) -> QueryLine:
        """Where one types."""
        return self.query_one(QueryLine)

    def open(self) -> None:
        """Begin to type; what was typed before is there, selected."""
        if not self.children:
            self._lay_out()
        self.display = True
        self.say("")
        self.line.focus()

    def say(self, count: str, trouble: str = "") -> None:
        """Say how many hits there are, and under the line what is wrong."""
        self.query_one("#find-how", Static).update(Content(PATTERN if self.is_pattern else WORDS))
        self.query_one("#find-count", Static).update(Content(count))
        under = self.query_one("#find-trouble", Static)
        under.update(Content(clean_line(trouble)))
        under.display = bool(trouble)

    def ask_again(self) -> None:
        """Ask for what is typed, as it stands."""
        self.post_message(self.Typed(self.line.value, self.is_pattern))

    def action_leave_finding(self) -> None:
        """Go back to where one was."""
        self.post_message(self.Left())

    @on(Input.Changed)
    def _follow_the_typing(self, message: Input.Changed) -> None:
        message.stop()
        if self.display:
            self.ask_again()

    @on(Input.Submitted)
    def _stay(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(self.Kept())

    @on(QueryLine.Stepped)
    def _step(self, message: QueryLine.Stepped) -> None:
        message.stop()
        self.post_message(self.Stepped(message.steps or message.pages))

    @on(QueryLine.PatternToggled)
    def _read_the_other_way(self, message: QueryLine.PatternToggled) -> None:
        message.stop()
        self.is_pattern = not self.is_pattern
        self.ask_again()
