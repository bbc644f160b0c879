"""What stands beside the journal's list: the passage in its note, or the stored words where it has none."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.gate import clean_line, clean_text
from reader.tui.widgets.context_page import ContextPage
from reader.tui.widgets.written_words import WrittenWords
from reader.workspace import OpenNote
from reader.workspace.browsing import Kept


class Beside(Vertical):
    """The page at a passage."""

    _shown: Kept | None = None

    def compose(self) -> ComposeResult:
        """Lay out both; one of them shows."""
        yield ContextPage(id="context")
        with Vertical(id="lost"):
            yield Static(id="lost-title", classes="heading", markup=False)
            yield Static(id="lost-quote", classes="quote", markup=False)
            yield WrittenWords(id="lost-words")
            yield Static(id="lost-how", classes="dim", markup=False)

    @property
    def has_entry(self) -> bool:
        """Whether it shows one."""
        return self._shown is not None

    @property
    def discreet(self) -> bool:
        """Whether private words are hidden."""
        return self.query_one(ContextPage).discreet

    @discreet.setter
    def discreet(self, is_hidden: bool) -> None:
        """Hide private words, or show them again."""
        self.query_one(ContextPage).discreet = is_hidden

    def show(self, kept: Kept | None, opened: OpenNote | None) -> None:
        """Show an entry's passage; without a place, its stored words and why."""
        self._shown = kept
        placed = opened.find(kept.annotation.id) if kept is not None and opened is not None else None
        has_place = placed is not None and (placed.range is not None or placed.anchoring is None)
        page, lost = self.query_one("#context", ContextPage), self.query_one("#lost")
        page.display = has_place
        lost.display = kept is not None and not has_place
        if kept is None:
            return
        if opened is not None and placed is not None and has_place:
            page.show_passage(opened, placed.range)
            if page.can_focus and self.screen.focused is None:  # it was hidden
                page.focus()
            return
        how = placed.how if placed is not None else "its note is not in this library"
        self._say_words(kept, f"{how[:1].upper()}{how[1:]}. p chooses its place.")

    def wait_for(self, kept: Kept) -> None:
        """Show an entry's stored words until its note is read; what is shown of it already stays."""
        if self._shown is not None and self._shown.annotation.id == kept.annotation.id:
            return
        self._shown = kept
        self.query_one("#context").display, self.query_one("#lost").display = False, True
        self._say_words(kept, "Reading its note …")

    def _say_words(self, kept: Kept, how: str) -> None:
        self._say("#lost-title", clean_line(kept.title))
        self._say("#lost-quote", clean_text(kept.quote))
        written = self.query_one(WrittenWords)
        written.display = bool(kept.annotation.text) and not self.discreet
        written.show("" if self.discreet else kept.annotation.text)
        self._say("#lost-how", how)

    def _say(self, place: str, words: str) -> None:
        line = self.query_one(place, Static)
        line.update(Content(words))
        line.display = bool(words)
