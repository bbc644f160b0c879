"""The help screen: every key there is, from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.document.cells import cell_width
from reader.document.wrap import wrap
from reader.tui.command import Scope
from reader.tui.commands import Command, bindings, groups
from reader.tui.widgets.fitting import filled
from reader.tui.widgets.status import HintLine, TopLine

KEY_CELLS: Final = 16
"""Cells of keys; the longest ("↓ j, wheel", "left right") fit."""

KEYS_WIDTH: Final = KEY_CELLS + 2
"""Cells of the column that they stand in."""


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
                        yield KeyTable(commands)
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


class KeyTable(Widget):
    """The commands of a group: keys, and beside them what they do. One widget for all of them: with one for
    each cell, help took 0.8 s of processor time to open.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-table--keys"}
    DEFAULT_CSS = "KeyTable { height: auto; color: $foreground; & > .key-table--keys { color: $primary; } }"

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands
        self._lines: tuple[int, list[tuple[str, str]]] = (0, [])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the commands take at a width."""
        return len(self._at(width))

    def render_line(self, y: int) -> Strip:
        """Draw a line of them."""
        lines = self._at(self.size.width)
        keys, does = lines[y] if y < len(lines) else ("", "")
        style = self.rich_style
        parts = [(keys.ljust(KEYS_WIDTH), self.get_component_rich_style("key-table--keys")), (does, style)]
        return Strip(filled(parts, self.size.width, style), self.size.width)

    def _at(self, width: int) -> list[tuple[str, str]]:
        """Set the commands for a width: on each line keys, or none, and words."""
        if self._lines[0] != width:
            room = max(1, width - KEYS_WIDTH)
            self._lines = (width, [line for each in self.commands for line in _set(each, room)])
        return self._lines[1]


def _set(command: Command, room: int) -> Iterator[tuple[str, str]]:
    keys = command.shown_keys or "palette"
    if cell_width(keys) > KEY_CELLS:
        keys = command.shown_key
    words = f"{command.help} (or {command.on_mouse})" if command.on_mouse else command.help
    starts = wrap(words, 0, len(words), room)
    for start, end in pairwise((*starts, len(words))):
        yield (keys if start == 0 else ""), words[start:end].rstrip()


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
