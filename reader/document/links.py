"""The links of a note: where they stand and what they point to; nothing here opens or checks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.document.block import Block, Span, Style
from reader.document.outline import footnote_anchor
from reader.document.position import Position, Range


@dataclass(frozen=True, slots=True)
class Link:
    """A passage that leads somewhere."""

    range: Range
    target: str
    """The address, percent-encoded as markdown-it does it; a footnote reference leads to ``#fn-label``."""


def all_links(blocks: Sequence[Block]) -> tuple[Link, ...]:
    """Give the links and images of a note in reading order; footnote references are not among them."""
    return tuple(
        _link(index, span)
        for index, block in enumerate(blocks)
        for span in block.spans
        if span.style is Style.LINK or span.style is Style.IMAGE
    )


def link_at(blocks: Sequence[Block], position: Position) -> Link | None:
    """Give the link, else image, else footnote reference that the character after ``position`` is in."""
    here = [span for span in blocks[position.block].spans if span.start <= position.offset < span.end]
    for style in (Style.LINK, Style.IMAGE, Style.FOOTNOTE_REF):
        for span in here:
            if span.style is style:
                return _link(position.block, span)
    return None


def _link(block: int, span: Span) -> Link:
    where = Range(Position(block, span.start), Position(block, span.end))
    if span.style is Style.FOOTNOTE_REF:
        return Link(where, f"#{footnote_anchor(span.target)}")
    return Link(where, span.target)
