"""The words of links in a text that is not parsed, for lists and cards that show no address."""

from __future__ import annotations

from typing import Final

from reader.deferred import pattern

_LINK: Final = pattern(r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\([^()\s]*\)")


def link_words(text: str) -> str:
    """Return a text with the words of its links in their place."""
    if "[" not in text:
        return text
    text = _LINK.sub(r"\1", text)
    if "[[" in text:
        from reader.library.wikilinks import with_words  # few texts have such a link

        text = with_words(text)
    return text
