"""The links of a note: where they stand and what they point to; nothing here opens or checks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from reader.document.block import Block, Span, Style
from reader.document.outline import footnote_anchor
from reader.document.position import Position, Range

_WEB: Final = ("http://", "https://", "mailto:")


class Link(Struct, frozen=True):
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


def shown_address(block: Block, span: Span) -> str:
    """Give the address of a link that a terminal may be told of (OSC 8), else ``""``.

    A terminal opens such a link at a click without asking, and many do not show where it leads. So only a
    link whose words are its address is one: of the web or mail, and printable ASCII throughout.
    """
    words, target = block.text[span.start : span.end], span.target
    if span.style is not Style.LINK or not target.casefold().startswith(_WEB):
        return ""
    is_plain = all("!" <= letter <= "~" for letter in target)
    return target if is_plain and target in (words, f"http://{words}", f"mailto:{words}") else ""


def _link(block: int, span: Span) -> Link:
    where = Range(Position(block, span.start), Position(block, span.end))
    if span.style is Style.FOOTNOTE_REF:
        return Link(where, f"#{footnote_anchor(span.target)}")
    return Link(where, span.target)
