"""The row above a walk: the note's title, and how far one is, as a row of dots and in words."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from reader.document.cells import cell_width
from reader.gate import clean_line
from reader.tui.widgets.fitting import fit

HERE: Final = "◉"
WRITTEN: Final = "●"
OPEN: Final = "○"

MOST_DOTS: Final = 30
"""Points up to which each has a dot: more are not taken in at a glance."""


class WalkProgress(Widget):
    """How far one is.

    Attributes:
        title: The note's title.
        index: The point one is at, from 0.
        answered: For each point, whether it has a reflection.
    """

    title: reactive[str] = reactive("")
    index: reactive[int] = reactive(0)
    answered: reactive[tuple[bool, ...]] = reactive[tuple[bool, ...]](())

    def render(self) -> Content:
        """Draw the row; dots and title step back where there is no room."""
        width, count = self.size.width, len(self.answered)
        said = f"{self.index + 1} of {count}"
        dots = self._dots() if count <= MOST_DOTS else []
        if 2 * count + len(said) + 14 > width:
            dots = []
        right = len(said) + 2 * len(dots) + (1 if dots else 0)
        title = fit(clean_line(self.title), max(0, width - right - 3))
        blank = " " * max(0, width - right - cell_width(title))
        marks = [part for dot in dots for part in (dot, " ")]
        return Content.assemble(
            (title, "$chrome-ink"), blank, *marks, " " if dots else "", (said, "bold $foreground")
        )

    def _dots(self) -> list[tuple[str, str]]:
        """Return a dot for each point."""
        return [
            (HERE, "bold $primary") if at == self.index else (WRITTEN if done else OPEN, "$chrome-ink")
            for at, done in enumerate(self.answered)
        ]
