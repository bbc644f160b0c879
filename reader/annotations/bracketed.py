"""Quotes with ``[[links]]`` in them, made before the page showed such links by their words.

Where a link is not in the text as it is in the quote, its words are looked for in its place. What is stored
stays as it is. Offsets are code points.
"""

from __future__ import annotations

from reader.annotations.model import Quote
from reader.library.wikilinks import WIKILINK, shown_words, with_words


def as_shown(quote: Quote, text: str) -> Quote:
    """Return a quote with the words of its links; one that begins or ends within a link has all of them.

    Args:
        quote: A quote as it was stored.
        text: The text it is looked for in; a link that is in it with its brackets (in code) keeps them.
    """
    whole = quote.prefix + quote.exact + quote.suffix
    links = [
        (found.start(), found.end(), shown_words(found))
        for found in WIKILINK.finditer(whole)
        if found[0] not in text
    ]

    def moved(at: int, *, is_end: bool) -> int:
        shift = 0
        for start, end, words in links:
            if start < at < end:
                return start + shift + (len(words) if is_end else 0)
            shift += len(words) - (end - start) if end <= at else 0
        return at + shift

    parts: list[str] = []
    place = 0
    for start, end, words in links:
        parts += (whole[place:start], words)
        place = end
    shown = "".join((*parts, whole[place:]))
    first = moved(len(quote.prefix), is_end=False)
    last = moved(len(quote.prefix) + len(quote.exact), is_end=True)
    return Quote(shown[first:last], shown[:first], shown[last:])


def headings_as_shown(headings: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the titles over a passage as they were stored, and with the words of their links."""
    return headings, tuple(map(with_words, headings))
