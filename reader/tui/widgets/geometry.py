"""Where the columns of the page stand: room, gutter, text, and from 110 columns up the margin. Pure; units
are cells.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

WIDE: Final = 110
"""Columns from which reflections stand in a margin (DESIGN section 8)."""

NARROWEST: Final = 8
"""Cells below which a text column is not laid out (`lay_out` takes no less)."""

MARGIN: Final = (30, 50)
"""Least and most cells of the margin, its rule not counted: a short line of words, and a comfortable one."""

GUTTER: Final = 4
"""Cells before the text: a sign, a blank, the marker of the current key point, a blank."""

NARROW_GUTTER: Final = 2
"""The same where room is short: sign or marker, and a blank."""

ROOM: Final = 2
"""Cells left free at either side where there is a margin, once it has its least."""

GAP: Final = 3
"""Cells between the text and the margin's rule."""


class Geometry(Struct, frozen=True):
    """The columns of a view.

    Attributes:
        width: All cells of a row.
        gutter_at: Where the gutter begins.
        gutter: Its cells.
        text: Cells of the text column.
        rule_at: Where the margin's rule stands; None: no margin.
        margin: Cells of the margin right of its rule.
    """

    width: int
    gutter_at: int
    gutter: int
    text: int
    rule_at: int | None = None
    margin: int = 0

    @property
    def text_at(self) -> int:
        """Where the text column begins."""
        return self.gutter_at + self.gutter

    @property
    def has_margin(self) -> bool:
        """Whether reflections stand beside the text."""
        return self.rule_at is not None


def columns(width: int, wanted: int, terminal: int | None = None) -> Geometry:
    """Share out a row.

    Args:
        width: Cells of the view.
        wanted: Cells of text a line that the reader asked for.
        terminal: Columns that decide whether there is a margin; default: ``width``.
    """
    gutter = GUTTER if width >= 50 else NARROW_GUTTER
    least, most = MARGIN
    if (terminal or width) >= WIDE and width >= WIDE - 4:
        text = min(wanted, width - gutter - GAP - 1 - least)
        margin = min(most, max(least, width - gutter - text - GAP - 1 - 2 * ROOM))
        left = (width - gutter - text - GAP - 1 - margin) // 2
        return Geometry(width, left, gutter, text, left + gutter + text + GAP, margin)
    text = max(NARROWEST, min(wanted, width - gutter - (2 if width >= 50 else 1)))
    left = max(0, (width - text) // 2 - gutter)
    return Geometry(width, left, gutter, text)
