"""How sure it is that a stretch of text is the passage that was marked: one score from its words and
surroundings.

All shares are between 0 and 1. Offsets are code points of normalised text.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reader.annotations.match import best_prefix

QUOTE_WEIGHT: Final = 50
PREFIX_WEIGHT: Final = 20
SUFFIX_WEIGHT: Final = 20
PLACE_WEIGHT: Final = 2
"""The weights are those of Hypothesis's `match-quote`. Its words weigh most, and the place so little that it
never overrules words."""

SURE: Final = 0.85
"""An exact match with this total ends the search (DESIGN section 4): the words and most of the surroundings
agree."""

TIE: Final = 0.015
"""Candidates whose words and surroundings score this close are not guessed between: 0.015 is about four code
points of one side's context. Two copies with contexts of their own differ by 0.2 and more."""

CHANCE: Final = 0.35
"""Share of a context that any other text has by chance (measured on the generator's texts and on English
prose). Without taking it off, an exact copy elsewhere beats the marked copy as soon as both it and its
surroundings were edited by a third; with it, the right one of two copies was chosen in 9 of 10 such cases
instead of 3 of 4."""

Proofs = tuple[tuple[float, float], ...]
"""Pairs of the least share of the quote and the least total; one of them must be reached."""

MIDDLE: Final = 32
LONG: Final = 64
VERY_LONG: Final = 200
"""Least lengths of quotes, in code points, for which less proof is asked for: something like a short quote
stands in most notes."""

SHORT_PROOFS: Final[Proofs] = ((0.75, 0.75),)
MIDDLE_PROOFS: Final[Proofs] = ((0.60, 0.65), (0.80, 0.0))
LONG_PROOFS: Final[Proofs] = ((0.55, 0.55), (0.72, 0.0))
VERY_LONG_PROOFS: Final[Proofs] = ((0.55, 0.55), (0.62, 0.0))
"""The numbers of DESIGN section 4, and one more for very long quotes: with 200 code points other text is not
0.62 alike, but a passage edited by a third in surroundings edited by a third may be no more. Less proof for
short quotes in unchanged surroundings was tried, (0.60, 0.78) and for middle ones (0.54, 0.74): it found
hardly one passage more and twice as many deleted ones elsewhere."""

_GROWTH: Final = 1.5
"""How much longer the surroundings may have become and still be compared whole."""


class Sought(Struct, frozen=True):
    """A passage that is looked for, normalised.

    Attributes:
        quote: Its words, without white space at the ends; not empty.
        prefix: What stood before it.
        suffix: What stood after it.
        place: Where it would begin if nothing before it had changed.
        is_repeated: When it was marked, the same words stood elsewhere in the same surroundings.
    """

    quote: str
    prefix: str
    suffix: str
    place: int
    is_repeated: bool = False


class Candidate(Struct, frozen=True):
    """A stretch of text that may be the passage.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        quote: How much of the quote is in it.
        prefix: How much of the prefix stands before it; None if the passage had none.
        suffix: How much of the suffix stands after it; None if the passage had none.
        place: How near it is to the old place.
    """

    start: int
    end: int
    quote: float
    prefix: float | None
    suffix: float | None
    place: float

    @property
    def is_exact(self) -> bool:
        """Tell whether it has the very words."""
        return self.quote == 1

    @property
    def surroundings(self) -> float:
        """Give the share of the surroundings that agrees; 1 when there are none to compare."""
        shares = [share for share in (self.prefix, self.suffix) if share is not None]
        return sum(shares) / len(shares) if shares else 1.0

    @property
    def likeness(self) -> float:
        """Give the share of words and surroundings that agree, chance taken off; candidates compete on it.

        The place does not count: two copies in the same surroundings are not told apart by it.
        """
        return self._share(0, CHANCE)

    @property
    def total(self) -> float:
        """Give the share of everything that agrees, the place too; trust is decided on it."""
        return self._share(PLACE_WEIGHT, 0)

    def overlaps(self, other: Candidate) -> bool:
        """Tell whether two candidates share more than half of the shorter one: they mean the same place."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return 2 * shared > min(self.end - self.start, other.end - other.start)

    def _share(self, place_weight: int, chance: float) -> float:
        # A passage without a prefix (at the beginning of a note, or described elsewhere without it) says
        # nothing about what stands before it; its weight is left out rather than given away.
        agreed = QUOTE_WEIGHT * self.quote + place_weight * self.place
        weight = QUOTE_WEIGHT + place_weight
        for share, its_weight in ((self.prefix, PREFIX_WEIGHT), (self.suffix, SUFFIX_WEIGHT)):
            if share is not None:
                agreed += its_weight * max(0.0, (share - chance) / (1 - chance))
                weight += its_weight
        return agreed / weight


def most_errors(length: int) -> int:
    """Give how many errors a quote of this length may have and still be trusted in the best surroundings."""
    return int((1 - min(quote for quote, _ in _proofs_for(length))) * length)


def is_trusted(candidate: Candidate, length: int) -> bool:
    """Tell whether a candidate is proof enough for a quote of this length."""
    return any(candidate.quote >= quote and candidate.total >= total for quote, total in _proofs_for(length))


def judge(sought: Sought, text: str, start: int, end: int, quote: float) -> Candidate:
    """Look at the surroundings of a stretch of text in which ``quote`` of the passage's words were found."""
    before = text[max(0, start - int(_GROWTH * len(sought.prefix))) : start]
    after = text[end : end + int(_GROWTH * len(sought.suffix))]
    return Candidate(
        start,
        end,
        quote,
        _share(sought.prefix[::-1], before[::-1]),
        _share(sought.suffix, after),
        1 - min(1.0, abs(start - sought.place) / max(1, len(text))),
    )


def _share(context: str, there: str) -> float | None:
    """Give how much of a context stands at the beginning of a text; None when there is no context."""
    if not context:
        return None
    if there.startswith(context):
        return 1.0
    return 1 - best_prefix(context, there).errors / len(context)


def _proofs_for(length: int) -> Proofs:
    if length < MIDDLE:
        return SHORT_PROOFS
    if length < LONG:
        return MIDDLE_PROOFS
    return LONG_PROOFS if length < VERY_LONG else VERY_LONG_PROOFS
