"""Describing and finding passages, over any text and any passage."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.anchor import Anchored, Orphan, Status, anchor
from reader.annotations.describe import describe
from reader.annotations.match import best_prefix, find_endings
from reader.annotations.model import Selectors
from reader.annotations.normalise import COMPOSING_STARTERS, Normalised
from reader.document.graphemes import boundaries
from reader.document.model import BLOCK_JOINT, Document, Range
from reader.document.parse import parse
from tests.benchmarks.edited_notes import document_of, text_of_size

some = settings(max_examples=60, deadline=None)

ODD = [
    "e\u0301",
    "\u1100\u1161\u11a8",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0928\u093f",
    "\r\n",
    "\u00a0",
    "\u00ad",
    "--",
]
texts = st.lists(
    st.one_of(
        st.text(max_size=12), st.sampled_from([*ODD, "word ", "word ", "\n\n", "* a\n", "# H\n\n", "`c`"])
    ),
    max_size=30,
).map("".join)


def a_range(document: Document, data: st.DataObject) -> Range | None:
    """Draw a passage that is not empty; None if the text has none."""
    size = len(document.text)
    start, end = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    passage = document.snap(document.range_of(start, end))
    return None if passage.is_empty else passage


@some
@given(texts, st.data())
def test_in_an_unchanged_note_every_passage_is_found_where_it_is(body: str, data: st.DataObject) -> None:
    passage = a_range(parse(body), data)
    if passage is None:
        return
    found = anchor(parse(body), describe(parse(body), passage))
    assert isinstance(found, Anchored)
    assert (found.range, found.status) == (passage, Status.ANCHORED)


@some
@given(texts, st.data())
def test_a_description_splits_no_grapheme(body: str, data: st.DataObject) -> None:
    document = parse(body)
    size = len(document.text)
    start, end = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    passage = document.range_of(start, end)
    if passage.is_empty:
        return
    selectors = describe(document, passage)
    whole = document.range_of(selectors.position.start, selectors.position.end)
    for block, offset in whole:
        assert offset in boundaries(document.blocks[block].text)
    assert document.text_of(whole) == selectors.quote.exact


@some
@given(texts, texts, st.data())
def test_whatever_became_of_a_note_anchoring_answers_with_ranges_of_it(
    before: str, after: str, data: st.DataObject
) -> None:
    passage = a_range(parse(before), data)
    if passage is None:
        return
    document = parse(after)
    found = anchor(document, describe(parse(before), passage))
    if isinstance(found, Anchored):
        assert document.text_of(found.range)
        assert document.snap(found.range) == found.range


def a_note(seed: int) -> tuple[list[str], random.Random]:
    rng = random.Random(seed)
    return text_of_size(rng, 3_000), rng


def marked(paragraphs: list[str], rng: random.Random) -> tuple[Selectors, str]:
    """Describe a passage of 12 to 300 code points, from word to word, anywhere."""
    document = document_of(BLOCK_JOINT.join(paragraphs))
    text = document.text
    start = text.index(" ", rng.randrange(len(text) - 700)) + 1
    end = text.index(" ", start + rng.randint(12, 300))
    passage = document.snap(document.range_of(start, end))
    return describe(document, passage), " ".join(document.text_of(passage).split())


def reformatted(paragraphs: list[str], rng: random.Random) -> str:
    """Give a note the same words in another dress: emphasis, hard wraps, lists, quotes, smart quotes, NFD."""
    blocks = []
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        for _ in range(len(words) // 6):
            at = rng.randrange(len(words))
            if words[at].isalpha():
                words[at] = rng.choice(["**{}**", "*{}*", "~~{}~~", "[{}](https://example.org)"]).format(
                    words[at]
                )
        text = words[0] + "".join(rng.choice(["\n", " ", " "]) + word for word in words[1:])
        mark = rng.choice(["", "", "- ", "> ", "* "])
        blocks.append(
            text if not mark else mark + text.replace("\n", "\n" + (mark if mark == "> " else "  "))
        )
    # A comment between the blocks would be a block of its own; a blank line is none.
    return "\n\n".join(blocks)


@some
@given(st.integers(0, 10**6))
def test_reformatting_a_note_moves_nothing(seed: int) -> None:
    paragraphs, rng = a_note(seed)
    selectors, words = marked(paragraphs, rng)
    document = parse(reformatted(paragraphs, rng))
    found = anchor(document, selectors)
    assert isinstance(found, Anchored)
    assert found.status is Status.ANCHORED
    assert " ".join(document.text_of(found.range).split()) == words


@some
@given(st.integers(0, 10**6), st.sampled_from(["NFC", "NFD"]))
def test_the_form_of_accents_and_quotes_moves_nothing(seed: int, form: str) -> None:
    paragraphs, rng = a_note(seed)
    spelled = [
        each.replace("ea", "\u00e9").replace("ou", "\u00fc").replace(", ", "\u2019s, ") for each in paragraphs
    ]
    selectors, _ = marked(spelled, rng)
    assert form in ("NFC", "NFD")
    now = [unicodedata.normalize("NFD", each).replace("\u2019", "'") for each in spelled]
    document = document_of(BLOCK_JOINT.join(["New.", *now]))
    found = anchor(document, selectors)
    assert isinstance(found, Anchored)
    assert found.status is Status.ANCHORED
    there = Normalised(document.text_of(found.range)).text
    assert there == Normalised(selectors.quote.exact).text


@some
@given(st.integers(0, 10**6))
def test_a_passage_that_was_deleted_and_brought_back_attaches_again(seed: int) -> None:
    paragraphs, rng = a_note(seed)
    selectors, words = marked(paragraphs, rng)
    text = BLOCK_JOINT.join(paragraphs)
    without = document_of(text[: selectors.position.start] + text[selectors.position.end :])
    assert isinstance(anchor(without, selectors), Orphan) or len(words) < 64
    again = document_of("New words above.\n\n" + text)
    found = anchor(again, selectors)
    assert isinstance(found, Anchored)
    assert found.status is Status.ANCHORED
    assert again.offset_of(found.range.start) == selectors.position.start + len("New words above.\n\n")


@some
@given(st.lists(st.sampled_from([*ODD, "a", " ", "\n", "\u2026", "\u2014", "\u201c", "\u2126"])).map("".join))
def test_normalised_text_leads_back_to_its_source(source: str) -> None:
    made = Normalised(source)
    assert made.text == unicodedata.normalize("NFC", made.text)
    assert Normalised(made.text).text == made.text
    ends = [made.source_end(offset + 1) for offset in range(len(made.text))]
    starts = [made.source_start(offset) for offset in range(len(made.text))]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    for offset, (start, end) in enumerate(zip(starts, ends, strict=True)):
        assert made.text[offset] in Normalised(source[start:end]).text
        assert made.offset_of(start) <= offset


def test_the_characters_that_compose_with_what_stands_before_them_are_known() -> None:
    seconds = set()
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            pair = unicodedata.normalize("NFC", chr(int(parts[0], 16)) + second)
            if unicodedata.combining(second) == 0 and pair == chr(code):
                seconds.add(second)
    assert seconds <= COMPOSING_STARTERS


def distances(pattern: str, text: str, is_tied: bool) -> list[int]:
    """Compute by the plain table the errors of the best match that ends at each place."""
    column = list(range(len(pattern) + 1))
    last = [column[-1]]
    for number, character in enumerate(text, 1):
        following = [number if is_tied else 0]
        for row, wanted in enumerate(pattern, 1):
            exchanged = column[row - 1] + (wanted != character)
            following.append(min(following[row - 1] + 1, column[row] + 1, exchanged))
        column = following
        last.append(column[-1])
    return last


letters = st.text("abc", max_size=50)


@settings(max_examples=200, deadline=None)
@given(letters.filter(bool), letters)
def test_bit_vectors_count_the_same_errors_as_the_plain_table(pattern: str, text: str) -> None:
    plain = distances(pattern, text, is_tied=False)
    found = find_endings(pattern, text, len(pattern))
    assert all(each.errors == plain[each.end] for each in found)
    assert not text or min(each.errors for each in found) == min(plain[1:])
    tied = distances(pattern, text, is_tied=True)
    best = best_prefix(pattern, text)
    assert best.errors == min(tied) == tied[best.end]
