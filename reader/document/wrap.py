r"""Where lines end. Offsets are code points of the whole text, widths are cells.

Greedy, as a typist sets a line: it ends at the last blank that fits, or after a hyphen or dash between
letters, or between two characters of a script written without spaces; a word longer than the line ends after
a slash or another mark of an address, or else between two visible characters. Blanks at a line's end hang:
they belong to it and take no room. A no-break space holds its neighbours together. ``\n`` always ends a line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from reader.deferred import pattern
from reader.document.cells import ALL_WIDE, cell_width, is_narrow
from reader.document.graphemes import boundaries

_BLANKS: Final = frozenset(
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000\u200b"
)
_BLANK_RUN: Final = pattern("[ \\t]*")
_HYPHENS: Final = "-\u2010\u2012\u2013\u2014"
# After one of these an address may be broken when it is longer than the line.
_ADDRESS_MARKS: Final = "/?&=#-_.,;:@+%"
# A line may not begin with these (JIS X 4051: closing marks, small kana, sound marks) ...
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕〗〙〛〟’”…‥‼⁇⁈⁉％‰℃ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ.,:;!?)]}%\u2060"
)
# ... nor end with these (opening marks).
_NEVER_LAST: Final = frozenset("（［｛「『【〈《〔〖〘〚〝‘“([{$£¥￥\u2060\u00a0\u202f")
# Scripts in which a line may end between any two characters: CJK ideographs, kana, fullwidth forms, emoji.
# Hangul is written with spaces, and keeps its words whole.
_UNSPACED: Final = pattern(
    "[\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\uff01-\uff60\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)

_WINDOW: Final = 8 * 1024
"""Code points wrapped at a time: a hundred lines."""

_cluster_width: Final = lru_cache(maxsize=8192)(cell_width)


def wrap(text: str, start: int, stop: int, width: int) -> list[int]:
    """Find where the lines of ``text[start:stop]`` begin.

    Args:
        text: The whole text.
        start: First code point to set.
        stop: Where the text to set ends.
        width: Cells a line may take; at least 1. A visible character that is wider stands alone.

    Returns:
        The offset at which each line begins, ascending; the first is ``start``. Never empty.
    """
    starts: list[int] = []
    while True:
        newline = text.find("\n", start, stop)
        until = stop if newline < 0 else newline
        if until - start <= width and is_narrow(text, start, until):
            starts.append(start)
        elif is_narrow(text, start, until):
            _wrap_narrow(text, start, until, width, starts)
        else:
            _wrap_any(text, start, until, width, starts)
        if newline < 0:
            return starts
        start = newline + 1


def _wrap_narrow(text: str, start: int, stop: int, width: int, starts: list[int]) -> None:
    """Wrap a stretch in which every code point takes one cell."""
    blanks, hyphens = _occurring(text, start, stop, " \t"), _occurring(text, start, stop, _HYPHENS)
    starts.append(start)
    while stop - start > width:
        limit = start + width
        if text[limit] in blanks:
            match = _BLANK_RUN.match(text, limit, stop)
            after = match.end() if match else limit
            if after == stop:
                return
        else:
            after = _last_break(text, start, limit, blanks, hyphens)
            if after <= start:
                after = _break_in_word(text, start, limit)
        starts.append(after)
        start = after


def _occurring(text: str, start: int, stop: int, characters: str) -> tuple[str, ...]:
    """Choose the characters that occur in a stretch, so that each line looks for no others."""
    return tuple(character for character in characters if text.find(character, start, stop) >= 0)


def _last_break(text: str, start: int, limit: int, blanks: Iterable[str], hyphens: Iterable[str]) -> int:
    """Find the last place in ``(start, limit]`` where a line may end; ``start`` when there is none."""
    best = start
    for blank in blanks:
        best = max(best, text.rfind(blank, start, limit) + 1)
    if best > start and text[start:best].isspace():
        best = start
    for hyphen in hyphens:
        at = text.rfind(hyphen, max(best, start + 1), limit)
        if at > 0 and text[at - 1].isalpha() and text[at + 1 : at + 2].isalpha():
            best = max(best, at + 1)
    return best


def _break_in_word(text: str, start: int, limit: int) -> int:
    """Choose where to break a word that fills the line: after an address's mark, or where it is full."""
    floor = (start + limit) // 2
    mark = max(text.rfind(mark, floor, limit) for mark in _ADDRESS_MARKS)
    return mark + 1 if mark >= 0 else limit


