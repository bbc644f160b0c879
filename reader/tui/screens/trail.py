"""The way one came: the places one has left, to go back to and forward again, across notes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Position

LONGEST: Final = 200
"""Places kept: more than one goes back in one sitting."""


class Stop(NamedTuple):
    """A place one came from.

    Attributes:
        note_id: The note.
        position: The first words that were on the screen.
    """

    note_id: str
    position: Position


class Trail:
    """Places behind, and those ahead once one has gone back."""

    def __init__(self) -> None:
        """Begin a trail."""
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    def __len__(self) -> int:
        return len(self._behind)

    def leave(self, stop: Stop) -> None:
        """Remember the place one is leaving; what was ahead is so no longer."""
        self._ahead.clear()
        if not self._behind or self._behind[-1] != stop:
            self._behind.append(stop)
        del self._behind[:-LONGEST]

    def back(self, here: Stop | None = None) -> Stop | None:
        """Return the place one came from, and forget it; None at the start of the trail.

        Args:
            here: Where one is, to come forward to again.
        """
        return _taken(self._behind, self._ahead, here)

    def forward(self, here: Stop | None = None) -> Stop | None:
        """Return the place one went back from last; None when one is at the end of the trail."""
        return _taken(self._ahead, self._behind, here)


def _taken(places: list[Stop], others: list[Stop], here: Stop | None) -> Stop | None:
    """Take the last of some places that is not where one is; where one is goes to the others."""
    while places and places[-1] == here:
        places.pop()
    if not places:
        return None
    if here is not None:
        others.append(here)
    return places.pop()
