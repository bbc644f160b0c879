"""How something long tells how far it is, and how it is stopped between two steps."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from reader.errors import Stopped

Progress = Callable[[str, int, int], None]
"""Told what is being done ("reading"), how many steps of it are done, and of how many; called between any two
steps. What it raises stops the work there: what was done before stands."""

PACE: Final = 0.1
"""Seconds between two counts that are shown: quick enough to be seen moving, too slow to cost anything."""


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def told(show: Progress, is_stopped: Callable[[], bool]) -> Progress:
    """Return progress that is shown at a reader's pace and ends the work when that is asked for.

    Args:
        show: Shows a count.
        is_stopped: Tells whether the reader asked for an end; looked at between any two steps.
    """
    last_shown = float("-inf")
    last_what = ""

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last_shown, last_what
        if is_stopped():
            raise Stopped("Stopped.")
        now = monotonic()
        if what != last_what or done == total or now - last_shown >= PACE:
            show(what, done, total)
            last_shown, last_what = now, what

    return tell
