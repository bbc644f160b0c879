"""The library's list: a note is two lines, with a blank one below where there is room. Units are cells."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style

from reader.document.cells import cell_width
from reader.library.note import Note
from reader.tui.disk import Reading
from reader.tui.everywhere import Everywhere
from reader.tui.widgets.fitting import both_ends, filled, fit_title, fit_whole
from reader.tui.widgets.row_list import RowList
from reader.workspace import Entry

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace.facts import Coverage

Words = list[tuple[str, Style]]

BAR_CELLS = 5
DONE = 0.98
"""Progress from which a note counts as read: the last lines need not reach the top of the screen."""

_SPACIOUS = 58  # cells from which the numbers are said in words


class NoteList(RowList):
    """The notes that the tags and the filter leave."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self._coverages: dict[str, Coverage] = {}
        self._uncounted: dict[str, Entry] = {}
        self._is_counting = False

    @property
    def row_count(self) -> int:
        """How many notes there are."""
        return len(self.entries)

    @property
    def entry(self) -> Entry | None:
        """The note under the cursor."""
        return self.entries[self.cursor] if self.entries else None

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these; the cursor stays on its note if that is still among them."""
        before = self.entry
        self.entries = entries
        key = before.note.key if before else ""
        same = (row for row, entry in enumerate(entries) if entry.note.key == key)
        self.rows_changed(next(same, 0))

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw the title's line, the line of facts, or the blank one."""
        entry = self.entries[row]
        title, dim = self.look("title", row), self.look("dim", row)
        bar = (" ", dim)
        if row == self.cursor and line < 2:
            bar = ("▌", self.look("accent", row) if self.has_focus else dim)
        if line > 1:
            return filled([], width, self.look("dim"))
        inside = width - 4
        if line == 0:
            drawn = filled([(fit_title(entry.title, inside), title)], inside, dim)
        elif isinstance(entry.note, Note):
            right = self._progress(entry, row, inside)
            taken = sum(cell_width(words) for words, _ in right)
            room = inside - taken - 2 if taken + 2 <= inside else inside  # as `both_ends` has it
            drawn = both_ends(self._about(entry, row, room), right, inside, dim)
        else:
            drawn = filled([(entry.note.reason, self.look("accent", row))], inside, dim)
        return [
            Segment(" ", dim if row == self.cursor and line < 2 else self.look("dim")),
            *_edge(bar),
            *drawn,
            Segment("  ", dim),
        ]

    def _about(self, entry: Entry, row: int, room: int) -> Words:
        """Return date, length and the tags that fit."""
        note, dim = entry.note, self.look("dim", row)
        if not isinstance(note, Note):
            return []
        facts = [shown_date(note.date)] if note.date else []
        facts.append(f"{entry.minutes} min")
        said = " · ".join(facts)
        return [(fit_whole(f"{said} · ", note.tags, "  ", room) if note.tags else said, dim)]

    def _progress(self, entry: Entry, row: int, width: int) -> Words:
        """Return how far it was read, its key points reflected on and its highlights."""
        dim, faint = self.look("dim", row), self.look("faint", row)
        words: Words = []
        coverage = self._coverage(entry) if entry.reflections else None
        points = f"{coverage.reflected} of {coverage.key_points}" if coverage and coverage.reflected else ""
        marks = f"{entry.highlights} ◆" if entry.highlights else ""
        if width >= _SPACIOUS:
            points = points and f"{points} point{'' if coverage and coverage.key_points == 1 else 's'}"
            marks = marks and f"{entry.highlights} highlight{'s' if entry.highlights > 1 else ''}"
        if points or marks:
            words.append((" · ".join(part for part in (points, marks) if part) + "  ", dim))
        if entry.progress >= DONE:
            words.append((" read", dim))
        elif entry.progress > 0:
            read = max(1, round(entry.progress * BAR_CELLS))
            words += [("━" * read, self.look("mark", row)), ("─" * (BAR_CELLS - read), faint)]
        return words

    def _coverage(self, entry: Entry) -> Coverage | None:
        """Return a note's key points and those reflected on, as they were counted last; None: never yet."""
        key, coverage = entry.note.key, entry.coverage_at_hand
        if coverage is not None:
            self._coverages[key] = coverage
            return coverage
        self._uncounted[key] = entry
        if not self._is_counting:
            self._is_counting = True
            cast(Everywhere, self.app).once_drawn(self._count)
        return self._coverages.get(key)

    def _count(self) -> None:
        """Count those of the shortest note that was drawn without."""
        wanting = [entry for entry in self._uncounted.values() if entry.coverage_at_hand is None]
        self._uncounted.clear()
        self._is_counting = bool(wanting)
        if wanting:
            Reading(self.app, min(wanting, key=_size).counting(), self._counted, patience=0.0)

    def _counted(self, _: object) -> None:
        self._is_counting = False
        self.refresh()  # which asks for the next


def _size(entry: Entry) -> int:
    return entry.note.size if isinstance(entry.note, Note) else 0


def _edge(bar: tuple[str, Style]) -> list[Segment]:
    return [Segment(bar[0], bar[1])]


def shown_date(date: datetime.date) -> str:
    """Return a date as it is read: 2 May 2024."""
    return f"{date.day} {date:%b %Y}"
