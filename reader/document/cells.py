"""How many terminal columns text takes. Unit: cells.

The measure is the one the screen is composed with (Rich 15): a code point's width from the Unicode tables,
what follows a zero-width joiner takes none, a variation selector 16 makes a narrow emoji wide. Where
terminals differ among themselves (Devanagari ``नि`` is two cells in some and one in others; Rich says one) a
hit test and a row's length must still agree with the compositor, or everything right of the word is cut a
cell short; so its answer is taken, and a property test compares.

Widths add up over whole visible characters (`graphemes.boundaries`), never over single code points.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reader.deferred import pattern
from reader.document.graphemes import JOINER, NARROW, WIDE

EMOJI_SELECTOR: Final = "\ufe0f"
_ALL_NARROW: Final = pattern(f"[\\t{NARROW}]*")  # a tab is drawn as one blank
ALL_WIDE: Final = pattern(f"[{WIDE}]*")
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)


def is_narrow(text: str, start: int = 0, stop: int | None = None) -> bool:
    """Whether every code point of ``text[start:stop]`` is one visible character, one cell wide."""
    stop = len(text) if stop is None else stop
    return _ALL_NARROW.fullmatch(text, start, stop) is not None


@lru_cache(maxsize=8192)
def _code_point_width(character: str) -> int:
    """Measure one code point: 0, 1 or 2 cells."""
    if is_narrow(character):
        return 1
    if ALL_WIDE.fullmatch(character):
        return 2
    from wcwidth import wcwidth

    code = ord(character)
    if code in _FLAG_LETTERS:
        return 1  # a flag is two of them
    if code in _SKIN_TONES:
        return 0  # it colours the emoji before it
    return max(0, wcwidth(character))


@lru_cache(maxsize=1)
def _widened_by_selector() -> frozenset[str]:
    """List the narrow characters that variation selector 16 makes two cells wide."""
    from wcwidth.table_vs16 import VS16_NARROW_TO_WIDE

    [newest] = VS16_NARROW_TO_WIDE.values()
    return frozenset(chr(code) for first, last in newest for code in range(first, last + 1))


def cell_width(text: str) -> int:
    """Measure text drawn on one row, in cells; newlines take none, a tab one."""
    if text.isascii():
        return len(text) - text.count("\n")
    if is_narrow(text):
        return len(text)
    if ALL_WIDE.fullmatch(text):
        return 2 * len(text)
    if JOINER not in text and EMOJI_SELECTOR not in text:
        return sum(map(_code_point_width, text))
    return _joined_width(text)


def _joined_width(text: str) -> int:
    """Measure text with joiners or emoji selectors, left to right."""
    total = 0
    measured = ""
    is_joined = False
    for character in text:
        if is_joined:
            is_joined = False
            if character != "\n":
                continue
        if character == JOINER:
            is_joined = True
        elif character == EMOJI_SELECTOR:
            total += measured in _widened_by_selector() if measured else 0
            measured = ""
        elif width := _code_point_width(character):
            total += width
            measured = character
    return total
