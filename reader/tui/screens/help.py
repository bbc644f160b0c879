"""The help screen: every key there is, from the table of commands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reader.document.cells import cell_width
from reader.tui.command import Scope
from reader.tui.commands import Command, bindings, groups
from reader.tui.widgets.status import HintLine, TopLine

KEY_CELLS = 16
"""Cells of the column of keys; the longest ("↓ j, wheel", "left right") fit."""


class HelpScreen(Screen[None]):
    """Every key, group by group, in two columns where there is room."""

    CSS_PATH = "../sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app", "help")
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (116, "-wide")]

    def __init__(self, here: Scope | None = None) -> None:
        """Show every key; those that count on the screen one comes from (``here``) stand at the top."""
        super().__init__()
        self._here = next(iter(groups(here)), "") if here is not None else ""

    def compose(self) -> ComposeResult:
        """Lay the groups out, about as many rows left as right."""
        top = TopLine()
        top.left = "every key there is"
        yield top
        left, right = columns(groups())
        with VerticalScroll(id="keys"), Container(id="columns"):
            for column in (left, right):
                with Vertical():
                    for name, commands in column:
                        yield Static(Content(name), name=name, classes="words heading", markup=False)
                        for command in commands:
                            yield KeyRow(command)
        yield HintLine("app")

    def on_mount(self) -> None:
        """Let the keys scroll, and begin with those of the screen one comes from."""
        self.query_one("#keys").focus()
        self.call_after_refresh(self._show_those_that_count)

    def _show_those_that_count(self) -> None:
        keys = self.query_one("#keys", VerticalScroll)
        for heading in self.query(".heading"):
            if heading.name == self._here:
                keys.scroll_to_widget(heading, animate=False, top=True, force=True)

    def action_help(self) -> None:
        """Put the help away again."""
        self.dismiss(None)


class KeyRow(Horizontal):
    """One command: its keys, what it does."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self._command = command

    def compose(self) -> ComposeResult:
        """Set keys and sentence side by side."""
        keys = self._command.shown_keys or "palette"
        if cell_width(keys) > KEY_CELLS:
            keys = self._command.shown_key
        mouse = f" (or {self._command.on_mouse})" if self._command.on_mouse else ""
        yield Static(Content(keys), classes="key", markup=False)
        yield Static(Content(self._command.help + mouse), classes="does", markup=False)


Groups = list[tuple[str, list[Command]]]


def columns(gathered: dict[str, list[Command]]) -> tuple[Groups, Groups]:
    """Share groups out to two columns of about the same number of rows, in their order."""
    total = sum(len(commands) + 2 for commands in gathered.values())
    left: Groups = []
    right: Groups = []
    rows = 0
    for name, commands in gathered.items():
        (left if rows + len(commands) / 2 <= total / 2 else right).append((name, commands))
        rows += len(commands) + 2
    return left, right
