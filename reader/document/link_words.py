"""The words of a vault's links, for lists and cards that show a text as one would say it, and no address.

A vault's ``[[note]]`` and ``[[note|words]]`` are no Markdown, so that they are in a document's text as they
were written. What looks like one and begins or ends with a blank is none: ``[[ -f x ]]`` is a shell's.
Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reader.deferred import pattern

_VAULT_LINK: Final = pattern(r"(?<![\w\])])!?\[\[(?=\S)(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)(?<=\S)\]\](?!\()")

Span = tuple[int, int]


def vault_words(text: str) -> str:
    """Return a document's text with the words of a vault's links in their place."""
    return _VAULT_LINK.sub(r"\1", text) if "[[" in text else text


def vault_link_words(text: str, hits: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
    """Put the words of a vault's links in their place, in a text in which some stretches are marked.

    Args:
        text: A line of a document's text.
        hits: What is marked, half open and in order. A link of whose target a part is marked stays.

    Returns:
        The text, and what is marked in it.
    """
    marked = [*hits]
    taken = [*_taken_out(text, marked)] if "[[" in text else []
    if not taken:
        return text, tuple(marked)
    kept: list[str] = []
    place = 0
    for start, end in taken:
        kept.append(text[place:start])
        place = end
    kept.append(text[place:])

    def moved(at: int) -> int:
        return at - sum(min(end, at) - start for start, end in taken if start < at)

    return "".join(kept), tuple((moved(start), moved(end)) for start, end in marked)


def _taken_out(text: str, marked: list[Span]) -> Iterator[Span]:
    """Yield the stretches that are left out: of each link what stands before its words, and after them."""
    for link in _VAULT_LINK.finditer(text):
        before, after = (link.start(), link.start(1)), (link.end(1), link.end())
        if not any(start < before[1] and end > before[0] for start, end in marked):
            yield before
            yield after
