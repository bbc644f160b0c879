"""A reflection as it is shown beside or under its passage: its date, and its words rendered as Markdown.

A card is rows of segments of one width. What does not fit in its rows is cut with "…"; opening it shows all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from msgspec import Struct
from rich.segment import Segment

from reader.document.layout import Lines, lay_out
from reader.document.model import Document, Position, Range
from reader.document.parse import parse_typed
from reader.tui.widgets.hits import Hits
from reader.tui.widgets.line_painter import LinePainter
from reader.tui.widgets.page_styles import PageStyles
from reader.workspace import Placed

MARGIN_ROWS: Final = 9
"""Rows of one reflection in the margin: about as high as the passage and its neighbours."""

FOLDED_ROWS: Final = 12
"""Rows of one reflection folded in under its passage: half of a small screen."""

BESIDE: Final = 32
"""Cells from which the date stands beside the words; below it, above them."""

DATE: Final = "● "
HIDDEN: Final = "· · ·"
HIDDEN_NOW: Final = "Private words are hidden; P shows them."
"""What stands for private words while they are hidden."""

Row = tuple[Segment, ...]
Finder = Callable[[Document], Sequence[Range]]
"""Finds in a reflection's words what is being looked for."""


class Card(Struct, frozen=True):
    """A reflection drawn.

    Attributes:
        id: The annotation's id.
        at: Where its passage starts; None: the whole note.
        end: The block in which its passage ends; -1: the whole note.
        rows: What is drawn, each row of the same width.
        is_cut: Whether there is more of it than is drawn.
    """

    id: str
    at: Position | None
    end: int
    rows: tuple[Row, ...]
    is_cut: bool


class CardMaker:
    """Draws reflections at one width."""

    def __init__(
        self,
        styles: PageStyles,
        width: int,
        most_rows: int,
        today: date,
        discreet: bool,
        finder: Finder | None = None,
    ) -> None:
        """Prepare to draw.

        Args:
            styles: The theme's styles.
            width: Cells of a row.
            most_rows: Rows of words above which they are cut.
            today: Dates of its year are written without the year.
            discreet: Whether the words are hidden.
            finder: Finds what is to be lit in the words; None: nothing is.
        """
        self._finder = finder
        self._styles = styles
        self._width = width
        self._most_rows = most_rows
        self._today = today
        self._discreet = discreet

    def card(self, placed: Placed) -> Card:
        """Draw one reflection."""
        passage = placed.range
        annotation = placed.annotation
        day = short_date(annotation.created, self._today)
        if self._discreet:
            rows, is_cut = self._plain(day, HIDDEN), False
        else:
            rows, is_cut = self._written(day, annotation.text)
        end = passage.end.block if passage else -1
        if passage and passage.end.offset == 0 and passage.end.block > passage.start.block:
            end -= 1
        return Card(annotation.id, passage.start if passage else None, end, rows, is_cut)

    def _written(self, day: str, text: str) -> tuple[tuple[Row, ...], bool]:
        """Draw the date and the words, beside one another where there is room."""
        label = DATE + day
        beside = self._width >= BESIDE
        indent = len(label) + 2 if beside else 2
        lines = rendered(text, max(8, self._width - indent))
        painter = LinePainter(lines, self._styles, "margin-text")
        shown = min(lines.height, self._most_rows)
        is_cut = lines.height > shown
        hits = Hits(self._finder(lines.document)) if self._finder is not None else Hits(())
        shown_lines = [lines.line(row) for row in range(shown)]
        words = [painter.segments(line, hits.on(line)) for line in shown_lines]
        if is_cut:
            words[-1] = _ending_in_dots(words[-1], self._styles)
        rows: list[Row] = []
        if not beside:
            rows.append(self._row(label, []))
        for number, segments in enumerate(words):
            rows.append(self._row(label if beside and number == 0 else "", segments, indent))
        return tuple(rows), is_cut

    def _plain(self, day: str, words: str) -> tuple[Row, ...]:
        ink = Segment("  " + words, self._styles.over("margin-add"))
        return (self._row(DATE + day, [ink]),)

    def _row(self, label: str, segments: Sequence[Segment], indent: int = 0) -> Row:
        """Set a label and words side by side, filled to the width."""
        before = Segment(label.ljust(indent), self._styles.over("margin-date"))
        used = max(len(label), indent) + sum(segment.cell_length for segment in segments)
        after = Segment(" " * max(0, self._width - used), self._styles.base)
        return tuple(segment for segment in (before, *segments, after) if segment.text)


@lru_cache(maxsize=512)
def parsed(text: str) -> Document:
    """Return a reflection's words as a document."""
    return parse_typed(text)


@lru_cache(maxsize=512)
def rendered(text: str, width: int) -> Lines:
    """Return a reflection's words laid out; kept, because they are drawn again with every theme and place."""
    lines = lay_out(parsed(text), width)
    lines.ensure(0, len(lines.document.blocks))
    return lines


def short_date(moment: datetime, today: date) -> str:
    """Return the local day of a moment, as one writes it in a margin: "22 Nov", "22 Nov 2025" in another
    year.
    """
    day = moment.astimezone().date()
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def _ending_in_dots(segments: list[Segment], styles: PageStyles) -> list[Segment]:
    """Cut a row's words so that it ends in "…", at the same width."""
    width = sum(segment.cell_length for segment in segments)
    words = "".join(segment.text for segment in segments).rstrip()
    room = min(Segment(words).cell_length + 2, width)
    kept: list[Segment] = []
    left = room - 2
    for segment in segments:
        if left <= 0:
            break
        part, _ = segment.split_cells(min(left, segment.cell_length)) if segment.text else (segment, None)
        kept.append(part)
        left -= part.cell_length
    used = sum(segment.cell_length for segment in kept)
    kept.append(Segment(" …".ljust(width - used)[: max(0, width - used)], styles.over("margin-date")))
    return kept
