"""A note's screen on which one gets around: outline, links, marks, and the way one came, forth and back.

The trail is the app's, so that it leads across notes and screens; `back` (q) is the screen's own: to the note
one followed a link from, else away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from reader.document.model import Document, Position, Range
from reader.library.note import Note
from reader.library.scan import Library
from reader.tui.commands import bindings
from reader.tui.opening import open_note
from reader.tui.screens.note_screen import NoteScreen
from reader.tui.screens.trail import NotesBehind, Stop
from reader.tui.starting import made_once
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.reading_on import as_far_as
from reader.tui.widgets.status import HintLine
from reader.workspace import OpenNote

if TYPE_CHECKING:  # for start-up cost
    from reader.tui.widgets.outline_pane import OutlinePane
    from reader.tui.widgets.row_list import RowList

_COMMANDS = ("outline", "links", "set_mark", "go_to_mark", "go_back", "go_forward")


class GettingAround(NoteScreen):
    """A note and the ways from it; its subclass composes the view in a row, ``#spread``."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading", *_COMMANDS)

    def __init__(self, opened: OpenNote, landing: Range | None = None) -> None:
        """Show a note.

        Args:
            opened: The note, just opened.
            landing: A passage to show first; None: where one left off.
        """
        super().__init__(opened)
        self._landing = landing
        self._notes_behind = NotesBehind()
        self.is_looking_for_links = False
        self._section_chosen: int | None = None

    # Going

    @property
    def here(self) -> Stop:
        """Where one is."""
        return Stop(self.opened.note.id, self.view.place)

    def leave_place(self) -> None:
        """Remember where one is, because one goes elsewhere."""
        self.reader.trail.leave(self.here)

    def go_to(self, note: Note, fragment: str = "") -> None:
        """Go to a note, or to another place of this one; `action_back` comes back."""

        def go() -> None:
            if not fragment or self.once_ready(go):
                return
            block = self.opened.document.anchor_block(fragment)
            if block is not None:
                self.view.bring_to_top(block)

        self._go_to_note(note, go)

    def go_to_passage(self, note: Note, passage: Range) -> None:
        """Go to a passage of a note."""
        self._go_to_note(note, lambda: self.view.land_on(passage, is_lit=False))

    def go_to_place(self, note: Note, place_in: Callable[[Document], Position]) -> None:
        """Go to a place of a note, so that it stands at the top of the screen, once it is read."""

        def go() -> None:
            if not self.once_ready(go):
                self.view.return_to(place_in(self.opened.document))

        self._go_to_note(note, go)

    def _go_to_note(self, note: Note, then: Callable[[], object]) -> None:
        """Show a note where one left off, and go on; this one stays as it is."""

        def show(opened: OpenNote) -> None:
            self.leave_place()
            self._notes_behind.add(self.here)
            self.keep_place()
            self.show(opened, self.reader.workspace.place(opened))
            self.go_to_kept_place()
            then()

        if note.id == self.opened.note.id:
            self.leave_place()
            then()
        else:
            open_note(self.reader, self.reader.workspace, note, show)

    def return_to(
        self,
        stop: Stop,
        went: Callable[[Stop], object],
        given_up: Callable[[], object] = lambda: None,
    ) -> None:
        """Show a place one was at, whose note is there still.

        Args:
            stop: The place.
            went: Called with where one was, once it is shown.
            given_up: Called in place of ``went`` when the reader did not wait for the note.
        """
        note = self.reader.workspace.library.by_id(stop.note_id)
        if note is None:
            return

        def show(opened: OpenNote) -> None:
            went(self.here)
            self.show(opened, stop.position)

        self.keep_place()
        if note.id == self.opened.note.id:
            went(self.here)
            self.view.return_to(stop.position)
        else:
            open_note(self.reader, self.reader.workspace, note, show, given_up=given_up)

    def go_back_to_note(self) -> bool:
        """Go back to the note one followed a link from; tells whether there is one."""
        behind = self._notes_behind
        stop = behind.last(self.opened.note.id, _in(self.reader.workspace.library))
        if stop is None:
            return False

        def went(here: Stop) -> None:
            behind.leave_out(stop)
            self.reader.trail.leave(here)

        self.return_to(stop, went, partial(behind.not_waited_for, stop))
        return True

    def action_go_back(self) -> None:
        """Go back to where one was before."""
        trail = self.reader.trail
        stop = trail.back(self.here, _in(self.reader.workspace.library))
        if stop is None:
            self.tell("this is where you began")
        else:
            self.return_to(stop, partial(trail.went_back, stop))

    def action_go_forward(self) -> None:
        """Go forward again."""
        trail = self.reader.trail
        stop = trail.forward(self.here, _in(self.reader.workspace.library))
        if stop is None:
            self.tell("there is nothing ahead")
        else:
            self.return_to(stop, partial(trail.went_forward, stop))

    def show(self, opened: OpenNote, at: Position) -> None:
        """Show a note, or another state of it, at a place, and its headings."""
        super().show(opened, at)
        if self.is_outline_open:
            self.outline.show(opened.document)
            if not self.outline.row_count:
                self.close_outline()

    def land(self) -> None:
        """Show the passage this note was opened at."""
        if self._landing is not None and self.view.page is not None:
            passage, self._landing = self._landing, None
            if passage.end.block < len(self.opened.document.blocks):
                self.view.land_on(passage)
            else:
                self.go_once_read(lambda: self.view.land_on(passage), as_far_as(passage.end.block))

    # The outline

    @property
    def outline(self) -> OutlinePane:
        """The headings beside the page, made when they are first asked for."""
        from reader.tui.widgets.outline_pane import OutlinePane

        return made_once(self.query_one("#spread"), OutlinePane, before=0)

    @property
    def is_outline_open(self) -> bool:
        """Whether the headings are shown."""
        return any(outline.display for outline in self.query("#outline"))

    @property
    def is_at_outline(self) -> bool:
        """Whether one is among the headings."""
        return any(outline.has_focus for outline in self.query("#outline"))

    def action_outline(self) -> None:
        """Show the headings, or put them away."""
        if self.is_outline_open:
            self.close_outline()
            return
        if self.once_ready(self.action_outline):
            return
        self.outline.show(self.opened.document)
        if not self.outline.row_count:
            self.reader.say("This note has no headings.")
            return
        self._section_chosen = None
        self.outline.mark(self.view.section_at())
        self.outline.display = True
        self.outline.focus()

    def close_outline(self) -> None:
        """Put the headings away."""
        self.outline.display = False
        self.view.focus()

    def on_descendant_focus(self) -> None:
        """Name the keys that count where one is."""
        hints = self.query_one(HintLine)
        if self.is_at_outline:
            hints.labels = {"choose_row": "go there", "back": "put away"}
            hints.scopes = ("rows", "app")
        elif self.view.has_focus:
            hints.labels = {}
            hints.scopes = ("caret", "app") if self.view.caret else ("reading", "app")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go to the heading that was chosen."""
        block = self.outline.headings[message.row].block
        self.leave_place()
        if not self.has_class("-wide"):
            self.outline.display = False
        self.view.focus()
        self.view.bring_to_top(block)
        self._section_chosen = block
        self.outline.mark(block)

    @on(NoteView.PlaceChanged)
    def _mark_the_section(self) -> None:
        """Mark the section one is reading; the one chosen last as long as it is on the screen."""
        self.land()
        if not self.is_outline_open:
            return
        block = self.view.section_at()
        chosen = self._section_chosen
        if chosen is not None and chosen >= block and self.view.shows(Position(chosen, 0)):
            block = chosen
        else:
            self._section_chosen = None
        self.outline.mark(block)

    # Lists

    def action_links(self) -> None:
        """List the links from here and to here."""
        from reader.tui.screens.links import show_links

        if self.once_ready(self.action_links):
            return
        show_links(self)

    def action_set_mark(self) -> None:
        """Ask for the letter of a mark for this place."""
        from reader.tui.screens.marks import ask_for_mark

        ask_for_mark(self)

    def action_go_to_mark(self) -> None:
        """Ask for the letter of a place to go to."""
        from reader.tui.screens.marks import ask_where_to

        ask_where_to(self)


def _in(library: Library) -> Callable[[Stop], bool]:
    """Return what tells whether the note of a place is in a library."""
    return lambda stop: library.by_id(stop.note_id) is not None
