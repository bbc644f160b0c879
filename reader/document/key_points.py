"""Which passages of a note are its key points, and which its questions.

The key points are the items of top-level lists under a heading that says "Key points". Without such a
heading they are all top-level items; without any list, the paragraphs. Items under a heading that starts
with "Question" are questions and never key points. A section reaches to the next heading of its own or a
higher level; where a "Questions" heading stands inside a "Key points" section (or the other way round), the
nearer heading decides.

Two cases the rule leaves open are settled in its spirit: a "Key points" section that has paragraphs and no
list has those paragraphs as its points; a note whose only lists are its questions has its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from reader.deferred import pattern
from reader.document.block import Block, BlockKind, FrameKind
from reader.document.outline import Outline
from reader.document.position import Position, Range

# A number or a sign may stand before the words: "3. Key points", "★ Key points made in the discussion".
_SAYS_KEY_POINTS: Final = pattern(r"[\W\d_]*key points\b", re.IGNORECASE)
_SAYS_QUESTION: Final = pattern(r"[\W\d_]*question", re.IGNORECASE)


class KeyPoint(Struct, frozen=True):
    """A passage that a leader reflects on, or a question offered as a prompt."""

    number: int
    """From 1, in reading order; questions are counted apart."""
    range: Range
    """The whole item with everything nested in it, or the paragraph."""
    text: str
    """Its words; nested blocks follow after a blank line."""


class _Section(Enum):
    """What the nearest telling heading over a block says."""

    KEY_POINTS = auto()
    QUESTIONS = auto()
    OTHER = auto()


class _Candidate(Struct, frozen=True):
    """A top-level item or a paragraph: blocks ``first`` to ``last``, both included."""

    first: int
    last: int
    section: _Section
    is_item: bool


def find_points(
    blocks: Sequence[Block], outline: Outline
) -> tuple[tuple[KeyPoint, ...], tuple[KeyPoint, ...]]:
    """Give the key points and the questions of a note. Renders the text of these and of the headings only."""
    candidates = list(_candidates(blocks, outline))
    questions = [one for one in candidates if one.section is _Section.QUESTIONS and one.is_item]
    others = [one for one in candidates if one.section is not _Section.QUESTIONS]
    under_heading = [one for one in others if one.section is _Section.KEY_POINTS]
    return _numbered(blocks, _items_or_paragraphs(under_heading or others)), _numbered(blocks, questions)


def _items_or_paragraphs(candidates: list[_Candidate]) -> list[_Candidate]:
    """The items, or the paragraphs where there are none."""
    return [one for one in candidates if one.is_item] or candidates


def _candidates(blocks: Sequence[Block], outline: Outline) -> Iterator[_Candidate]:
    """Every top-level item and every paragraph outside of lists and footnotes that has any words."""
    index = 0
    while index < len(blocks):
        frames = blocks[index].frames
        last = index
        if frames and frames[0].kind is FrameKind.ITEM:
            number = frames[0].number
            while last + 1 < len(blocks) and _is_in(blocks[last + 1], number):
                last += 1
            if any(block.text.strip() for block in blocks[index : last + 1]):
                yield _Candidate(index, last, _section(outline.path(index)), is_item=True)
        elif _is_free_paragraph(blocks[index]):
            yield _Candidate(index, index, _section(outline.path(index)), is_item=False)
        index = last + 1


def _is_in(block: Block, number: int) -> bool:
    return bool(block.frames) and block.frames[0].number == number


def _is_free_paragraph(block: Block) -> bool:
    """Whether it is a paragraph that no list and no footnote holds, and not an empty one."""
    if block.kind is not BlockKind.PARAGRAPH or not block.source_length:
        return False
    return not any(frame.kind in (FrameKind.ITEM, FrameKind.FOOTNOTE) for frame in block.frames)


def _section(path: tuple[str, ...]) -> _Section:
    """Read the headings from the nearest upwards until one tells."""
    for title in reversed(path):
        if _SAYS_KEY_POINTS.match(title):
            return _Section.KEY_POINTS
        if _SAYS_QUESTION.match(title):
            return _Section.QUESTIONS
    return _Section.OTHER


def _numbered(blocks: Sequence[Block], candidates: list[_Candidate]) -> tuple[KeyPoint, ...]:
    points: list[KeyPoint] = []
    for one in candidates:
        texts = [block.text for block in blocks[one.first : one.last + 1]]
        if not one.is_item and not texts[0].strip():
            continue
        whole = Range(Position(one.first, 0), Position(one.last, len(texts[-1])))
        points.append(KeyPoint(len(points) + 1, whole, "\n\n".join(texts)))
    return tuple(points)
