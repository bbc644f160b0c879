"""A document's blocks as HTML: lists, quotes and footnotes opened and closed around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from reader.document.block import Block, BlockKind, Frame, FrameKind
from reader.document.model import Document
from reader.exchange.html_text import Marked, inline

_NUMBER: Final = re.compile(r"(\d{1,9})[.)]")
_MARKERS: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?=\s|$)")

Beside = Callable[[int], str]
"""Gives what stands in the margin of a block, as HTML; empty for nothing."""


def body(
    document: Document,
    marks: Callable[[int], Sequence[Marked]] = lambda _: (),
    beside: Beside = lambda _: "",
    *,
    first: int = 0,
    last: int | None = None,
) -> str:
    """Give a document, or its blocks from ``first`` to before ``last``, as HTML."""
    html: list[str] = []
    opened: list[Frame] = []
    lines = document.source.split("\n")
    for number, block in list(enumerate(document.blocks))[first:last]:
        html.append(_change(opened, block.frames, lambda frame: _list_of(frame, document, lines)))
        opened = list(block.frames)
        if block.kind is BlockKind.PARAGRAPH and not block.text:
            continue
        one = _block(block, marks(number))
        margin = beside(number)
        html.append(f'<div class="beside">{margin}{one}</div>\n' if margin else f"{one}\n")
    html.append(_change(opened, (), lambda frame: ""))
    return "".join(html)


def _change(before: Sequence[Frame], after: Sequence[Frame], list_of: Callable[[Frame], str]) -> str:
    """Close the containers that end between two blocks, and open those that begin."""
    same = 0
    while same < min(len(before), len(after)) and before[same].number == after[same].number:
        same += 1
    html = []
    goes_on = same < len(before) and same < len(after) and after[same].kind is FrameKind.ITEM
    goes_on = goes_on and list_of(before[same]) == list_of(after[same])
    for depth in range(len(before) - 1, same - 1, -1):
        html.append(_closing(before[depth], ends_list=not (goes_on and depth == same)))
    for depth in range(same, len(after)):
        html.append(_opening(after[depth], begins_list=not (goes_on and depth == same)))
    return "".join(html)


def _list_of(frame: Frame, document: Document, lines: Sequence[str]) -> str:
    """Tell the list an item is of from one that follows it at once: another sign begins another list
    (CommonMark 5.3). Empty for what is no item."""
    if frame.kind is not FrameKind.ITEM:
        return ""
    block = document.blocks[frame.first_block]
    opening = [each for each in block.frames if each.kind is FrameKind.ITEM]
    opening = [each for each in opening if each.first_block == frame.first_block]
    signs = _MARKERS.findall(lines[block.lines[0]]) if block.lines[0] < len(lines) else []
    place = next((at for at, each in enumerate(opening) if each.number == frame.number), 0)
    return _tag_of(frame) + (signs[place][-1] if place < len(signs) else "")


def _tag_of(frame: Frame) -> str:
    return "ol" if _NUMBER.match(frame.marker) else "ul"


def _opening(frame: Frame, *, begins_list: bool) -> str:
    if frame.kind is FrameKind.ITEM:
        number = _NUMBER.match(frame.marker)
        start = f"<{_tag_of(frame)}>\n" if begins_list else ""
        if number:
            return f'{start}<li value="{int(number[1])}">'
        is_task = frame.marker in ("☐", "☑")
        return (
            f'{start}<li class="task"><span class="box">{frame.marker}</span>' if is_task else f"{start}<li>"
        )
    if frame.kind is FrameKind.QUOTE:
        return "<blockquote>\n"
    if frame.kind is FrameKind.ALERT:
        return f'<div class="alert"><p class="alert-title">{escape(frame.label.capitalize())}</p>\n'
    if frame.kind is FrameKind.FOOTNOTE:
        return f'<div class="footnote"><span>{escape(frame.marker or frame.label)}</span><div>'
    return '<div class="definition">'


def _closing(frame: Frame, *, ends_list: bool) -> str:
    if frame.kind is FrameKind.ITEM:
        return f"</li>\n</{_tag_of(frame)}>\n" if ends_list else "</li>\n"
    if frame.kind is FrameKind.QUOTE:
        return "</blockquote>\n"
    return "</div></div>\n" if frame.kind is FrameKind.FOOTNOTE else "</div>\n"


def _block(block: Block, marks: Sequence[Marked]) -> str:
    if block.kind is BlockKind.HEADING:
        return f"<h{block.level}>{inline(block, marks)}</h{block.level}>"
    if block.kind is BlockKind.CODE:
        return f"<pre><code>{inline(block, marks)}</code></pre>"
    if block.kind is BlockKind.HTML:
        return f'<pre class="raw"><code>{inline(block, marks)}</code></pre>'
    if block.kind is BlockKind.TABLE:
        return _table(block, marks)
    if block.kind is BlockKind.RULE:
        return "<hr>"
    if block.kind is BlockKind.TERM:
        return f'<p class="term">{inline(block, marks)}</p>'
    return f"<p>{inline(block, marks)}</p>"


def _table(block: Block, marks: Sequence[Marked]) -> str:
    shape = block.table
    if shape is None:
        return f"<pre>{inline(block, marks)}</pre>"
    rows = []
    for number, cells in enumerate(shape.cells):
        tag = "td" if number else "th"
        row = []
        for (start, end), align in zip(cells, shape.alignments, strict=False):
            style = f' class="{align}"' if align in ("right", "center") else ""
            row.append(f"<{tag}{style}>{inline(block, marks, start, end)}</{tag}>")
        rows.append(f"<tr>{''.join(row)}</tr>")
    return f'<div class="scroll"><table>{"".join(rows)}</table></div>'
