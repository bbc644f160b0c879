"""Notes made up word by word, passages marked in them, and the edits that people make afterwards.

All text is synthetic: words of syllables, drawn by a Zipf-like law as in real language. Every case knows
where the marked passage stands after the edit, so that an answer can be judged. Offsets are code points of
the document's text.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from reader.annotations.describe import describe
from reader.annotations.model import Selectors
from reader.document.model import BLOCK_JOINT, Block, BlockKind, Document, PlainContent

_ONSETS: Final = [
    *"bcdfghjklmnprstvw",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "gr",
    "pl",
    "pr",
    "sh",
    "sl",
    "sp",
    "st",
    "tr",
]
_VOWELS: Final = [*"aeiou", "ai", "ea", "ee", "ou"]
_CODAS: Final = ["", "", "", "n", "r", "s", "t", "l", "m", "d", "ng", "nd", "st", "ck"]
_LITTLE_WORDS: Final = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "it",
    "for",
    "on",
    "with",
    "as",
    "was",
    "at",
]

VOCABULARY_SIZE: Final = 4_000
CONTEXT: Final = 120
"""Code points either side of the passage that are edited when the surroundings are."""


def _vocabulary() -> tuple[list[str], list[float]]:
    """Make words, the most frequent first, and their cumulated weights."""
    rng = random.Random(20260101)
    words = list(_LITTLE_WORDS)
    known = set(words)
    while len(words) < VOCABULARY_SIZE:
        syllables = rng.choice([1, 2, 2, 2, 3, 3])
        word = "".join(
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
        )
        if word not in known:
            known.add(word)
            words.append(word)
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


WORDS, _WEIGHTS = _vocabulary()


def sentence(rng: random.Random) -> str:
    """Make a sentence of 5 to 22 words."""
    words = rng.choices(WORDS, cum_weights=_WEIGHTS, k=rng.randint(5, 22))
    commas = [word + "," if rng.random() < 0.08 else word for word in words[:-1]]
    return " ".join([*commas, words[-1]]).capitalize() + rng.choice("....?!")


def paragraph(rng: random.Random) -> str:
    """Make a paragraph of 1 to 6 sentences."""
    return " ".join(sentence(rng) for _ in range(rng.randint(1, 6)))


def text_of_size(rng: random.Random, size: int) -> list[str]:
    """Make paragraphs of at least ``size`` code points together."""
    paragraphs: list[str] = []
    while size > 0:
        paragraphs.append(paragraph(rng))
        size -= len(paragraphs[-1]) + len(BLOCK_JOINT)
    return paragraphs


def document_of(text: str) -> Document:
    """Make a document of plain paragraphs that has exactly this text."""
    blocks = [
        Block(BlockKind.PARAGRAPH, (line, line + 1), (), PlainContent(part))
        for line, part in enumerate(text.split(BLOCK_JOINT))
    ]
    return Document(text, blocks)


def edited(rng: random.Random, text: str, share: float) -> str:
    """Edit about this share of a text's code points: half the time words, half the time single characters."""
    if share <= 0:
        return text
    return _edited_words(rng, text, share) if rng.random() < 0.5 else _edited_characters(rng, text, share)


def _edited_characters(rng: random.Random, text: str, share: float) -> str:
    letters = "etaoinshrdlu"
    done: list[str] = []
    for character in text:
        if rng.random() >= share:
            done.append(character)
            continue
        kind = rng.randrange(3)
        done.append(["", rng.choice(letters), character + rng.choice(letters)][kind])
    return "".join(done) or rng.choice(letters)


