"""The sheet on which theme, reading width and the order of the list are chosen; each change shows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace
from textual.app import ComposeResult

from reader.tui.screens.sheet import Paper, Sheet, words
from reader.tui.settings import LOCKS, SORTS, WIDTHS, Settings
from reader.tui.theme import NAMES
from reader.tui.widgets.choice_rows import ChoiceRows
from reader.workspace import Sort

Value = TypeVar("Value")

_AUTOMATIC = "as the terminal tells"


class SettingRows(ChoiceRows):
    """The settings, a row each; left, right and enter change the one under the cursor."""

    row_height = 2

    def __init__(self, settings: Settings, changed: Callable[[Settings], None]) -> None:
        super().__init__()
        self._settings = settings
        self._changed = changed

    @property
    def row_count(self) -> int:
        """How many settings there are."""
        return 4

    def choice(self, row: int) -> tuple[str, str]:
        """Return a setting's name and its value."""
        return self._shown()[row]

    def turn(self, step: int) -> None:
        """Go some values on."""
        now = self._settings
        if self.cursor == 0:
            changed = replace(now, theme=_next(["", *NAMES], now.theme, step))
        elif self.cursor == 1:
            changed = replace(now, width=_next(sorted({*WIDTHS, now.width}), now.width, step))
        elif self.cursor == 2:
            changed = replace(now, sort=_next(list(Sort), now.sort, step))
        else:
            minutes = [*LOCKS] if now.lock_after in LOCKS else [now.lock_after, *LOCKS]
            changed = replace(now, lock_after=_next(minutes, now.lock_after, step))
        self._settings = changed
        self.refresh()
        self._changed(changed)

    def _shown(self) -> list[tuple[str, str]]:
        now = self._settings
        return [
            ("Theme", NAMES.get(now.theme, _AUTOMATIC)),
            ("Reading width", f"{now.width} letters a line"),
            ("Order of the list", SORTS[now.sort]),
            ("Encrypted words lock", _minutes(now.lock_after)),
        ]


class SettingsScreen(Sheet[None]):
    """The settings."""

    def __init__(self, settings: Settings, changed: Callable[[Settings], None]) -> None:
        super().__init__()
        self._settings = settings
        self._changed = changed

    def compose(self) -> ComposeResult:
        """Show them."""
        with Paper():
            yield words("Settings", "heading")
            yield SettingRows(self._settings, self._changed)
            yield words("← → change   esc back", "dim")


def _minutes(number: int) -> str:
    return f"after {number} min without a key" if number else "when you lock them"


def _next(values: Sequence[Value], value: Value, step: int) -> Value:
    return values[(values.index(value) + step) % len(values)]
