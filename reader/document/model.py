r"""A note as it is read: its blocks, their text, and every way to point into it.

Units: a `Position` counts code points of one block's rendered text; a *document offset* counts code points of
`Document.text`, in which the blocks' texts are joined by ``"\n\n"``. Lines are source lines of the note's
body.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, Protocol

from reader.deferred import cached_property
from reader.document.block import (
    Alignment,
    Block,
    BlockKind,
    Content,
    Frame,
    FrameKind,
    PlainContent,
    Rendered,
    Span,
    Style,
    TableShape,
)
from reader.document.key_points import KeyPoint, find_points
from reader.document.links import Link, all_links, link_at
from reader.document.outline import Heading, Outline, footnote_anchor
from reader.document.position import Position, Range
from reader.document.words import count_words

__all__ = [
    "BLOCK_JOINT",
    "Alignment",
    "Block",
    "BlockKind",
    "Content",
    "Document",
    "Frame",
    "FrameKind",
    "Heading",
    "KeyPoint",
    "Link",
    "PlainContent",
    "Position",
    "Range",
    "Rendered",
    "Span",
    "Style",
    "TableShape",
]

BLOCK_JOINT: Final = "\n\n"
"""What stands between two blocks in a document's text; it belongs to no block."""

AT_ONCE: Final = 64 * 1024
"""Code points of a source up to which a document is read at once: 10 ms, and as much for all its text."""

_HASH_DIGITS: Final = 32


class ToRead(Protocol):
    """What is still to be read of a document (`reader.document.reading.Reading`)."""

    changed: list[tuple[int, int]]
    is_complete: bool

    @property
    def part_read(self) -> float:
        """How much of the source is read, from 0 to 1."""

    @property
    def is_heavy(self) -> bool:
        """Whether the next step may take longer than a frame."""

    def read_on(self, seconds: float) -> bool:
        """Read on for some time; tells whether there is more."""

    def finish(self) -> None:
        """Read to the end."""


