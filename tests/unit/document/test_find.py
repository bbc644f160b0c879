"""Finding in a note: what one reads, whatever the Markdown."""

from __future__ import annotations

import pytest

from reader.document.find import find, find_in_texts
from reader.document.parse import parse

NOTE = """# Listening

He said: *“Don’t* **speak**
first.” A well–being day.

- Ask once
- ask twice

| word | use |
|------|-----|
| Hush | one |
"""


def texts(query: str, *, regex: bool = False) -> list[str]:
    document = parse(NOTE)
    return [document.text_of(each) for each in find(document, query, regex=regex).ranges]


def test_a_phrase_is_found_across_formatting_and_line_ends() -> None:
    assert texts("speak first") == ["speak first"]
    assert texts("said: \"don't   speak first") == ["said: “Don’t speak first"]
    assert texts("well-being") == ["well–being"]


def test_capitals_count_only_if_typed() -> None:
    assert texts("ask") == ["Ask", "ask"]
    assert texts("Ask") == ["Ask"]


def test_no_hit_reaches_into_another_block() -> None:
    assert texts("once ask") == []
    assert texts(r"once\s+ask", regex=True) == []


def test_cells_of_a_table_are_words_in_a_row() -> None:
    assert texts("hush one") == ["Hush\tone"]


def test_a_regular_expression_is_found_where_it_stands() -> None:
    assert texts(r"\bask (once|twice)", regex=True) == ["Ask once", "ask twice"]
    assert texts(r"^A\w+", regex=True) == ["Ask"]
    assert texts("x*", regex=True) == []


@pytest.mark.parametrize("query", ["", "   ", "\t\n"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert texts(query) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "missing )"),
        ("[", "unterminated character set"),
        ("*a", "nothing to repeat"),
        ("\\", "bad escape"),
    ],
)
def test_a_bad_expression_is_said_in_a_sentence(pattern: str, said: str) -> None:
    hits = find(parse(NOTE), pattern, regex=True)
    assert said in hits.problem
    assert hits.problem.startswith("This is no regular expression")
    assert not hits.ranges


def test_an_expression_that_would_take_for_ever_is_stopped() -> None:
    document = parse("first a\n\n" + "a" * 5000 + "!")
    hits = find(document, r"^(?:(a|aa)+)+$|first", regex=True, budget=0.05)
    assert not hits.is_complete
    assert "too long" in hits.problem
    assert [document.text_of(each) for each in hits.ranges] == ["first"]


def test_more_hits_than_anyone_steps_through_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.document.find.MOST_HITS", 3)
    hits = find(parse("a a a a a"), "a")
    assert len(hits.ranges) == 3
    assert not hits.is_complete


def test_reflections_are_searched_by_the_same_rules() -> None:
    assert find_in_texts(["Nothing", "we *don’t* know"], "don't") == [(1, 4, 9)]
    assert find_in_texts(["a"], "(", regex=True) == []
