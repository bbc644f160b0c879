"""A long command shows how far it is on a terminal, and ctrl+c ends it between two steps, with a sentence."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from reader.cli import output

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
        output.say_in_passing("Stopping …")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield told(_show_count if output.is_watched() else silent, lambda: asked)
    finally:
        signal.signal(signal.SIGINT, before)
        output.say_in_passing("")


def _show_count(what: str, done: int, total: int) -> None:
    output.say_in_passing(
        "" if done == total else f"{what.capitalize()}: {done:,} of {total:,}   ctrl+c stops"
    )
