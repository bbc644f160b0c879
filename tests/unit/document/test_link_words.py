"""The words of a vault's links, as lists and cards show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.link_words import vault_link_words, vault_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [[The empty chair]].", "See The empty chair."),
        ("See [[deep/chair#Part|the chair]] and ![[sketch.png]]", "See the chair and sketch.png"),
        ("[[1]](https://example.org/x)", "[[1]](https://example.org/x)"),
        ("if [[ -f x ]]; then [no link] [x](a b)", "if [[ -f x ]]; then [no link] [x](a b)"),
        ("[[|]] [[]] [[a", "[[|]] [[]] [[a"),
        ("x = m[[0, 1]] and d()[[a]], m[0][[1]]", "x = m[[0, 1]] and d()[[a]], m[0][[1]]"),
    ],
)
def test_the_words_stand_in_the_place_of_a_link(text: str, shown: str) -> None:
    assert vault_words(text) == shown


def test_what_is_lit_stays_on_its_words() -> None:
    text = "A [[The chair|chair]] stays [[empty]] and so do two."
    lit = [(14, 19), (30, 35), (44, 46)]
    shown, hits = vault_link_words(text, lit)
    assert shown == "A chair stays empty and so do two."
    assert [shown[start:end] for start, end in hits] == [text[start:end] for start, end in lit]


def test_a_link_whose_target_is_what_was_looked_for_stays_as_it_is() -> None:
    text = "See [[The chair|this]]."
    assert vault_link_words(text, [(10, 15)]) == (text, ((10, 15),))


@given(st.text("[]|! aé\n", max_size=40), st.data())
def test_what_is_lit_is_the_same_whatever_stands_around_it(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    lit = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    shown, hits = vault_link_words(text, lit)
    for (start, end), (then, until) in zip(lit, hits, strict=True):
        assert [each for each in shown[then:until] if each in "aé"] == [
            each for each in text[start:end] if each in "aé"
        ]
