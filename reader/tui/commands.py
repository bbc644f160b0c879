"""What follows from the table of commands: bindings, footer, palette, help screen and the README's keys.

A command is declared once, in `command_table`. Its `name` is the name of the Textual action that carries it
out (``action_<name>`` on the widget, screen or app that has the focus, or one above it), unless `action`
gives the call with its arguments. Keys are written as a reader would type them (``"?"``, ``"ctrl+r"``);
`bindings` turns them into Textual's own names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.binding import Binding, BindingType

from reader.tui.command import Command, Scope, shown_key
from reader.tui.command_table import COMMANDS

__all__ = ["COMMANDS", "Command", "Scope", "bindings", "by_name", "groups", "in_scopes", "markdown_table"]

_BINDING_KEYS: Final = {",": "comma"}
# a comma in a Textual binding separates keys


def in_scopes(*scopes: str) -> Iterator[Command]:
    """Yield the commands that count in any of these scopes, in the table's order."""
    return (command for command in COMMANDS if command.scope in scopes)


def bindings(scope: Scope, *names: str) -> list[BindingType]:
    """Make Textual's bindings for one scope, one for each key; only for the commands named, if any are."""
    return [
        Binding(
            _BINDING_KEYS.get(key, key),
            command.call,
            command.label,
            show=command.in_footer and position == 0,
            priority=command.over_sheets,
        )
        for command in in_scopes(scope)
        if not names or command.name in names
        for position, key in enumerate(command.keys)
    ]


def by_name(name: str) -> Command:
    """Return the command of that name.

    Raises:
        KeyError: There is none.
    """
    for command in COMMANDS:
        if command.name == name:
            return command
    raise KeyError(name)


def groups(*scopes: str) -> dict[str, list[Command]]:
    """Gather commands under their headings, in the table's order; of all scopes if none is given."""
    gathered: dict[str, list[Command]] = {}
    for command in COMMANDS:
        if not scopes or command.scope in scopes:
            gathered.setdefault(command.group, []).append(command)
    return gathered


def markdown_table() -> str:
    """Return the README's table of keys, one section a group, as Markdown."""
    lines: list[str] = []
    for group, commands in groups().items():
        lines += ["", f"| {group} | |", "|---|---|"]
        for command in commands:
            keys = [f"`{shown_key(key)}`" for key in command.keys] or ["palette"]
            mouse = f", {command.on_mouse}" if command.on_mouse else ""
            lines.append(f"| {' '.join(keys)}{mouse} | {command.help} |")
    return "\n".join(lines[1:]) + "\n"
