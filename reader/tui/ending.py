"""Ends the app in order where the system asks for it: a shutdown, ``kill``, a terminal that is closed.

By itself Python would end at once. What was typed last would then be in no draft, and after ``kill`` the
terminal would be left as the app had it: without echo, and with mouse reports in place of what is typed.
"""

from __future__ import annotations

import signal
import sys
from asyncio import get_running_loop
from contextlib import suppress
from types import FrameType

from textual.app import App


class Nowhere:
    """Takes what would be written to a terminal that is gone.

    Textual 8.2.8 writes in a thread, which ends with the first write that fails; after some thirty more the
    screen's thread would wait for it, for ever.
    """

    def write(self, text: str) -> None:
        """Forget it."""

    def stop(self) -> None:
        """Nothing is to be waited for."""


class Ending(App[None]):
    """The part of the app that ends it when it is asked to from outside."""

    def on_mount(self) -> None:
        """Follow what the system asks for."""
        if self.is_headless or sys.platform == "win32":
            return
        loop = get_running_loop()

        def end(number: int, frame: FrameType | None) -> None:
            if number == signal.SIGHUP:  # it may come twice, from the terminal and from the shell
                setattr(self._driver, "_writer_thread", Nowhere())  # noqa: B010  # that of Linux alone has one
            else:
                signal.signal(number, signal.SIG_DFL)  # the second time it ends at once
            with suppress(RuntimeError):  # it has ended already, and waits for what is being saved
                loop.call_soon_threadsafe(self.exit, None, 128 + number)

        # Also where SIGHUP was to be ignored: without its terminal the app is nobody's.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, end)
