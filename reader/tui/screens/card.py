"""The card of a highlight or reflection: what it is, where it stands, what was written on it; and a chooser.

The card only asks; what the reader chooses is handed back to the screen that opened it (`CardChoice`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal

from msgspec import Struct
from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from reader.annotations.anchor import Status
from reader.annotations.model import MEANINGS, Annotation, Color, Kind
from reader.document.as_said import ENOUGH, as_said, in_a_line
from reader.library.wikilinks import with_words
from reader.tui.commands import bindings
from reader.tui.screens.sheet import Paper, PrivateSheet, excerpt, words
from reader.tui.widgets.fitting import both_ends, filled
from reader.tui.widgets.page_styles import SIGNS
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.written_words import WrittenWords
from reader.workspace import OpenNote, Placed

HIDDEN = "hidden (P)"

_STATUS = {
    Status.ANCHORED: "in its place",
    Status.MOVED: "in its place, though the text was changed",
    Status.AMBIGUOUS: "its words stand in several places",
    Status.ORPHAN: "its words are no longer in the note",
}


class CardChoice(Struct, frozen=True):
    """What to do with an annotation; ``color`` for recolour only."""

    action: Literal["recolor", "delete", "reflect", "copy", "edit", "earlier"]
    id: str
    color: Color | None = None


class CardScreen(PrivateSheet[CardChoice]):
    """Everything about one annotation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("reading", *(f"highlight_{color}" for color in Color)),
        *bindings("reading", "reflect", "copy_passage", "delete_here"),
        *bindings("rows", "choose_row"),
        *bindings("card"),
    ]

    def __init__(self, open_note: OpenNote | None, placed: Placed, *, is_discreet: bool = False) -> None:
        super().__init__()
        self._note = open_note
        self._placed = placed
        self._discreet = is_discreet

    def compose(self) -> ComposeResult:
        """Lay the card out."""
        annotation = self._placed.annotation
        with Paper():
            yield words(self._heading(), "heading")
            if annotation.selectors is not None:
                yield words(with_words(excerpt(annotation.selectors.quote.exact)), "quote")
            yield words(self._standing(), "dim")
            with VerticalScroll(classes="written"):
                if not self._placed.is_highlight:
                    yield self._written(annotation)
                for each in self._reflections():
                    yield words(shown_moment(each.annotation.created), "dim")
                    yield self._written(each.annotation)
            yield words(self._hints(), "dim")

    def _written(self, reflection: Annotation) -> Widget:
        return words(HIDDEN, "text") if self._discreet else WrittenWords(reflection.text)

    def action_highlight(self, color: str) -> None:
        """Give it another colour."""
        if self._placed.is_highlight:
            self.dismiss(CardChoice("recolor", self._placed.annotation.id, Color(color)))

    def action_reflect(self) -> None:
        """Write a reflection on it."""
        self.dismiss(CardChoice("reflect", self._placed.annotation.id))

    def action_copy_passage(self) -> None:
        """Copy its words."""
        self.dismiss(CardChoice("copy", self._placed.annotation.id))

    def action_delete_here(self) -> None:
        """Delete it."""
        self.dismiss(CardChoice("delete", self._placed.annotation.id))

    def action_choose_row(self) -> None:
        """Edit a reflection; reflect on a highlight."""
        action: Literal["reflect", "edit"] = "reflect" if self._placed.is_highlight else "edit"
        self.dismiss(CardChoice(action, self._placed.annotation.id))

    def action_earlier_texts(self) -> None:
        """Show a reflection's earlier texts."""
        if not self._placed.is_highlight and not self._discreet:
            self.dismiss(CardChoice("earlier", self._placed.annotation.id))

    def _heading(self) -> Content:
        annotation = self._placed.annotation
        color = annotation.color
        if color is None:
            return Content("Reflection")
        return Content.assemble(
            (f"{SIGNS[color]} ", f"$sign-{color}"), f"{color.value.capitalize()}: {MEANINGS[color]}"
        )

    def _standing(self) -> str:
        """Return its dates, where it stands, and its tags."""
        annotation = self._placed.annotation
        dates = f"Made {shown_moment(annotation.created)}"
        if annotation.modified != annotation.created:
            dates += f", changed {shown_moment(annotation.modified)}"
        if annotation.revisions:
            count = len(annotation.revisions)
            dates += f" ({count} earlier {'version' if count == 1 else 'versions'} kept)"
        standing = f"{_STATUS[self._placed.status].capitalize()}: {self._placed.how}"
        if annotation.deleted is not None:
            standing = f"Deleted {shown_moment(annotation.deleted)}"
        shown = () if self._discreet else annotation.tags
        tags = "\n" + " ".join(f"#{tag}" for tag in shown) if shown else ""
        return f"{dates}\n{standing}{tags}"

    def _reflections(self) -> list[Placed]:
        """Return the reflections on this highlight or on its passage, oldest first."""
        own = self._placed
        if not own.is_highlight or self._note is None:
            return []
        found = [each for each in self._note.placed if each.annotation.on == own.annotation.id]
        if own.range is not None:
            ids = {each.annotation.id for each in found}
            beside = self._note.reflections_on(own.range)
            found += [each for each in beside if each.annotation.id not in ids]
        return sorted(found, key=lambda each: each.annotation.created)

    def _hints(self) -> str:
        annotation = self._placed.annotation
        if annotation.deleted is not None:
            return "x bring back   y copy   esc back"
        if self._placed.is_highlight:
            return "1-5 colour   r reflect   y copy   x delete   esc back"
        earlier = "e earlier texts   " if annotation.revisions else ""
        return f"enter edit   {earlier}y copy   x delete   esc back"