def _wrap_any(text: str, start: int, stop: int, width: int, starts: list[int]) -> None:
    """Wrap a stretch of any script, a window after the other: a megabyte of characters is never held."""
    size = _WINDOW
    while True:
        until = min(stop, start + size)
        done = _wrap_window(text, start, until, width, starts, is_last=until == stop)
        if done == until:
            return
        size = _WINDOW if done > start else size * 2  # a line did not fit into the window
        start = done


def _wrap_window(text: str, start: int, stop: int, width: int, starts: list[int], *, is_last: bool) -> int:
    """Wrap a window of text, visible character by visible character.

    Returns:
        Where the first line begins of which the window does not tell the end; ``stop`` when the text ends.
    """
    stretch = text[start:stop]
    stops = boundaries(stretch)
    clusters: Sequence[str] = stretch
    if not isinstance(stops, range):
        clusters = [stretch[here:after] for here, after in pairwise(stops)]
    count = len(clusters) - (not is_last)  # the last one may go on after the window
    line = 0
    while True:
        starts.append(start + stops[line])
        over = best = _first_over(clusters, line, width)
        while best < count and clusters[best] in _BLANKS:
            best += 1
        if best >= count:
            return stop if is_last else starts.pop()
        if best == over:
            while best > line and not _may_break(clusters, best, line):
                best -= 1
        line = best if best > line else over


def _first_over(clusters: Sequence[str], line: int, width: int) -> int:
    """Find the first visible character too many for a line (never its first); their count when all fit."""
    if isinstance(clusters, str):
        fitting = max(1, width // 2)
        wide = ALL_WIDE.match(clusters, line, line + fitting + 1)
        after = wide.end() if wide else line
        if after == line + fitting + 1 or after == len(clusters):
            return min(line + fitting, after)
    taken = width + 1  # as many as fit when each takes a cell; more only where some take none
    while True:
        reach = list(accumulate(map(_cluster_width, clusters[line : line + taken])))
        over = bisect_right(reach, width)
        if over < len(reach) or line + over == len(clusters):
            return line + max(1, over)
        taken *= 2


def _may_break(clusters: Sequence[str], at: int, line: int) -> bool:
    """Whether a line that begins at an index may end before the visible character at another, behind it.

    Only the line itself is looked at, as `_last_break` does: a hyphen that begins a line (the word before it
    filled the line above) is not one to end it after.
    """
    before, after = clusters[at - 1], clusters[at]
    if after in _BLANKS:
        return False
    if before in _BLANKS:
        return True
    if before[-1] in _NEVER_LAST or after[0] in _NEVER_FIRST:
        return False
    if before in _HYPHENS:
        return at - 1 > line and clusters[at - 2][0].isalpha() and after[0].isalpha()
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def wrap_hard(text: str, start: int, stop: int, width: int) -> list[int]:
    """Find where the lines of code begin: at each newline, and wherever a line is full; see `wrap`."""
    starts: list[int] = []
    while True:
        newline = text.find("\n", start, stop)
        until = stop if newline < 0 else newline
        starts.append(start)
        if is_narrow(text, start, until):
            starts.extend(range(start + width, until, width))
        else:
            _fill(text, start, until, width, starts)
        if newline < 0:
            return starts
        start = newline + 1


def _fill(text: str, start: int, stop: int, width: int, starts: list[int]) -> None:
    """Cut a stretch of any script where a line is full."""
    if ALL_WIDE.fullmatch(text, start, stop):
        fitting = max(1, width // 2)
        starts.extend(range(start + fitting, stop, fitting))
        return
    stretch = text[start:stop]
    stops = boundaries(stretch)
    cells = 0
    for here, after in pairwise(stops):
        cluster_cells = _cluster_width(stretch[here:after])
        if cells + cluster_cells > width and here > 0 and cells > 0:
            starts.append(start + here)
            cells = 0
        cells += cluster_cells


def drawn_end(text: str, start: int, end: int) -> int:
    """Find where the drawn part of a line ends: before its newline and its hanging blanks."""
    if end > start and text[end - 1] == "\n":
        end -= 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return end
