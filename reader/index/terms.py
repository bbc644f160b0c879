"""What is looked for: words in a row, as the index is asked for them and as they are found in a text.

The two say the same: a note that the index gives holds every term by `Finder`'s rules, and a property test
holds them to a plain scan. A term is one or more words in a row within one block; unless it is whole, its
last word may go on ("list" finds "listening").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from msgspec import Struct

from reader.index.folding import Folded, end_of_signs, fold, is_spaced, is_unspaced, words

MOST_WORDS: Final = 24
"""Words of a term that are looked for; a longer phrase is as rare as its beginning."""


class Term(Struct, frozen=True):
    """Words in a row.

    Attributes:
        words: The words, folded, at least one.
        is_whole: Whether the last word ends where the term does.
    """

    words: tuple[str, ...]
    is_whole: bool = False


def term(text: str, *, is_whole: bool = False) -> Term | None:
    """Make a term of what was typed; None when there is no word in it."""
    found = words(fold(text))
    return Term(tuple(found[:MOST_WORDS]), is_whole or len(found) > MOST_WORDS) if found else None


def is_short(wanted: Term) -> bool:
    """Tell whether a term is the beginning of a word, one or two letters: it stands in nearly every note."""
    first = wanted.words[0]
    return len(wanted.words) == 1 and not wanted.is_whole and len(first) <= 2 and first.isascii()


def match_expression(terms: Collection[Term]) -> str:
    """Return the FTS5 query for rows that hold every term. Words hold neither quotes nor blanks."""
    return " AND ".join(f'"{" ".join(each.words)}"{"" if each.is_whole else " *"}' for each in terms)


class Finder:
    """Finds terms in texts. Works on strings rather than one expression: to compile that takes 3 ms."""

    def __init__(self, terms: Collection[Term]) -> None:
        self._terms = tuple(terms)

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return every hit in a text as (start, end, number of the term), by start; code points."""
        folded = Folded(text)
        found = [
            (*folded.span(*hit), number)
            for number, each in enumerate(self._terms)
            for hit in _hits(each, folded.text)
        ]
        return sorted(found)

    def first(self, folded: str) -> int | None:
        """Return where the first hit of any term begins in a folded text."""
        hits = (next(_hits(each, folded), None) for each in self._terms)
        return min((hit[0] for hit in hits if hit), default=None)

    def starts(self, folded: str) -> list[tuple[int, int]]:
        """Return every hit in a folded text as (start in it, number of the term), by start."""
        return sorted(
            (start, number) for number, each in enumerate(self._terms) for start, _ in _hits(each, folded)
        )

    def holds_all(self, text: str) -> bool:
        """Tell whether a text holds every term."""
        folded = fold(text)
        return all(next(_hits(each, folded), None) for each in self._terms)

    def holds_any_of(self, texts: Iterable[str]) -> bool:
        """Tell whether some term stands in one of these texts."""
        return any(self.first(fold(text)) is not None for text in texts)


def _hits(wanted: Term, folded: str) -> Iterator[tuple[int, int]]:
    """Yield where a term stands in a folded text; hits do not overlap."""
    first, last = wanted.words[0], wanted.words[-1]
    may_follow_word, may_precede_word = is_unspaced(first), not wanted.is_whole or is_unspaced(last)
    place = 0
    while (start := folded.find(first, place)) >= 0:
        place = start + 1
        if start and not may_follow_word and is_spaced(folded[start - 1]):
            continue
        end = _end(wanted, folded, start + len(first))
        if end < 0 or (not may_precede_word and end < len(folded) and is_spaced(folded[end])):
            continue
        yield start, end
        place = end


def _end(wanted: Term, folded: str, end: int) -> int:
    """Return where the words after the first end, from the end of the first on; -1: they do not follow."""
    before = wanted.words[0]
    for word in wanted.words[1:]:
        start = end_of_signs(folded, end)
        if start == end and not (is_unspaced(before) or is_unspaced(word)):
            return -1
        if not folded.startswith(word, start):
            return -1
        end, before = start + len(word), word
    return end
