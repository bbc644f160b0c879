"""A reflection's earlier texts with their dates; choosing one brings it back, and keeps what it replaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from reader.annotations.changes import text_written
from reader.annotations.model import Annotation
from reader.document.as_said import as_said
from reader.tui.screens.sheet import Paper, PrivateSheet, words
from reader.tui.widgets.fitting import both_ends
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.written_words import WrittenWords

Text = tuple[datetime, str]


class TextRows(RowList):
    """The texts, a row each: when, and how it begins."""

    def __init__(self, texts: Sequence[Text]) -> None:
        super().__init__()
        self.texts = texts

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.texts)

    def on_mount(self) -> None:
        """Show them, the one before the present one under the cursor."""
        self.rows_changed(1)

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw when it was written and its first words."""
        moment, text = self.texts[row]
        here = moment.astimezone()
        dim = self.look("dim", row)
        edge = Segment("▌ " if row == self.cursor else "  ", self.look("accent", row))
        left = [
            (f"{here.day} {here:%b %Y, %H:%M}   ".rjust(23), dim),
            (as_said(text[:200]), self.look("title", row)),
        ]
        right = [("now ", self.look("accent", row))] if row == 0 else []
        return [edge, *both_ends(left, right, width - 2, dim)]


class EarlierScreen(PrivateSheet[str]):
    """The texts of one reflection, the newest first; its result is the text to bring back."""

    def __init__(self, annotation: Annotation) -> None:
        super().__init__()
        revisions = [(each.modified, each.text) for each in annotation.revisions]
        self._texts: list[Text] = [(text_written(annotation), annotation.text), *reversed(revisions)]

    def compose(self) -> ComposeResult:
        """Show the list, and below it the text under the cursor."""
        with Paper():
            yield words("Earlier texts", "heading")
            if len(self._texts) == 1:
                yield words("This reflection has not been changed; it has no earlier text.", "dim")
            else:
                yield TextRows(self._texts)
                with VerticalScroll(classes="written", can_focus=False):
                    yield WrittenWords()
            yield words("enter bring this text back   esc back", "dim")

    @on(RowList.Moved)
    def _show_text(self, message: RowList.Moved) -> None:
        self.query_one(WrittenWords).show(self._texts[message.row][1])

    @on(RowList.Chosen)
    def _bring_back(self, message: RowList.Chosen) -> None:
        self.dismiss(self._texts[message.row][1] if message.row else None)
