"""Looks through the library's folder in a thread of its own: a slow or vanishing disk holds up no key.

The thread is a daemon, so that a disk that answers no more does not keep the program from ending either.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from textual.app import App
from textual.screen import Screen

from reader.errors import LibraryMissing
from reader.tui.disk import PassedOn, end_with

if TYPE_CHECKING:  # for start-up cost
    from reader.library.scan import Library
    from reader.workspace import Workspace

PATIENCE: Final = 1.0
"""Seconds after which it is said that the folder has not answered."""

AGAIN_AFTER: Final = 2.0
"""Seconds after which a folder that is gone is looked for again."""

LOOK_AFTER: Final = 0.3
"""Seconds after which the folder is looked through behind a kept list, if that was not begun: it is as
soon as the files are watched (`ReaderApp`)."""


class Told(Struct, frozen=True):
    """What a look at the folder tells.

    Attributes:
        progress: How far it is, in words; "" once it is done.
        missing: Why there is no looking, in a sentence; "" if there is.
        library: What can be shown from now on, if it is other than before.
    """

    progress: str = ""
    missing: str = ""
    library: Library | None = None


class FolderLook:
    """One look at a time; what is asked for meanwhile is one more look after it.

    A folder that is gone is looked for until it is there again.
    """

    def __init__(
        self,
        screen: Screen[None],
        workspace: Workspace,
        tell: Callable[[Told], None],
        came_back: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare.

        Args:
            screen: The library.
            workspace: Whose folder it is.
            tell: Called on the app's thread; takes in what is told.
            came_back: Called on the app's thread when the folder was gone and is there again.
        """
        self._screen = screen
        self._workspace = workspace
        self._tell = tell
        self._is_looking = False
        self._heard = 0.0
        self._seen: Library | None = None
        self._after: list[Callable[[], None]] = []
        self._changed: frozenset[Path] | None = frozenset()  # of the next look; None: look at everything
        self._is_missing = False
        self._came_back = came_back

    def begin(self, then: Callable[[], None] = lambda: None, changed: frozenset[Path] | None = None) -> None:
        """Look through the folder in a thread, and ``then`` do something on the app's.

        Args:
            then: Done after the look.
            changed: The files to look at, where it is known that the others are as they were.
        """
        self._after.append(then)
        self._changed = None if changed is None or self._changed is None else self._changed | changed
        if not self._is_looking:
            self._start()

    def begin_first(self) -> None:
        """Look through the folder for the first time; a list that was kept is drawn first."""
        if not self._workspace.library.notes:
            self.begin()
            return
        self._screen.set_timer(LOOK_AFTER, lambda: self.begin() if self._seen is None else None)

    def _start(self) -> None:
        self._is_looking = True
        self._heard = time.monotonic()
        self._seen = self._workspace.library
        after, self._after = self._after, []
        changed, self._changed = self._changed, frozenset()
        app = self._screen.app
        watch = self._screen.set_interval(PATIENCE, self._say_if_silent)
        looks = self._workspace.look_through(changed)

        def end() -> None:
            watch.stop()
            self._is_looking = False
            for each in after:
                each()
            if self._after:
                self._start()
            elif self._is_missing:
                self._screen.set_timer(AGAIN_AFTER, self.begin)

        def look() -> None:
            with PassedOn(partial(end_with, app)):
                go_through()

        def go_through() -> None:
            try:
                for each in looks:
                    is_done = each.library is not None and each.library.is_whole
                    words = "" if is_done else f"reading the folder: {each.done:,} of {each.total:,}"
                    if not self._from_thread(app, partial(self._take, Told(words, "", each.library))):
                        return
            except LibraryMissing as error:
                self._from_thread(app, partial(self._take, Told(missing=str(error))))
            finally:
                self._from_thread(app, end)

        threading.Thread(target=look, name="folder look", daemon=True).start()

    def _take(self, told: Told) -> None:
        """Pass on what is told, unless the folder was looked at meanwhile: some of this may be older."""
        self._heard = time.monotonic()
        if self._is_missing and not told.missing:
            self._came_back()
        self._is_missing = bool(told.missing)
        if told.library is not None and self._workspace.library is not self._seen:
            self._after.append(lambda: None)
            self._changed = None
            return
        self._tell(told)
        self._seen = self._workspace.library

    def _say_if_silent(self) -> None:
        silent = time.monotonic() - self._heard
        if silent >= PATIENCE:
            self._tell(Told(f"waiting for the disk, {silent:.0f} s"))

    def _from_thread(self, app: App[Any], call: Callable[[], None]) -> bool:
        """Call on the app's thread; tells whether that is still there."""
        if not (app.is_running and self._screen.is_attached):
            return False
        try:
            app.call_from_thread(call)
        except (RuntimeError, CancelledError):
            if app.is_running:
                raise
            return False  # it ended meanwhile
        return True
