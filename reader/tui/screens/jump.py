"""To a note by a few letters of its title; before anything is typed, the notes read last."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from reader.library.note import Note
from reader.tui.everywhere import Everywhere
from reader.tui.screens.getting_around import GettingAround
from reader.tui.screens.sheet import Paper, Sheet, words
from reader.tui.widgets.note_list import shown_date
from reader.tui.widgets.place_list import PlaceList, PlaceRow
from reader.tui.widgets.query_line import QueryLine
from reader.tui.widgets.row_list import RowList

MOST = 12
"""Notes listed: one screen; two letters more narrow them."""


class JumpScreen(Sheet[Note]):
    """A line to type in, and the notes that fit."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[Note, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out line and list."""
        with Paper():
            yield QueryLine(placeholder="a few letters of a note's title")
            yield Static(id="jump-about", classes="words dim", markup=False)
            yield PlaceList()
            yield words("↑ ↓ choose   enter open   esc back", "dim")

    def on_mount(self) -> None:
        """Show the notes read last."""
        self.query_one(PlaceList).can_focus = False
        self.query_one(QueryLine).focus()
        self._show("")

    @on(Input.Changed)
    def _follow_the_typing(self, message: Input.Changed) -> None:
        message.stop()
        self._show(message.value)

    def _show(self, typed: str) -> None:
        found = cast(Everywhere, self.app).workspace.jump(typed, MOST)
        self._notes = tuple(note for note, _ in found)
        listing = self.query_one(PlaceList)
        listing.show([_row(note, fit.hits) for note, fit in found])
        listing.display = bool(found)
        said = "" if found else "No title fits these letters." if typed.strip() else "No note was read yet."
        if found and not typed.strip():
            said = "Read last"
        self.query_one("#jump-about", Static).update(Content(said))

    @on(Input.Submitted)
    def _open(self, message: Input.Submitted) -> None:
        message.stop()
        self._choose(self.query_one(PlaceList).cursor)

    @on(RowList.Chosen)
    def _open_the_one_clicked(self, message: RowList.Chosen) -> None:
        self._choose(message.row)

    @on(QueryLine.Stepped)
    def _step(self, message: QueryLine.Stepped) -> None:
        message.stop()
        listing = self.query_one(PlaceList)
        listing.action_step_rows(message.steps)
        listing.action_page_rows(message.pages)

    def _choose(self, row: int) -> None:
        if row < len(self._notes):
            self.dismiss(self._notes[row])


def ask_for_note(reader: Everywhere) -> None:
    """Ask for a note, and show it: on this page, if one is open, else on a new one."""

    def chosen(note: Note | None) -> None:
        if note is None:
            return
        if isinstance(reader.screen, GettingAround):
            reader.screen.go_to(note)
        else:
            reader.read(note)

    reader.push_screen(JumpScreen(), chosen)


def _row(note: Note, lit: tuple[tuple[int, int], ...]) -> PlaceRow:
    return PlaceRow(note.title, "", shown_date(note.date) if note.date else "", "", lit)
