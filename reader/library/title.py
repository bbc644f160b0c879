"""A title for a note whose front matter gives none: its first heading, else its file's name made readable."""

from __future__ import annotations

import re
from typing import Final

from reader.deferred import pattern
from reader.gate import clean_name

SEARCHED: Final = 64 * 1024
"""Code points of the text in which a first heading is looked for; one further down is no title."""

MAX_TITLE: Final = 300
"""Code points of a title that are kept."""

_CANDIDATE: Final = pattern(
    r"^ {0,3}(?:(?P<fence>`{3,}|~{3,})|#{1,6}(?:[ \t]+(?P<atx>[^\n]*))?$)"
    r"|^(?! {4}|\t| {0,3}(?:[>#|]|[-+*][ \t]|\d{1,9}[.)][ \t]))"
    r"(?P<setext>(?=[^\S\n]*\S)[^\n]*+)\n {0,3}(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
_CLOSING_HASHES: Final = pattern(r"(?:^|[ \t]+)#+[ \t]*$")
_LINK: Final = pattern(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_EMPHASIS: Final = pattern(r"(?<!\\)(?:\*{1,3}|~~|`+|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))")
_ESCAPE: Final = pattern(r"\\([!-/:-@\[-`{-~])")
_SEPARATORS: Final = pattern(r"(?<!\d)[-_]+|[-_]+(?!\d)")


def first_heading(body: str) -> str:
    """Return the text of the first heading outside code, without its Markdown; ``""`` where there is none."""
    place = 0
    while match := _CANDIDATE.search(body, place, SEARCHED):
        if fence := match["fence"]:
            closing = re.compile(rf"^ {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
            end = closing.search(body, match.end(), SEARCHED)
            if end is None:
                return ""
            place = end.end()
            continue
        place = match.end()
        written = match["setext"] or _CLOSING_HASHES.sub("", match["atx"] or "")
        if title := plain(written):
            return title
    return ""


def plain(markdown: str) -> str:
    """Return a line of Markdown as the text one reads, gated and of bounded length."""
    text = markdown[: MAX_TITLE * 4]
    if "[[" in text and "`" not in text:
        from reader.library.wikilinks import with_words  # few titles have such a link

        text = with_words(text)
    text = _LINK.sub(r"\1", text)
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text))
    if "&" in text:
        import html  # its table of entities takes 2 ms to load, and few titles have one

        text = html.unescape(text)
    text = " ".join(clean_name(text).split())
    return text if len(text) <= MAX_TITLE else text[: MAX_TITLE - 1] + "…"


def readable_stem(key: str) -> str:
    """Return a file's name as a title: ``plans/next-year_2025-01.md`` is "Next year 2025-01"."""
    name = key.rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] or name
    words = " ".join(_SEPARATORS.sub(" ", stem).split()) or stem
    return words[0].upper() + words[1:]
