"""The links of a note: where they stand and what they point to; nothing here opens or checks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from msgspec import Struct

from reader import deferred
from reader.document.block import Block, Span, Style
from reader.document.outline import footnote_anchor, heading_slug
from reader.document.position import Position, Range
from reader.gate import clean_name

if TYPE_CHECKING:  # for start-up cost
    from reader.library import wikilinks
else:
    wikilinks = deferred.module("reader.library.wikilinks")

_WEB: Final = ("http://", "https://", "mailto:")


class Link(Struct, frozen=True):
    """A passage that leads somewhere."""

    range: Range
    target: str
    """The address, percent-encoded as markdown-it does it; a footnote reference leads to ``#fn-label``, a
    link by name to ``[[name#heading]]`` (`reader.library.wikilinks`)."""


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


def place_in_note(target: str) -> str:
    """Give the place that a link leads to within a note, for `Document.anchor_block`; may be empty."""
    link = wikilinks.wikilink_of(target)
    if link is None:
        return unquote(target.partition("#")[2])
    return link.place if link.place.startswith("^") else heading_slug(link.place)


def shown_target(target: str) -> str:
    """Give what a link leads to as one reads it: a name, or an address."""
    link = wikilinks.wikilink_of(target)
    return clean_name(unquote(target) if link is None else link.target[2:-2])


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
