"""Passages as a person names them: by their words, or by the number of a key point.

Words match whatever blanks stand between them (a line's end, a table's cell, the joint of two blocks),
because a quote is copied from a page that breaks lines elsewhere. Positions are those of the document given.
"""

from __future__ import annotations

import re
from typing import Final

from reader.document.model import Document, Range
from reader.errors import PointNotFound, QuoteAmbiguous, QuoteNotFound, UsageError
from reader.gate import clean_line, clean_text

AROUND: Final = 30
"""Code points shown either side of an occurrence: enough to tell the occurrences apart on one line."""

LISTED: Final = 9
"""Occurrences that are shown; of words that stand there more often only the count is said."""


def occurrences(document: Document, quote: str) -> list[Range]:
    """Return every place where these words stand, in the order of the text."""
    words = clean_text(quote).split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    return [document.range_of(*match.span()) for match in pattern.finditer(document.text)]


def find_quote(document: Document, quote: str, occurrence: int | None = None) -> Range:
    """Return the passage with these words.

    Args:
        document: The document to look in.
        quote: The words, as they are read (not as Markdown).
        occurrence: Which one, from 1, where they stand there more than once.

    Raises:
        UsageError: There are no words in ``quote``.
        QuoteNotFound: They do not stand there, or not that often.
        QuoteAmbiguous: They stand there more than once and ``occurrence`` is not given.
    """
    found = occurrences(document, quote)
    shown = _short(quote)
    if not clean_text(quote).strip():
        raise UsageError("The quote is empty; give the words of the passage.")
    if not found:
        raise QuoteNotFound(f"The words “{shown}” do not stand in this note{_hint(document, quote)}.")
    if occurrence is not None:
        if not 1 <= occurrence <= len(found):
            times = "once" if len(found) == 1 else f"{len(found)} times"
            raise QuoteNotFound(
                f"The words “{shown}” stand in this note {times}; there is no number {occurrence}."
            )
        return found[occurrence - 1]
    if len(found) > 1:
        listed = "".join(f"\n  {number}. {_around(document, each)}" for number, each in _first(found))
        listed += f"\n  and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise QuoteAmbiguous(
            f"The words “{shown}” stand in this note {len(found)} times; say which with --occurrence:{listed}"
        )
    return found[0]


def key_point(document: Document, number: int) -> Range:
    """Return the passage of a key point.

    Raises:
        PointNotFound: The note has no key point of this number (they count from 1).
    """
    points = document.key_points
    if not 1 <= number <= len(points):
        has = f"it has {len(points)}" if points else "it has none"
        raise PointNotFound(f"The note has no key point {number}; {has}.")
    return points[number - 1].range


def _first(found: list[Range]) -> list[tuple[int, Range]]:
    return list(enumerate(found[:LISTED], start=1))


def _short(quote: str) -> str:
    line = " ".join(clean_line(quote).split())
    return line if len(line) <= 2 * AROUND else f"{line[: 2 * AROUND]}…"


def _hint(document: Document, quote: str) -> str:
    """Say so when only capitals differ: the likeliest slip."""
    words = " ".join(clean_text(quote).split()).casefold()
    same = words in " ".join(document.text.split()).casefold()
    return " with these capitals; they do with others" if same else ""


def _around(document: Document, passage: Range) -> str:
    """Return an occurrence in its surroundings, on one line."""
    start, end = document.offset_of(passage.start), document.offset_of(passage.end)
    before = document.text[max(0, start - AROUND) : start]
    after = document.text[end : end + AROUND]
    words = _short(document.text[start:end])
    return clean_line(f"…{before.replace(chr(10), ' ')}[{words}]{after.replace(chr(10), ' ')}…")
