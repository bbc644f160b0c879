"""Keeps Textual from writing down what is typed and shown, and from failing, whatever the environment is."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Final

_TELL_TALES: Final = (
    *("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_DRIVER"),
    "TEXTUAL_SHOW_RETURN",
)
"""They switch on a log of every key, a socket to a console, keys and a terminal of somebody else's, and a
line at the end."""

_COLORS: Final = "TEXTUAL_COLOR_SYSTEM"
_KNOWN_COLORS: Final = frozenset({"auto", "standard", "256", "truecolor", "windows"})
"""What Rich's `Console` takes; anything else ends a Textual app with a trace."""

_PICTURES: Final = "TEXTUAL_SCREENSHOT"
"""Names that begin so let it write pictures of the screen to files."""


def forget_tell_tales(environment: MutableMapping[str, str]) -> None:
    """Take out of the environment what would write private words to files or sockets, or end the app.

    Has to be done before Textual is imported, which reads it then.
    """
    for name in [each for each in environment if each in _TELL_TALES or each.startswith(_PICTURES)]:
        del environment[name]
    if environment.get(_COLORS, "auto") not in _KNOWN_COLORS:
        del environment[_COLORS]
