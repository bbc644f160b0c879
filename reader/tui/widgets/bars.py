"""Names with a bar and a number each, drawn line by line. Units are cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from reader.document.cells import cell_width
from reader.gate import clean_line
from reader.tui.widgets.fitting import filled, fit

MOST_OF_NAME: Final = 24
LEAST_BAR: Final = 6
GAP: Final = 2


class Bar(Struct, frozen=True):
    """One line.

    Attributes:
        name: What it is about; empty: the bar stands at the left edge.
        part: How long the bar is, 0 to 1.
        said: What stands after it.
    """

    name: str
    part: float
    said: str


class Bars(Widget):
    """Bars under one another, their names and numbers in columns."""

    COMPONENT_CLASSES = {"bars--name", "bars--full", "bars--rest", "bars--said"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._bars: tuple[Bar, ...] = ()

    def show(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        self._bars = tuple(bars)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for each."""
        return len(self._bars)

    def render_line(self, y: int) -> Strip:
        """Draw one."""
        width = self.size.width
        if y >= len(self._bars):
            return Strip.blank(width, self.rich_style)
        bar = self._bars[y]
        names = min(MOST_OF_NAME, max(cell_width(each.name) for each in self._bars), width // 3)
        said = max(cell_width(each.said) for each in self._bars)
        room = width - said - GAP - (names + GAP if names else 0)
        look = {
            name: self.rich_style + self.get_component_rich_style(f"bars--{name}", partial=True)
            for name in ("name", "full", "rest", "said")
        }
        segments: list[Segment] = []
        if names:
            name = fit(clean_line(bar.name), names)
            segments += filled([(name, look["name"])], names + GAP, self.rich_style)
        if room >= LEAST_BAR:
            full = min(room, max(1 if bar.part > 0 else 0, round(bar.part * room)))
            segments += [Segment("━" * full, look["full"]), Segment("─" * (room - full), look["rest"])]
            segments.append(Segment(" " * GAP, self.rich_style))
        segments.append(Segment(fit(bar.said, width).rjust(said if room >= LEAST_BAR else 0), look["said"]))
        return Strip([each for each in segments if each.text]).adjust_cell_length(width, self.rich_style)
