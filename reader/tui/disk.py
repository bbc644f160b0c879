"""Reads from the disk beside the screen: one that takes its time, or answers no more, holds up no key.

The screen waits for what it asked for no longer than `AT_ONCE`; on a disk that answers, that is all there is
to it. Threads are daemons, so that a disk that never answers does not keep the program from ending either.
Times are seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from textual.app import App

AT_ONCE: Final = 0.1
"""Seconds the screen waits for the disk. A good one needs a millisecond; the first note, 70 of imports."""

Got = TypeVar("Got")


class PassedOn:
    """Passes the mistake that ends a thread on to the screen's, which ends with it as with one of its own.

    Python would report it over the screen, with what may be private words.
    """

    def __init__(self, take: Callable[[BaseException], object]) -> None:
        """Pass a mistake on by ``take``."""
        self._take = take

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(
        self, kind: type[BaseException] | None, mistake: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Pass on what has been raised."""
        if mistake is not None:
            self._take(mistake)
        return mistake is not None


def end_with(app: App[Any], mistake: BaseException) -> None:
    """End an app with a mistake made in another thread, in which this may be called."""

    def again() -> None:
        raise mistake

    app.call_later(again)


class Reading(Generic[Got]):
    """Something that is being read.

    Attributes:
        is_over: Whether it was taken, or given up.
    """

    def __init__(
        self,
        app: App[Any],
        read: Callable[[], Got],
        take: Callable[[Got], object],
        late: Callable[[], object] = lambda: None,
        *,
        patience: float | None = None,
    ) -> None:
        """Begin to read.

        Args:
            app: Whose screens wait for it.
            read: Reads it, in another thread; changes nothing that others look at.
            take: Called on the screen's thread with what ``read`` returned: now, or later.
            late: Called now if ``take`` is called later.
            patience: Seconds the screen waits for it; `AT_ONCE` if not given.
        """
        self.is_over = False
        self._take = take
        self._got: Future[Got] = Future()
        Thread(target=self._run, args=(read,), name="disk", daemon=True).start()
        if wait([self._got], AT_ONCE if patience is None else patience).done:
            self._tell()
        else:
            late()
            self._got.add_done_callback(lambda _: app.call_later(self._tell))

    def give_up(self) -> None:
        """Take nothing any more."""
        self.is_over = True

    def _run(self, read: Callable[[], Got]) -> None:
        with PassedOn(self._got.set_exception):
            self._got.set_result(read())

    def _tell(self) -> None:
        got = self._got.result()  # a mistake counts also where nobody waits any more
        if not self.is_over:
            self.is_over = True
            self._take(got)


class Latest(Generic[Got]):
    """Reads one thing at a time; of what is asked for meanwhile the last is read next.

    However often a screen asks a disk that does not answer, one thread waits for it.

    Attributes:
        is_reading: Whether the disk has still to answer.
    """

    def __init__(self, app: App[Any], take: Callable[[Got], object]) -> None:
        """Prepare; ``take`` is called on the screen's thread with what was asked for last."""
        self._app = app
        self._take = take
        self._wanted: Callable[[], Got] | None = None
        self._is_slow = False
        self.is_reading = False

    def ask(self, read: Callable[[], Got]) -> None:
        """Read something, in another thread; what was asked for before is not wanted any more."""
        self._wanted = read
        if not self.is_reading:
            self._begin(read)

    def want_nothing(self) -> None:
        """Take nothing of what was asked for."""
        self._wanted = None

    def _begin(self, read: Callable[[], Got]) -> None:
        patience = 0.0 if self._is_slow else None  # the screen has waited for it already
        self.is_reading, self._is_slow = True, False
        Reading(self._app, read, lambda got: self._answer(read, got), self._is_late, patience=patience)

    def _is_late(self) -> None:
        self._is_slow = True

    def _answer(self, read: Callable[[], Got], got: Got) -> None:
        self.is_reading = False
        wanted = self._wanted
        if wanted is read:
            self._wanted = None
            self._take(got)
        elif wanted is not None:
            self._begin(wanted)
