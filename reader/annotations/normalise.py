"""Text made alike before it is compared, with the way back to the offsets of the text it was made from.

What only looks different is the same here: any run of white space (so also the joint of two blocks) is one
space, typographic quotes and dashes are plain ones, an ellipsis is three points, soft hyphens and zero-width
spaces are gone, and all is in Unicode's NFC. Case is kept: it is words.

Units: code points; *offset* is one in the normalised text, *source offset* one in the text it was made from.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from typing import Final

from reader.deferred import pattern

_SINGLE_QUOTES: Final = "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07"
_DOUBLE_QUOTES: Final = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES: Final = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
_WIDE_SPACES: Final = "".join(map(chr, range(0x2000, 0x200B)))

_ALIKE: Final = (
    dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _SPACES + _WIDE_SPACES), " ")
)
"""One code point for one code point."""

_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_SHORTER_OR_LONGER: Final = pattern(f"[ {_UNSEEN}]{{2,}}|-[-{_UNSEEN}]+|\u2026|[{_UNSEEN}]")
_NOT_ASCII: Final = pattern("[\x00-\x7f]?[^\x00-\x7f]+")

COMPOSING_STARTERS: Final = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    "\U00011127\U0001133e\U00011357\U000113b8\U000113bb\U000113c2\U000113c9\U000114b0\U000114ba\U000114bd"
    "\U000115af\U00011930\U0001611e\U0001611f\U00016120\U00016d67"
) | frozenset(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))
"""Characters of combining class 0 that NFC joins to what stands before them (Unicode 16, NFC_QC=Maybe with
ccc=0; a test computes them anew). Before any other character of class 0 a text may be cut and normalised in
parts."""


class Normalised:
    """A text made alike, and the way back.

    Attributes:
        text: The normalised text.
    """

    def __init__(self, source: str) -> None:
        alike = source.translate(_ALIKE)
        pieces: list[str] = []
        # Where each stretch begins in the normalised text and in the source. Within a stretch both run alike,
        # except where it is one replacement of another length.
        self._starts = [0]
        self._sources = [0]
        length = done = 0
        for start, end, replacement in _replacements(alike):
            pieces += (alike[done:start], replacement)
            length += start - done
            self._mark(length, start)
            length += len(replacement)
            self._mark(length, end)
            done = end
        pieces.append(alike[done:])
        self.text = "".join(pieces)
        self._mark(len(self.text), len(source))

    def _mark(self, offset: int, source: int) -> None:
        self._starts.append(offset)
        self._sources.append(source)

    def source_start(self, offset: int) -> int:
        """Give the source offset at which the character at ``offset`` begins."""
        stretch = min(bisect_right(self._starts, offset), len(self._starts) - 1) - 1
        run = self._starts[stretch + 1] - self._starts[stretch]
        source = self._sources[stretch]
        alike = run == self._sources[stretch + 1] - source
        return source + (offset - self._starts[stretch] if alike else 0)

    def source_end(self, offset: int) -> int:
        """Give the source offset at which the character before ``offset`` ends."""
        if offset <= 0:
            return 0
        stretch = min(bisect_right(self._starts, offset - 1), len(self._starts) - 1) - 1
        run = self._starts[stretch + 1] - self._starts[stretch]
        source, source_end = self._sources[stretch], self._sources[stretch + 1]
        return source + (offset - self._starts[stretch]) if run == source_end - source else source_end

    def offset_of(self, source: int) -> int:
        """Give the offset of the character at a source offset; inside a replacement its beginning."""
        stretch = min(max(bisect_right(self._sources, source) - 1, 0), len(self._sources) - 2)
        run = self._starts[stretch + 1] - self._starts[stretch]
        return self._starts[stretch] + min(max(source - self._sources[stretch], 0), run)


@lru_cache(maxsize=4)
def normalised(text: str) -> Normalised:
    """Normalise a text; the last few are kept, since a note is asked for once for each of its annotations."""
    return Normalised(text)


def _replacements(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what takes another length: (start, end, what stands for it), in order."""
    found = _SHORTER_OR_LONGER.finditer(text)
    lengths = ((each.start(), each.end(), _instead_of(each.group())) for each in found)
    if unicodedata.is_normalized("NFC", text):
        return lengths
    return merge(lengths, _compositions(text))


def _instead_of(found: str) -> str:
    if found == "\u2026":
        return "..."
    if found[0] == "-":
        return "-"
    return " " if " " in found else ""


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what NFC writes in another way, in the smallest parts that can be normalised for themselves."""
    for found in _NOT_ASCII.finditer(text):
        if unicodedata.is_normalized("NFC", found.group()):
            continue
        cuts = [at for at in range(found.start() + 1, found.end()) if _may_cut_before(text[at])]
        for start, end in zip([found.start(), *cuts], [*cuts, found.end()], strict=True):
            part = text[start:end]
            composed = unicodedata.normalize("NFC", part)
            if composed != part:
                yield start, end, composed


def _may_cut_before(character: str) -> bool:
    return unicodedata.combining(character) == 0 and character not in COMPOSING_STARTERS
