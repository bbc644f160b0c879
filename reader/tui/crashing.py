"""What is said when the program makes a mistake of its own: where, and none of what was on the page.

Textual would print a traceback with the values of all variables, and among them are private words.
"""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType
from typing import Final

from rich.text import Text
from textual.app import App

_FRAMES: Final = 6
"""The last calls that are named: enough to find the place."""


class Crashing(App[None]):
    """The part of the app that ends it after a mistake in the code."""

    def _fatal_error(self) -> None:
        """End the program with a few lines that hold no private word (overrides Textual's own)."""
        self._exit_renderables.append(Text(report(sys.exc_info()[0], sys.exc_info()[2])))
        self._close_messages_no_wait()


def report(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """Say what kind of mistake it was and where, without its message and variables: they may hold words."""
    if kind is None:
        return "Reader had to stop."
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    lines = [f"  {_shown(each.filename)}:{each.lineno} in {each.name}" for each in frames]
    return "\n".join(
        [
            "Reader made a mistake and had to stop. What was saved is safe, what you wrote is a draft.",
            "For a report, these lines hold none of your words:",
            f"{kind.__module__}.{kind.__qualname__}",
            *lines,
        ]
    )


def _shown(file: str) -> str:
    """Return a file's path from the folder one stands in, or as it is where that folder is gone."""
    try:
        return os.path.relpath(file)
    except (OSError, ValueError):
        return file
