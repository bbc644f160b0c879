"""Passages named by their words or by a key point's number."""

from __future__ import annotations

import pytest

from reader.document.parse import parse
from reader.errors import PointNotFound, QuoteAmbiguous, QuoteNotFound, UsageError
from reader.workspace.passages import find_quote, key_point, occurrences

TEXT = "# Tea\n\nPour **slowly** and wait.\n\nPour slowly\nagain.\n\n- one\n- two\n"


def test_words_are_found_across_formatting_and_line_ends() -> None:
    document = parse(TEXT)
    assert document.text_of(find_quote(document, "slowly   and wait")) == "slowly and wait"
    assert document.text_of(find_quote(document, "wait. Pour")) == "wait.\n\nPour"


def test_words_that_occur_twice_need_a_number() -> None:
    document = parse(TEXT)
    with pytest.raises(QuoteAmbiguous, match="2 times") as caught:
        find_quote(document, "Pour slowly")
    assert "[Pour slowly] and wait" in str(caught.value)
    assert find_quote(document, "Pour slowly", 2) == occurrences(document, "Pour slowly")[1]


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_number_past_the_last_occurrence_is_said(number: int) -> None:
    with pytest.raises(QuoteNotFound, match="2 times"):
        find_quote(parse(TEXT), "Pour slowly", number)


def test_words_that_are_not_there_are_said_and_capitals_hinted_at() -> None:
    with pytest.raises(QuoteNotFound, match="do not stand"):
        find_quote(parse(TEXT), "coffee")
    with pytest.raises(QuoteNotFound, match="capitals"):
        find_quote(parse(TEXT), "POUR SLOWLY")


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(UsageError):
        find_quote(parse(TEXT), " \n")


def test_key_points_count_from_one() -> None:
    document = parse(TEXT)
    assert document.text_of(key_point(document, 2)) == "two"
    for number in (0, 3, -1):
        with pytest.raises(PointNotFound, match="it has 2"):
            key_point(document, number)
