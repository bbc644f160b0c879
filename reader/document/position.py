"""Where a word stands in a document: positions and ranges, in code points of a block's rendered text."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters; positions compare in reading order."""

    block: int
    """Index into `Document.blocks`."""
    offset: int
    """Code points into that block's text, from 0 to its length, both included."""


class Range(NamedTuple):
    """A passage: the text from ``start`` up to, but not including, ``end``."""

    start: Position
    end: Position

    @staticmethod
    def between(one: Position, other: Position) -> Range:
        """Make the range between two positions given in either order."""
        return Range(one, other) if one <= other else Range(other, one)

    @property
    def is_empty(self) -> bool:
        """Whether no character lies in it."""
        return self.start >= self.end

    def contains(self, position: Position) -> bool:
        """Whether the character after ``position`` lies in it."""
        return self.start <= position < self.end

    def overlaps(self, other: Range) -> bool:
        """Whether some character lies in both; ranges that only touch do not overlap."""
        return max(self.start, other.start) < min(self.end, other.end)
