"""The reflections of a note as cards: beside the text in the margin, or folded in under their passages.

Units: page rows and blocks. Cards are drawn when they come near the screen; only where they are folded in
are all heights needed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from rich.segment import Segment

from reader.document.model import Document, FrameKind, Position
from reader.tui.widgets.cards import Card, CardMaker, Row
from reader.tui.widgets.kept import Kept
from reader.tui.widgets.margin import Margin
from reader.tui.widgets.page_rows import Insert
from reader.tui.widgets.page_styles import PageStyles
from reader.workspace import Placed

TITLE_ROW: Final = 1
"""Page row beside which reflections on the whole note stand: the title's, below a row of room."""

INDENT: Final = 4
"""Cells before a folded reflection: two of room, its rule, a blank."""

TIE: Final = 40
"""Blocks over which the tie of a passage to its reflection is drawn; a longer one is tied at its first row
only.
"""


class FoldedRow:
    """A row set in between the document's rows: its cells, and the reflection it belongs to, if any."""

    __slots__ = ("card", "cells")

    def __init__(self, cells: Row = (), card: Card | None = None) -> None:
        self.cells = cells
        self.card = card


class Reflections:
    """All reflections of one note, in the order of its text, those on the whole note first.

    Attributes:
        margin: Their places in the margin; none when they are folded in.
    """

    def __init__(self, placed: Sequence[Placed], maker: CardMaker, in_margin: bool) -> None:
        """Take the reflections.

        Args:
            placed: By place.
            maker: Draws them.
            in_margin: Whether they stand beside the text.
        """
        self._placed = tuple(placed)
        self._maker = maker
        self._cards: Kept[int, Card] = Kept(256)
        self.margin = Margin([_block(each) for each in self._placed] if in_margin else [])
        self.ties: list[tuple[int, int]] = []

    def card(self, index: int) -> Card:
        """Return a reflection, drawn."""
        return self._cards.of(index, lambda each: self._maker.card(self._placed[each]))

    def arrange(self, near: range, row_of: Callable[[Position], int]) -> None:
        """Give places in the margin to the reflections near the screen, and note which rows they are tied
        to.
        """

        def anchor(index: int) -> int:
            at = self.card(index).at
            return TITLE_ROW if at is None else row_of(at)

        self.margin.arrange(near, anchor, lambda index: len(self.card(index).rows))
        self.ties = []
        for place in self.margin.places:
            passage = self._placed[place.reflection].range
            is_short = passage is not None and passage.end.block - passage.start.block < TIE
            self.ties.append((place.anchor, row_of(passage.end) if passage and is_short else place.anchor))

    def is_tied(self, page_row: int) -> bool:
        """Tell whether a passage with a reflection stands on a page row."""
        return any(first <= page_row <= last for first, last in self.ties)

    def blocks(self, near: range) -> list[int]:
        """Return the blocks in which the passages of some reflections start and end."""
        ranges = [self._placed[index].range for index in near]
        return [block for each in ranges if each for block in {each.start.block, each.end.block}]

    def folded(self, document: Document, styles: PageStyles, width: int) -> list[tuple[int, list[FoldedRow]]]:
        """Return (block, rows to set in under it) for all of them, by block."""
        cards = sorted((self.card(index) for index in range(len(self._placed))), key=lambda card: card.end)
        return [
            (block, list(_folded_rows(list(group), _is_tight(document, block), styles, width)))
            for block, group in groupby(cards, key=lambda card: card.end)
        ]


def _folded_rows(cards: list[Card], is_tight: bool, styles: PageStyles, width: int) -> list[FoldedRow]:
    """Set the rows of cards under one another, each with a rule at its left and an empty row above."""
    rows: list[FoldedRow] = []
    tie = (Segment("  ", styles.base), Segment("│ ", styles.over("margin-tie")))
    for card in cards:
        rows.append(FoldedRow())
        rows += [FoldedRow((*tie, *cells), card) for cells in card.rows]
    if is_tight:
        rows.append(FoldedRow())
    return rows


def _is_tight(document: Document, block: int) -> bool:
    """Tell whether the block below follows without an empty row: both stand in items of a tight list."""
    if block < 0 or block + 1 >= len(document.blocks):
        return False
    pair = (document.blocks[block], document.blocks[block + 1])
    items = [[frame for frame in each.frames if frame.kind is FrameKind.ITEM] for each in pair]
    return all(found and not found[-1].loose for found in items)


def _block(placed: Placed) -> int:
    return placed.range.start.block if placed.range else -1


def insert_of(block: int, rows: Sequence[FoldedRow]) -> Insert:
    """Return what the page's rows need to know of rows set in under a block."""
    return Insert(block, len(rows))
