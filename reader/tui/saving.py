"""The app's one writer: every save is made in its thread, one after the other as they were asked for.

The screen waits for a save no longer than a frame; on a disk that answers, that is all there is to it. Where
the disk hangs, or another process holds the store, the save goes on in its thread while keys are served; what
depends on it is done, and said, once it is durable or has failed. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final, Protocol, TypeVar

from textual.app import App

from reader.errors import ReaderError
from reader.tui.widgets.status import not_saved

AT_ONCE: Final = 0.03
"""Seconds the screen waits for a save: two frames. A save takes less than a millisecond on a good disk."""

SOON: Final = 0.5
"""Seconds after the app's end from which it is said that something is still being saved."""

UNDER_WAY: Final = "saving …"


class TellingScreen(Protocol):
    """A screen that says what became of a change."""

    @property
    def is_attached(self) -> bool:
        """Whether it is still there."""

    def changed(self, said: str) -> None:
        """Show what was just changed and saved, and say so."""

    def trouble(self, sentence: str) -> None:
        """Say that something went wrong."""

    def tell(self, words: str) -> None:
        """Say a few words in passing."""


Made = TypeVar("Made")


class Saving:
    """Makes the saves of one app."""

    def __init__(self, app: App[Any]) -> None:
        """Serve an app, from before it runs: a thread holds on to what prints mistakes when it begins, which
        is the app from then on, and so kept every app for as long as the process lives.
        """
        self._app = app
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._writer.submit(int)  # begins the thread
        self._open: list[Future[Any]] = []  # asked for, and the screen was not told yet what became of it

    @property
    def is_busy(self) -> bool:
        """Whether anything asked for is not known yet to be saved, or to have failed."""
        return bool(self._open)

    def make(
        self,
        change: Callable[[], Made],
        saved: Callable[[Made], object] = lambda _: None,
        *,
        failed: Callable[[ReaderError], object],
        late: Callable[[], object] = lambda: None,
    ) -> None:
        """Save something, after all that was asked for before.

        Args:
            change: Saves it; called in the writer's thread, and durable when it returns.
            saved: Called on the screen's thread with what ``change`` returned: now, or later.
            failed: Called in place of ``saved`` when nothing was saved.
            late: Called now if the others are called later.
        """
        was_busy = self.is_busy  # then the screen has waited already
        save = self._writer.submit(change)
        self._open.append(save)

        def tell() -> None:
            self._open.remove(save)
            try:
                made = save.result()
            except ReaderError as error:
                failed(error)
            else:
                saved(made)

        if not was_busy and wait([save], AT_ONCE).done:
            tell()
        else:
            late()
            save.add_done_callback(lambda _: self._app.call_later(tell))

    def end(self, say: Callable[[str], object]) -> bool:
        """Wait, when the app has ended, for what is still being saved; tells whether all of it was.

        Args:
            say: Called with a sentence when that takes long, and with one for each thing that was not saved.
        """
        if wait(self._open, SOON).not_done:
            say("Still saving what you kept last; ctrl+c leaves without it.")
            wait(self._open)
        errors = [error for save in self._open if (error := save.exception()) is not None]
        for error in errors:
            if not isinstance(error, ReaderError):
                raise error
            say(not_saved(error))
        return not errors
