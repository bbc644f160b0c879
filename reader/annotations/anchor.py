"""From a description back to the passage: `anchor` finds where an annotation stands in a note as it is now.

While the note's text is the one the description was made on, the position is exact and costs nothing. When it
differs, the words decide (DESIGN section 4). Anchoring never rewrites what is stored: a passage that was
deleted and is brought back is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader import deferred
from reader.annotations.describe import MOST_CONTEXT_CHARS
from reader.annotations.normalise import Normalised, normalised
from reader.annotations.score import SURE, Candidate, Sought
from reader.annotations.search import search

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations import bracketed
    from reader.annotations.model import Quote, Selectors
    from reader.document.model import Document, Range
else:
    bracketed = deferred.module("reader.annotations.bracketed")

MOST_CANDIDATES: Final = 10
"""Places offered to choose from when they cannot be told apart."""


class Status(StrEnum):
    """How well the place of an annotation is known."""

    ANCHORED = "anchored"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ORPHAN = "orphan"


class Anchored(Struct, frozen=True):
    """The passage was found.

    Attributes:
        range: Where it is.
        status: ``ANCHORED``: the same words in surroundings that are mostly the same, told from all others.
            ``MOVED``: its words or its surroundings were changed.
        how: One clause on how it was found, for the reader.
        score: How much of words and surroundings agrees, from 0 to 1.
    """

    range: Range
    status: Status
    how: str
    score: float


class Ambiguous(Struct, frozen=True):
    """Several places fit alike; the reader chooses.

    Attributes:
        candidates: The places in reading order, at most `MOST_CANDIDATES`.
        how: One clause for the reader.
    """

    candidates: tuple[Range, ...]
    how: str


class Orphan(Struct, frozen=True):
    """The passage is not in the note as it is now; ``how`` says so in one clause."""

    how: str


Anchoring = Anchored | Ambiguous | Orphan


def anchor(document: Document, selectors: Selectors) -> Anchoring:
    """Find the passage that was described.

    Args:
        document: The note as it is now.
        selectors: The description, made on this or on an earlier text of the note.

    Returns:
        Where it stands, or honestly that it cannot be told; never an error.
    """
    unchanged = _where_it_was(document, selectors)
    if unchanged is not None:
        return Anchored(unchanged, Status.ANCHORED, "where it was marked; the note is unchanged since", 1.0)
    text = normalised(document.text)
    quote = selectors.quote
    if "[[" in quote.prefix + quote.exact + quote.suffix:
        quote = bracketed.as_shown(quote, document.text)
    sought = _sought(quote, selectors.position.start, text)
    if sought is None:
        return Orphan("it marks only white space, which cannot be found again")
    found = search(sought, text.text)
    if not found:
        return Orphan("its words are no longer in the note")
    ranges = {each: _range(document, text, each) for each in found}
    if len(found) == 1:
        return _anchored(found[0], ranges[found[0]], sought)
    headings = bracketed.headings_as_shown(selectors.headings)
    under = [each for each in found if document.heading_path(ranges[each].start.block) in headings]
    if len(under) == 1 and selectors.headings:
        how = "found under the heading it was marked under; the same words stand elsewhere too"
        return Anchored(ranges[under[0]], Status.MOVED, how, under[0].likeness)
    nearest = sorted(found, key=lambda each: abs(each.start - sought.place))[:MOST_CANDIDATES]
    how = f"its words stand in {len(found)} places alike; choose one"
    return Ambiguous(tuple(sorted(ranges[each] for each in nearest)), how)


def anchor_all(document: Document, selectors: Iterable[Selectors]) -> Iterator[Anchoring]:
    """Find passages one after the other, so that the caller can do other work between them."""
    return (anchor(document, each) for each in selectors)


def _where_it_was(document: Document, selectors: Selectors) -> Range | None:
    """Give the stored position if it was made on this very text, and the words are there."""
    start, end = selectors.position.start, selectors.position.end
    if selectors.text_hash != document.text_hash or not start < end <= len(document.text):
        return None
    if document.text[start:end] != selectors.quote.exact:
        return None
    return document.range_of(start, end)


def _sought(quote: Quote, start_then: int, text: Normalised) -> Sought | None:
    """Normalise a description as one text, so that white space at its seams is counted once."""
    whole = Normalised(quote.prefix + quote.exact + quote.suffix)
    start = whole.offset_of(len(quote.prefix))
    end = whole.offset_of(len(quote.prefix) + len(quote.exact))
    exact = whole.text[start:end]
    words = exact.strip(" ")
    if not words:
        return None
    start += len(exact) - len(exact.lstrip(" "))
    end = start + len(words)
    is_repeated = max(len(quote.prefix), len(quote.suffix)) >= MOST_CONTEXT_CHARS
    place = text.offset_of(start_then)
    return Sought(words, whole.text[:start], whole.text[end:], place, is_repeated)


def _range(document: Document, text: Normalised, found: Candidate) -> Range:
    """Convert a candidate to a range of the document that splits no grapheme."""
    return document.snap(document.range_of(text.source_start(found.start), text.source_end(found.end)))


def _anchored(found: Candidate, place: Range, sought: Sought) -> Anchored:
    if sought.is_repeated:
        how = "found by its words, which stood in several places alike when it was marked"
        return Anchored(place, Status.MOVED, how, found.likeness)
    same = found.is_exact and found.total >= SURE
    return Anchored(place, Status.ANCHORED if same else Status.MOVED, _how(found), found.likeness)


def _how(found: Candidate) -> str:
    """Say in one clause what the passage was found by."""
    if found.is_exact and found.total >= SURE:
        return "found by its words, which are unchanged"
    if found.is_exact:
        return "found by its words; what stands around them was changed"
    if found.quote >= 0.9:
        return "found by its words, which were changed slightly"
    if found.quote >= 0.75:
        return "found by its words, some of which were changed"
    return "found by what stands around it; its words were changed much"
