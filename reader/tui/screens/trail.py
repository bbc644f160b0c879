"""The way one came: the places one has left, to go back to and forward again, across notes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Position

LONGEST: Final = 200
"""Places kept: more than one goes back in one sitting."""


class Stop(Struct, frozen=True):
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

    def back(self, here: Stop, is_there: Callable[[Stop], bool]) -> Stop | None:
        """Return the place one came from; None at the start of the trail. `went_back` says that one is there.

        Args:
            here: Where one is.
            is_there: Tells whether the note of a place is there still; else the place is forgotten.
        """
        return _last(self._behind, here, is_there)

    def forward(self, here: Stop, is_there: Callable[[Stop], bool]) -> Stop | None:
        """Return the place one went back from last; None at the end of the trail. Else as `back`."""
        return _last(self._ahead, here, is_there)

    def went_back(self, stop: Stop, here: Stop) -> None:
        """Take note that one has gone back to a place, from ``here``."""
        _move(self._behind, stop, self._ahead, here)

    def went_forward(self, stop: Stop, here: Stop) -> None:
        """Take note that one has gone forward to a place, from ``here``."""
        _move(self._ahead, stop, self._behind, here)


class NotesBehind:
    """The notes from which one followed links to the one a screen shows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._stops: list[Stop] = []
        self._given_up: Stop | None = None

    def add(self, stop: Stop) -> None:
        """Remember the place one follows a link from."""
        self._stops.append(stop)

    def last(self, note_id: str, is_there: Callable[[Stop], bool]) -> Stop | None:
        """Return the last that is there and not the note one is in; those behind it are forgotten."""
        while self._stops and (self._stops[-1].note_id == note_id or not is_there(self._stops[-1])):
            self._stops.pop()
        return self._stops[-1] if self._stops else None

    def leave_out(self, stop: Stop) -> None:
        """Forget one: it was gone back to."""
        if stop in self._stops:
            self._stops.remove(stop)

    def not_waited_for(self, stop: Stop) -> None:
        """Take note that the reader did not wait for one: it stays the next, and is left out the next time.

        On a disk that never answers nothing else would lead away from the note one is in.
        """
        if self._given_up == stop:
            self.leave_out(stop)
        self._given_up = stop


def _last(places: list[Stop], here: Stop, is_there: Callable[[Stop], bool]) -> Stop | None:
    """Return the last of some places that is there and not where one is; those behind it are forgotten."""
    while places and (places[-1] == here or not is_there(places[-1])):
        places.pop()
    return places[-1] if places else None


def _move(places: list[Stop], stop: Stop, others: list[Stop], here: Stop) -> None:
    """Take a place from some; where one was goes to the others."""
    if stop in places:
        del places[len(places) - 1 - places[::-1].index(stop)]
    others.append(here)
