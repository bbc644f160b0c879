"""Writers that can be killed: processes that put reflections into a store and say which are saved.

A writer is a fork of the test, so that thousands of them cost little; it writes a line to a pipe for each
reflection that is saved.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from reader.store import Store
from tests.stored import reflection

FOLD_OFTEN = 4000
"""Bytes of journal: about six of the reflections here, so that a writer folds again and again."""


class Writer:
    """A process; what it acknowledged is in `acknowledged` after it ended."""

    def __init__(self, run: Callable[[Callable[[str], None]], None]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _run(run, writing)
        os.close(writing)
        self._pipe = os.fdopen(reading, "rb")

    def wait_for_first_word(self) -> None:
        """Wait until the writer said something, or ended."""
        self._pipe.peek(1)

    def kill(self) -> None:
        """End the process as a power cut would: without a chance to do anything."""
        os.kill(self.pid, signal.SIGKILL)

    def acknowledged(self) -> list[str]:
        """Wait for the end of the process and return what it had said was saved."""
        with self._pipe:
            words = self._pipe.read().decode().split("\n")
        os.waitpid(self.pid, 0)
        return words[:-1]  # a line that was cut off was not said


def _run(run: Callable[[Callable[[str], None]], None], pipe: int) -> NoReturn:
    try:
        run(lambda word: _say(pipe, word))
    except BaseException:  # noqa: BLE001 - the fork must never go on as a second test run
        traceback.print_exc(file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _say(pipe: int, word: str) -> None:
    os.write(pipe, f"{word}\n".encode())


def put_many(
    path: Path, name: str, count: int, *, fold_at: int = FOLD_OFTEN, told: Path | None = None
) -> Callable[[Callable[[str], None]], None]:
    """Return what a writer runs: put reflections with texts of their own, one transaction each.

    Args:
        path: The store.
        name: What the texts begin with.
        count: How many.
        fold_at: Bytes of journal from which it is folded.
        told: A file to write what is saved to as well, for a test that wants to know before the end.
    """

    def run(say: Callable[[str], None]) -> None:
        store = Store.open(path, fold_at=fold_at, patience=60)
        for number in range(count):
            text = f"{name}-{number}"
            store.put(reflection(text))
            say(text)
            if told is not None:
                with told.open("a") as file:
                    file.write(f"{text}\n")
        store.close()

    return run
