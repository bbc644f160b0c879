"""A document's rows at one width: blocks laid out when first needed, heights estimated until then.

Units: rows of the page from 0; a block's own rows ("number") from its first blank row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.document.block import Block, BlockKind, FrameKind
from reader.document.flow import Body, lay_flow
from reader.document.heights import Heights
from reader.document.model import Document
from reader.document.pieces import Line, Piece, Role, decoration
from reader.document.prefixes import (
    Edge,
    alert_opened,
    clip,
    edge_of,
    shared_frames,
    space_between,
    text_room,
)
from reader.document.table_layout import lay_table

# Rows made and kept for drawing again: some screens' worth.
_KEPT_LINES: Final = 1024
_FENCES: Final = 2
_BAR_CELLS: Final = 2


class LaidBlock(Struct, frozen=True):
    """A block whose rows are known: blank rows, an alert's title, then the text."""

    space: int
    titles: tuple[Piece, ...]
    edge: Edge
    body: Body

    @property
    def text_number(self) -> int:
        """Number of the row on which the text begins."""
        return self.space + (1 if self.titles else 0)

    @property
    def rows(self) -> int:
        """All rows, the blank ones above it counted."""
        return self.text_number + self.body.rows


class Rows:
    """The rows of a document at one width; `reader.document.layout.Lines` adds positions to it.

    A block's height is *exact* once the block was laid out and an *estimate* (from its source's length)
    before. `ensure`, `line` and `last_row` lay out blocks, the others do not. What was laid out stays so.
    Laying out a block moves only what stands BELOW it, so reading rows from the top of a screen downwards is
    consistent, and a laid-out block's rows stay where they are until a block above it is laid out.

    While the note is still being read, its new blocks are taken in whenever something is asked, at the end.

    Attributes:
        document: What is set.
        width: Cells of the page.
        generation: Goes up whenever some block's height changed. Who keeps a row across calls keeps a
            position instead, and asks for its row again when the generation has changed.
    """

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = width
        self.generation = 0
        self._laid: dict[int, LaidBlock] = {}
        self._kept: OrderedDict[tuple[int, int], Line] = OrderedDict()
        self._all_heights = Heights(())
        self._changes_seen = len(document.changed)

    @property
    def _heights(self) -> Heights:
        """The heights of all blocks that the document has now."""
        heights, blocks = self._all_heights, self.document.blocks
        if len(heights) < len(blocks) or self._changes_seen < len(self.document.changed):
            self._take_in()
        return heights

    def _take_in(self) -> None:
        """Take in blocks that were read since, and those that were made anew."""
        heights, blocks = self._all_heights, self.document.blocks
        changed = self.document.changed
        for first, after in changed[self._changes_seen :]:
            # The blank rows above the block that follows depend on the one that changed.
            seen = min(after + 1, len(heights))
            for block, height in enumerate(_estimates(blocks, first, seen, self.width), first):
                self._laid.pop(block, None)
                heights.change(block, height)
            self._kept.clear()
            self.generation += 1
            self._changes_seen += 1
        if len(heights) < len(blocks):
            heights.extend(_estimates(blocks, len(heights), len(blocks), self.width))

    @property
    def changes(self) -> int:
        """How many times blocks were made anew since they were read; their rows are others since."""
        return self._changes_seen

    @property
    def height(self) -> int:
        """Rows of the page: exact for blocks laid out, estimated for the others."""
        return self._heights.total

    @property
    def is_exact(self) -> bool:
        """Whether every block is laid out."""
        return len(self._laid) == len(self._heights)

    def is_laid_out(self, block: int) -> bool:
        """Whether a block's height is exact."""
        return block in self._laid

    def ensure(self, start: int, stop: int) -> None:
        """Lay out blocks ``start`` to ``stop`` (half-open, clamped): their heights are exact from then on."""
        for block in range(max(0, start), min(stop, len(self._heights))):
            self.laid_block(block)

    def block_at(self, row: int) -> int:
        """Give the block that covers a row, as heights stand now."""
        return self._heights.find(row)[0]

    def top_row(self, block: int) -> int:
        """Give a block's first row, the blank rows above it included."""
        return self._heights.above(block)

    def first_row(self, block: int) -> int:
        """Give the row below the blank rows above a block: an alert's title or the first row of its text."""
        return self._heights.above(block) + self._space_above(block)

    def last_row(self, block: int) -> int:
        """Give a block's last row; lays it out."""
        rows = self.laid_block(block).rows
        return self._heights.above(block) + rows - 1

    def line(self, row: int) -> Line:
        """Make a row, clamped into the page; lays out the block that covers it."""
        return self.block_line(*self.locate(row))

    def locate(self, row: int) -> tuple[int, int]:
        """Find the block that covers a row, and the row's number within it; lays the block out."""
        while True:
            block, number = self._heights.find(row)
            if block in self._laid:
                return block, number
            self.laid_block(block)

    def laid_block(self, block: int) -> LaidBlock:
        """Lay out a block, if it is not yet."""
        laid = self._laid.get(block)
        if laid is None:
            laid = self._laid[block] = self._lay(block)
            if self._heights.change(block, laid.rows):
                self.generation += 1
        return laid

    def block_line(self, block: int, number: int) -> Line:
        """Make a block's row; lays the block out."""
        key = (block, number)
        line = self._kept.get(key)
        if line is None:
            line = self._kept[key] = self._make(block, number)
            if len(self._kept) > _KEPT_LINES:
                self._kept.popitem(last=False)
        return line

    def _make(self, block: int, number: int) -> Line:
        """Make a block's row anew."""
        laid = self.laid_block(block)
        if number < laid.space:
            return Line(block, number, 0, 0, self._bars_above(block), is_space=True)
        if number < laid.text_number:
            return Line(block, number, 0, 0, laid.titles)
        row = number - laid.text_number
        start, end, pieces, slots = laid.body.line(row)
        edge = laid.edge.bars if row else laid.edge.marks
        return Line(block, number, start, end, (*edge, *pieces), slots=slots)

    def _lay(self, block: int) -> LaidBlock:
        """Lay out a block."""
        content = self.document.blocks[block]
        edge = edge_of(content.frames, self.width, block)
        shape = content.table if content.kind is BlockKind.TABLE else None
        body: Body
        if shape is not None and shape.cells:
            body = lay_table(content, shape, edge.indent, self.width - edge.indent)
        else:
            body = lay_flow(content, edge, self.width)
        space = self._space_above(block)
        alert = alert_opened(content, block)
        if alert is None:
            return LaidBlock(space, self._notice(content, edge), edge, body)
        # The title is the first row: markers of items around the alert stand beside it, not beside the text.
        around = edge_of(content.frames[: content.frames.index(alert) + 1], self.width, block)
        label = clip(
            " · ".join(filter(None, (alert.label.capitalize() or "Note", content.notice))),
            self.width - around.indent,
        )
        titles = (*around.marks, decoration(around.indent, label, Role.ALERT_TITLE, alert.label))
        marks = tuple(mark for mark in edge.marks if mark in edge.bars or mark.cell >= around.indent)
        return LaidBlock(space, titles, replace(edge, marks=marks), body)

    def _notice(self, block: Block, edge: Edge) -> tuple[Piece, ...]:
        """Set what is to be said above a block; mostly nothing."""
        if not block.notice:
            return ()
        return (
            *edge.bars,
            decoration(edge.indent, clip(block.notice, self.width - edge.indent), Role.NOTICE),
        )

    def _space_above(self, block: int) -> int:
        """Count the blank rows above a block; none above the first."""
        if block == 0:
            return 0
        laid = self._laid.get(block)
        if laid is not None:
            return laid.space
        return space_between(self.document.blocks[block - 1], self.document.blocks[block])

    def _bars_above(self, block: int) -> tuple[Piece, ...]:
        """Give the bars of quotes that go on through the blank rows above a block."""
        below = self.document.blocks[block]
        shared = shared_frames(self.document.blocks[block - 1], below)
        return edge_of(below.frames[:shared], self.width, -1).bars


def _estimates(blocks: Sequence[Block], first: int, after: int, width: int) -> list[int]:
    """Estimate the heights of blocks ``first`` to ``after`` from their source, without rendering them.

    A rendered paragraph is a little shorter than its source and its lines end a little before the edge: the
    two are taken to cancel out.
    """
    code, table, item = BlockKind.CODE, BlockKind.TABLE, FrameKind.ITEM
    least = text_room(width)
    heights = []
    for number, block in enumerate(blocks[first:after], first):
        frames, kind = block.frames, block.kind
        if kind is code or kind is table:
            start, end = block.lines
            rows = max(1, end - start - _FENCES if kind is code else end - start)
        else:
            room = max(least, width - _BAR_CELLS * len(frames)) if frames else width
            rows = 1 + max(0, block.source_length - 1) // room
        is_apart = not frames or frames[-1].loose or frames[-1].kind is not item
        heights.append(rows + 1 if is_apart and number else rows)
    return heights
