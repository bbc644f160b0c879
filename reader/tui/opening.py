"""Opens notes: read beside the screen, shown as soon as their beginning is there; left before that, not."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reader.tui.commands import bindings
from reader.tui.disk import Reading
from reader.tui.widgets.status import HintLine, TopLine

if TYPE_CHECKING:  # for start-up cost
    from reader.library.note import Note
    from reader.workspace import OpenNote, Workspace
    from reader.workspace.note_reading import Begun

AT_START: Final = 0.5
"""Seconds for which nothing is shown at the start rather than that a note is being read."""

SILENT: Final = 1.0
"""Seconds after which it is said that the disk has not answered."""


class OpeningScreen(Screen["Begun"]):
    """What is shown until a note has come from a slow disk, or a long one is read; leaving gives it up."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app", "back")

    def __init__(self, title: str) -> None:
        """Prepare for a note of this title."""
        super().__init__()
        self._title = title
        self._begun: Begun | None = None
        self._since = monotonic()

    def compose(self) -> ComposeResult:
        """Lay out the title, how long it takes, and the keys."""
        yield TopLine()
        yield Static(Content("reading …"), id="opening", classes="dim", markup=False)
        yield HintLine("app")

    def on_mount(self) -> None:
        """Say what is read, and from time to time that it goes on."""
        self.query_one(TopLine).left = self._title
        self.set_interval(SILENT, self._say_that_it_goes_on)

    def arrived(self, begun: Begun) -> None:
        """Take the note, and make room for it once nothing else lies over this screen."""
        self._begun = begun
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Make room for the note if it has come."""
        if self._begun is not None and self.is_active:
            self.dismiss(self._begun)

    def action_back(self) -> None:
        """Do not wait any longer."""
        self.dismiss(None)

    def _say_that_it_goes_on(self) -> None:
        words = f"reading … {monotonic() - self._since:.0f} s"
        self.query_one("#opening", Static).update(Content(words))


def open_note(
    app: App[Any],
    workspace: Workspace,
    note: Note,
    then: Callable[[OpenNote], object],
    *,
    is_whole: bool = False,
    patience: float | None = None,
    given_up: Callable[[], object] = lambda: None,
) -> None:
    """Open a note and do something with it, now or when it has been read.

    Args:
        app: The app; while a note is read that takes longer, it shows an `OpeningScreen`.
        workspace: Whose note it is.
        note: The note.
        then: Takes the note opened; when the reader left before, ``given_up`` is called in its place.
        is_whole: Whether all of it is needed, and not its beginning only.
        patience: Seconds the screen waits before it shows that it does.
    """
    waiting: list[OpeningScreen] = []

    def show(begun: Begun) -> None:
        then(workspace.open_begun(begun, anchor="later"))

    def take(begun: Begun) -> None:
        (waiting[0].arrived if waiting else show)(begun)

    def answered(begun: Begun | None) -> None:
        if begun is not None:
            show(begun)
        else:
            reading.give_up()
            given_up()

    def wait() -> None:
        waiting.append(OpeningScreen(note.title))
        app.push_screen(waiting[0], answered)

    reading = Reading(app, lambda: workspace.begin(note, is_whole=is_whole), take, wait, patience=patience)
