"""A block's text as HTML: what is marked up in it, the highlights over it, the numbers of reflections.

Units: code points of `Block.text`. Everything is escaped; addresses that are not of the web are not links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from reader.document.block import Block, Span, Style

_TAGS: Final = {Style.EMPHASIS: "em", Style.STRONG: "strong", Style.STRIKE: "s", Style.CODE: "code"}
_OPENS: Final = re.compile(r"(https?://|mailto:)[^\s\"'<>]+", re.IGNORECASE)


class Marked(NamedTuple):
    """A stretch of a block that is highlighted or written on.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        style: The class of its mark: a colour, or ``said`` for words without a highlight.
        title: What a pointer resting on it shows.
        anchor: The id of its first part; empty where it began in an earlier block.
        numbers: Reflections whose passage ends here.
    """

    start: int
    end: int
    style: str
    title: str
    anchor: str
    numbers: tuple[int, ...]


def inline(block: Block, marks: Iterable[Marked], start: int = 0, end: int | None = None) -> str:
    """Give a stretch of a block's text as HTML."""
    last = len(block.text) if end is None else end
    spans = [each for each in block.spans if each.start < last and each.end > start]
    here = [each for each in marks if each.start < last and each.end > start]
    cuts = {start, last}
    ends = [(each.start, each.end) for each in spans] + [(each.start, each.end) for each in here]
    cuts |= {min(max(edge, start), last) for both in ends for edge in both}
    edges = sorted(cuts)
    parts = []
    for first, then in pairwise(edges):
        parts.append(_stretch(block, spans, here, first, then))
        ending = [number for mark in here if mark.end == then for number in mark.numbers]
        parts += [f'<a class="ref" id="p{n}" href="#r{n}">{n}</a>' for n in ending]
    return "".join(parts)


def _stretch(block: Block, spans: list[Span], marks: list[Marked], first: int, then: int) -> str:
    """Give a stretch over which nothing changes, wrapped in all that covers it, the outermost first."""
    html = escape(block.text[first:then]).replace("\n", "\n" if block.no_wrap else "<br>\n")
    for span in reversed([each for each in spans if each.start <= first and each.end >= then]):
        html = _wrapped(span, html)
    for mark in reversed([each for each in marks if each.start <= first and each.end >= then]):
        anchor = f' id="{escape(mark.anchor)}"' if mark.anchor and mark.start == first else ""
        html = f'<mark class="{escape(mark.style)}" title="{escape(mark.title)}"{anchor}>{html}</mark>'
    return html


def _wrapped(span: Span, html: str) -> str:
    if span.style in _TAGS:
        tag = _TAGS[span.style]
        return f"<{tag}>{html}</{tag}>"
    if span.style is Style.LINK and _OPENS.fullmatch(span.target):
        return f'<a href="{escape(span.target)}" rel="noopener noreferrer">{html}</a>'
    if span.style is Style.IMAGE:
        return f'<span class="picture">{html}</span>'
    if span.style is Style.FOOTNOTE_REF:
        return f"<sup>{html}</sup>"
    if span.style is Style.HTML:
        return f'<code class="raw">{html}</code>'
    return html
