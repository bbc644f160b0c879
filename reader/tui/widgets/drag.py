"""Selecting with the mouse: press, drag, release; words and blocks by double and triple press; scrolling at
the edges.

Cells are the view's; a row above or below the view scrolls it, the faster the farther.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from textual.geometry import Offset
from textual.timer import Timer

from reader.document.model import Document, Position, Range
from reader.tui.widgets.selection import Selection, Unit, extended, unit_at

EDGE_SECONDS: Final = 0.05
"""Time between two steps of scrolling at an edge: twenty a second, smooth and still to be followed."""

FASTEST: Final = 8
"""Rows a step at most."""

CHAIN_SECONDS: Final = 0.5
"""Time within which a second press at the same cell counts as a double press (Textual's own)."""


class Surface(Protocol):
    """What a drag needs of the view."""

    def position_under(self, pointer: Offset) -> Position:
        """Return the text position nearest to a cell, also outside the view."""

    def select(self, selection: Selection | None) -> None:
        """Show a selection."""

    def scroll_rows(self, count: int) -> None:
        """Scroll by some rows."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call again and again."""


class Drag:
    """One button held down over the text.

    Attributes:
        is_held: Whether the button is down.
        has_moved: Whether it went to another cell since it was pressed.
    """

    def __init__(self, surface: Surface) -> None:
        """Watch over a view."""
        self._surface = surface
        self._origin: Range | None = None
        self._unit = Unit.CHARACTER
        self._pointer = Offset(0, 0)
        self._pressed_at: tuple[Offset, float] = (Offset(-1, -1), 0.0)
        self._presses = 0
        self._timer: Timer | None = None
        self.is_held = False
        self.has_moved = False

    @property
    def presses(self) -> int:
        """How often the button was pressed at this cell in a row: 1, 2 or 3."""
        return self._presses

    def press(self, pointer: Offset, time: float, document: Document) -> None:
        """Begin: the unit under the pointer is selected at once when it is a word or a block."""
        cell, before = self._pressed_at
        again = cell == pointer and time - before <= CHAIN_SECONDS
        self._presses = self._presses % 3 + 1 if again else 1
        self._pressed_at = (pointer, time)
        self._unit = Unit(self._presses)
        self._pointer = pointer
        self.is_held, self.has_moved = True, False
        position = self._surface.position_under(pointer)
        self._origin = unit_at(document, position, self._unit)
        self._surface.select(None if self._origin.is_empty else Selection(*self._origin))

    def move(self, pointer: Offset, document: Document, height: int) -> None:
        """Follow the pointer; scroll on while it is at an edge of a view of this height."""
        if not self.is_held:
            return
        self.has_moved = self.has_moved or pointer != self._pointer
        self._pointer = pointer
        self._stretch(document)
        beyond = _beyond(pointer.y, height)
        if beyond and self._timer is None:
            self._timer = self._surface.set_interval(EDGE_SECONDS, lambda: self.scroll_on(document, height))
        elif not beyond:
            self._stop_timer()

    def scroll_on(self, document: Document, height: int) -> None:
        """Scroll a step further while the pointer stays at an edge."""
        beyond = _beyond(self._pointer.y, height)
        if not self.is_held or not beyond:
            self._stop_timer()
            return
        self._surface.scroll_rows(max(-FASTEST, min(FASTEST, beyond)))
        self._stretch(document)

    def release(self) -> None:
        """End it; what is selected stays."""
        self.is_held = False
        self._stop_timer()

    def _stretch(self, document: Document) -> None:
        if self._origin is not None and self.has_moved:
            position = self._surface.position_under(self._pointer)
            self._surface.select(extended(document, self._origin, position, self._unit))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _beyond(row: int, height: int) -> int:
    """Return how many rows to scroll a step for a pointer on this row of the view; 0 inside it."""
    if row <= 0:
        return row - 1
    return row - height + 2 if row >= height - 1 else 0
