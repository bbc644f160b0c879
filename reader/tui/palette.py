"""The palette's commands: the table's, those that count where one is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from reader.tui.commands import COMMANDS, Command


class ReaderCommands(Provider):
    """Offers every command that something on the screen below the palette, or the app, can carry out."""

    async def discover(self) -> Hits:
        """Offer all of them, in the order of the table."""
        for command, node in self._available():
            yield DiscoveryHit(
                _title(command), partial(self._run, command, node), _name(command), command.help
            )

    async def search(self, query: str) -> Hits:
        """Offer those whose name, keys or help hold the letters typed."""
        matcher = self.matcher(query)
        for command, node in self._available():
            score = max(matcher.match(_name(command)), matcher.match(command.help) * 0.8)
            if score > 0:
                yield Hit(
                    score, _title(command), partial(self._run, command, node), _name(command), command.help
                )

    def _available(self) -> Iterator[tuple[Command, DOMNode]]:
        """Yield what can be carried out here, and by whom."""
        nodes = [*(self.focused or self.screen).ancestors_with_self]
        if self.app not in nodes:
            nodes.append(self.app)
        for command in COMMANDS:
            if command.name == "command_palette":
                continue
            node = next((node for node in nodes if _has(node, command)), None)
            if node is not None:
                yield command, node

    async def _run(self, command: Command, node: DOMNode) -> None:
        await self.app.run_action(command.call, default_namespace=node)


def _has(node: DOMNode, command: Command) -> bool:
    """Tell whether a command's key does something here; of one without keys, whether it is known here.

    An action of the same name is not enough: the journal gives highlights another colour by the action that
    marks a selection in a note, and the area one writes in takes back letters by the one that undoes changes.
    """
    bound = (binding for several in node._bindings.key_to_bindings.values() for binding in several)
    is_bound = any((each.action, each.description) == (command.call, command.label) for each in bound)
    return (is_bound or not command.keys) and hasattr(node, f"action_{command.call.partition('(')[0]}")


def _name(command: Command) -> str:
    return f"{command.label}: {command.help}"


def _title(command: Command) -> Content:
    """Return a command as the palette shows it: its name, and its keys at the right."""
    keys = command.shown_keys
    return Content.assemble((command.label, ""), (f"   {keys}" if keys else "", "not bold $chrome-ink"))
