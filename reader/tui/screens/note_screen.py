"""A screen that shows one open note: it takes in what changes, keeps the place, and says what was done.

The place is kept on leaving, and while reading at most every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from textual import on
from textual.timer import Timer

from reader.document.model import Document, Position
from reader.tui.file_look import FileLook
from reader.tui.screens.pending import look_for_pending
from reader.tui.screens.reading_on import read_on
from reader.tui.screens.showing import ShowingScreen
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.reading_on import Enough, as_far_as, whole_text
from reader.tui.widgets.selection import Selection
from reader.tui.widgets.status import HintLine
from reader.workspace import OpenNote, Placed
from reader.workspace.note_reading import is_unread, lost
from reader.workspace.places import place_at, position_of

PLACE_KEPT_AFTER: Final = 3.0
"""Seconds from a move to the place being kept: often enough for a crash, seldom enough for the disk."""


class NoteScreen(ShowingScreen):
    """A screen with a note on it; its subclass composes a `NoteView`, a `Banner` and a `HintLine`.

    Attributes:
        opened: The note as it is shown.
        asked_on: What was selected when a change was asked for, and is let go of once that is saved;
            what was selected since is not.
    """

    def __init__(self, opened: OpenNote) -> None:
        """Show a note.

        Args:
            opened: The note, just opened.
        """
        super().__init__()
        self.opened = opened
        self.file_look = FileLook(self, lambda: self.opened, self._take_file)
        self.asked_on: Selection | None = None
        self._keeping: Timer | None = None
        self._said = ""
        self._place, self._progress = Position(0, 0), 0.0
        self._is_on_its_way = False

    @property
    def view(self) -> NoteView:
        """The page."""
        return self.query_one(NoteView)

    def changed(self, said: str) -> None:
        """Show what was just changed and saved, and say so quietly."""
        if not self.query("NoteView"):
            return  # the screen is being put away
        if self.view.selection == self.asked_on:
            self.view.let_go()
        super().changed(said)

    def say_trouble(self) -> None:
        """Say what is the matter with the store or the note's file, if anything is."""
        self.trouble(" ".join(filter(None, (self.reader.trouble, *lost(self.opened.note)))))

    def tell(self, words: str) -> None:
        """Say a few words at the end of the row of hints, until one moves on."""
        self._said = words
        self._show_progress()

    def renew(self) -> None:
        """Show the note's annotations as they are now, and its text if the file has changed."""
        after = self.file_look.as_it_was()
        if after != self.opened:
            self.show(after, self.view.place)
        self.file_look.begin()

    def _take_file(self, after: OpenNote) -> None:
        """Show the note as its file is now, or say that it can be read no more."""
        before = self.opened
        if after.document is before.document:
            self.show(after, self.view.place)
        elif is_unread(before.note):
            self.show(after, self.reader.workspace.place(after))
            self.go_to_kept_place()
        else:
            place = place_at(before.document, self.view.place, 0.0, datetime.now(UTC))
            self.show(after, position_of(after.document, place))
            self.tell("the file was changed; read again")
        if after.note.path != before.note.path:
            self.tell("the file was renamed; this is it")
        self.say_trouble()

    def show(self, opened: OpenNote, at: Position) -> None:
        """Show a note, or another state of it, at a place."""
        is_same = opened.note.id == self.opened.note.id
        self._is_on_its_way = self._is_on_its_way and is_same and self.view.is_waiting
        self.opened, self._place = opened, at
        self.view.show(opened, at)
        self.read_on()
        if at.block >= len(opened.document.blocks):
            self.go_once_read(lambda: self.view.return_to(at), as_far_as(at.block))
        self.look_for_pending()
        self._show_progress()

    # Long notes, which are shown before they are read

    def read_on(self) -> None:
        """Read the note to its end while its beginning is shown."""
        read_on(self, self.opened.document, self._take_more)

    def go_once_read(self, go: Callable[[], object], enough: Enough) -> None:
        """Go to a place that is not read yet; where one is meanwhile is not kept as the place."""
        self._is_on_its_way = self.view.once_read(go, enough)

    def go_to_kept_place(self) -> None:
        """Go to where one left off, if the note was not read as far as that when it was shown."""
        workspace = self.reader.workspace
        if not workspace.is_place_read(self.opened):
            self.go_once_read(
                lambda: self.view.return_to(workspace.place(self.opened)),
                lambda _: workspace.is_place_read(self.opened),
            )

    def once_ready(self, then: Callable[[], object]) -> bool:
        """Do something once the whole text is there; tells whether it waits, else the caller goes on."""
        return self.view.once_read(then, whole_text)

    def _take_more(self, document: Document) -> None:
        if document is not self.opened.document or not (self.query("NoteView") and self.query("HintLine")):
            return  # another note is shown, or the screen is being put away
        self.view.take_more()
        if self.view.is_waiting or document.is_ready:
            self._show_progress()
        if document.is_ready:
            self.look_for_pending()

    def look_for_pending(self) -> None:
        """Look for the passages that are not found at once, off the screen's thread."""
        if not self.opened.document.is_ready:
            return  # once it is
        look_for_pending(self, self.reader.workspace, self.opened, self._take_found)

    def _take_found(self, opened: OpenNote, found: list[Placed]) -> None:
        if self.opened is opened:
            self.show(opened.with_placed(found), self.view.place)

    @on(NoteView.PlaceChanged)
    def _follow_the_place(self, message: NoteView.PlaceChanged) -> None:
        if message.position != self._place:
            self._said = ""
            self._is_on_its_way = self._is_on_its_way and self.view.is_waiting
        self._place, self._progress = message.position, message.progress
        self._show_progress()
        if self._keeping is None:
            self._keeping = self.set_timer(PLACE_KEPT_AFTER, self.keep_place)

    def action_walk(self) -> None:
        """Walk over the note's key points, one by one."""
        if self.once_ready(self.action_walk):
            return
        self.keep_place()
        self.reader.walk(self.opened.note)

    def keep_place(self) -> None:
        """Keep the place; that it cannot be kept is said by the banner about the store, not here."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        is_there = self._place.block < len(self.opened.document.blocks) and not is_unread(self.opened.note)
        if self._is_on_its_way or not is_there:
            return  # the place kept before is still the place
        keep = self.reader.workspace.intend_place(self.opened, self._place, self._progress)
        self.reader.saving.make(keep, failed=lambda error: None)

    @on(NoteView.Waiting)
    def _show_progress(self) -> None:
        """Show the words at the end of the row of hints; the row is drawn again only if they are others."""
        for line in self.query(HintLine) if self.query("NoteView") else ():  # none while it is put away
            line.right = self.progress_words()

    def progress_words(self) -> str:
        """Return what is said at the end of the row of hints."""
        percent = f"{round(self.view.progress * 100)} %"
        said = self._said or standing(self.opened)
        if self.view.is_waiting:
            said = f"reading … {self.opened.document.part_read:.0%}"
        return f"{said}   {percent}" if said else percent


def standing(opened: OpenNote) -> str:
    """Say what of a note's annotations has no place in its text, now or for good; empty when all have."""
    if opened.pending:
        return f"looking for {plural(len(opened.pending), 'passage')} …"
    lost = [each for each in opened.orphans if each.annotation.on is None]
    return f"{len(lost)} without a place (J)" if lost else ""


def plural(count: int, noun: str) -> str:
    """Say a number of things: "1 passage", "2 passages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
