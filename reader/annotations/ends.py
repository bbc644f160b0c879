"""Where an edited passage begins and ends, once it is known about where it stands.

Comparing words alone cuts off an end that was rewritten, or stops inside a word. What stood around the
passage often is still there and says better where it begins and ends. Offsets are code points of normalised
text.
"""

from __future__ import annotations

from typing import Final

from reader.annotations.match import find_endings
from reader.annotations.score import Sought

_CONTEXT: Final = 20
"""Code points of surroundings that must be there, nearly unchanged, to say where the passage begins or
ends."""

_MOST_CONTEXT_ERRORS: Final = 4
"""A fifth: more would let other words pass for them."""

_WIDE_CONTEXT: Final = 32
_MOST_WIDE_ERRORS: Final = 14
"""Surroundings that were edited too are still known by half of this many code points: other text has fewer in
common."""

_HEAD: Final = 4
"""Code points of the quote that, unchanged at an end, prove that end."""

_LONGEST_STEP: Final = 12
"""Code points an end moves at most to leave the inside of a word."""


def tight_ends(sought: Sought, text: str, start: int, end: int, errors: int) -> tuple[int, int]:
    """Put the ends of a passage where a reader would.

    Args:
        sought: The passage.
        text: The note.
        start: About where it begins.
        end: About where it ends.
        errors: How much was changed in it.

    Returns:
        Start and end, without white space at the ends and, for a passage of whole words, outside of words.
    """
    reach = errors + _HEAD
    if text[start : start + _HEAD] != sought.quote[:_HEAD]:
        start = _end_of_context(sought.prefix[-_CONTEXT:], text, start, reach)
    if text[max(0, end - _HEAD) : end] != sought.quote[-_HEAD:]:
        # Looking backwards, the end of a passage is a beginning.
        turned = text[max(0, end - reach) : end + reach + 2 * _CONTEXT][::-1]
        shift = max(0, end - reach) + len(turned)
        end = shift - _end_of_context(sought.suffix[:_CONTEXT][::-1], turned, shift - end, reach)
    if end <= start:
        return start, start
    if _is_word(sought.quote[0]) and not _ends_in_word(sought.prefix):
        start = _word_start(text, start)
    if _is_word(sought.quote[-1]) and not _is_word(sought.suffix[:1]):
        end = _word_end(text, end)
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def holds_other_words(sought: Sought, text: str, about: int) -> bool:
    """Tell whether the passage's surroundings still stand near ``about``, with something in its place between
    them.

    Then the passage was rewritten there, and its words elsewhere are a copy. Where the surroundings have
    closed over it, it was taken out and may have been put elsewhere.
    """
    prefix, suffix = sought.prefix[-_WIDE_CONTEXT:], sought.suffix[:_WIDE_CONTEXT]
    if min(len(prefix), len(suffix)) < _WIDE_CONTEXT:
        return False
    low = max(0, about - 2 * _WIDE_CONTEXT)
    befores = find_endings(prefix, text[low : about + _WIDE_CONTEXT], _MOST_WIDE_ERRORS)
    if not befores:
        return False
    opening = low + min(befores).end
    rest = text[opening : opening + 2 * (len(sought.quote) + _WIDE_CONTEXT)][::-1]
    afters = find_endings(suffix[::-1], rest, _MOST_WIDE_ERRORS)
    return bool(afters) and len(rest) - min(afters).end >= len(sought.quote) // 3


def _end_of_context(context: str, text: str, about: int, reach: int) -> int:
    """Give where a context ends, if it ends within ``reach`` of ``about``; else ``about``."""
    if len(context) < _CONTEXT:
        return about
    low = max(0, about - reach - len(context) - _MOST_CONTEXT_ERRORS)
    endings = find_endings(context, text[low : about + reach], _MOST_CONTEXT_ERRORS)
    near = [each for each in endings if abs(low + each.end - about) <= reach]
    return low + min(near, key=lambda each: (each.errors, abs(low + each.end - about))).end if near else about


def _is_word(character: str) -> bool:
    return character.isalnum()


def _ends_in_word(text: str) -> bool:
    return _is_word(text[-1:])


def _word_start(text: str, offset: int) -> int:
    """Give the nearer of beginning and end of the word that an offset falls into."""
    if offset == 0 or not (_is_word(text[offset - 1]) and _is_word(text[offset])):
        return offset
    back, forth = _word_around(text, offset)
    return offset - back if back <= forth + 1 else offset + forth


def _word_end(text: str, offset: int) -> int:
    """Give the nearer of end and beginning of the word that an offset falls into."""
    if offset >= len(text) or not (_is_word(text[offset - 1]) and _is_word(text[offset])):
        return offset
    back, forth = _word_around(text, offset)
    return offset + forth if forth <= back + 1 else offset - back


def _word_around(text: str, offset: int) -> tuple[int, int]:
    """Count the word's code points before and after an offset; at most `_LONGEST_STEP` of each."""
    back = forth = 0
    while back < _LONGEST_STEP and offset - back > 0 and _is_word(text[offset - back - 1]):
        back += 1
    while forth < _LONGEST_STEP and offset + forth < len(text) and _is_word(text[offset + forth]):
        forth += 1
    return back, forth
