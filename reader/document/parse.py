"""From Markdown to a document: whole, or its first screen at once and the rest in steps."""

from __future__ import annotations

import re
from typing import Final

from reader.document.model import AT_ONCE, Document
from reader.gate import clean_text

_FENCE: Final = re.compile(r"[ >]*(`{3,}|~{3,})")
_HAS_END: Final = re.compile(r"[^\s\\][ \t]*$")
"""The end of a line of words. Two blanks before it make it a hard break (CommonMark 6.7); a backslash does so
already."""


def parse(body: str) -> Document:
    """Parse a note's body.

    Args:
        body: Markdown without front matter. It is gated again, which changes nothing in text that was.

    Returns:
        The document, with at least one block. Any text is valid Markdown, so nothing is raised.
    """
    document = begin_to_parse(clean_text(body))
    document.finish()
    return document


def parse_typed(words: str) -> Document:
    """Parse what somebody typed in a field: the end of a line is meant, and stays one in a paragraph too.

    Args:
        words: Markdown, as in `parse`.

    Returns:
        The document, with at least one block.
    """
    lines = words.split("\n")
    fence = ""
    for at, line in enumerate(lines[:-1]):
        edge = _FENCE.match(line)
        if fence:
            fence = "" if edge and edge[1].startswith(fence) and not line[edge.end() :].strip() else fence
        elif edge:
            fence = edge[1]
        elif _HAS_END.search(line) and lines[at + 1]:
            lines[at] = line.rstrip(" \t") + "  "
    return parse("\n".join(lines))


def begin_to_parse(body: str) -> Document:
    """Parse the beginning of a note's body, or all of a short one; `Document.read_on` parses the rest.

    Args:
        body: Markdown without front matter, gated.

    Returns:
        The document, with its first blocks. What needs the whole text finishes it.
    """
    from reader.document.reading import Reading  # brings markdown-it and 70 ms

    reading = Reading(body)
    if len(body) <= AT_ONCE:
        reading.finish()
    else:
        reading.begin()
    return Document(body, reading.blocks, reading)