class Document:
    """A parsed note. Its first blocks are there at once; everything that needs their text is made when asked
    for, and kept.

    While the note is still being read (`is_complete`), `blocks` grows; a block keeps its number. What needs
    the whole note (text, offsets, headings, key points, links) reads it to the end first.

    Attributes:
        source: The Markdown it was made from.
        blocks: Its leaf blocks in reading order, footnotes last. There is always at least one: an empty
        note has an
            empty paragraph, so that ``Position(0, 0)`` exists in every document.
    """

    def __init__(self, source: str, blocks: Sequence[Block], to_read: ToRead | None = None) -> None:
        self.source = source
        self.blocks: Sequence[Block] = blocks or (Block(BlockKind.PARAGRAPH, (0, 0), (), PlainContent("")),)
        self._to_read = to_read

    @property
    def is_complete(self) -> bool:
        """Whether the whole note is read."""
        return self._to_read is None or self._to_read.is_complete

    @property
    def is_ready(self) -> bool:
        """Whether what needs the whole text is there, or at least is made without keeping anybody waiting."""
        return self.is_complete and (len(self.source) <= AT_ONCE or "_points" in self.__dict__)

    @property
    def part_read(self) -> float:
        """How much of the source is read, from 0 to 1."""
        return 1.0 if self._to_read is None else self._to_read.part_read

    @property
    def is_heavy(self) -> bool:
        """Whether reading on may take longer than a frame, so that it is better done in another thread."""
        return self._to_read is not None and self._to_read.is_heavy

    @property
    def changed(self) -> Sequence[tuple[int, int]]:
        """Half-open ranges of blocks that look otherwise than when they were read, in order of time."""
        return () if self._to_read is None else self._to_read.changed

    def read_on(self, seconds: float) -> bool:
        """Read on for some seconds; tells whether there is more to read."""
        return self._to_read is not None and self._to_read.read_on(seconds)

    def finish(self) -> None:
        """Read to the end."""
        if self._to_read is not None:
            self._to_read.finish()

    def __repr__(self) -> str:
        return f"Document({len(self.blocks)} blocks, {len(self.source)} code points of source)"

    @cached_property
    def text(self) -> str:
        r"""The texts of all blocks, joined by ``"\n\n"``."""
        self.finish()
        return BLOCK_JOINT.join(block.text for block in self.blocks)

    @cached_property
    def text_hash(self) -> str:
        """First 32 hexadecimal digits of the SHA-256 of `text` in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        """Document offset at which each block's text begins."""
        self.finish()
        steps = (len(block.text) + len(BLOCK_JOINT) for block in self.blocks)
        return list(accumulate(steps, initial=0))[:-1]

    def offset_of(self, position: Position) -> int:
        """Convert a position to a document offset.

        Raises:
            ValueError: There is no such position.
        """
        self._check(position)
        return self._starts[position.block] + position.offset

    def position_of(self, offset: int) -> Position:
        """Convert a document offset to a position; one inside a joint is the end of the block before it.

        Raises:
            ValueError: ``offset`` is negative or past the end of the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text of {len(self.text)} code points")
        block = bisect_right(self._starts, offset) - 1
        return Position(block, min(offset - self._starts[block], len(self.blocks[block].text)))

    def range_of(self, start: int, end: int) -> Range:
        """Convert two document offsets to a range.

        Raises:
            ValueError: An offset is outside the text, or ``end`` lies before ``start``.
        """
        if end < start:
            raise ValueError(f"a range cannot end at {end} before it starts at {start}")
        return Range(self.position_of(start), self.position_of(end))

    def text_of(self, target: Range) -> str:
        r"""Give the words of a passage, blocks joined by ``"\n\n"``; only its own blocks are rendered.

        Raises:
            ValueError: An end of it is no position of this document.
        """
        start, end = target
        self._check(start)
        self._check(end)
        if start.block == end.block:
            return self.blocks[start.block].text[start.offset : end.offset]
        between = (block.text for block in self.blocks[start.block + 1 : end.block])
        first, last = self.blocks[start.block].text[start.offset :], self.blocks[end.block].text[: end.offset]
        return BLOCK_JOINT.join([first, *between, last])

    def whole_block(self, index: int) -> Range:
        """Give the range of all of a block's text."""
        return Range(Position(index, 0), Position(index, len(self.blocks[index].text)))

    def snap(self, target: Range) -> Range:
        """Widen a range so that neither end falls inside a grapheme (what one sees as a character)."""
        from reader.document.graphemes import is_boundary, next_boundary, previous_boundary

        (first, start), (last, end) = target
        first_text, last_text = self.blocks[first].text, self.blocks[last].text
        if not is_boundary(first_text, start):
            start = previous_boundary(first_text, start)
        if not is_boundary(last_text, end):
            end = next_boundary(last_text, end)
        return Range(Position(first, start), Position(last, end))

    @cached_property
    def _outline(self) -> Outline:
        self.finish()
        return Outline(self.blocks)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings that divide the note; those inside quotes, lists and footnotes are not among them."""
        return self._outline.headings

    def heading_path(self, block: int) -> tuple[str, ...]:
        """Titles of the headings over a block, outermost first; a heading's own title ends its path."""
        return self._outline.path(block)

    def anchor_block(self, fragment: str) -> int | None:
        """Index of the block that ``#fragment`` leads to: a heading by GitHub's rule, or ``fn-label``."""
        return self._outline.anchor(fragment)

    def footnote(self, label: str) -> int | None:
        """Index of the first block of a footnote's definition; None if the note does not define it."""
        return self._outline.anchor(footnote_anchor(label))

    @cached_property
    def _points(self) -> tuple[tuple[KeyPoint, ...], tuple[KeyPoint, ...]]:
        return find_points(self.blocks, self._outline)

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """The passages a leader reflects on, by the rule of `reader.document.key_points`."""
        return self._points[0]

    @property
    def questions(self) -> tuple[KeyPoint, ...]:
        """The note's own questions, offered as prompts."""
        return self._points[1]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and images in reading order."""
        self.finish()
        return all_links(self.blocks)

    def link_at(self, position: Position) -> Link | None:
        """The link, image or footnote reference that the character after ``position`` belongs to."""
        return link_at(self.blocks, position)

    def _check(self, position: Position) -> None:
        block, offset = position
        if not 0 <= block < len(self.blocks) or not 0 <= offset <= len(self.blocks[block].text):
            raise ValueError(f"{position} is no position of a document of {len(self.blocks)} blocks")
