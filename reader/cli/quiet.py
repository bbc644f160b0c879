"""Keeps Textual from writing down what is typed and shown, whatever the environment asks for."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Final

_TELL_TALES: Final = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_PRESS")
"""They switch on a log of every key, a socket to a console, and keys of somebody else's."""

_PICTURES: Final = "TEXTUAL_SCREENSHOT"
"""Names that begin so let it write pictures of the screen to files."""


def forget_tell_tales(environment: MutableMapping[str, str]) -> None:
    """Take out of the environment what would write private words to files or sockets.

    Has to be done before Textual is imported, which reads it then.
    """
    for name in [each for each in environment if each in _TELL_TALES or each.startswith(_PICTURES)]:
        del environment[name]
