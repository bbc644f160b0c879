"""Where one visible character ends and the next begins. Units: code points.

A boundary here is one of the extended grapheme clusters of Unicode Standard Annex #29 (wcwidth's tables),
tailored in one place: what follows a zero-width joiner belongs to what stands before it. The annex joins only
emoji and some Indic letters so, but Sinhala and Arabic joiners bind as well, and the terminal side measures
every joined pair as one.

Most text is made of characters that are each a cluster of their own (Latin, Greek, Cyrillic, Hebrew, Arabic
letters, CJK, plain emoji); one pattern recognises it, and wcwidth, which takes tens of milliseconds to
import, is loaded only for the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final
from unicodedata import category, combining

from reader.deferred import pattern

JOINER: Final = "\u200d"

# Characters one cell wide that are a cluster of their own whatever stands beside them (but for the marks that
# combine with them, which are in none of these classes). Derived from wcwidth 0.9.4: break class OTHER, no
# Indic conjuncts, width 1.
NARROW: Final = (
    "\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05f4\u061d-\u064a\u0671-\u06d5"
    "\u0e01-\u0e30\u10a0-\u10ff\u1200-\u135a\u1e00-\u200a\u2010-\u2027\u202f-\u205f\u2070-\u20cf"
    "\u20f1-\u2319\u232b-\u23e8\u23f4-\u25fc\u2654-\u267e\u2794\u2798-\u27af\u27c0-\u2b1a"
)
# The same, two cells wide. Hangul syllables are clusters among themselves but join the jamo before them.
_HANGUL: Final = "\uac00-\ud7a3"
_WIDE_BUT_HANGUL: Final = (
    "\u2e80-\u2e99\u2ff0-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3400-\ua48c\uf900-\ufaff"
    "\uff01-\uff60\uffe0-\uffe6\U0001f400-\U0001f43e\U0001f442-\U0001f4fc\U0001f5fb-\U0001f64f\U0001f680-\U0001f6c5"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
WIDE: Final = _WIDE_BUT_HANGUL + _HANGUL
# Characters that take the next one into their cluster (GB9b), and the joiner.
_TAKES_NEXT: Final = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f"
    "\U00011941\U00011a84-\U00011a89\U00011d46\U00011f02\u200d"
)

# Code points either side after which a letter is taken for the beginning of a cluster.
_FAR: Final = 64

_ALONE: Final = pattern(f"[\\n\\t{NARROW}{WIDE}]*")
_MIXED_RUN: Final = pattern(
    f"(?:[\\n\\t{NARROW}{WIDE}]?+[^\\n\\t{NARROW}{WIDE}]++)++[\\n\\t{NARROW}{WIDE}]?+"
)
_SAFE_HERE: Final = pattern(f"[\\n\\t{NARROW}{_WIDE_BUT_HANGUL}]")
_UNSAFE_BEFORE: Final = pattern(f"[{_TAKES_NEXT}]")


def is_plain(text: str, start: int = 0, stop: int | None = None) -> bool:
    """Whether every code point of ``text[start:stop]`` is a visible character of its own."""
    if text.isascii():
        return True
    stop = len(text) if stop is None else stop
    return _ALONE.fullmatch(text, start, stop) is not None


def boundaries(text: str) -> Sequence[int]:
    """List every offset at which a caret may stand, from 0 to ``len(text)``, ascending.

    Returns:
        A ``range`` when every code point stands alone (no memory), else a list.
    """
    if is_plain(text):
        return range(len(text) + 1)
    found: list[int] = []
    done = 0
    for run in _MIXED_RUN.finditer(text):
        found.extend(range(done, run.start()))
        found.extend(_cluster_starts(text, run.start(), run.end()))
        done = run.end()
    found.extend(range(done, len(text) + 1))
    return found


def _cluster_starts(text: str, start: int, stop: int) -> list[int]:
    """List the starts of the clusters of ``text[start:stop]``; ``start`` must be a boundary."""
    from wcwidth import iter_graphemes

    starts: list[int] = []
    offset = start
    joined = False
    for cluster in iter_graphemes(text[start:stop]):
        if not (joined and cluster != "\n"):
            starts.append(offset)
        joined = cluster.endswith(JOINER)
        offset += len(cluster)
    return starts


def _safe_start(text: str, offset: int) -> int:
    """Find the last boundary at or before ``offset`` that can be known without looking further back."""
    far = offset - _FAR
    while offset > 0:
        if _is_safe(text, offset) or text[offset - 1] == "\n" or (offset < far and _is_letter(text, offset)):
            return offset
        offset -= 1
    return 0


def _is_safe(text: str, offset: int) -> bool:
    """Whether a boundary lies at ``offset`` whatever stands around the two characters there."""
    return bool(_SAFE_HERE.match(text, offset) and not _UNSAFE_BEFORE.match(text, offset - 1))


def _is_letter(text: str, offset: int) -> bool:
    """Whether a letter begins a cluster at ``offset``, as its neighbour before tells: not joined to it by a
    virama or another mark that binds, and no jamo. A megabyte of Hindi without a blank has nothing safer.
    """
    before, here = text[offset - 1], text[offset]
    return (
        category(here) in ("Lo", "Lu", "Ll")
        and not "\u1100" <= here <= "\u11ff"
        and not "\ua960" <= here <= "\ud7ff"
        and combining(before) == 0
        and not _UNSAFE_BEFORE.match(before)
    )


def _around(text: str, offset: int) -> list[int]:
    """List the boundaries from a safe one before ``offset`` to one after it."""
    start = _safe_start(text, offset - 1)
    stop = offset + 1
    far = stop + _FAR
    while stop < len(text) and not _is_safe(text, stop) and not (stop > far and _is_letter(text, stop)):
        stop += 1
    stop = min(stop, len(text))
    return [*_cluster_starts(text, start, stop), stop]


def _stands_alone(text: str, offset: int) -> bool:
    """Whether a boundary lies at ``offset``, as its two neighbours tell; False when they do not."""
    return is_plain(text[offset - 1 : offset + 1])


def is_boundary(text: str, offset: int) -> bool:
    """Whether a caret may stand at ``offset``: no visible character is split there."""
    if offset <= 0 or offset >= len(text):
        return 0 <= offset <= len(text)
    if _stands_alone(text, offset):
        return True
    near = _around(text, offset)
    place = bisect_left(near, offset)
    return place < len(near) and near[place] == offset


def previous_boundary(text: str, offset: int) -> int:
    """Find the last boundary before ``offset``; 0 when there is none."""
    if offset <= 1:
        return 0
    offset = min(offset, len(text) + 1)
    if offset <= len(text) and (offset == 1 or _stands_alone(text, offset - 1)):
        return offset - 1
    near = _around(text, min(offset - 1, len(text)))
    return near[max(0, bisect_left(near, offset) - 1)]


def next_boundary(text: str, offset: int) -> int:
    """Find the first boundary after ``offset``; ``len(text)`` when there is none."""
    if offset + 1 >= len(text):
        return len(text)
    if offset < 0:
        return 0
    if _stands_alone(text, offset + 1):
        return offset + 1
    near = _around(text, offset)
    place = bisect_right(near, offset)
    while place == len(near) and near[-1] < len(text):
        near = _around(text, near[-1] + 1)
        place = bisect_right(near, offset)
    return near[place] if place < len(near) else len(text)
