"""The journal: everything one has marked and written, in parts, narrowed, grouped; and what is done with it.

Rows show the stored words at once; where they stand in notes edited since is looked for in another thread
and filled in. From 120 columns the passage under the cursor is shown in its note at the right.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from reader.annotations.model import Color
from reader.tui.commands import bindings
from reader.tui.screens.journal_state import JournalState
from reader.tui.screens.kept_actions import KeptActions
from reader.tui.screens.tending import Tending, note_here
from reader.tui.widgets.beside import Beside
from reader.tui.widgets.journal_list import JournalList
from reader.tui.widgets.kept_shelf import KeptShelf
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.section_bar import SectionBar
from reader.tui.widgets.status import Banner, HintLine, TopLine
from reader.tui.widgets.tag_line import TagLine
from reader.workspace.browsing import Section

PREVIEW_AFTER = 0.06
"""Seconds the cursor rests before the passage follows, as in the library."""

ROOMY_FROM = 20

_LABELS = {"choose_row": "open", "back": "back"}
_DELETED = {**_LABELS, "delete_kept": "bring back"}
_UNPLACED = {**_LABELS, "choose_row": "choose its place"}


class JournalScreen(KeptActions):
    """Where one's words are gathered."""

    CSS_PATH = "../returning.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("journal"),
        *bindings("reading", *(f"highlight_{color}" for color in Color)),
        *bindings("reading", "reflect", "copy_passage"),
        *bindings("app", "next_pane", "previous_pane", "back"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (120, "-wide")]
    AUTO_FOCUS = "#kept"

    def compose(self) -> ComposeResult:
        """Lay out parts, list and passage."""
        self.tending = Tending(self, self.reader.workspace)
        self._state = JournalState(self, self.show_entries)
        yield TopLine()
        yield Banner(id="trouble")
        yield SectionBar()
        with Horizontal(id="panes"):
            yield KeptShelf(id="gathered")
            yield Beside(id="beside")
        yield TagLine(self._state.known_tags)
        yield HintLine("rows", "journal", "app", labels=_LABELS)

    @property
    def shelf(self) -> KeptShelf:
        """The list and the line that narrows it."""
        return self.query_one(KeptShelf)

    @property
    def list(self) -> JournalList:
        """The list."""
        return self.query_one(JournalList)

    @property
    def is_looking(self) -> bool:
        """Whether places are still being looked for."""
        return self._state.is_looking

    def renew(self) -> None:
        """Gather everything anew."""
        self._state.gather()

    def take_discreet(self) -> None:
        """Hide private words, or show them again."""
        self.list.discreet = self.query_one(Beside).discreet = self.reader.discreet
        self.renew()

    def show_entries(self) -> None:
        """Show what part, filter and grouping leave."""
        state = self._state
        bar = self.query_one(SectionBar)
        bar.names = tuple((section.value, count) for section, count in state.counts().items())
        bar.chosen = list(Section).index(state.section)
        groups = state.groups()
        self.shelf.show(groups, state.grouping, state.standings, state.why_empty() if not groups else "")
        self.shelf.complain(state.sought.problem)
        top = self.query_one(TopLine)
        shown = ["journal", f"by {state.grouping.value}", "discreet" if self.reader.discreet else ""]
        top.left = " · ".join(part for part in shown if part)
        top.right = "looking for places …" if state.is_looking else ""
        self.query_one(HintLine).labels = {Section.DELETED: _DELETED, Section.UNPLACED: _UNPLACED}.get(
            state.section, _LABELS
        )
        if not groups:
            self.tending.show_beside(None)

    # Where one is

    @on(RowList.Moved, "#kept")
    def _follow_the_cursor(self) -> None:
        self.set_timer(PREVIEW_AFTER, self.show_beside)

    def show_beside(self) -> None:
        """Show the passage of the entry under the cursor, if there is room for it."""
        kept = self.kept
        if self.has_class("-wide") and kept is not None:
            self.tending.show_beside(kept)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the entries room where there is some."""
        self.list.is_roomy = event.size.height >= ROOMY_FROM
        self.call_after_refresh(self.show_beside)

    def action_next_section(self) -> None:
        """Go to the next part."""
        self._state.turn_section(1)

    def action_previous_section(self) -> None:
        """Go to the part before."""
        self._state.turn_section(-1)

    action_next_pane = action_next_section
    action_previous_pane = action_previous_section

    @on(SectionBar.Chosen)
    def _go_to_section(self, message: SectionBar.Chosen) -> None:
        self._state.go_to(list(Section)[message.index])

    def action_next_grouping(self) -> None:
        """Group by something else."""
        self._state.turn_grouping()

    def action_filter_kept(self) -> None:
        """Open the line in which one types what the journal is narrowed to."""
        self.shelf.open_filter()

    def action_clear_journal(self) -> None:
        """Close the line of tags, or else drop the filter, or else go back."""
        if self.query_one(TagLine).close():
            self.list.focus()
        elif not self.shelf.close_filter():
            self.dismiss(None)

    @on(Input.Changed, "#filter")
    def _follow_the_filter(self, message: Input.Changed) -> None:
        message.stop()
        self._state.narrow(message.value)

    # What is done with an entry

    @on(RowList.Chosen, "#kept")
    def _open(self) -> None:
        kept = self.kept
        if kept is None:
            return
        if self._state.section is Section.UNPLACED:
            self.action_place_kept()
            return
        note, placed = note_here(self, kept.annotation), self._state.standings.get(kept.annotation.id)
        if note is not None and placed is not None:
            self.reader.read(note, placed.range)
        elif note is not None:
            self.tending.read(kept.annotation)
