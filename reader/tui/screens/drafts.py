"""What was being written when Reader last ended without saving it: offered once more at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType

from reader.document.as_said import ENOUGH, as_said
from reader.gate import clean_line
from reader.library.note import Note
from reader.store import Draft
from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.opening import open_note
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.sheet import Paper, PrivateSheet, words
from reader.tui.widgets.cards import HIDDEN, HIDDEN_NOW
from reader.tui.widgets.fitting import both_ends, filled
from reader.tui.widgets.row_list import RowList
from reader.workspace import DraftSubject, OpenNote, Workspace, passage_of


class DraftRows(RowList):
    """The drafts, two lines each: when and about which note, and how the words begin."""

    row_height = 3

    def __init__(self, drafts: Sequence[Draft], *, is_discreet: bool = False) -> None:
        super().__init__()
        self.drafts = list(drafts)
        self._is_discreet = is_discreet

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.drafts)

    def on_mount(self) -> None:
        """Show them."""
        self.rows_changed()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw the note's title with the time, the first words, or a blank line."""
        draft = self.drafts[row]
        dim = self.look("dim", row)
        if line == 2:
            return filled([], width, self.look("dim"))
        edge = Segment("▌ " if row == self.cursor else "  ", self.look("accent", row))
        if line == 1:
            said = HIDDEN if self._is_discreet else as_said(draft.text[:ENOUGH])
            return [edge, *filled([(said, dim)], width - 2, dim)]
        title = clean_line(str(draft.about.get("note_title") or "a note"))
        kept = draft.kept.astimezone()
        right = [(f"{kept.day} {kept:%b, %H:%M}", dim)]
        return [edge, *both_ends([(title, self.look("title", row))], right, width - 2, dim)]


class DraftsScreen(PrivateSheet[None]):
    """Offers the drafts; escape leaves them for the next start."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading", "delete_here")

    def __init__(self, workspace: Workspace, drafts: Sequence[Draft]) -> None:
        super().__init__()
        self._workspace = workspace
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        """Show them."""
        with Paper():
            yield words("Words that were not saved yet", "heading")
            yield DraftRows(self._drafts, is_discreet=cast(Everywhere, self.app).discreet)
            yield words("enter go on writing   x throw away   esc later", "dim")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the note and go on writing."""
        draft = self.query_one(DraftRows).drafts[message.row]
        reader = cast(Everywhere, self.app)
        if reader.discreet:
            reader.warn(HIDDEN_NOW)
            return
        note = note_of(self._workspace, draft)
        if note is None:
            reader.warn("Its note is not in this library; the draft is kept.")
            return

        def go_on(opened: OpenNote) -> None:
            self._go_on(draft, opened)

        open_note(self.app, self._workspace, note, go_on, is_whole=True)

    def _go_on(self, draft: Draft, opened: OpenNote) -> None:
        """Show the passage of a draft in its note, and the sheet on which one writes on."""
        reader, note = cast(Everywhere, self.app), opened.note
        passage, page = passage_of(opened, draft), self.app.screen_stack[-2]
        self.dismiss(None)
        if not isinstance(page, ReadingScreen):
            reader.read(note, passage)
        elif passage is None:
            page.go_to(note)
        else:
            page.go_to_passage(note, passage)
        editor = editor_for(self._workspace, opened, draft)

        def show(saved: str | None) -> None:
            if saved is not None:
                reader.annotations_changed.publish(None)

        # A page that is covered before it was ever drawn has no rows yet to show the passage on; and Textual
        # tells the result to who pushes a screen: to the app, because this one is gone by then.
        reader.screen.call_after_refresh(reader.call_later, reader.push_screen, editor, show)

    def action_delete_here(self) -> None:
        """Throw a draft away."""
        rows = self.query_one(DraftRows)
        draft = rows.drafts.pop(rows.cursor)
        drop = self._workspace.intend_no_draft(draft.key)
        cast(Everywhere, self.app).saving.make(drop, failed=lambda error: None)
        rows.rows_changed()
        if not rows.drafts:
            self.dismiss(None)


def note_of(workspace: Workspace, draft: Draft) -> Note | None:
    """Return the note a draft is about, or where that is gone the only one of its title, if there is one."""
    library, title = workspace.library, draft.about.get("note_title")
    alike = [each for each in library.notes if each.title == title]
    only = alike[0] if len(alike) == 1 else None
    return library.by_id(str(draft.about.get("note_id") or "")) or only


def editor_for(workspace: Workspace, opened: OpenNote, draft: Draft) -> EditorScreen:
    """Return an editor that goes on with a draft and saves it where it belongs."""
    edits, on = draft.about.get("edits"), draft.about.get("on")
    passage = passage_of(opened, draft)

    def save(text: str) -> object:
        if isinstance(edits, str):
            return workspace.edit(edits, text)
        return workspace.reflect(opened, text, range=passage, on=on if isinstance(on, str) else None)

    quote = opened.document.text_of(passage) if passage is not None else ""
    subject = DraftSubject(draft.key, dict(draft.about))
    return EditorScreen(workspace, subject, save, heading=opened.note.title, quote=quote)
