"""Where to look closely: short pieces of the passage that stand in the text vote for the place they agree on.

Each piece found in the text says where the passage would begin if nothing between them had changed (its
*diagonal*). Pieces of one passage agree within what was put in or left out; others scatter. This costs
`str.find` a piece, some 50 times less than comparing the whole text, and finds a passage by its surroundings
too.

Offsets are code points of normalised text.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from reader.annotations.score import Sought

PIECE_LENGTHS: Final = (8, 5)
"""Code points of a piece: long ones are rare and tell much, short ones survive where much was edited."""

MOST_PIECES: Final = 160
"""Pieces of one length taken from a passage and its surroundings, evenly; bounds the cost of long quotes."""

MOST_HITS: Final = 48
"""A piece that stands in the text more often says nothing and is left out; also the bound on repetitive
text."""

MOST_PLACES: Final = 14
"""Places looked at closely; more than ten copies of a passage, and a few that only look like it."""


def likely_starts(sought: Sought, text: str, piece_length: int) -> list[int]:
    """Give where the passage may begin, the likeliest first, at most `MOST_PLACES`.

    Args:
        sought: The passage.
        text: The note.
        piece_length: Code points of a piece, one of `PIECE_LENGTHS`.
    """
    diagonals = _diagonals(sought, text, piece_length)
    width = max(12, len(sought.quote) // 6)
    votes: defaultdict[int, float] = defaultdict(float)
    sums: defaultdict[int, float] = defaultdict(float)
    for diagonal, vote in diagonals:
        votes[diagonal // width] += vote
        sums[diagonal // width] += vote * diagonal
    together = {each: votes[each] + votes.get(each + 1, 0.0) for each in list(votes)}
    starts: list[int] = []
    taken: set[int] = set()
    for bucket in sorted(together, key=lambda each: (-together[each], each)):
        if bucket in taken:
            continue
        taken |= {bucket - 1, bucket, bucket + 1}
        both = sums[bucket] + sums.get(bucket + 1, 0.0)
        starts.append(max(0, round(both / together[bucket])))
        if len(starts) == MOST_PLACES:
            break
    return starts


def _diagonals(sought: Sought, text: str, piece_length: int) -> list[tuple[int, float]]:
    """Give (where the passage would begin, weight of the vote) for each piece found."""
    passage = f"{sought.prefix}{sought.quote}{sought.suffix}"
    last = len(passage) - piece_length
    if last < 0:
        return []
    step = max(1, -(-last // MOST_PIECES))
    found: list[tuple[int, float]] = []
    for at in range(0, last + 1, step):
        hits = _hits(passage[at : at + piece_length], text)
        origin = at - len(sought.prefix)
        found += ((hit - origin, 1 / len(hits)) for hit in hits)
    return found


def _hits(piece: str, text: str) -> list[int]:
    """Find where a piece stands; nothing when it is too common to tell anything."""
    hits: list[int] = []
    at = text.find(piece)
    while at >= 0:
        if len(hits) == MOST_HITS:
            return []
        hits.append(at)
        at = text.find(piece, at + 1)
    return hits
