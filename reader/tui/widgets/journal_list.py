"""The journal's list: groups under headings, each entry one or two lines of words and a line of facts.

A heading stands in the first lines of the first entry of its group, so that the cursor is always on an entry.
Words are cut to two lines; heights are estimated from their length alone, so that thousands cost little.
Units are cells and lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive

from reader.annotations.anchor import Status
from reader.annotations.model import Kind
from reader.document.as_said import ENOUGH, as_said, in_a_line
from reader.document.cells import cell_width
from reader.gate import clean_line
from reader.tui.widgets.cards import HIDDEN
from reader.tui.widgets.fitting import both_ends, filled, fit, wrapped_twice
from reader.tui.widgets.page_styles import SIGNS
from reader.tui.widgets.row_list import RowList
from reader.workspace import Placed
from reader.workspace.browsing import Group, Grouping, Kept

Words = list[tuple[str, Style]]

ROOM = 6
"""Cells of a line that are not words: edge, sign and the blanks around them."""

STANDING = {
    Status.AMBIGUOUS: "stands in several places",
    Status.ORPHAN: "no longer in the note",
}
"""What is said of what has no place; a passage that was changed and found says so on its card."""


class Line(Struct, frozen=True):
    """An entry as it is drawn: its words on one line, its heading if it is the first of a group."""

    kept: Kept
    words: str
    heading: str = ""


class JournalList(RowList):
    """Entries of the journal under their headings."""

    COMPONENT_CLASSES = {f"journal--{color}" for color in SIGNS}
    is_roomy: reactive[bool] = reactive(True)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._said: dict[str, tuple[str, str]] = {}  # by annotation: its text, and that on one line
        self._tops: list[int] = [0]
        self._width = 0
        self._grouping = Grouping.DAY
        self._standings: Mapping[str, Placed] = {}
        self.discreet = False

    @property
    def row_count(self) -> int:
        """How many entries there are."""
        return len(self._lines)

    @property
    def kept(self) -> Kept | None:
        """The entry under the cursor."""
        return self._lines[self.cursor].kept if self._lines else None

    def show(self, groups: Sequence[Group], grouping: Grouping, standings: Mapping[str, Placed]) -> None:
        """Show these; the cursor stays on its entry, or about where it was."""
        before, cursor = self.kept, self.cursor
        self._grouping, self._standings = grouping, standings
        self._lines = [
            Line(kept, self._words(kept), clean_line(group.heading) if number == 0 else "")
            for group in groups
            for number, kept in enumerate(group.kept)
        ]
        self._measure()
        if before is not None:
            same = (
                row for row, line in enumerate(self._lines) if line.kept.annotation.id == before.annotation.id
            )
            cursor = next(same, cursor)
        self.rows_changed(cursor)

    def take_standings(self, standings: Mapping[str, Placed]) -> None:
        """Show where more of them stand."""
        self._standings = standings
        self.refresh()

    def _words(self, kept: Kept) -> str:
        annotation = kept.annotation
        is_quote = annotation.kind is Kind.HIGHLIGHT
        if self.discreet and not is_quote:
            return HIDDEN
        text = kept.quote if is_quote else annotation.text
        known, said = self._said.get(annotation.id, ("", ""))
        if text != known:  # thousands are shown anew with each letter of the filter
            said = (in_a_line if is_quote else as_said)(text[:ENOUGH])
            self._said[annotation.id] = text, said
        return said

    # Heights

    @property
    def line_count(self) -> int:
        """How many lines all entries take."""
        return self._tops[-1]

    def row_at(self, line: int) -> tuple[int, int]:
        """Return the entry on a line, and which of its lines that is."""
        row = bisect_right(self._tops, line) - 1
        return row, line - self._tops[max(0, row)]

    def lines_of(self, row: int) -> tuple[int, int]:
        """Return the first line of an entry, and how many it has."""
        if not self._lines:
            return 0, 1
        return self._tops[row], self._tops[row + 1] - self._tops[row]

    def _measure(self) -> None:
        """Work out where each entry begins."""
        self._width = self.size.width
        self._tops = [0]
        for row, line in enumerate(self._lines):
            height = self._above(row) + self._word_lines(line) + 1 + (1 if self.is_roomy else 0)
            self._tops.append(self._tops[-1] + height)

    def _above(self, row: int) -> int:
        """Return how many lines the heading takes, with the blank ones around it."""
        if not self._lines[row].heading:
            return 0
        return (2 if row == 0 else 3) if self.is_roomy else 1

    def _word_lines(self, line: Line) -> int:
        room = max(1, self._width - ROOM)
        return 1 if len(line.words) * 2 <= room or cell_width(line.words) <= room else 2

    def on_resize(self) -> None:
        """Measure anew for another width."""
        if self._width != self.size.width:
            self._measure()
            self.take_height(self.line_count)
            self.refresh()
        super().on_resize()

    def watch_is_roomy(self) -> None:
        """Leave blank lines between entries, or none."""
        self._measure()
        self.watch_row_height()

    def action_page_rows(self, pages: int) -> None:
        """Go on by as many entries as about one screen holds."""
        if self._lines:
            first, _ = self.lines_of(self.cursor)
            row, _ = self.row_at(max(0, min(first + pages * self.size.height, self.line_count - 1)))
            self.cursor = row if row != self.cursor else self.cursor + pages

    # Drawing

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw a heading, a line of words, the line of facts, or a blank."""
        entry = self._lines[row]
        above, words = self._above(row), self._word_lines(entry)
        if line < above:
            is_heading = line == (above - 2 if self.is_roomy else 0)
            text = f" {entry.heading}" if is_heading else ""
            return filled([(fit(text, width), self.look("accent"))], width, self.look("dim"))
        line -= above
        if line > words:
            return filled([], width, self.look("dim"))
        dim = self.look("dim", row)
        edge = "▌" if row == self.cursor else " "
        inside = width - 4
        drawn = self._facts(entry, row, inside) if line == words else self._written(entry, row, line, inside)
        accent = self.look("accent", row) if self.has_focus else dim
        return [Segment(edge, accent), *drawn, Segment("   ", dim)]

    def _written(self, entry: Line, row: int, line: int, width: int) -> list[Segment]:
        parts = wrapped_twice(entry.words, max(1, self._width - ROOM))
        text = parts[line] if line < len(parts) else ""
        sign = self._sign(entry.kept, row) if line == 0 else ("  ", self.look("dim", row))
        return filled([sign, (text, self.look("title", row))], width, self.look("dim", row))

    def _sign(self, kept: Kept, row: int) -> tuple[str, Style]:
        color = kept.annotation.color
        if color is None:
            return "● ", self.look("accent", row)
        own = self.get_component_rich_style(f"journal--{color}", partial=True)
        return f"{SIGNS[color]} ", self.look("dim", row) + own

    def _facts(self, entry: Line, row: int, width: int) -> list[Segment]:
        """Draw the note's title, what a reflection is on, its tags, and when it was made."""
        kept, dim = entry.kept, self.look("dim", row)
        left: Words = [("  ", dim)]
        if self._grouping is not Grouping.NOTE:
            left.append((clean_line(kept.title), dim))
        if kept.annotation.kind is Kind.REFLECTION:
            on = f"on “{_short(kept.quote)}”" if kept.quote else "on the whole note"
            left += [(" · " if len(left) > 1 else "", dim), (on, dim)]
        right: Words = []
        placed = self._standings.get(kept.annotation.id)
        if placed is not None and placed.status in STANDING and kept.annotation.deleted is None:
            said = STANDING[placed.status] if kept.note else "its note is not here"
            right.append((said, self.look("mark", row)))
        if kept.annotation.tags and not self.discreet:
            tags = " ".join(f"#{clean_line(tag)}" for tag in kept.annotation.tags)
            right += [("   " if right else "", dim), (tags, self.look("accent", row))]
        made = (kept.annotation.deleted or kept.annotation.created).astimezone()
        when = f"{made:%H:%M}" if self._grouping is Grouping.DAY else f"{made.day} {made:%b %Y}"
        right += [("   " if right else "", dim), (when, dim)]
        return both_ends(left, right, width, dim)


def _short(quote: str) -> str:
    return fit(in_a_line(quote[:120]), 48)
