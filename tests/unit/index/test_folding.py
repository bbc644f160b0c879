"""What counts as the same word, what is a word, and the way back from folded text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.folding import Folded, fold, words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Café", "cafe"),
        ("cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("Søren", "soren"),
        ("Ćosić", "cosic"),
        ("Ναί", "ναι"),
        ("Ёлка", "елка"),
        ("ＷＩＤＥ", "wide"),
        ("ﬁne", "fine"),
        ("ΣΟΦΟΣ", "σοφος"),
    ],
)
def test_accents_and_capitals_do_not_count(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


def test_marks_that_make_another_letter_stay() -> None:
    assert fold("が") != fold("か")
    assert fold("か\u3099") == fold("が")
    assert fold("한국") == fold("\u1112\u1161\u11ab\u1100\u116e\u11a8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop—go!", ["don", "t", "stop", "go"]),
        ("well-being, 3.5", ["well", "being", "3", "5"]),
        ("東京で会う", ["東", "京", "で", "会", "う"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("seed 🌱", ["seed", "🌱"]),
        ("snake_case #tag", ["snake", "case", "tag"]),
        ("“…” * ( ) \" '", []),
    ],
)
def test_words_are_what_people_call_words(text: str, expected: list[str]) -> None:
    assert words(fold(text)) == expected


@given(st.text(max_size=40), st.data())
def test_a_folded_stretch_leads_back_to_where_it_came_from(text: str, data: st.DataObject) -> None:
    folded = Folded(text)
    assert folded.text == fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]) or end == start


def test_a_hit_after_letters_of_other_lengths_is_where_it_is_seen() -> None:
    text = "Straße cafe\u0301 und Bäume"
    folded = Folded(text)
    start = folded.text.index("baume")
    assert text[slice(*folded.span(start, start + 5))] == "Bäume"
