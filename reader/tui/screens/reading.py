"""The reading screen: one note as a page, a row of hints below it, and what comes of what the reader does
there.

The screen connects the view's messages to the workspace and shows what comes back. It keeps the place: on
leaving, and while reading at most every few seconds.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from reader.tui.commands import bindings
from reader.tui.screens.finding import Finding
from reader.tui.screens.following import follow
from reader.tui.screens.marking import Marking
from reader.tui.settings import Settings
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.status import Banner, HintLine


class ReadingScreen(Finding):
    """Where one reads."""

    CSS_PATH = "../page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app", "back"), *bindings("reading", "walk")]
    AUTO_FOCUS = "NoteView"
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (100, "-wide")]

    def compose(self) -> ComposeResult:
        """Lay out the page and the row of hints."""
        self.fit_to_width()
        self._marking = Marking(self, self.reader.workspace)
        yield Banner(id="trouble")
        with Horizontal(id="spread"):
            yield NoteView(self.opened, at=self.reader.workspace.place(self.opened))
        yield HintLine("reading", "app")

    def on_mount(self) -> None:
        """Follow what changes elsewhere, and look for what is not in its place yet."""
        reader = self.reader
        self.view.set_reactive(NoteView.reading_width, reader.settings.width)
        self.view.set_reactive(NoteView.discreet, reader.discreet)
        reader.annotations_changed.subscribe(self, self.annotations_changed)
        self.file_look.start()
        reader.files_changed.subscribe(self, self.file_look.files_changed)
        reader.settings_changed.subscribe(self, self._take_settings)
        self.watch(self.app, "discreet", self._take_discreet, init=False)
        self.watch(self.view, "reading_width", self._keep_width, init=False)
        self.say_trouble()
        self.look_for_pending()
        reader.once_drawn(self._begin_to_read_on)
        self.go_to_kept_place()

    def _begin_to_read_on(self) -> None:
        if self.is_attached:  # it may have been left again
            self.read_on()

    def on_unmount(self) -> None:
        """Keep the place."""
        self.keep_place()

    def action_back(self) -> None:
        """Go back to the note one came from by a link; from the first one, to the screen before."""
        if self.is_at_outline:
            self.close_outline()
        elif not self.go_back_to_note():
            self.leave_place()
            self.dismiss(None)

    # What changed

    def _take_settings(self, settings: Settings) -> None:
        self.view.reading_width = settings.width

    def _take_discreet(self, discreet: bool) -> None:
        self.hide_words(discreet)

    def _keep_width(self, width: int) -> None:
        if width != self.reader.settings.width:
            self.reader.keep_settings(replace(self.reader.settings, width=width))

    # What was asked for

    @on(NoteView.PassageMarked)
    def _highlight(self, message: NoteView.PassageMarked) -> None:
        if not self.once_ready(lambda: self._highlight(message)):
            self._marking.highlight(message.range, message.color)

    @on(NoteView.ReflectionWanted)
    def _reflect(self, message: NoteView.ReflectionWanted) -> None:
        if not self.once_ready(lambda: self._reflect(message)):
            self._marking.reflect(message.range, message.on)

    @on(NoteView.AnnotationOpened)
    def _open_annotation(self, message: NoteView.AnnotationOpened) -> None:
        self._marking.open(message.ids)

    @on(NoteView.DeletionWanted)
    def _delete(self, message: NoteView.DeletionWanted) -> None:
        self._marking.delete(message.ids)

    @on(NoteView.CopyWanted)
    def _copy(self, message: NoteView.CopyWanted) -> None:
        self.reader.copy(message.text)
        self.view.let_go()

    @on(NoteView.NothingHere)
    def _say_what_to_do(self, message: NoteView.NothingHere) -> None:
        self.reader.say(message.words)

    @on(NoteView.CaretMoved)
    def _change_hints(self, message: NoteView.CaretMoved) -> None:
        self.query_one(HintLine).scopes = ("caret", "app") if message.is_shown else ("reading", "app")

    @on(NoteView.LinkOpened)
    def _follow_link(self, message: NoteView.LinkOpened) -> None:
        if not self.once_ready(lambda: self._follow_link(message)):
            follow(self, message.target)
