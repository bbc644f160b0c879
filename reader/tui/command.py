"""What a command is: a name, its keys, and what it does in words."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Scope = Literal[
    "app",
    "library",
    "rows",
    "reading",
    "caret",
    "editor",
    "typing",
    "walk",
    "walk-empty",
    "walk-written",
    "walk-end",
    "journal",
    "card",
    "placing",
    "review",
    "lock",
]
"""Where a command counts: everywhere, in the library, in any list, reading, with the caret, in the editor,
walking, walking where nothing is written yet or something is, at a walk's end,
in the journal, on a card, giving a lost passage its place, in the review, on the lock.
"""

_SHOWN_KEYS: Final = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "page up",
    "pagedown": "page down",
    "escape": "esc",
}


class Command(Struct, frozen=True):
    """One thing a reader can do.

    Attributes:
        name: Unique; the Textual action's name, unless `action` is given.
        keys: As typed; the first is the one the footer shows.
        label: One to three words, for footer and palette.
        help: What it does, a sentence without its full stop, for the help screen, the palette and the README.
        group: Heading under which the help screen lists it.
        scope: Where it counts.
        in_footer: Whether the footer's row of hints names it.
        action: The action with its arguments; empty: `name`.
        on_mouse: How the mouse does the same, for help and README; empty: not at all.
        over_sheets: Whether it counts before everything else: over a sheet, and while typing.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    scope: Scope
    in_footer: bool = False
    action: str = ""
    on_mouse: str = ""
    over_sheets: bool = False

    @property
    def call(self) -> str:
        """The action as Textual runs it, with its arguments."""
        return self.action or self.name

    @property
    def shown_key(self) -> str:
        """The first key as a reader would name it."""
        return shown_key(self.keys[0]) if self.keys else ""

    @property
    def shown_keys(self) -> str:
        """All keys as a reader would name them, separated by blanks."""
        return " ".join(shown_key(key) for key in self.keys)


def shown_key(key: str) -> str:
    """Return a key as a reader would name it: ``"up"`` is ``"↑"``."""
    return _SHOWN_KEYS.get(key, key)
