"""Python's collector of garbage in cycles, at work while nobody waits.

Left alone it looks through all that a start and a long note leave alive, 10 to 70 ms, about once in 25 keys:
most of what the slowest key in twenty cost. So keys only pay for what is young, a millisecond or so; the
rest is looked through once the reader has paused. Who never pauses is made to wait for it once in `LONGEST`,
so that memory cannot grow without end. Times are seconds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import monotonic
from typing import Any, Final
from weakref import WeakSet

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

PAUSE: Final = 2.0
"""Seconds without a touch that are a pause: whoever scrolls touches a key more often, who reads does not."""

YOUNG: Final = 5_000
"""New objects after which the young are looked through: not even once a page. With Python's own 700, and a
second round over each ten of those, a tenth of a page went there.
"""

LONGEST: Final = 60.0
"""Seconds without a pause after which all is looked through even so. Whoever opens a note, marks and leaves
it every two seconds and a half makes 35 MB in them that only the collector finds.
"""

_NEVER: Final = 1_000_000
"""Rounds over young objects after which Python would look through older ones by itself. Their number says
little: it begins anew whenever objects are kept from the collector, and all that lives counts against it.
"""


class IdleCollector:
    """Collects the garbage of one app."""

    def __init__(self, app: App[Any], forget_the_gone: Callable[[], object]) -> None:
        """Serve an app; Python collects as ever until `begin`.

        Args:
            app: The app.
            forget_the_gone: Called before what a screen leaves is looked for: lets go of screens put away.
        """
        self._app = app
        self._forget_the_gone = forget_the_gone
        self._before: tuple[int, int, int] | None = None
        self._touched = 0.0
        self._since = 0.0
        self._timer: Timer | None = None
        self._left: WeakSet[Screen[Any]] = WeakSet()

    def begin(self) -> None:
        """Work from now on, also where the start put it off; what that has made is never looked through."""
        self._before = gc.get_threshold()
        gc.set_threshold(YOUNG, _NEVER, _NEVER)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def end(self) -> None:
        """Let Python collect as it did before."""
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None

    def touch(self) -> None:
        """Take note that somebody is there; once nobody is any more, there is a pause."""
        self._touched = monotonic()
        if self._timer is None and self._before is not None:
            self._since = self._touched
            self._timer = self._app.set_timer(min(PAUSE, LONGEST), self._look)

    def leave(self, screen: Screen[Any]) -> None:
        """Look also through what was kept from the collector, in each pause until this screen is gone.

        A long note is kept from it while it is open, and its screen with it, which is in cycles.
        """
        self._left.add(screen)

    def _look(self) -> None:
        """Collect, if this is a pause or there was none for too long; else look again when it may be one."""
        left = min(self._touched + PAUSE, self._since + LONGEST) - monotonic()
        if left > 0 or not gc.isenabled():  # a note that is being read on keeps it off
            self._timer = self._app.set_timer(max(left, PAUSE / 10), self._look)
            return
        self._timer = None
        if self._left:
            self._forget_the_gone()
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        else:
            gc.collect()
