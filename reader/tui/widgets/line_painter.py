"""Paints one laid out line: from pieces at cells to segments with styles.

Styles lie over one another in this order: page, block, inline markup, words of code, then what the view
lays on top (highlights, hits, selection, caret). Offsets are code points of the block's text, so no cell is
counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from reader.document.cells import cell_width
from reader.document.layout import Lines
from reader.document.links import shown_address
from reader.document.model import Block, BlockKind, FrameKind, Position
from reader.document.model import Style as Inline
from reader.document.pieces import Line, Piece, Role
from reader.gate import clean_line
from reader.tui.widgets.code_colors import code_colors
from reader.tui.widgets.page_styles import PageStyles

_INLINE: Final = {
    Inline.EMPHASIS: "emphasis",
    Inline.STRONG: "strong",
    Inline.STRIKE: "strike",
    Inline.CODE: "code-span",
    Inline.LINK: "link",
    Inline.IMAGE: "image",
    Inline.HTML: "html",
    Inline.FOOTNOTE_REF: "footnote-ref",
}
_DECORATION: Final = {
    Role.BULLET: "bullet",
    Role.QUOTE_BAR: "quote-bar",
    Role.TABLE_RULE: "table-rule",
    Role.CODE_WRAP: "code-wrap",
    Role.RULE: "rule",
    Role.FOOTNOTE_LABEL: "footnote-ref",
}


class Overlay(Struct, frozen=True):
    """Something laid over a stretch of a block's text; ``end`` None: to the block's end."""

    start: int
    end: int | None
    role: str


class Painted(Struct, frozen=True):
    """A stretch of cells drawn in one style."""

    cell: int
    width: int
    text: str
    style: Style


class LinePainter:
    """Paints the lines of one document at one width."""

    def __init__(self, lines: Lines, styles: PageStyles, under: str = "") -> None:
        """Prepare to paint.

        Args:
            lines: The laid out document.
            styles: The theme's styles.
            under: A role under all of it (a reflection's own ink), or none.
        """
        self._lines = lines
        self._styles = styles
        self._under = (under,) if under else ()

    def segments(self, line: Line, overlays: Sequence[Overlay] = ()) -> list[Segment]:
        """Return a line as segments that fill the document's width exactly."""
        block = self._lines.document.blocks[line.block]
        ground = (*self._under, *_block_roles(block))
        painted: list[Painted] = []
        for piece in line.pieces:
            if piece.is_decoration:
                role = _decoration_role(piece)
                text = clean_line(piece.text)
                painted.append(Painted(piece.cell, piece.width, text, self._styles.over(*self._under, role)))
            else:
                painted += self._text(piece, block, ground, overlays)
        fill = self._styles.over(*self._under)
        if block.kind is BlockKind.CODE and not line.is_space:
            left = self._code_left(line)
            return _filled(painted, self._lines.width, fill, left, self._styles.over(*ground))
        return _filled(painted, self._lines.width, fill)

    def _text(
        self, piece: Piece, block: Block, ground: tuple[str, ...], overlays: Sequence[Overlay]
    ) -> Iterable[Painted]:
        """Cut a piece of text where its style changes."""
        text = clean_line(piece.text)
        roles = _roles_over(piece, block, overlays)
        if _is_header(piece, block):
            ground = (*ground, "table-header")
        if len(text) != piece.end - piece.start:  # drawn otherwise than written: one style for all of it
            roles = [(piece.start, piece.end, role, target) for _, _, role, target in roles]
        cuts = {piece.start, piece.end}
        for start, end, _, _ in roles:
            cuts.update((max(start, piece.start), min(end, piece.end)))
        edges = sorted(cuts)
        cell = piece.cell
        for start, end in pairwise(edges):
            over = [(role, target) for left, right, role, target in roles if left <= start and end <= right]
            style = self._styles.over(*ground, *(role for role, _ in over))
            address = next((target for _, target in over if target), "")
            if address:
                style += Style(link=address)
            drawn = text[start - piece.start : end - piece.start] if len(edges) > 2 else text
            # cells are counted from the piece's start: a joined emoji is narrower than its parts
            reached = piece.width if end == piece.end else cell_width(text[: end - piece.start])
            width = piece.cell + reached - cell
            yield Painted(cell, width, drawn, style)
            cell += width

    def _code_left(self, line: Line) -> int:
        """Return the cell at which the ground of a code block begins."""
        _, cell = self._lines.cells_of(Position(line.block, line.start))
        return max(0, cell - 2)


def _decoration_role(piece: Piece) -> str:
    """Return the role of something drawn that is not text."""
    if piece.role in (Role.ALERT_BAR, Role.ALERT_TITLE):
        return f"alert-{piece.label}"
    if piece.text.strip() in ("☐", "☑"):
        return "task"
    return _DECORATION.get(piece.role, "label")


def _block_roles(block: Block) -> tuple[str, ...]:
    """Return the roles that a block's kind and containers give its text."""
    if block.kind is BlockKind.HEADING:
        return (f"heading-{min(block.level, 3)}",)
    if block.kind is BlockKind.CODE:
        return ("code",)
    if block.kind is BlockKind.HTML:
        return ("html",)
    if block.kind is BlockKind.TERM:
        return ("term",)
    if any(frame.kind is FrameKind.QUOTE for frame in block.frames):
        return ("quote",)
    return ()


def _roles_over(piece: Piece, block: Block, overlays: Sequence[Overlay]) -> list[tuple[int, int, str, str]]:
    """Return (start, end, role, web address) of all that lies over a piece of text, the lowest first."""
    roles: list[tuple[int, int, str, str]] = []
    for span in block.spans:
        if span.start >= piece.end:
            break
        if span.end > piece.start:
            roles.append((span.start, span.end, _INLINE[span.style], shown_address(block, span)))
    if block.kind is BlockKind.CODE:
        for start, end, role in code_colors(block.language, block.text):
            if start < piece.end and end > piece.start:
                roles.append((start, end, role, ""))
    for over in overlays:
        end = piece.end if over.end is None else over.end
        if over.start < piece.end and end > piece.start:
            roles.append((over.start, end, over.role, ""))
    return roles


def _is_header(piece: Piece, block: Block) -> bool:
    """Tell whether a piece of text stands in a table's header."""
    table = block.table if block.kind is BlockKind.TABLE else None
    return bool(table and table.cells and table.cells[0] and piece.start < table.cells[0][-1][1])


def _filled(
    painted: Sequence[Painted], width: int, fill: Style, left: int | None = None, ground: Style | None = None
) -> list[Segment]:
    """Fill the gaps between what is painted, so that exactly ``width`` cells are covered.

    Args:
        painted: In any order, not overlapping.
        width: Cells to cover.
        fill: Style of gaps.
        left: Cell from which gaps have another style, ``ground``.
        ground: That style.
    """
    segments: list[Segment] = []
    at = 0

    def gap(until: int) -> None:
        nonlocal at
        if left is not None and ground is not None:
            if at < left:
                segments.append(Segment(" " * (min(left, until) - at), fill))
            if until > max(at, left):
                segments.append(Segment(" " * (until - max(at, left)), ground))
        else:
            segments.append(Segment(" " * (until - at), fill))
        at = until

    for each in sorted(painted, key=lambda each: each.cell):
        if each.cell > at:
            gap(min(each.cell, width))
        if at + each.width > width:
            break
        segments.append(Segment(each.text, each.style))
        at += each.width
    if at < width:
        gap(width)
    return [segment for segment in segments if segment.text]
