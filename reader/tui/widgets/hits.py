"""Where the words stand that are looked for, found by block, so that a row of the page asks once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from reader.document.model import Range
from reader.document.pieces import Line
from reader.tui.widgets.line_painter import Overlay
from reader.tui.widgets.passages import part_in

HIT: Final = "hit"
HIT_HERE: Final = "hit-here"


class Hits:
    """The hits in a document, in the order of its text.

    Attributes:
        passages: Where they stand.
    """

    def __init__(self, passages: Sequence[Range]) -> None:
        """Sort hits by block.

        Args:
            passages: Where they stand; a hit may reach over several blocks.
        """
        self.passages = tuple(passages)
        self._by_block: dict[int, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            for block in range(passage.start.block, passage.end.block + 1):
                self._by_block[block].append(number)

    def on(self, line: Line, here: Range | None = None) -> tuple[Overlay, ...]:
        """Return what to lay over a line.

        Args:
            line: The line.
            here: The hit one has come to, lit more than the others.
        """
        found: list[Overlay] = []
        for number in self._by_block.get(line.block, ()):
            passage = self.passages[number]
            start, end = part_in(passage, line.block)
            if start < line.end and (end is None or end > line.start):
                found.append(Overlay(start, end, HIT_HERE if passage == here else HIT))
        return tuple(found)