def _edited_words(rng: random.Random, text: str, share: float) -> str:
    words = text.split(" ")
    wanted, spent = share * len(text), 0
    while spent < wanted and words:
        at = rng.randrange(len(words))
        new = rng.choices(WORDS, cum_weights=_WEIGHTS)[0]
        kind = rng.randrange(3)
        cost = [len(words[at]), max(len(words[at]), len(new)), len(new) + 1][kind]
        if spent + cost > wanted * 1.2 and rng.random() < 0.8:
            spent += 1  # too long a word for what is left to edit; try another, but not for ever
            continue
        spent += cost
        words[at : at + 1] = [[], [new], [words[at], new]][kind]
    return " ".join(words) or rng.choice(WORDS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of case.

    Attributes:
        length: Code points of the quote, about.
        edited: Share of the passage that is edited.
        around: Share of its surroundings that is edited.
        copies: How often the words stand in the note, the marked passage included.
        is_deleted: The passage is taken out; half the time something else is written instead.
        are_alike: The copies have the same surroundings too, and only the rest of the note is edited.
    """

    length: int
    edited: float = 0.0
    around: float = 0.0
    copies: int = 1
    is_deleted: bool = False
    are_alike: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A note as it is now, what was described in it before, and where that stands now (None: nowhere)."""

    document: Document
    selectors: Selectors
    truth: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text cut in what stands before the marked passage, the passage, and what stands after it."""

    before: str
    passage: str
    after: str

    @property
    def document(self) -> Document:
        return document_of(self.before + self.passage + self.after)

    @property
    def span(self) -> tuple[int, int]:
        return len(self.before), len(self.before) + len(self.passage)


def make_case(rng: random.Random, cell: Cell, size: int = 12_000) -> Case:
    """Make one case of a cell in a note of about ``size`` code points."""
    marked = _marked(rng, cell, size)
    document = marked.document
    selectors = describe(document, document.range_of(*marked.span))
    now = _edited_elsewhere(rng, marked)
    passage = edited(rng, now.passage, cell.edited)
    if cell.is_deleted:
        passage = sentence(rng)[: cell.length] if rng.random() < 0.5 else ""
    before, after = now.before, now.after
    if cell.around:
        before = before[:-CONTEXT] + edited(rng, before[-CONTEXT:], cell.around)
        after = edited(rng, after[:CONTEXT], cell.around) + after[CONTEXT:]
    now = replace(now, before=before, passage=passage, after=after)
    return Case(now.document, selectors, None if cell.is_deleted else now.span)


def _marked(rng: random.Random, cell: Cell, size: int) -> _Marked:
    """Make a note, mark a passage in it, and put its copies elsewhere."""
    text = BLOCK_JOINT.join(text_of_size(rng, size))
    start = text.index(" ", rng.randrange(900, len(text) - cell.length - 900)) + 1
    passage = text[start : start + cell.length].strip()
    around = 400 if cell.are_alike else 0
    copied = text[start - around : start + cell.length + around]
    before, after = text[: start - around], text[start + cell.length + around :]
    mark = rng.randrange(cell.copies)
    for number in range(cell.copies - 1):
        if number < mark:
            before = _with_inserted(rng, before, copied)
        else:
            after = _with_inserted(rng, after, copied)
    head, tail = text[start - around : start], text[start + len(passage) : start + cell.length + around]
    return _Marked(before + head, passage, tail + after)


def _with_inserted(rng: random.Random, text: str, copied: str) -> str:
    """Put a copy between two words, not next to the ends and not into an earlier copy."""
    for _ in range(50):
        at = text.find(" ", rng.randrange(len(text))) + 1
        far_from_ends = 150 < at < len(text) - 150
        if far_from_ends and copied not in text[max(0, at - len(copied)) : at + len(copied)]:
            return text[:at] + copied + " " + text[at:]
    return text + " " + sentence(rng) + " " + copied + " " + sentence(rng)


def _edited_elsewhere(rng: random.Random, marked: _Marked) -> _Marked:
    """Put new paragraphs before and after, so that no offset is what it was."""
    before, after = marked.before, marked.after
    if rng.random() < 0.7:
        before = BLOCK_JOINT.join([*text_of_size(rng, rng.randint(1, 1_500)), before])
    if rng.random() < 0.7:
        after = BLOCK_JOINT.join([after, *text_of_size(rng, rng.randint(1, 1_500))])
    return replace(marked, before=before, after=after)
