"""The passage of a text in which what was looked for stands best, and a line of it to show.

Offsets are code points; the texts of notes are those of the index, blocks joined by `JOINT`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct

from reader.document.position import Position, Range
from reader.index.folding import JOINT, fold
from reader.index.terms import Finder

SNIPPET: Final = 160
"""Code points of a snippet: two lines of a narrow pane."""

BEFORE: Final = 40
"""Code points of it that stand before the first hit."""

MOST_LOOKED_AT: Final = 200_000
"""Code points of a long note in which the best passage is looked for once some passage was found."""

_KEPT_LENGTH: Final = 32_768
"""Code points of texts that are kept folded from one keystroke to the next; at most some 20 MB of them."""

Spans = tuple[tuple[int, int], ...]


class Passage(Struct, frozen=True):
    """Where the words stand.

    Attributes:
        block: Index of the block.
        start: Where the closest group of hits begins in the block's text.
        end: Where it ends.
        terms: How many different terms are in it.
        snippet: A stretch of the block on one line.
        hits: The hits in the snippet.
    """

    block: int
    start: int
    end: int
    terms: int
    snippet: str
    hits: Spans

    @property
    def range(self) -> Range:
        """Return the passage in the document."""
        return Range(Position(self.block, self.start), Position(self.block, self.end))


def best_passage(text: str, finder: Finder, wanted: int) -> Passage | None:
    """Return the block with most of the wanted terms, the closest together, the first of equals.

    Args:
        text: A note's text as the index has it.
        finder: Finds the terms.
        wanted: How many terms there are: a block with all of them in a row is not bettered.
    """
    folded = _folded_again(text) if len(text) <= _KEPT_LENGTH else fold(text[:MOST_LOOKED_AT])
    number = _best_block(folded, finder, wanted)
    if number is None and len(text) > MOST_LOOKED_AT:
        folded = fold(text)
        number = _best_block(folded, finder, wanted)
    if number is None:
        return None
    block = text.split(JOINT, number + 1)[number]
    spans = finder.spans(block)
    if not spans:  # the beginning of a long text was cut within its block
        return None
    start, stop, terms = _closest(spans)
    snippet, hits = cut(block, spans, start)
    return Passage(number, start, stop, terms, snippet, hits)


@lru_cache(maxsize=256)
def _folded_again(text: str) -> str:
    """Fold a text that was on the list a keystroke ago, and mostly is again."""
    return fold(text)


def _best_block(folded: str, finder: Finder, wanted: int) -> int | None:
    """Return the number of the block that holds most of the terms, with the hits closest together."""
    if wanted == 1:
        first = finder.first(folded)
        return None if first is None else folded.count(JOINT, 0, first)
    best: tuple[int, int, int] | None = None
    number = place = 0
    group: list[tuple[int, int, int]] = []
    for start, term in finder.starts(folded):
        crossed = folded.count(JOINT, place, start)
        if crossed:
            best = _better(best, group, number)
            number, group = number + crossed, []
        group.append((start, start + 1, term))
        place = start
    best = _better(best, group, number)
    return best[2] if best else None


def _better(
    best: tuple[int, int, int] | None, group: list[tuple[int, int, int]], number: int
) -> tuple[int, int, int] | None:
    """Return the better of the best block so far and this one, as (less terms, length, number)."""
    if not group:
        return best
    start, stop, terms = _closest(group)
    return min(best, (-terms, stop - start, number)) if best else (-terms, stop - start, number)


def _closest(spans: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Return the shortest stretch that holds a hit of every term that has any, and how many those are."""
    wanted = {number for _, _, number in spans}
    if len(wanted) == 1:
        return spans[0][0], spans[0][1], 1
    last: dict[int, tuple[int, int]] = {}
    best: tuple[int, int] | None = None
    for start, end, number in spans:
        last[number] = (start, end)
        if len(last) == len(wanted):
            first, final = min(each[0] for each in last.values()), max(each[1] for each in last.values())
            if best is None or final - first < best[1] - best[0]:
                best = (first, final)
    assert best is not None
    return *best, len(wanted)


def cut(text: str, spans: Iterable[tuple[int, int, int]], start: int = 0) -> tuple[str, Spans]:
    """Cut a snippet from a text, around ``start``, and return it on one line with the hits in it."""
    first = 0 if start <= BEFORE * 2 else _word_start(text, start - BEFORE)
    last = min(len(text), first + SNIPPET)
    if last < len(text):
        last = max(text.rfind(" ", first + SNIPPET // 2, last), first + SNIPPET // 2)
    lead, tail = "…" * (first > 0), "…" * (last < len(text))
    shift = len(lead) - first
    inside = (
        (max(begin, first) + shift, min(end, last) + shift)
        for begin, end, _ in spans
        if begin < last and end > first
    )
    piece = text[first:last].replace("\n", " ").replace("\t", " ").replace(JOINT, " ")
    return f"{lead}{piece}{tail}", merged(inside)


def _word_start(text: str, place: int) -> int:
    """Return where a word begins at or soon after a place."""
    blank = text.find(" ", place, place + BEFORE // 2)
    return blank + 1 if blank >= 0 else place


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Join stretches that overlap or touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
