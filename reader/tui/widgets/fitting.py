"""Text cut to a number of cells, for rows drawn line by line. Units are cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from reader.document.cells import cell_width
from reader.document.graphemes import boundaries

ELLIPSIS = "…"

LAST_WORD = 6
"""Cells up to which the last word of a title is kept when it is cut: "(2)", "2024", "part 3"'s number."""


def fit(text: str, width: int) -> str:
    """Return a text, cut with an ellipsis if it is wider than ``width`` cells; never splits a grapheme."""
    if cell_width(text) <= width:
        return text
    if width < 1:
        return ""
    reached = 0
    for edge in boundaries(text[: width * 8 + 64]):
        if cell_width(text[:edge]) > width - 1:
            break
        reached = edge
    return text[:reached].rstrip() + ELLIPSIS


def fit_title(text: str, width: int) -> str:
    """Return a title cut to ``width`` cells; a short last word, which may be all that tells two titles of a
    series apart, is kept.
    """
    begin, _, end = text.rpartition(" ")
    room = width - cell_width(end) - 1
    if cell_width(text) <= width or cell_width(end) > LAST_WORD or room < 2 * LAST_WORD:
        return fit(text, width)
    return f"{fit(begin, room)} {end}"


def fit_whole(before: str, parts: Sequence[str], joint: str, width: int) -> str:
    """Return ``before`` and as many parts as fit whole, with an ellipsis if there are more; the first is cut
    where it does not fit.
    """
    text = before + joint.join(parts)
    shown = len(parts)
    while shown > 1 and cell_width(text) > width:
        shown -= 1
        text = f"{before}{joint.join(parts[:shown])} {ELLIPSIS}"
    return text if cell_width(text) <= width else fit(before + joint.join(parts), width)


def filled(parts: list[tuple[str, Style]], width: int, fill: Style) -> list[Segment]:
    """Return styled texts as segments that cover exactly ``width`` cells; what does not fit is cut."""
    segments: list[Segment] = []
    left = width
    for text, style in parts:
        drawn = fit(text, left)
        if drawn:
            segments.append(Segment(drawn, style))
            left -= cell_width(drawn)
        if drawn != text:
            break  # what is cut is cut once
    if left > 0:
        segments.append(Segment(" " * left, fill))
    return segments


def both_ends(
    left: list[tuple[str, Style]], right: list[tuple[str, Style]], width: int, fill: Style
) -> list[Segment]:
    """Return a row with something at either end; the left is cut where they meet."""
    need = sum(cell_width(text) for text, _ in right)
    if need + 2 > width:
        return filled(left, width, fill)
    return [*filled(left, width - need - 2, fill), Segment("  ", fill), *filled(right, need, fill)]


def wrapped_twice(text: str, width: int) -> list[str]:
    """Break a text at a blank into at most two lines; the second ends in an ellipsis if there is more."""
    if cell_width(text) <= width:
        return [text]
    first = fit(text, width + 1).removesuffix(ELLIPSIS)
    blank = first.rfind(" ") if text[len(first) : len(first) + 1].strip() else len(first)
    cut = blank if blank > 0 else len(first)
    return [text[:cut].rstrip(), fit(text[cut:].lstrip(), width)]
