"""The middle of the library: the filter, the list of notes, or a sentence on why there are none."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from reader.gate import clean_line
from reader.library.note import Note
from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.widgets.note_list import NoteList
from reader.tui.widgets.tag_list import Choice
from reader.workspace import Sort, Workspace


class Shelf(Vertical):
    """The notes that tags and filter leave, in an order.

    Attributes:
        choice: Which tags are asked for.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading", "walk")

    def __init__(self, workspace: Workspace, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._workspace = workspace
        self._sort = Sort.DATE
        self.choice = Choice()

    def compose(self) -> ComposeResult:
        """Lay out list and sentence; the filter is there once it was asked for."""
        yield NoteList(id="notes")
        yield Static(id="empty", markup=False)

    @property
    def notes(self) -> NoteList:
        """The list."""
        return self.query_one(NoteList)

    @property
    def typed(self) -> str:
        """What was typed into the filter."""
        return "".join(line.value for line in self.query(Input))

    def show(self, choice: Choice | None = None, sort: Sort | None = None) -> None:
        """Make the list anew, for other tags or in another order if they are given."""
        self.choice = choice or self.choice
        self._sort = sort or self._sort
        entries = self._workspace.listing(
            tags=self.choice.tags, untagged=self.choice.untagged, text=self.typed, sort=self._sort
        )
        self.notes.show(entries)
        sentence = "" if entries else self._why_empty()
        empty = self.query_one("#empty", Static)
        empty.update(Content(sentence), layout=False)
        empty.display = bool(sentence)
        self.notes.set_class(not entries, "-empty")

    def action_walk(self) -> None:
        """Walk over the key points of the note under the cursor."""
        entry = self.notes.entry
        if entry is not None and isinstance(entry.note, Note):
            cast(Everywhere, self.app).walk(entry.note)

    def open_filter(self) -> None:
        """Let the reader type what the list is narrowed to."""
        for line in self.query(Input):
            line.display = True
            line.focus()
            return
        line = Input(placeholder="words of the title, tags or people", id="filter")
        self.mount(line, before=0)
        line.focus()

    def close_filter(self) -> bool:
        """Drop the filter; tells whether there was one."""
        was_open = False
        for line in self.query(Input):
            was_open = line.display
            line.value = ""
            line.display = False
        return was_open

    @on(Input.Changed, "#filter")
    def _follow_the_filter(self, message: Input.Changed) -> None:
        message.stop()
        self.show()

    @on(Input.Submitted, "#filter")
    def _go_to_the_list(self, message: Input.Submitted) -> None:
        message.stop()
        self.notes.focus()

    def _why_empty(self) -> str:
        """Return why there is nothing to list; "" while that is not known."""
        library = self._workspace.library
        if not library.is_whole:
            return ""  # that there are none can be told only once all was looked at
        if not library.notes and not library.unreadable:
            return (
                f"There are no notes in {clean_line(str(library.folder))}.\n\n"
                "Put Markdown files there (.md, .markdown or .txt); they appear here by themselves."
            )
        if self.typed.strip():
            return f"No note fits “{clean_line(self.typed.strip())}” here.\n\nescape shows all notes again."
        if self.choice.untagged:
            return "Every note has a tag."
        return f"No note has {' and '.join(self.choice.tags)}.\n\nescape shows all notes again."
