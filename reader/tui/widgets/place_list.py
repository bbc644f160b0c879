"""A list of places to go to: a sign, some words, where they lead, a quieter line below. Units are cells."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from reader.gate import clean_line
from reader.tui.widgets.fitting import both_ends, filled
from reader.tui.widgets.row_list import RowList

Words = list[tuple[str, Style]]

FEW = 4
"""Rows up to which a blank line stands between them."""


class PlaceRow(Struct, frozen=True):
    """A place in words.

    Attributes:
        title: What it is called.
        sign: One or two letters before it.
        right: Something at the end of the row.
        below: The quieter line.
        lit: Code points of the title that were looked for.
    """

    title: str
    sign: str = ""
    right: str = ""
    below: str = ""
    lit: tuple[tuple[int, int], ...] = ()


class PlaceList(RowList):
    """Places, one or two lines each."""

    def __init__(self, rows: Sequence[PlaceRow] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows = tuple(rows)
        self.set_reactive(RowList.row_height, _height(self.rows))

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def on_mount(self) -> None:
        """Show them."""
        self.rows_changed()

    def show(self, rows: Sequence[PlaceRow]) -> None:
        """Show others."""
        self.rows = tuple(rows)
        self.row_height = _height(self.rows)
        self.rows_changed(0)

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw the words, or the line below them."""
        place, dim = self.rows[row], self.look("dim", row)
        edge = Segment("▌" if row == self.cursor else " ", self.look("accent", row))
        sign = max(len(each.sign) for each in self.rows)
        indent = (f"{place.sign if line == 0 else '':<{sign}} " if sign else "", self.look("accent", row))
        if line == 2:
            return filled([], width, self.look("dim"))
        if line:
            drawn = filled([indent, (clean_line(place.below), dim)], width - 2, dim)
        else:
            right = [(clean_line(place.right), dim)] if place.right else []
            drawn = both_ends([indent, *self._title(row)], right, width - 2, dim)
        return [edge, *drawn, Segment(" ", dim)]

    def _title(self, row: int) -> Words:
        place = self.rows[row]
        return lit_words(clean_line(place.title), place.lit, self.look("title", row), self.look("lit", row))


def lit_words(text: str, lit: Sequence[tuple[int, int]], plain: Style, light: Style) -> Words:
    """Return a text with some of its code points in another style."""
    words: Words = []
    at = 0
    for start, end in sorted(lit):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        words += [(text[at:start], plain), (text[start:end], light)]
        at = end
    return [part for part in [*words, (text[at:], plain)] if part[0]]


def _height(rows: Sequence[PlaceRow]) -> int:
    """Return the lines of a row: words, the line below if any has one, a blank one where there are few."""
    if not any(place.below for place in rows):
        return 1
    return 3 if len(rows) <= FEW else 2
