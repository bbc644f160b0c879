r"""Finds words, or a regular expression, in the text one reads, within each block.

Formatting and line ends do not count. Plain words: any run of blanks matches any other, plain quotes and
hyphens match typographic ones, and capitals count only if some were typed (smart case). A hit never reaches
from one block into the next. Positions are code points of a block's text.

Regular expressions are those of the ``regex`` package, a superset of Python's ``re``, because it can be
stopped: ``re`` cannot, and one careless pattern (``(\w+\s?)+$``) would hold the screen for hours.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from reader.document.model import Document, Position, Range

MOST_HITS: Final = 10_000
"""Hits that are gathered: nobody steps through more, and a single letter in a long note has so many."""

BUDGET: Final = 0.25
"""Seconds a regular expression may take for a whole note; a calm one takes 30 ms for 2 MB."""

LONGEST: Final = 500
"""Code points of what is looked for."""

_ALIKE: Final = {
    "'": "['\u2018\u2019\u02bc\u2032]",
    '"': '["\u201c\u201d\u201e\u00ab\u00bb\u2033]',
    "-": "[-\u2010-\u2015\u2212]",
}
_BLANKS: Final = r"[\s\u00a0\u00ad\u200b]+"

Spans = Callable[[str, float], Iterator[tuple[int, int]]]
"""Finds the hits in one text, until a time (`time.monotonic`)."""


class Hits(Struct, frozen=True):
    """What was found.

    Attributes:
        ranges: The hits in the order of the text; none is empty.
        problem: One sentence where something is to be told: a pattern that is wrong or too slow, or that
            there are more hits than were gathered. Shown under the field while typing.
        is_complete: Whether the whole text was looked through.
    """

    ranges: tuple[Range, ...] = ()
    problem: str = ""
    is_complete: bool = True


class BadPattern(ValueError):
    """A regular expression that cannot be understood; ``str`` is a sentence for the reader."""


class _TooSlow(Exception):
    """The time for a regular expression is used up."""


def find(document: Document, query: str, *, regex: bool = False, budget: float = BUDGET) -> Hits:
    """Find every hit in a document.

    Args:
        document: Where to look.
        query: Words, or a regular expression. Nothing is found for nothing but blanks.
        regex: Whether it is a regular expression.
        budget: Seconds a regular expression may take.
    """
    texts = (block.text for block in document.blocks)
    found, problem, is_complete = _find(texts, query, regex, budget)
    ranges = (Range(Position(block, start), Position(block, end)) for block, start, end in found)
    return Hits(tuple(ranges), problem, is_complete)


def find_in_texts(
    texts: Iterable[str], query: str, *, regex: bool = False, budget: float = BUDGET
) -> list[tuple[int, int, int]]:
    """Find every hit in some texts (the reflections of a note) by the same rules.

    Returns:
        Number of the text, start and end, each in code points; nothing for a bad pattern.
    """
    return _find(texts, query, regex, budget)[0]


def _find(
    texts: Iterable[str], query: str, regex: bool, budget: float
) -> tuple[list[tuple[int, int, int]], str, bool]:
    found: list[tuple[int, int, int]] = []
    if not query.strip() or len(query) > LONGEST:
        problem = f"That is too long to look for; give at most {LONGEST} characters." if query.strip() else ""
        return found, problem, True
    try:
        spans = _expression(query) if regex else _words(query)
        until = time.monotonic() + budget
        for number, text in enumerate(texts):
            for start, end in spans(text, until):
                found.append((number, start, end))
                if len(found) >= MOST_HITS:
                    return found, f"There are more than {MOST_HITS:,} hits; these are the first.", False
    except BadPattern as bad:
        return [], str(bad), True
    except _TooSlow:
        return found, "This expression takes too long here; what it found so far is shown.", False
    return found, "", True


def is_case_free(query: str) -> bool:
    """Tell whether capitals do not count: none was typed."""
    return not any(letter.isupper() or letter.istitle() for letter in query)


@lru_cache(maxsize=64)
def _words(query: str) -> Spans:
    flags = re.IGNORECASE if is_case_free(query) else re.NOFLAG
    parts = (
        "".join(_ALIKE.get(letter, re.escape(letter)) for letter in _made_plain(word))
        for word in query.split()
    )
    pattern = re.compile(_BLANKS.join(parts), flags)
    return lambda text, _until: (each.span() for each in pattern.finditer(text))


def _made_plain(word: str) -> str:
    """Return a word with plain quotes and hyphens: those typed or pasted match each other too."""
    for plain, alike in _ALIKE.items():
        word = re.sub(alike, plain, word)
    return word


@lru_cache(maxsize=64)
def _expression(query: str) -> Spans:
    import regex  # 25 ms, which only those pay who use it

    without_escapes = re.sub(r"\\.", "", query, flags=re.DOTALL)
    flags = regex.IGNORECASE if is_case_free(without_escapes) else 0
    try:
        pattern = regex.compile(query, flags | regex.MULTILINE)
    except (regex.error, RecursionError, OverflowError) as error:
        raise BadPattern(_said(error)) from error

    def spans(text: str, until: float) -> Iterator[tuple[int, int]]:
        left = until - time.monotonic()
        if left <= 0:
            raise _TooSlow
        try:
            for hit in pattern.finditer(text, timeout=left, concurrent=True):
                if hit.end() > hit.start():
                    yield hit.span()
        except TimeoutError as error:
            raise _TooSlow from error

    return spans


def _said(error: Exception) -> str:
    """Return a sentence about what is wrong with an expression, and where."""
    what = getattr(error, "msg", "") or "it is too deeply nested"
    position = getattr(error, "pos", None)
    where = f" at character {position + 1}" if isinstance(position, int) else ""
    return f"This is no regular expression: {what}{where}."
