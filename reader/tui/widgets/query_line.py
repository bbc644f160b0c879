"""A line in which one types what to find, and the list under it that follows the arrow keys meanwhile."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from reader.tui.commands import bindings

_KEYS = ("next_result", "previous_result", "results_down", "results_up", "toggle_pattern")


class QueryLine(Input):
    """One line of typing; keys that lead through results are handed on as messages."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("typing", *_KEYS)

    class Stepped(Message):
        """One wants to go some results on, or some pages of them."""

        def __init__(self, steps: int = 0, pages: int = 0) -> None:
            super().__init__()
            self.steps = steps
            self.pages = pages

    class PatternToggled(Message):
        """What is typed is to be read the other way: as words, or as a regular expression."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=True)

    def action_next_result(self) -> None:
        """Go one result on."""
        self.post_message(self.Stepped(steps=1))

    def action_previous_result(self) -> None:
        """Go one result back."""
        self.post_message(self.Stepped(steps=-1))

    def action_results_down(self) -> None:
        """Go a page of results on."""
        self.post_message(self.Stepped(pages=1))

    def action_results_up(self) -> None:
        """Go a page of results back."""
        self.post_message(self.Stepped(pages=-1))

    def action_toggle_pattern(self) -> None:
        """Read what is typed the other way."""
        self.post_message(self.PatternToggled())