class Choices(RowList):
    """The annotations to choose from, two lines each."""

    row_height = 3

    def __init__(self, choices: Sequence[Placed], *, is_discreet: bool) -> None:
        super().__init__()
        self.choices = choices
        self._discreet = is_discreet

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.choices)

    def on_mount(self) -> None:
        """Show them."""
        self.rows_changed()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw sign and meaning with the date, then the words that tell it from the others."""
        annotation = self.choices[row].annotation
        dim = self.look("dim", row)
        if line == 2:
            return filled([], width, self.look("dim"))
        edge = "▌" if row == self.cursor else " "
        if line == 0:
            color = annotation.color
            sign = f"{SIGNS[color]} " if color else "● "
            name = f"{color.value}: {MEANINGS[color]}" if color else "reflection"
            left = [(sign, self.look("accent", row)), (name, self.look("title", row))]
            drawn = both_ends(left, [(shown_moment(annotation.created), dim)], width - 3, dim)
        else:
            drawn = filled([("  " + self._said(annotation), dim)], width - 3, dim)
        return [Segment(edge, self.look("accent", row)), *drawn, Segment("  ", dim)]

    def _said(self, annotation: Annotation) -> str:
        """Return a reflection's own words, for all that stand here may be about the same; else the quote."""
        if annotation.kind is Kind.REFLECTION:
            return HIDDEN if self._discreet else as_said(annotation.text[:ENOUGH])
        return in_a_line(annotation.selectors.quote.exact) if annotation.selectors else ""


class ChooserScreen(PrivateSheet[Placed]):
    """Lets the reader choose between annotations that stand on the same words."""

    def __init__(self, choices: Sequence[Placed], does: str = "open", *, is_discreet: bool = False) -> None:
        """Show annotations.

        Args:
            choices: The annotations.
            does: What is done with the one that is chosen, in a word.
            is_discreet: Whether private words are hidden.
        """
        super().__init__()
        self._choices = tuple(choices)
        self._does = does
        self._discreet = is_discreet

    def compose(self) -> ComposeResult:
        """Show the choices."""
        with Paper():
            yield words("Several stand here", "heading")
            yield Choices(self._choices, is_discreet=self._discreet)
            yield words(f"enter {self._does}   esc back", "dim")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Hand the choice back."""
        self.dismiss(self._choices[message.row])


def shown_moment(moment: datetime) -> str:
    """Return a moment as a person here would say it: 22 Nov 2026, 21:04."""
    here = moment.astimezone()
    return f"{here.day} {here:%b %Y, %H:%M}"
