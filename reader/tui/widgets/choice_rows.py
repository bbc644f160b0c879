"""Choices on a sheet, a row each: a name and its value; left, right and enter change it."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType

from reader.tui.commands import bindings
from reader.tui.widgets.fitting import both_ends
from reader.tui.widgets.row_list import RowList


class ChoiceRows(RowList):
    """Rows of which each has a name and one of several values."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("library", "fold_tag", "unfold_tag")

    def choice(self, row: int) -> tuple[str, str]:
        """Return a row's name and its value as they are shown."""
        raise NotImplementedError

    def turn(self, step: int) -> None:
        """Go some values on in the row under the cursor."""
        raise NotImplementedError

    def is_marked(self, row: int) -> bool:
        """Tell whether the sign of the cursor stands at a row."""
        return row == self.cursor

    def on_mount(self) -> None:
        """Show them."""
        self.rows_changed()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw a name and its value; a row's further lines are blank."""
        if line > 0:
            return [Segment(" " * width, self.look("dim"))]
        name, value = self.choice(row)
        edge = "▌ " if self.is_marked(row) else "  "
        left = [(edge, self.look("accent", row)), (name, self.look("title", row))]
        right = [
            ("‹ ", self.look("faint", row)),
            (value, self.look("title", row)),
            (" › ", self.look("faint", row)),
        ]
        return both_ends(left, right, width, self.look("dim", row))

    def action_choose_row(self) -> None:
        """Go to the next value."""
        self.turn(1)

    def action_fold_tag(self) -> None:
        """Go to the value before."""
        self.turn(-1)

    def action_unfold_tag(self) -> None:
        """Go to the next value."""
        self.turn(1)
