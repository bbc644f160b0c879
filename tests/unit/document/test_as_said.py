"""Markdown on one line, as one would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.as_said import as_read, as_said, in_a_line
from reader.document.parse import parse_typed
from reader.gate import clean_line


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("I said **not now**, ~~twice~~ *three* times: `no`.", "I said not now, twice three times: no."),
        ("# A heading\n\n> and a quote\n\n- one\n- two", "A heading and a quote one two"),
        (
            "[The plan](plan.md) and ![a map](map.png), see [[deep/chair|the chair]]",
            "The plan and a map, see the chair",
        ),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (r"\*not so\* &amp; so on", "*not so* & so on"),
        ("Plain words\nover two lines.", "Plain words over two lines."),
        ("---", "---"),
        ("", ""),
    ],
)
def test_the_words_stand_there_without_signs(markdown: str, said: str) -> None:
    assert as_said(markdown) == said


def test_what_a_document_holds_is_no_markdown_any_more() -> None:
    assert in_a_line("print(**named)\n[a](b) [[chair|the chair]]") == "print(**named) [a](b) the chair"


@given(st.text(max_size=60))
def test_it_is_one_line_that_passes_the_gate(markdown: str) -> None:
    said = as_said(markdown)
    assert said == " ".join(said.split()) == clean_line(said)


@given(st.text("abc é", max_size=30))
def test_words_without_a_sign_are_not_touched(words: str) -> None:
    assert as_read(words) == words


def test_brackets_in_code_are_code() -> None:
    assert as_said("use `[[note|words]]` and [[note|these]]") == "use [[note|words]] and these"


def test_lines_stay_as_they_were_typed_and_code_gets_no_blanks() -> None:
    typed = parse_typed("One\ntwo\n\n```\nif x:\n    y\n```\nthree  \nfour")
    assert [block.text for block in typed.blocks] == ["One\ntwo", "if x:\n    y", "three\nfour"]
