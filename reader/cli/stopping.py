"""A long command shows how far it is on a terminal, and ctrl+c ends it between two steps, with a sentence."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace.progress import Progress


@contextmanager
def stoppable() -> Iterator[Progress]:
    """Give progress that is shown on stderr where that is a terminal.

    The first ctrl+c lets the step under way be finished (a half-written batch would be no use to anybody);
    then progress raises `reader.errors.Stopped`. A second one ends the program as it always does.
    """
    from reader.workspace.progress import silent, told

    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        _show("Stopping …")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield told(_show_count if sys.stderr.isatty() else silent, lambda: asked)
    finally:
        signal.signal(signal.SIGINT, before)
        _show("")


def _show_count(what: str, done: int, total: int) -> None:
    _show("" if done == total else f"{what.capitalize()}: {done:,} of {total:,}   ctrl+c stops")


def _show(words: str) -> None:
    """Write over the line of the terminal that was written before."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()
