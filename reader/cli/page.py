"""A note's page printed row by row: in colour to a terminal (through Rich), as plain rows to a pipe.

What is drawn comes gated from the library and laid out in cells by `reader.document.layout`; nothing is
measured here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from reader.annotations.model import Color
from reader.cli import output
from reader.cli.plain import ending_in, head, said
from reader.document.block import Block, BlockKind, Style
from reader.document.layout import Line, lay_out
from reader.document.links import shown_address
from reader.document.pieces import Piece, Role
from reader.workspace import OpenNote, Placed

if TYPE_CHECKING:  # for start-up cost: a pipe is served without Rich
    from rich.text import Text

_SPANS: Final = {
    Style.EMPHASIS: "italic",
    Style.STRONG: "bold",
    Style.STRIKE: "strike",
    Style.CODE: "cyan",
    Style.LINK: "underline",
    Style.IMAGE: "italic dim",
    Style.HTML: "dim",
    Style.FOOTNOTE_REF: "dim",
}
_BLOCKS: Final = {
    BlockKind.HEADING: "bold",
    BlockKind.CODE: "cyan",
    BlockKind.HTML: "dim",
    BlockKind.TERM: "bold",
}
_COLORS: Final = {
    Color.YELLOW: "black on yellow",
    Color.GREEN: "black on green",
    Color.BLUE: "white on blue",
    Color.RED: "white on red",
    Color.PURPLE: "white on magenta",
}


def print_page(opened: OpenNote, width: int, *, with_annotations: bool) -> None:
    """Print a note at a width in cells."""
    rows = page_rows(opened, width, with_annotations=with_annotations)
    if not output.is_terminal():
        for row in rows:
            output.say(row if isinstance(row, str) else row_text(row))
        return
    console = output.page_console()
    marks = [each for each in opened.highlights if with_annotations]
    for row in rows:
        if isinstance(row, str):
            console.print(output.ink(row, "dim"))
        else:
            console.print(row_in_colour(row, opened.document.blocks[row.block], marks))


def page_rows(opened: OpenNote, width: int, *, with_annotations: bool) -> Iterator[Line | str]:
    """Yield the rows of a page: the head and the annotations as strings, what is laid out as lines."""
    yield from _wrapped(head(opened.note)[1:] if _repeats_title(opened) else head(opened.note), width)
    if with_annotations:
        for placed in opened.on_note:
            yield from ("", *_wrapped([f"● {said(placed)}"], width))
    yield ""
    blocks = opened.document.blocks
    lines = lay_out(opened.document, width)
    lines.ensure(0, len(blocks))
    block = 0
    for number in range(lines.height):
        line = lines.line(number)
        while with_annotations and block < line.block:
            yield from _under(opened, block, width)
            block += 1
        yield line
    if with_annotations:
        for each in range(block, len(blocks)):
            yield from _under(opened, each, width)
        for placed in opened.orphans:
            yield from ("", *_wrapped([f"○ {said(placed)} ({placed.status}: {placed.how})"], width))


def row_text(line: Line) -> str:
    """Return a row as plain text, its pieces in their cells."""
    text = ""
    reached = 0
    for piece in line.pieces:
        text += " " * (piece.cell - reached) + piece.text
        reached = piece.cell + piece.width
    return text.rstrip()


def row_in_colour(line: Line, block: Block, marks: Sequence[Placed]) -> Text:
    """Return a row in colour, with the highlights given."""
    row = output.ink("")
    reached = 0
    for piece in line.pieces:
        row.append(" " * (piece.cell - reached))
        row.append_text(_piece_in_colour(piece, line.block, block, marks))
        reached = piece.cell + piece.width
    return row


def _piece_in_colour(piece: Piece, index: int, block: Block, marks: Sequence[Placed]) -> Text:
    if piece.is_decoration:
        return output.ink(piece.text, "bold" if piece.role is Role.ALERT_TITLE else "dim")
    drawn = output.ink(piece.text, _BLOCKS.get(block.kind, ""))
    for span in block.spans:
        _style(drawn, piece, (span.start, span.end), _SPANS[span.style])
        if address := shown_address(block, span):
            _style(drawn, piece, (span.start, span.end), f"link {address}")
    for placed in marks:
        if placed.range is not None and placed.annotation.color is not None:
            (first, begin), (last, finish) = placed.range
            if first <= index <= last:
                here = (begin if first == index else 0, finish if last == index else piece.end)
                _style(drawn, piece, here, _COLORS[placed.annotation.color])
    return drawn


def _style(drawn: Text, piece: Piece, stretch: tuple[int, int], style: str) -> None:
    """Give a stretch of the block's text a style, as far as it is on this piece."""
    start, end = max(stretch[0], piece.start), min(stretch[1], piece.end)
    if start < end:
        drawn.stylize(style, start - piece.start, end - piece.start)


def _under(opened: OpenNote, block: int, width: int) -> Iterator[str]:
    """Yield the annotations that end in a block."""
    for placed in ending_in(opened, block):
        mark = "▌" if placed.is_highlight else "●"
        yield from _wrapped([f"{mark} {said(placed)}"], width)


def _repeats_title(opened: OpenNote) -> bool:
    """Tell whether the text begins with the title as its first heading, so that it need not be said twice."""
    first = opened.document.blocks[0]
    return first.level == 1 and first.text.strip() == opened.note.title


def _wrapped(paragraphs: Iterable[str], width: int) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from wrap(paragraph, width, subsequent_indent="  ") or [""]
