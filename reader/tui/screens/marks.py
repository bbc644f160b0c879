"""Marks: places known by a letter. A sheet lists them; a letter marks the place here, or leads to its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from reader.errors import UsageError
from reader.tui.screens.sheet import Paper, Sheet, words
from reader.tui.widgets.place_list import PlaceList, PlaceRow
from reader.tui.widgets.row_list import RowList
from reader.workspace.marks import Mark

if TYPE_CHECKING:  # the screen uses this
    from reader.tui.screens.getting_around import GettingAround


class MarksScreen(Sheet[str]):
    """The marks there are; gives back the letter that was typed or chosen."""

    def __init__(self, marks: Sequence[Mark], *, is_setting: bool) -> None:
        """Show marks.

        Args:
            marks: By their letters.
            is_setting: Whether a letter is asked for to mark a place, else for a place to go to.
        """
        super().__init__()
        self._marks = tuple(marks)
        self._is_setting = is_setting

    def compose(self) -> ComposeResult:
        """Show them."""
        with Paper():
            yield words("Mark this place" if self._is_setting else "Marked places", "heading")
            if self._marks:
                yield PlaceList([_row(mark) for mark in self._marks])
            elif not self._is_setting:
                yield words("No place is marked yet; m and a letter marks one.", "text")
            hint = "type a letter to mark this place" if self._is_setting else "type its letter to go there"
            yield words(f"{hint}   esc back" if self._marks or self._is_setting else "esc back", "dim")

    def on_key(self, event: events.Key) -> None:
        """Take any letter, also one that means something elsewhere: j is a mark here, not a way down."""
        if event.character is not None and event.character.isprintable() and not event.character.isspace():
            event.stop()
            event.prevent_default()
            self.dismiss(event.character)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Hand the letter of the mark chosen back."""
        self.dismiss(self._marks[message.row].letter)


def _row(mark: Mark) -> PlaceRow:
    return PlaceRow(mark.title, mark.letter, "", " ".join(mark.place.exact.split()))


def ask_for_mark(screen: GettingAround) -> None:
    """Ask for a letter, and mark the place on a screen with it."""
    workspace, opened, place = screen.reader.workspace, screen.opened, screen.view.place

    def chosen(letter: str | None) -> None:
        if letter is None:
            return
        try:
            keep = workspace.intend_mark(letter, opened, place)
        except UsageError as error:
            screen.trouble(f"Not marked: {error}")
            return
        screen.reader.keep(screen, keep, said=f"marked {letter}")

    screen.app.push_screen(MarksScreen(workspace.marks(), is_setting=True), chosen)


def ask_where_to(screen: GettingAround) -> None:
    """Ask for a letter, and go to the place it marks."""
    workspace = screen.reader.workspace

    def chosen(letter: str | None) -> None:
        mark = workspace.mark(letter) if letter is not None else None
        if letter is None:
            return
        if mark is None:
            screen.reader.say(f"No place is marked {letter}.")
            return
        note = workspace.library.by_id(mark.note_id)
        if note is None:
            screen.reader.warn(f"“{mark.title}” is no longer in the library; the mark {letter} is kept.")
            return
        screen.go_to_place(note, partial(workspace.marked_place, mark))

    screen.app.push_screen(MarksScreen(workspace.marks(), is_setting=False), chosen)
