"""Finds ``#tag`` in a note's text without parsing it: the library stands below the document and must read
thousands.

A tag follows a blank, an opening bracket or an emphasis mark, has at least one letter, and may hold letters
of any script, digits, emoji, ``/``, ``-`` and ``_``. Not tags: headings (``# x``), numbers (``#1``),
fragments of addresses, and whatever stands in code (fences, indented code, inline code). Where a fence is not
closed, the rest counts as code. One pass over the lines, and only for notes in which something looks like a
tag at all; every step is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reader.deferred import pattern
from reader.library.tags import is_tag, tidy, unique

# Everything but blanks, ASCII and Latin-1 punctuation save - _ /, and the blocks of punctuation and symbols.
# Written as what a tag is not, because \w leaves out the vowel signs of Indic scripts.
_NAME: Final = (
    r"[^\s\x00-,.:-@\[-^`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u200b\u200e-\u2bff\u3000-\u3004\u3007-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\ufff0-\uffff]"
)
# The literal # stands first: the search then skips from one to the next, which made it eighty times faster.
_TAG: Final = pattern(rf"#(?:(?<=[\s(\[*_~]#)|(?<=\A#))({_NAME}+)")
_LINK_TARGET: Final = pattern(r"\]\([^()\n]*")
_REFERENCE: Final = pattern(r" {0,3}\[[^\]\n]+\]:")
_QUOTE_MARKS: Final = pattern(r"(?: {0,3}> ?)+")
_ITEM: Final = pattern(r" *(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?=\S)| |$)")
_FENCE: Final = pattern(r" *(`{3,}(?=[^`]*$)|~{3,})")
_TICKS: Final = pattern(r"(\\?)(`+)")


def tags_in_text(body: str) -> tuple[str, ...]:
    """Return the tags in a note's text, each once, in order, first spelling kept.

    Args:
        body: The text after the front matter, gated.
    """
    if "#" not in body or not any(_is_named(name) for name in _TAG.findall(body)):
        return ()
    found = (
        tidy(name)
        for paragraph in _paragraphs(body)
        if "#" in paragraph
        for name in _TAG.findall(_without_targets(_without_code_spans(paragraph)))
        if _is_named(name)
    )
    return unique(tag for tag in found if is_tag(tag))


def _without_targets(text: str) -> str:
    """Take out where links lead: the fragment of one is no tag."""
    if "[[" in text:
        from reader.library.wikilinks import WIKILINK  # few notes have such links

        text = WIKILINK.sub(" ", text)
    return _LINK_TARGET.sub("]", text)


def _is_named(name: str) -> bool:
    """Tell a tag from a number: it has a letter."""
    return any(character.isalpha() for character in name)


def _paragraphs(body: str) -> Iterator[str]:
    """Yield the text between code, blank lines and list markers; no inline code crosses them."""
    blocks = _Blocks()
    gathered: list[str] = []
    for line in body.split("\n"):
        text, is_start = blocks.text_of(line)
        if (text is None or is_start) and gathered:
            yield "\n".join(gathered)
            gathered = []
        if text is not None:
            gathered.append(text)
    if gathered:
        yield "\n".join(gathered)


class _Blocks:
    """Knows, line after line, whether one stands in code: as much of CommonMark's blocks as that takes."""

    def __init__(self) -> None:
        self._fence = ""  # the run of ` or ~ that opened the code one is in
        self._depth = 0  # quote marks of the last line
        self._items: list[int] = []  # columns at which the text of the open list items begins
        self._after_blank = True
        self._in_indented = False

    def text_of(self, line: str) -> tuple[str | None, bool]:
        """Return the text of a line (``None``: blank or code), and whether a new paragraph begins with it."""
        quote = _QUOTE_MARKS.match(line)
        depth = quote[0].count(">") if quote else 0
        rest = (line[quote.end() :] if quote else line).expandtabs(4)
        if depth < self._depth and self._fence:
            self._fence = ""
        if depth != self._depth:
            self._depth, self._items, self._after_blank = depth, [], True
        if not rest.strip():
            self._after_blank = True
            return None, True
        indent = len(rest) - len(rest.lstrip())
        if self._fence:
            if not self._leaves_fence(rest, indent):
                return None, True
            self._fence = ""
        return self._outside_fence(rest, indent)

    def _leaves_fence(self, rest: str, indent: int) -> bool:
        """Close the fence where its own mark does; tell whether the line is outside the fence's list item."""
        bare = rest.strip()
        if set(bare) == {self._fence[0]} and len(bare) >= len(self._fence):
            self._fence, self._after_blank = "", True
            return False
        return bool(self._items) and indent < self._items[-1]

    def _outside_fence(self, rest: str, indent: int) -> tuple[str | None, bool]:
        was_blank, self._after_blank = self._after_blank, False
        item = _ITEM.match(rest)
        if was_blank or item:
            while self._items and indent < self._items[-1]:
                self._items.pop()
        column = self._items[-1] if self._items else 0
        if indent >= column + 4 and (was_blank or self._in_indented):
            self._in_indented = True
            return None, True
        self._in_indented = False
        is_start = was_blank
        while item:
            self._items.append(item.end())
            is_start = True
            rest = " " * item.end() + rest[item.end() :]
            item = _ITEM.match(rest) if rest.strip() and len(self._items) < 100 else None
            if item and item.end() <= self._items[-1]:
                item = None
        if fence := _FENCE.match(rest):
            self._fence = fence[1]
            return None, True
        if _REFERENCE.match(rest):
            return None, True
        return rest, is_start or rest.lstrip().startswith("#")


def _without_code_spans(text: str) -> str:
    """Blank out inline code: a run of backticks up to the next run of the same length."""
    if "`" not in text:
        return text
    runs = [(match.start(2), match.end(2), bool(match[1])) for match in _TICKS.finditer(text)]
    next_of_length: dict[int, int] = {}
    closing: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end, is_escaped = runs[number]
        closing[number] = next_of_length.get(end - start - is_escaped)
        next_of_length[end - start] = number
    kept: list[str] = []
    place = number = 0
    while number < len(runs):
        closer = closing[number]
        if closer is not None:
            kept.append(text[place : runs[number][0]])
            place, number = runs[closer][1], closer
        number += 1
    kept.append(text[place:])
    return " ".join(kept)
