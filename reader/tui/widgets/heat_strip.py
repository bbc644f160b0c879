"""Days as a strip of weeks, each cell as full as its day; readable without colour. Units are cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.theme import ANSI_DARK, ANSI_LIGHT
from reader.workspace.statistics import Day

LABEL: Final = 4
SHADES: Final = ("·", "░", "▒", "▓", "█")
"""How full a day is, where colours cannot be mixed."""

SQUARE: Final = "■"
MIXED: Final = (0.0, 0.35, 0.55, 0.78, 1.0)
"""How much of the accent a day's square has, where they can."""

WEEK: Final = 2
"""Cells of a week: the sign and a blank."""

_DAYS: Final = ("Mon", "", "Wed", "", "Fri", "", "Sun")


class HeatStrip(Widget):
    """Seven rows of days, above them the months; the newest week at the right."""

    COMPONENT_CLASSES = {"heat--day", "heat--none", "heat--label"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._days: dict[date, int] = {}
        self._mondays: list[date] = []
        self._most = 0
        self._last = date.min

    def show(self, days: Sequence[Day]) -> None:
        """Show these days, the oldest first."""
        self._days = {each.day: each.read + each.highlights + each.reflections for each in days}
        self._most = max(self._days.values(), default=0)
        self._mondays = [each.day for each in days if each.day.weekday() == 0]
        self._last = days[-1].day if days else date.min
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the months, or a day of every week."""
        width = self.size.width
        weeks = self._mondays[-max(1, (width - LABEL) // WEEK) :]
        if y == 0:
            return self._months(weeks).adjust_cell_length(width, self.rich_style)
        label = Segment(_DAYS[y - 1].ljust(LABEL), self._look("label")) if y <= 7 else Segment("")
        cells = [self._cell(monday + timedelta(days=y - 1)) for monday in weeks] if y <= 7 else []
        return Strip([label, *cells]).adjust_cell_length(width, self.rich_style)

    def _cell(self, day: date) -> Segment:
        if day > self._last:
            return Segment(" " * WEEK, self.rich_style)
        level = shade(self._days.get(day, 0), self._most)
        if level == 0:
            return Segment(SHADES[0].ljust(WEEK), self._look("none"))
        if self.app.no_color or self.app.theme in (ANSI_DARK, ANSI_LIGHT):
            return Segment(SHADES[level].ljust(WEEK), self._look("day"))
        _, ground = self.background_colors
        ink = ground.blend(self.get_component_styles("heat--day").color, MIXED[level])
        return Segment(SQUARE.ljust(WEEK), self.rich_style + Style(color=ink.rich_color))

    def _months(self, weeks: Sequence[date]) -> Strip:
        """Name each month above the first of its weeks, where there is room before the next name."""
        row = [" "] * (LABEL + WEEK * len(weeks))
        free = 0
        for number, monday in enumerate(weeks):
            at = LABEL + WEEK * number
            is_first = number == 0 or weeks[number - 1].month != monday.month
            if is_first and at >= free and at + 3 <= len(row):
                row[at : at + 3] = f"{monday:%b}"
                free = at + 4
        return Strip([Segment("".join(row), self._look("label"))])

    def _look(self, name: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"heat--{name}", partial=True)


def shade(count: int, most: int) -> int:
    """Return how full a day is drawn: 0 for nothing, 1 to 4 for a little to as much as the fullest day."""
    if count <= 0 or most <= 0:
        return 0
    return max(1, min(4, -(-count * 4 // most)))
