"""Words typed in a field: Markdown in which the end of a line is meant."""

from __future__ import annotations

import pytest

from reader.document.parse import parse, parse_typed


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("Ask Ana\nAsk Tom \nCall the board", ["Ask Ana\nAsk Tom\nCall the board"]),
        ("> Zuhören\n> und warten", ["Zuhören\nund warten"]),
        ("- one\n- two\n  and more", ["one", "two\nand more"]),
        ("held\\\nback", ["held\nback"]),
        ("first\n\nsecond", ["first", "second"]),
        ("What\n====\nhow", ["What", "how"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["a\tb\n1\t2"]),
    ],
)
def test_a_line_typed_is_a_line_shown(typed: str, blocks: list[str]) -> None:
    assert [block.text for block in parse_typed(typed).blocks] == blocks


@pytest.mark.parametrize("typed", ["one line", "# A title\n\nand *words*", "1. one\n2. two\n", ""])
def test_where_no_line_is_broken_it_is_read_as_a_note_is(typed: str) -> None:
    read, written = parse_typed(typed), parse(typed)
    assert [(one.kind, one.text, one.spans) for one in read.blocks] == [
        (one.kind, one.text, one.spans) for one in written.blocks
    ]
