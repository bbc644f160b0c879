"""Markdown that is written to make a parser slow: what one block may cost is bounded, and it says so.

Most patterns are those of cmark's test/pathological_tests.py; the others were found by looking at each rule.
None of the tests here looks at a clock but the last, which is generous: it tells a bound from none.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.document.block import BlockKind
from reader.document.bounds import (
    LARGEST_PART,
    MAX_DEPTH,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_LINES,
    TOO_LARGE,
    TOO_LONG,
    TOO_WIDE,
)
from reader.document.graphemes import is_boundary
from reader.document.inline import LONGEST, MOST_MARKS, TOO_MUCH
from reader.document.layout import Role, lay_out
from reader.document.parse import parse

TOO_MUCH_INSIDE = {
    "nested brackets": "[" * 4000 + "a" + "]" * 4000 + "[" * 4000,
    "open brackets": "[" * 8000,
    "open images": "![" * 6000,
    "open links": "[a](b" * 6000,
    "links": "[a](b)" * 6000,
    "links with open titles": "[a](b 'c" * 6000,
    "emphasis never closed": "*a **a " * 3000,
    "emphasis half closed": "a**b " * 3000,
    "emphasis of two kinds": "*a_ " * 6000,
    "stars about a letter": "*" * 6000 + "a" + "*" * 6000,
    "strikes never closed": "~a ~~b " * 3000,
    "runs of backticks of every length": "".join("e" + "`" * length for length in range(200)),
    "entities": "&amp;" * 6000,
    "ampersands": "&" * 6000,
    "open tags": "<a " * 6000,
    "open comments": "x " + "<!--" * 6000,
    "open instructions": "x " + "<?" * 6000,
    "open CDATA": "x " + "<![CDATA[" * 6000,
    "open addresses": "<http://a" * 6000,
    "references to nothing": "[a][" * 6000,
    "footnotes of nothing": "[^" * 6000,
    "backslashes": "\\" * 6000,
    "marks far apart in a long line": ("words and words " * 100 + "*") * 200,
    "one mark in a very long line": "*a* " + "words " * (LONGEST // 5),
}
BOUNDED_BY_DEPTH = {
    "quotes": "> " * 1000 + "a",
    "lists on one line": "- " * 1000 + "a",
    "numbers on one line": "1. " * 1000 + "a",
    "lists, each in the one above": "".join("  " * depth + "- a\n" for depth in range(1000)),
}
LARGE_TABLES = {
    "many columns": "|a" * (MOST_COLUMNS + 1) + "|\n" + "|-" * (MOST_COLUMNS + 1) + "|\n|b|\n",
    "many rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * (MOST_CELLS // 2),
    "many rows of few cells": "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|x|\n" * (MOST_CELLS // 100),
}


@pytest.mark.parametrize("name", TOO_MUCH_INSIDE)
def test_a_block_with_too_much_markup_is_shown_as_it_is_written_and_says_so(name: str) -> None:
    markdown = TOO_MUCH_INSIDE[name]
    document = parse(f"Before *it*.\n\n{markdown}\n\nAfter *it*.")
    before, block, after = document.blocks
    assert block.text == markdown.strip()
    assert not block.spans
    assert (before.text, after.text) == ("Before it.", "After it.")
    lines = lay_out(document, 60)
    [notice] = [
        piece.text
        for row in range(lines.first_row(1), lines.first_row(1) + 2)
        for piece in lines.line(row).pieces
        if piece.role is Role.NOTICE
    ]
    assert notice == TOO_MUCH


@pytest.mark.parametrize("markdown", ["*a **b** [c](d) `e` " * 60, "words " * 60_000, "[a](b) " * 300])
def test_what_people_write_is_read_as_markdown(markdown: str) -> None:
    [block] = parse(markdown).blocks
    assert not block.notice


@pytest.mark.parametrize("name", LARGE_TABLES)
def test_a_table_too_large_to_be_laid_out_is_shown_as_it_is_written_and_says_so(name: str) -> None:
    markdown = LARGE_TABLES[name]
    *parts, after = parse(f"{markdown}\n# After").blocks
    assert {block.kind for block in parts} == {BlockKind.PARAGRAPH}
    assert "\n".join(block.text for block in parts) == markdown.strip()
    assert parts[0].notice == TOO_LARGE
    assert all(len(block.text.split("\n")) <= MOST_LINES for block in parts)
    assert after.text == "After"


def test_a_large_table_in_an_item_ends_with_the_item() -> None:
    rows = "- |a|b|\n  |-|-|\n" + "  |c|d|\n" * (MOST_CELLS // 2)
    *parts, after = parse(f"{rows}\nAfter").blocks
    assert {block.notice for block in parts} == {TOO_LARGE}
    assert {len(block.frames) for block in parts} == {1}
    assert not after.frames


def test_a_large_table_ends_where_another_block_begins() -> None:
    rows = "|a|b|\n|-|-|\n" + "|c|d|\n" * 3
    blocks = parse(rows + "- item\n" * (MOST_CELLS // 2)).blocks
    assert blocks[0].kind is BlockKind.TABLE
    assert len(blocks) == 1 + MOST_CELLS // 2


RUNS = {
    "short lines": ("", "ab *c*"),
    "lines that might be marks": ("", "-a b"),
    "a quote": ("> ", "> ab *c*"),
    "a quote of one mark": ("> ", "ab *c*"),
    "raw HTML": ("<div>\n", "ab <b>"),
}


@pytest.mark.parametrize("name", RUNS)
def test_more_lines_than_anybody_reads_together_are_shown_as_written_in_parts(name: str) -> None:
    head, line = RUNS[name]
    source = head + "\n".join([line] * (2 * MOST_LINES + 2))
    *parts, rest, after = parse(f"{source}\n\nAfter *it*.").blocks
    assert [block.notice for block in parts] == [TOO_LONG] * 2
    assert "\n".join(block.text for block in parts) == "\n".join(source.split("\n")[: 2 * MOST_LINES])
    assert not rest.notice
    assert [block.lines for block in parts] == [(0, MOST_LINES), (MOST_LINES, 2 * MOST_LINES)]
    assert after.text == "After it."


LONG_LINES = {
    "one word": "x" * (2 * MOST_LETTERS),
    "words with markup": "*words* and `more` " * (MOST_LETTERS // 10),
    "visible characters of several code points": "नि👩‍👧" * (MOST_LETTERS // 4),
    "lines": ("words " * 1_000 + "\n") * (MOST_LETTERS // 5_000) + "the end",
}


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_paragraph_too_long_to_be_laid_out_at_once_is_shown_as_written_in_parts(name: str) -> None:
    source = LONG_LINES[name]
    before, *parts, after = parse(f"# Before\n\n{source}\n\nAfter *it*.").blocks
    joint = "\n" if "\n" in source else ""
    assert joint.join(block.text for block in parts) == source.strip()
    assert {block.notice for block in parts} == {TOO_WIDE}
    assert all(len(block.text) <= LARGEST_PART for block in parts)
    assert all(is_boundary(source, len(block.text)) for block in parts[:1])
    assert (before.text, after.text) == ("Before", "After it.")
    assert [block.lines[0] for block in parts] == sorted(block.lines[0] for block in parts)
    assert parts[-1].lines[1] <= after.lines[0]


def test_a_long_list_and_long_code_are_no_paragraphs() -> None:
    items = parse("- *a*\n" * (MOST_LINES + 1)).blocks
    assert len(items) == MOST_LINES + 1
    [code] = parse("```\n" + "a\n" * (MOST_LINES + 1) + "```\n").blocks
    assert code.kind is BlockKind.CODE
    assert not items[0].notice
    assert not code.notice


def test_a_table_of_five_thousand_rows_is_a_table() -> None:
    [block] = parse("|a|b|c|d|\n|-|-|-|-|\n" + "|e|f|g|h|\n" * 5000).blocks
    assert block.kind is BlockKind.TABLE
    assert not block.notice


@pytest.mark.parametrize("name", BOUNDED_BY_DEPTH)
def test_containers_are_as_deep_as_the_bound_and_no_word_is_lost(name: str) -> None:
    document = parse(BOUNDED_BY_DEPTH[name])
    assert all(len(block.frames) <= MAX_DEPTH for block in document.blocks)
    assert document.text.count("a") == BOUNDED_BY_DEPTH[name].count("a")


def test_blanks_before_a_line_end_are_looked_at_once() -> None:
    [block] = parse("a" + " " * 50_000 + "b\nc").blocks
    assert block.text == "a" + " " * 50_000 + "b c"


@pytest.mark.parametrize("unit", ["\u0301", "\u200d\U0001f469", "\u1100"], ids=["accents", "joined", "jamo"])
def test_one_visible_character_longer_than_a_part_is_cut_through(unit: str) -> None:
    text = "a" + unit * (500_000 // len(unit))
    document = parse(text)
    assert len(document.blocks) > 1
    assert "".join(block.text for block in document.blocks) == text


def test_marks_up_to_the_bound_are_read() -> None:
    [block] = parse("*a* " * (MOST_MARKS // 2)).blocks
    assert not block.notice
    assert len(block.spans) == MOST_MARKS // 2


_MEGABYTE = """
import sys
from reader.document.layout import lay_out
from reader.document.model import Document
from reader.document.parse import parse
from tests.memory import peak
unit, head = sys.argv[1], sys.argv[2]
document = parse(head + unit * (1_000_000 // len(unit)))
lines = lay_out(document, 72)
lines.ensure(0, 40)
lines.line(0), lines.line(lines.height - 1)
print(peak())
"""
UNITS = [
    "[", "![", "[a](b", "[a](b)", "[a](<b", "[a](b 'c", "> ", ">", "*a **a ", "a**b ", "*a_ ", "*", "`",
    "`a``b", "~a ~~b ", "[x]: u\n", "[a]: u '\n", "[a][", "&amp;", "&", "&#", "|a", "|c|d|\n", "a|b\n",
    "a\n-\n", "- a\n", "- ", "1. ", "-\n", "- a\n\n\n", "<", "<a ", "<!--", "<?", "<![CDATA[",
    "x <a b='", "<div>\n", "<div>\n\n", "<http://a", "http://a.b ", "www.", "a@", "a.@b.", "[^a] ", "[^",
    "[^a]: ", "\\", "a  \n", "a\\\n", " ", "\n", "# a\n", "a\n=\n\n", "#", "---\n", "* * * a\n", "```\n",
    "    a\n", "a\n: b\n\n", "> [!NOTE]\n> a\n\n", "- [ ] a\n", "!", "漢", "e\u0301", "नि", "word ", "a",
    "b\n", "> a\n>> b\n",
]  # fmt: skip
HEADS = {"|c|d|\n": "|a|b|\n|-|-|\n", "[^a] ": "[^a]: x\n\n", "b\n": "[", "e\u0301": "x "}


@pytest.mark.long
@pytest.mark.timeout(180)
@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_of_it_is_read_and_laid_out_within_bounds(unit: str) -> None:
    command = [sys.executable, "-c", _MEGABYTE, unit, HEADS.get(unit, "")]
    said = subprocess.run(
        command, capture_output=True, text=True, timeout=150, check=True, cwd=Path(__file__).parents[3]
    )
    assert int(said.stdout) < 900_000_000  # bytes, of which 60 million are the program's own
