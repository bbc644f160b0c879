"""The words of links, as lists and cards show them."""

from __future__ import annotations

import pytest

from reader.document.link_words import link_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [[The empty chair]].", "See The empty chair."),
        ("See [[deep/chair#Part|the chair]] and ![[sketch.png]]", "See the chair and sketch.png"),
        ("See [[deep/chair#Part]] and [[#Part]]", "See chair › Part and Part"),
        ("[The plan](plan.md) and ![a map](map.png)", "The plan and a map"),
        ("[[1]](https://example.org/x)", "[1]"),
        ("if [[ -f x ]]; then [no link] [x](a b)", "if [[ -f x ]]; then [no link] [x](a b)"),
        ("[[|]] [[]] [[a", "[[|]] [[]] [[a"),
        ("x = m[[0, 1]] and d()[[a]], m[0][[1]]", "x = m[[0, 1]] and d()[[a]], m[0][[1]]"),
    ],
)
def test_the_words_stand_in_the_place_of_a_link(text: str, shown: str) -> None:
    assert link_words(text) == shown
