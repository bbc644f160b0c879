"""What was changed while the program runs, so that it can be undone and done again.

A step remembers how to lead an annotation back and forth, not a copy of the store: undoing appends a
compensating change made from the annotation as it is *then*, so a change that another window made meanwhile
is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation


class Step(Struct, frozen=True):
    """One change to one annotation.

    Attributes:
        annotation_id: Which annotation was changed.
        backward: Makes the annotation's state before the change out of what it is now.
        forward: Makes the change again.
        undone: What undoing it did, in words ("highlight removed").
        redone: What doing it again did, in words ("highlight brought back").
    """

    annotation_id: str
    backward: Callable[[Annotation, datetime], Annotation]
    forward: Callable[[Annotation, datetime], Annotation]
    undone: str
    redone: str


class History:
    """The steps done and undone, newest last. A new change forgets what was undone before it."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def next_undo(self) -> Step | None:
        """Return the step that would be undone next."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """Return the step that would be done again next."""
        return self._undone[-1] if self._undone else None

    def add(self, step: Step) -> None:
        """Take note of a change that has been saved."""
        self._done.append(step)
        self._undone.clear()

    def went_back(self) -> None:
        """Take note that the newest step was undone."""
        self._undone.append(self._done.pop())

    def went_forward(self) -> None:
        """Take note that the newest undone step was done again."""
        self._done.append(self._undone.pop())
