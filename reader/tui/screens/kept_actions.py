"""What can be done with the entry under the journal's cursor."""

from __future__ import annotations

from textual import on

from reader.annotations.model import Color, Kind
from reader.library.note import Note
from reader.tui.opening import open_note
from reader.tui.screens.jump import JumpScreen
from reader.tui.screens.kept_screen import KeptScreen
from reader.tui.screens.placing import PlacingScreen
from reader.tui.screens.tending import Tending
from reader.tui.widgets.cards import HIDDEN_NOW
from reader.tui.widgets.journal_list import JournalList
from reader.tui.widgets.tag_line import TagLine
from reader.workspace import OpenNote
from reader.workspace.browsing import Kept


class KeptActions(KeptScreen):
    """A screen with a `JournalList` and a `TagLine`; its subclass makes `tending`."""

    tending: Tending

    @property
    def kept(self) -> Kept | None:
        """The entry under the cursor."""
        return self.query_one(JournalList).kept

    def action_open_card(self) -> None:
        """Show all about the entry."""
        if self.kept is not None:
            self.tending.show_card(self.kept.annotation)

    def action_highlight(self, color: str) -> None:
        """Give a highlight another colour."""
        kept = self.kept
        if kept is None:
            return
        if kept.annotation.kind is not Kind.HIGHLIGHT:
            self.tell("only a highlight has a colour")
        elif kept.annotation.deleted is None:
            self.tending.recolor(kept.annotation, Color(color))

    def action_reflect(self) -> None:
        """Write a reflection on the same passage."""
        if self.kept is not None:
            self.tending.reflect(self.kept.annotation)

    def action_edit_kept(self) -> None:
        """Write on at a reflection; on a highlight, write one."""
        if self.kept is not None:
            is_written = self.kept.annotation.kind is Kind.REFLECTION
            (self.tending.edit if is_written else self.tending.reflect)(self.kept.annotation)

    def action_copy_passage(self) -> None:
        """Copy its words."""
        if self.kept is not None:
            self.tending.copy(self.kept.annotation)

    def action_delete_kept(self) -> None:
        """Delete it; a deleted one comes back."""
        if self.kept is not None:
            self.tending.delete_or_restore(self.kept.annotation)

    def action_place_kept(self) -> None:
        """Put it on another passage by hand; where its note is gone, of a note chosen first."""
        kept = self.kept
        if kept is None:
            return
        note = self.reader.workspace.note_of(kept.annotation)
        if note is None:
            self.reader.say("Its note is not in this library; choose the note it belongs to.")
            self.app.push_screen(JumpScreen(), self._place_in)
        elif not kept.quote:
            self.reader.say("It is about the whole note; it has its place.")
        else:
            self._place_in(note)

    def _place_in(self, note: Note | None) -> None:
        """Show a note to choose the place in."""
        if note is None or self.kept is None:
            return
        workspace, annotation = self.reader.workspace, self.kept.annotation

        def show(opened: OpenNote) -> None:
            opened = opened.with_placed(list(workspace.anchor_pending(opened)))
            placed = opened.find(annotation.id) or workspace.placed(annotation)
            self.app.push_screen(PlacingScreen(opened, placed), self._put)

        open_note(self.app, workspace, note, show, is_whole=True)

    def _put(self, said: str | None) -> None:
        if said:
            self.changed(said)

    def action_tag_kept(self) -> None:
        """Edit its tags in place."""
        if self.kept is None:
            return
        if self.reader.discreet:
            self.reader.say(HIDDEN_NOW)
            return
        self.query_one(TagLine).open(self.kept.annotation)

    @on(TagLine.Given)
    def _tag(self, message: TagLine.Given) -> None:
        self.query_one(JournalList).focus()
        self.tending.tag(message.annotation, message.tags)
