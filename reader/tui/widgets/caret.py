"""The caret: where each motion leads. Pure but for the page's rows; positions are (block, code points).

Motions are named as their commands in `tui/commands.py` without ``caret_``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.document import motions
from reader.document.layout import Lines
from reader.document.model import Document, Position

Motion = Callable[[Document, Position], Position]


MOTIONS: Final[dict[str, Motion]] = {
    "left": motions.previous_grapheme,
    "right": motions.next_grapheme,
    "next_word": motions.next_word_start,
    "previous_word": motions.previous_word_start,
    "word_end": motions.word_end,
    "next_sentence": motions.next_sentence,
    "previous_sentence": motions.previous_sentence,
    "next_block": motions.next_block,
    "previous_block": motions.previous_block,
}


class Caret:
    """A place in the text that keys move, and the mark dropped on the way.

    Attributes:
        position: Where it stands.
        mark: Where the selection began; None: nothing is being selected.
    """

    def __init__(self, position: Position) -> None:
        """Put the caret somewhere."""
        self.position = position
        self.mark: Position | None = None
        self._goal: int | None = None

    def toggle_mark(self) -> None:
        """Drop the mark here, or pick it up again."""
        self.mark = self.position if self.mark is None else None

    def put(self, position: Position) -> None:
        """Put it somewhere else."""
        self.position = position
        self._goal = None

    def move(self, motion: str, lines: Lines) -> None:
        """Follow a motion.

        Args:
            motion: One of `MOTIONS`, or up, down, line_start, line_end.
            lines: The document laid out.
        """
        if motion in ("up", "down"):
            if self._goal is None:
                _, self._goal = lines.cells_of(self.position)
            step = lines.above if motion == "up" else lines.below
            self.position = step(self.position, self._goal)
            return
        if motion == "line_start":
            target = lines.line_start(self.position)
        elif motion == "line_end":
            target = lines.line_end(self.position)
        else:
            target = MOTIONS[motion](lines.document, self.position)
        self.put(target)
