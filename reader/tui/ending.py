"""Ends the app in order: where one leaves, and where the system asks for it, by a shutdown, ``kill`` or a
terminal that is closed.

By itself Python would end at once. What was typed last would then be in no draft, and after ``kill`` the
terminal would be left as the app had it: without echo, and with mouse reports in place of what is typed.
"""

from __future__ import annotations

import os
import signal
import sys
from asyncio import get_running_loop
from collections.abc import Iterator
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

if TYPE_CHECKING:  # for start-up cost; the app is made of this
    from reader.tui.everywhere import Everywhere
    from reader.tui.screens.drafting import Drafting


class Nowhere:
    """Takes what would be written to a terminal that is gone.

    Textual 8.2.8 writes in a thread, which ends with the first write that fails; after some thirty more the
    screen's thread would wait for it, for ever.
    """

    def write(self, text: str) -> None:
        """Forget it."""

    def stop(self) -> None:
        """Nothing is to be waited for."""


def leave_the_terminal() -> None:
    """Let what is still printed go nowhere: Python's end would fail on a terminal that is gone."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def draftings(app: App[Any]) -> Iterator[Drafting]:
    """Yield what keeps the words of each screen on which one writes, covered ones too."""
    for screen in app.screen_stack:
        drafting: Drafting | None = getattr(screen, "drafting", None)
        if drafting is not None:
            yield drafting


class Ending(App[None]):
    """The part of the app that ends it."""

    async def action_quit(self) -> None:
        """Leave, with the words being written in a draft; if they can be kept nowhere, when asked twice."""
        writing = [each for each in draftings(self) if each.is_at_risk]
        if all(each.is_given_up for each in writing):
            self.exit()
            return
        for each in writing:
            each.keep_waiting()
        self._reader.saving.make(  # after those, so that it is known what became of them
            int, lambda _: self._leave(writing), failed=lambda _: None, late=lambda: self._ask_about(writing)
        )

    def _leave(self, writing: list[Drafting]) -> None:
        if not all(each.screen.is_attached for each in writing):
            return  # one has gone on meanwhile
        if any(each.is_at_risk for each in writing):
            self._ask_about(writing)
        else:
            self.exit()

    def _ask_about(self, writing: list[Drafting]) -> None:
        for each in writing:
            if each.is_at_risk:
                said = each.ask()
                if each.screen is not self.screen:
                    self._reader.warn(said)

    @property
    def _reader(self) -> Everywhere:
        return cast("Everywhere", self)

    def on_mount(self) -> None:
        """Follow what the system asks for."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = get_running_loop()

        def end(number: int, frame: FrameType | None) -> None:
            if number == signal.SIGHUP:  # it may come twice, from the terminal and from the shell
                setattr(self._driver, "_writer_thread", Nowhere())  # noqa: B010  # that of Linux alone has one
                leave_the_terminal()
            else:
                signal.signal(number, signal.SIG_DFL)  # the second time it ends at once
            with suppress(RuntimeError):  # it has ended already, and waits for what is being saved
                loop.call_soon_threadsafe(self.exit, None, 128 + number)

        # Also where SIGHUP was to be ignored: without its terminal the app is nobody's.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)
