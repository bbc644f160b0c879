"""What stands before and above a block: the marks of its containers and the white space.

Units: cells and rows.

Containers nest from the left: a quote or alert takes a bar and a blank, an item room for its marker, so that
its text hangs after it. When deep nesting would eat the page, the outermost containers give way: the text
keeps `text_room` cells and the innermost marks stay visible.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from msgspec import Struct

from reader.document.block import Block, BlockKind, Frame, FrameKind
from reader.document.cells import cell_width
from reader.document.graphemes import boundaries
from reader.document.pieces import Piece, Role, decoration

BAR: Final = "▎"
_BAR_ROOM: Final = 2
_DEFINITION_ROOM: Final = 4
# An ordered item's number is set flush right in the room of "99.", so that most lists hang in one column.
_NUMBER_ROOM: Final = 3
_LABEL_ROOM: Final = 12
# Below this, prose is a column of single words.
_LEAST_TEXT: Final = 16


class Edge(Struct, frozen=True):
    """The left edge of a block.

    Attributes:
        indent: Cells before the block's text.
        marks: Drawn on the block's first row of text: markers, and the bars.
        bars: Drawn on every other row of it.
    """

    indent: int
    marks: tuple[Piece, ...]
    bars: tuple[Piece, ...]


_NO_EDGE: Final = Edge(0, (), ())


def text_room(width: int) -> int:
    """Give the fewest cells that nesting must leave for text on a page of ``width``."""
    return min(_LEAST_TEXT, max(4, width // 2))


def _marker(frame: Frame) -> str:
    """Give what is drawn before a container's first block."""
    if frame.kind is FrameKind.ITEM:
        return frame.marker.rjust(_NUMBER_ROOM) if frame.marker[:1].isdigit() else frame.marker
    if frame.kind is FrameKind.FOOTNOTE:
        return clip(f"[{frame.marker or frame.label}]", _LABEL_ROOM - 1)
    return ""


def clip(text: str, room: int) -> str:
    """Shorten a label that is only drawn to ``room`` cells, with an ellipsis for what was cut."""
    if cell_width(text) <= room:
        return text
    kept = cells = 0
    for here, after in pairwise(boundaries(text)):
        cells += cell_width(text[here:after])
        if cells >= room:
            break
        kept = after
    return f"{text[:kept]}…" if room > 0 else ""


def _room(frame: Frame) -> int:
    """Give the cells a container takes at the left."""
    if frame.kind in (FrameKind.QUOTE, FrameKind.ALERT):
        return _BAR_ROOM
    if frame.kind is FrameKind.DEFINITION:
        return _DEFINITION_ROOM
    return max(_BAR_ROOM, cell_width(_marker(frame)) + 1)


def edge_of(frames: tuple[Frame, ...], width: int, block: int) -> Edge:
    """Set the containers of a block at the left of a page.

    Args:
        frames: The containers, outermost first.
        width: Cells of the page.
        block: Index of the block, to know which containers begin with it; -1 for none.
    """
    if not frames:
        return _NO_EDGE
    indent = min(sum(map(_room, frames)), width - text_room(width))
    marks: list[Piece] = []
    bars: list[Piece] = []
    right = indent
    for frame in reversed(frames):
        left = right - _room(frame)
        if right <= 0:
            break
        if frame.kind in (FrameKind.QUOTE, FrameKind.ALERT):
            role = Role.ALERT_BAR if frame.kind is FrameKind.ALERT else Role.QUOTE_BAR
            bar = decoration(max(0, left), BAR, role, frame.label)
            marks.append(bar)
            bars.append(bar)
        elif frame.first_block == block and (marker := clip(_marker(frame), right - max(0, left) - 1)):
            role = Role.FOOTNOTE_LABEL if frame.kind is FrameKind.FOOTNOTE else Role.BULLET
            drawn = marker.lstrip()
            marks.append(decoration(max(0, left) + len(marker) - len(drawn), drawn, role))
        right = left
    return Edge(indent, tuple(reversed(marks)), tuple(reversed(bars)))


def alert_opened(block: Block, index: int) -> Frame | None:
    """Find the alert that begins with a block: its title stands above the block."""
    for frame in reversed(block.frames):
        if frame.kind is FrameKind.ALERT and frame.first_block == index:
            return frame
    return None


def shared_frames(above: Block, below: Block) -> int:
    """Count the containers, from the outermost, in which both blocks stand."""
    shared = 0
    for one, other in zip(above.frames, below.frames, strict=False):
        if one.number != other.number or one.kind is not other.kind:
            break
        shared += 1
    return shared


def space_between(above: Block, below: Block) -> int:
    """Count the blank rows between two neighbouring blocks: 0 in a tight list, 2 over a chapter, else 1."""
    if not above.frames and not below.frames:
        if below.kind is BlockKind.TERM and above.kind is BlockKind.TERM:
            return 0
        return 2 if below.kind is BlockKind.HEADING and below.level <= 2 else 1
    shared = shared_frames(above, below)
    if shared == len(below.frames):
        is_chapter = not shared and below.kind is BlockKind.HEADING and below.level <= 2
        return 2 if is_chapter else 1
    opened = below.frames[shared]
    closed = above.frames[shared] if shared < len(above.frames) else None
    if opened.kind is FrameKind.DEFINITION:
        return 0
    if opened.kind is FrameKind.FOOTNOTE:
        return 0 if closed is not None and closed.kind is FrameKind.FOOTNOTE else 1
    if opened.kind is not FrameKind.ITEM or opened.loose:
        return 1
    if closed is not None:
        return 0 if closed.kind is FrameKind.ITEM else 1
    parent = below.frames[shared - 1] if shared else None
    return 0 if parent is not None and parent.kind is FrameKind.ITEM and not parent.loose else 1
