"""The results of a search: what it was found in, and the passage with the words lit. Units are cells.

While private words are hidden a reflection's words are not drawn, and what was found in them is not lit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from reader.annotations.model import Kind
from reader.document.cells import cell_width
from reader.gate import clean_line
from reader.tui.widgets.cards import HIDDEN, short_date
from reader.tui.widgets.fitting import ELLIPSIS, both_ends, filled, fit
from reader.tui.widgets.note_list import shown_date
from reader.tui.widgets.page_styles import SIGNS
from reader.tui.widgets.place_list import Words, lit_words
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:  # the search is loaded when one searches
    from reader.workspace.search import Found

REFLECTION: Final = "●"
INDENT: Final = 3
"""Cells before the words: edge, sign, blank."""


class ResultList(RowList):
    """Results, the best first; a row is a title, one or two lines of the passage, and a blank one.

    Attributes:
        discreet: Whether private words are hidden.
        today: Dates of its year are written without the year.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self.found: tuple[Found, ...] = ()
        self.discreet = False
        self.today = date.today()  # a reader's own day

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.found)

    def show(self, found: Sequence[Found], cursor: int = 0) -> None:
        """Show these."""
        self.found = tuple(found)
        self.rows_changed(cursor)

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw the title's line, a line of the passage, or the blank one."""
        dim = self.look("dim", row)
        if line == self.row_height - 1 and line > 1:
            return filled([], width, self.look("dim"))
        edge = Segment("▌" if row == self.cursor else " ", self.look("accent", row))
        inside = width - 2
        drawn = self._title(row, inside) if line == 0 else self._passage(row, line - 1, inside)
        return [edge, *drawn, Segment(" ", dim)]

    def _title(self, row: int, width: int) -> list[Segment]:
        """Draw the note's title, with what it is and from when at the end."""
        found, dim = self.found[row], self.look("dim", row)
        sign, when = " ", ""
        if found.annotation is not None:
            color = found.annotation.color
            sign = SIGNS[color] if color else REFLECTION
            when = f"{found.kind} · {short_date(found.annotation.created, self.today)}"
        elif found.note is not None and found.note.date is not None:
            when = shown_date(found.note.date)
        title = clean_line(found.title)
        words = lit_words(title, found.title_hits, self.look("title", row), self.look("lit", row))
        return both_ends(
            [(f"{sign} ", self.look("accent", row)), *words], [(when, dim)] if when else [], width, dim
        )

    def _passage(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw one line of the passage."""
        found, dim = self.found[row], self.look("dim", row)
        indent: tuple[str, Style] = ("  ", dim)
        is_private = found.annotation is not None and found.annotation.kind is Kind.REFLECTION
        if is_private and self.discreet:
            return filled([indent, (HIDDEN if line == 0 else "", dim)], width, dim)
        most = max(1, self.row_height - 2)
        text, spans = from_the_first_hit(clean_line(found.snippet), found.hits, most * (width - 4))
        lines = broken(text, width - len(indent[0]), most)
        if line >= len(lines):
            return filled([], width, dim)
        start, end = lines[line]
        hits = [(left - start, right - start) for left, right in spans if right > start and left < end]
        words: Words = lit_words(text[start:end], hits, dim, self.look("lit", row))
        return filled([indent, *words], width, dim)


def from_the_first_hit(
    text: str, hits: Sequence[tuple[int, int]], room: int
) -> tuple[str, list[tuple[int, int]]]:
    """Return a passage so that its first hit is seen in ``room`` cells: cut before it where it is not."""
    if not hits or cell_width(text[: hits[0][1]]) <= room:
        return text, list(hits)
    start = text.find(" ", max(0, hits[0][0] - room // 3), hits[0][0]) + 1
    start = start or hits[0][0]
    shift = len(ELLIPSIS) + 1 - start
    return f"{ELLIPSIS} {text[start:]}", [(left + shift, right + shift) for left, right in hits]


def broken(text: str, width: int, most: int) -> list[tuple[int, int]]:
    """Break a text at blanks into at most some lines; code points (start, end), the last may be too long."""
    lines: list[tuple[int, int]] = []
    at = 0
    while at < len(text) and len(lines) < most - 1:
        first = fit(text[at:], width)
        if first == text[at:]:
            break
        reached = len(first.removesuffix(ELLIPSIS))
        if not text[at + reached : at + reached + 1].isspace():
            blank = text.rfind(" ", at, at + reached)
            reached = blank - at if blank > at else max(1, reached)
        lines.append((at, at + reached))
        at += reached
        at += len(text[at:]) - len(text[at:].lstrip())
    return [*lines, (at, len(text))] if at < len(text) else lines
