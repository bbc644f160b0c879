"""The rows around a screen: what one looks at above, what one can do below, and a banner for bad news."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from reader.document.cells import cell_width
from reader.errors import ReaderError
from reader.tui.commands import Command, Scope, in_scopes
from reader.tui.widgets.fitting import fit

NAME = "Reader"
HINT_GAP = "   "


def not_saved(error: ReaderError) -> str:
    """Return why something was not saved, for a banner; that it was not is said once."""
    return f"Not saved: {str(error).removeprefix('Nothing was saved: ')}"


class TopLine(Widget):
    """The program's name, what one looks at, and what there is of it."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw the row; the right goes first when there is no room."""
        width = self.size.width
        right = self.right if cell_width(NAME + self.left + self.right) + 8 <= width else ""
        room = width - cell_width(NAME) - 3 - (cell_width(right) + 2 if right else 0)
        left = fit(self.left, room)
        blank = max(0, width - cell_width(NAME) - 3 - cell_width(left) - cell_width(right))
        return Content.assemble(
            (NAME, "bold $primary"), ("   " + left, "$foreground"), " " * blank, (right, "$chrome-ink")
        )


class HintLine(Widget):
    """The keys that matter here, from the table of commands, and something at the right end ("12 %")."""

    scopes: reactive[tuple[Scope, ...]] = reactive[tuple[Scope, ...]](())
    right: reactive[str] = reactive("")

    labels: reactive[Mapping[str, str]] = reactive[Mapping[str, str]](MappingProxyType({}))

    def __init__(self, *scopes: Scope, labels: Mapping[str, str] = MappingProxyType({})) -> None:
        """Prepare the row.

        Args:
            scopes: Which commands count here.
            labels: Other words for some commands, by name; those named here are always among the hints,
                or never if the word is empty.
        """
        super().__init__()
        self.set_reactive(HintLine.scopes, scopes)
        self.set_reactive(HintLine.labels, labels)

    def render(self) -> Content:
        """Draw as many hints as there is room for; help comes first when there is little."""
        width = self.size.width
        room = width - (cell_width(self.right) + 2 if self.right else 0)
        parts: list[str | tuple[str, str]] = []
        taken = 0
        for hint in self._fitting(room):
            gap = HINT_GAP if taken else ""
            parts += [gap, (hint.shown_key, "$foreground"), (" " + hint.label, "$chrome-ink")]
            taken += len(gap) + _hint_cells(hint)
        parts += [" " * max(0, width - taken - cell_width(self.right)), (self.right, "$chrome-ink")]
        return Content.assemble(*parts)

    def _fitting(self, room: int) -> list[Command]:
        """Return the hints for which there is room, in the order of the table."""
        hints = [
            replace(command, label=self.labels.get(command.name, command.label))
            for command in in_scopes(*self.scopes)
            if self.labels.get(command.name, command.in_footer)
        ]
        urgent = sorted(hints, key=lambda hint: hint.name != "help")
        kept: list[Command] = []
        for hint in urgent:
            cells = _hint_cells(hint) + (len(HINT_GAP) if kept else 0)
            if cells > room:
                break
            room -= cells
            kept.append(hint)
        return [hint for hint in hints if hint in kept]


def _hint_cells(hint: Command) -> int:
    return cell_width(hint.shown_key) + 1 + cell_width(hint.label)


class Banner(Static):
    """One sentence that has to be seen; nothing at all while there is none."""

    def __init__(self, sentence: str = "", *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(sentence, id=id, markup=False)
        self.display = bool(sentence)
        self._sentence = sentence

    def say(self, sentence: str) -> None:
        """Show a sentence, or nothing; the one that is shown costs nothing, another lays out the screen."""
        if sentence == self._sentence:
            return
        self._sentence = sentence
        self.update(Content(sentence))
        self.display = bool(sentence)

    def take_back(self, sentence: str) -> None:
        """Show a sentence no longer; another that came after it stays."""
        if sentence and sentence == self._sentence:
            self.say("")
