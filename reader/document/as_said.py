"""A text as one would say it: words without the signs of Markdown, for search results, lists and cards."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reader.deferred import pattern
from reader.document.parse import parse
from reader.gate import clean_line
from reader.library.wikilinks import with_words

ENOUGH: Final = 400
"""Code points of a text of which a line or two of a list are made: more than the widest holds."""

_MAY_BE_MARKED: Final = pattern(r"[*_`~\\\[<>&#|]|^\s*(?:[-+=]|\d+[.)])", re.MULTILINE)
"""Finds whatever may be a sign of Markdown; most reflections have none, and are not parsed."""


@lru_cache(maxsize=256)  # the same are asked for again with the next letter, and with the next drawing
def as_read(markdown: str) -> str:
    """Return the words of a text as they stand on a page, each block on a line of its own.

    What has no sign of Markdown is returned as it is.
    """
    return parse(markdown).text.replace("\n\n", "\n") if _MAY_BE_MARKED.search(markdown) else markdown


def as_said(markdown: str) -> str:
    """Return a text on one line, with the words of its links in their place."""
    return _in_a_line(as_read(markdown)) or _in_a_line(markdown)  # a rule has no words


def in_a_line(words: str) -> str:
    """Return a quote on one line; one of before links by name were read has their words in their place."""
    return with_words(_in_a_line(words))


def _in_a_line(words: str) -> str:
    return " ".join(clean_line(words.replace("\n", " ")).split())
