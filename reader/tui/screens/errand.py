"""A sheet that has something long done in another thread, shows how far it is, and can stop it.

The work is done on a workspace of its own, opened and closed in that thread (with the key at hand, where the
store is encrypted), once all that was asked for before is saved; the app takes in what it saved as it takes
in what another window saved.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar, cast

from textual.widgets import Static

from reader.errors import ReaderError, Stopped
from reader.store import Store
from reader.tui.everywhere import Everywhere
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.sheet import Sheet
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from reader.workspace.progress import Progress, told

Found = TypeVar("Found")


class ErrandSheet(Sheet[str]):
    """A sheet with a `Banner`, a `Static` ``#progress`` and one ``#hints``; esc stops the work, or leaves."""

    AUTO_FOCUS = "Input"

    def __init__(self) -> None:
        super().__init__()
        self._stop = Event()
        self._has_begun = False
        self.is_busy = False

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    def action_back(self) -> None:
        """Stop the work between two of its steps, or put the sheet away."""
        if self._has_begun:
            self._stop.set()
            self.show_progress("Stopping …")
        else:
            super().action_back()

    def on_unmount(self) -> None:
        """Stop: nobody waits for it any more."""
        self._stop.set()

    def complain(self, sentence: str) -> None:
        """Say what went wrong; an empty sentence takes it back."""
        self.query_one(Banner).say(sentence)

    def show_progress(self, sentence: str) -> None:
        """Say how far it is, and put away the keys that do nothing meanwhile; an empty sentence ends it."""
        line = self.query_one("#progress", Static)
        line.update(sentence)
        line.display = bool(sentence)
        self.query_one("#hints").display = not sentence

    def failed(self, error: ReaderError) -> None:
        """Say why it could not be done."""
        self.complain(str(error))

    def stopped(self) -> None:
        """Say what a stop leaves."""
        self.complain("Stopped.")

    def set_out(self, work: Callable[[Workspace, Progress], Found], take: Callable[[Found], None]) -> None:
        """Have something done in another thread.

        Args:
            work: Does it on a workspace of its own; the progress it tells stops it when the reader asked for
                that.
            take: Takes the result, on the screen's thread.
        """
        library = self.reader.workspace.library
        folder = library.notes[0].path if library.is_single_file and library.notes else library.folder
        store = self.reader.workspace.store
        stop = self._stop = Event()
        self.is_busy = True
        self.complain("")
        self.show_progress("Looking …   esc stop")

        def show(what: str, done: int, total: int) -> None:
            if not stop.is_set():
                counted = f"{what.capitalize()}: {done:,} of {total:,}   esc stop"
                self._from_thread(self.show_progress, counted)

        tell = told(show, stop.is_set)

        def run() -> None:
            try:
                workspace = Workspace(folder, Store.open(store.path, unlock=store.same_key))
                try:
                    found = work(workspace, tell)
                finally:
                    workspace.close()
            except Stopped:
                self._from_thread(self._end, self.stopped)
            except ReaderError as error:
                self._from_thread(self._end, lambda error=error: self.failed(error))
            else:
                self._from_thread(self._end, lambda: take(found))

        self.reader.saving.make(lambda: None, lambda _: self._start(run), failed=self.failed)

    def _start(self, run: Callable[[], None]) -> None:
        if self.is_attached:  # else it was left before anything began
            self._has_begun = True
            self.run_worker(run, thread=True, group="errand")

    def _end(self, then: Callable[[], None]) -> None:
        """Take in what was saved and what came to the folder, off the screen's thread, and then show it."""
        reader, library = self.reader, self.app.screen_stack[0]

        def end() -> None:
            if not reader.is_locked:  # the screens underneath stay as they are
                reader.annotations_changed.publish(None)
            if self.is_attached:
                self._has_begun = self.is_busy = False
                self.show_progress("")
                then()

        def look(_: object) -> None:
            if isinstance(library, LibraryScreen):
                library.folder_look.begin(end)
            else:
                end()

        reader.saving.make(reader.workspace.refresh, look, failed=look)

    def leave_with(self, said: str) -> None:
        """Put the sheet away, saying what was done, once nothing lies over it."""
        once_on_top(self, lambda: self.dismiss(said))

    def _from_thread(self, call: Callable[..., None], *arguments: object) -> None:
        if self.is_attached and self.app.is_running:
            self.app.call_from_thread(call, *arguments)
