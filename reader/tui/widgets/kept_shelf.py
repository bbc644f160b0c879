"""The middle of the journal: the line that narrows it, the list, or a sentence on why it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from reader.tui.widgets.journal_list import JournalList
from reader.workspace import Placed
from reader.workspace.browsing import Group, Grouping


class KeptShelf(Vertical):
    """The entries that part and filter leave."""

    def compose(self) -> ComposeResult:
        """Lay out filter, list and sentences."""
        line = Input(placeholder="words, tag: color: kind: status: in: after: before:", id="filter")
        line.display = False
        yield line
        yield Static(id="problem", markup=False)
        yield JournalList(id="kept")
        yield Static(id="empty", markup=False)

    @property
    def list(self) -> JournalList:
        """The list."""
        return self.query_one(JournalList)

    def show(
        self, groups: Sequence[Group], grouping: Grouping, standings: Mapping[str, Placed], why_empty: str
    ) -> None:
        """Show entries, or why there are none."""
        self.list.show(groups, grouping, standings)
        empty = self.query_one("#empty", Static)
        empty.update(Content(why_empty))
        empty.display = not groups
        self.list.set_class(not groups, "-empty")

    def complain(self, problem: str) -> None:
        """Say under the line what in it could not be understood."""
        line = self.query_one("#problem", Static)
        line.update(Content(problem))
        line.display = bool(problem)

    def open_filter(self) -> None:
        """Let the reader type what the journal is narrowed to."""
        line = self.query_one("#filter", Input)
        line.display = True
        line.focus()

    def close_filter(self) -> bool:
        """Drop the filter; tells whether there was one."""
        line = self.query_one("#filter", Input)
        was_open = line.display
        line.value = ""
        line.display = False
        self.list.focus()
        return was_open

    @on(Input.Submitted, "#filter")
    def _go_to_the_list(self, message: Input.Submitted) -> None:
        message.stop()
        self.list.focus()
