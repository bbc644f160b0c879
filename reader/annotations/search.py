"""Looking for a passage in a note: exact and near candidates compete on one score.

The usual rule, that any exact match wins, is wrong when the marked copy was edited and another copy of the
words stands elsewhere (DESIGN section 4). Cheap ways come first, and a dear one is taken only when they found
nothing: exact words; places that short pieces of the passage vote for; the text around the old place; the
whole text.

Offsets are code points of normalised text.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from typing import Final

from reader.annotations.ends import holds_other_words, tight_ends
from reader.annotations.match import best_prefix, find_endings
from reader.annotations.score import (
    SURE,
    TIE,
    Candidate,
    Sought,
    is_trusted,
    judge,
    most_errors,
)
from reader.annotations.seeds import PIECE_LENGTHS, likely_starts

MOST_EXACT: Final = 64
"""Exact matches judged one by one; of more than these, those near the likely places and the old place. Bounds
texts that only repeat themselves."""

LONGEST_NEAR: Final = 600
"""Longer quotes are looked for by head and tail, each half as long: comparing costs the square of the
length."""

SHORTEST_ALONE: Final = 16
"""A quote this long whose very words stand in the note just once is trusted whatever surrounds it: a list
item that was put elsewhere, a note of which little else is left. Shorter words stand anywhere by chance."""

FAR: Final = 100
"""Code points from which on another place is not the same one."""

NEVER_EXACT: Final = 0.999
"""Most that two ends can prove of a long quote: what lies between them was not compared."""

SHORTEST_NEAR: Final = 8
"""Something near to a shorter quote stands everywhere."""

SAME_PLACE: Final = 6
"""Code points within which two likely beginnings are one."""

MOST_COMPARED: Final = 8
"""Best matches of a long stretch that are judged."""

NEIGHBOURHOOD: Final = 4_000
"""Code points either side of the old place that are compared whole when pieces found nothing."""

MOST_SCANNED: Final = 20_000
"""Code points of a text that is compared whole as the last resort, 10 to 20 ms. In the table of
tests/benchmarks/anchoring.py pieces found everything that was found; whole comparison is for short repetitive
texts, in which no piece tells anything."""


def search(sought: Sought, text: str) -> list[Candidate]:
    """Find what may be the passage.

    Returns:
        Trusted candidates, no two of them the same place, the best first; more than one only if they tie.
    """
    found = _exact(sought, text)
    if sought.is_repeated or not any(each.total >= SURE for each in found):
        for candidates in _near(sought, text, found):
            found = _distinct([*found, *candidates])
            if any(is_trusted(each, len(sought.quote)) for each in found):
                break
    trusted = [each for each in _distinct(found) if is_trusted(each, len(sought.quote))]
    if not trusted:
        return _alone(found, sought, text)
    return _in_same_surroundings(trusted) if sought.is_repeated else _tied(trusted)


def _exact(sought: Sought, text: str) -> list[Candidate]:
    """Judge the places where the very words stand."""
    starts: list[int] = []
    at = text.find(sought.quote)
    while at >= 0:
        starts.append(at)
        at = text.find(sought.quote, at + 1)
    if len(starts) > MOST_EXACT:
        starts = _most_likely(starts, sought, text)
    return [judge(sought, text, each, each + len(sought.quote), 1.0) for each in starts]


def _most_likely(starts: list[int], sought: Sought, text: str) -> list[int]:
    """Of very many places with the same words, take those that the surroundings and the old place speak
    for."""
    wanted = [sought.place, *likely_starts(sought, text, PIECE_LENGTHS[0])]
    each_most = max(2, MOST_EXACT // len(wanted))
    chosen = {
        start
        for place in wanted
        for start in nsmallest(each_most, starts, key=lambda each: abs(each - place))
    }
    return sorted(chosen)


def _near(sought: Sought, text: str, known: list[Candidate]) -> Iterator[list[Candidate]]:
    """Give candidates that have most of the words, by one way after the other, each dearer than the last."""
    if len(sought.quote) < SHORTEST_NEAR:
        return
    compared = [each.start for each in known]
    if len(sought.quote) > LONGEST_NEAR:
        for piece_length in PIECE_LENGTHS:
            yield _by_head_and_tail(sought, text, piece_length)
        return
    for piece_length in PIECE_LENGTHS:
        yield _by_pieces(sought, text, piece_length, compared)
    if len(text) > MOST_SCANNED:
        yield _compare(
            sought, text, sought.place - NEIGHBOURHOOD, sought.place + NEIGHBOURHOOD, MOST_COMPARED
        )
    else:
        yield _compare(sought, text, 0, len(text), MOST_COMPARED)


def _by_pieces(sought: Sought, text: str, piece_length: int, compared: list[int]) -> list[Candidate]:
    """Compare the places that pieces vote for, but for those in ``compared``, to which they are added."""
    length = len(sought.quote)
    slack = max(16, length // 2)
    found: list[Candidate] = []
    for start in likely_starts(sought, text, piece_length):
        if any(abs(start - other) <= SAME_PLACE for other in compared):
            continue
        compared.append(start)
        found += _compare(sought, text, start - slack, start + length + slack, 1)
    return found


def _by_head_and_tail(sought: Sought, text: str, piece_length: int) -> list[Candidate]:
    """Look for a long quote by its two ends; what lies between them counts by its length."""
    part, length = LONGEST_NEAR // 2, len(sought.quote)
    quote, context = sought.quote, len(sought.prefix) or len(sought.suffix)
    head = Sought(quote[:part], sought.prefix, quote[part : part + context], sought.place)
    tail_place = sought.place + length - part
    tail = Sought(quote[-part:], quote[-part - context : -part], sought.suffix, tail_place)
    tails = _by_pieces(tail, text, piece_length, [])
    found: list[Candidate] = []
    for first in _by_pieces(head, text, piece_length, []):
        for last in tails:
            now = last.end - first.start
            if length / 2 <= now <= 2 * length:
                share = (first.quote + last.quote) / 2 * min(now / length, length / now)
                found.append(judge(sought, text, first.start, last.end, min(share, NEVER_EXACT)))
    return found


def _compare(sought: Sought, text: str, low: int, high: int, most: int) -> list[Candidate]:
    """Compare a stretch of text with the quote and give the best candidates in it, at most ``most``."""
    low, high = max(0, low), min(len(text), high)
    quote, window = sought.quote, text[low:high]
    found: list[Candidate] = []
    for errors, end in nsmallest(most, find_endings(quote, window, most_errors(len(quote)))):
        turned = window[max(0, end - 2 * len(quote)) : end][::-1]
        first, last = low + end - best_prefix(quote[::-1], turned).end, low + end
        if errors:
            first, last = tight_ends(sought, text, first, last, errors)
        if last > first:
            found.append(judge(sought, text, first, last, 1 - errors / len(quote)))
    return found


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the best candidate of each place, the best first; exact matches are each a place of their own."""
    kept: list[Candidate] = []
    for each in sorted(candidates, key=lambda each: (-each.total, each.start)):
        rivals = [other for other in kept if each.overlaps(other)]
        same = any((other.start, other.end) == (each.start, each.end) for other in rivals)
        if not same and (not rivals or (each.is_exact and all(other.is_exact for other in rivals))):
            kept.append(each)
    return kept


def _alone(found: list[Candidate], sought: Sought, text: str) -> list[Candidate]:
    """Trust very words that stand in the note just once, unless the marked ones were rewritten where they
    were."""
    exact = [each for each in found if each.is_exact]
    if len(exact) != 1 or len(sought.quote) < SHORTEST_ALONE:
        return []
    places = [
        each for each in likely_starts(sought, text, PIECE_LENGTHS[0]) if abs(each - exact[0].start) > FAR
    ]
    return [] if any(holds_other_words(sought, text, each) for each in places) else exact


def _in_same_surroundings(ranked: list[Candidate]) -> list[Candidate]:
    """Give all candidates of a passage that stood in several places alike already when it was marked.

    The very words in one place prove nothing then: the marked one may be the one that was edited.
    """
    best = max((each.surroundings for each in ranked), default=0.0)
    return [each for each in ranked if each.surroundings >= best - TIE]


def _tied(ranked: list[Candidate]) -> list[Candidate]:
    """Give the best candidate and those that cannot be told from it; what agrees in everything beats the
    rest."""
    if not ranked:
        return []
    best = max(each.likeness for each in ranked)
    least = best if best == 1 else best - TIE
    return [each for each in ranked if each.likeness >= least]
