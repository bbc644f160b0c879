"""A note read in slices is the note read at once: block by block, line by line, however it was cut."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.document import bounds
from reader.document.block import Block, FrameKind
from reader.document.building import Builder, mark_loose_lists
from reader.document.definitions import Definitions
from reader.document.footnotes import in_reading_order, references, take_definitions
from reader.document.inline import InlineSource
from reader.document.layout import Lines, lay_out
from reader.document.markdown import block_parser
from reader.document.model import Document
from reader.document.outline import footnote_key
from reader.document.parse import parse
from reader.document.reading import Reading
from reader.gate import clean_text
from tests.commonmark_examples import examples

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.md"))

LINES = [
    "", "", "", "words", "words and *more*", "[l](m.md) [r] [s][r] ![r]", "# Heading", "===", "---", "* * *",
    "- item", "-", "- [x] done", "* star", "+ plus", "1. one", "7) seven", "2. two", "- - in one", "1. - in",
    "> quote", "> - in quote", "> [!NOTE]", ">", "```py", "```", "~~~", "    code", "\ttab", "- a | b",
    "|---|:-:|", "--|--", "| `x` | *y*", "<div>", "</div>", "<!--", "-->", "Term", ": definition",
    "[^a] and [^b][^a]", "[^a]: note",
    "[^b]: x", "[r]: /u", "[r]: /other", "[s]:", "/far", "'title'", "'a", "b'", "[t", "r]: /v",
    "[T R] [t r]", "lazy", "hard  ", "\\", "#tag", "***", "1.", "`[^a]`",
    "[[r]] [[a|b]]", "![[s]] [[t r]] [[^a]]",
]  # fmt: skip
INDENTS = st.sampled_from(["", "", "", "", " ", "  ", "   ", "    ", "> ", "- ", "  > ", "\t"])
NOTES = st.lists(st.tuples(INDENTS, st.sampled_from(LINES)).map("".join), max_size=40).map("\n".join)
ENDS = st.sampled_from(["", "\n", "\n\n", "\n   "])
ITEM_LINES = [
    "- a", " - b", "   - c", "", "", "  - in", "  text", "lazy", "- ", "- > q",
    "  # h", "  ```", "- # h", "- [ ] t", "- ```", "* other", "---", "- | a |", "  |--|", "--|--", "[r]",
    "- [r]: /u", "- [^a]", "  [^a]: n", "- Term", "  : d", "      code", "> q", "text",
]  # fmt: skip
ITEMS = st.lists(st.sampled_from(ITEM_LINES), max_size=40).map("\n".join)


def whole(body: str) -> list[Block]:
    """Read a note at once: all of it given to markdown-it, every definition known before any text is made."""
    source = clean_text(body)
    environment: dict[str, Any] = {}
    tokens: list[Token] = []
    parser = block_parser()
    parser.block.parse(source, parser, environment, tokens)
    mark_loose_lists(tokens)
    text, footnotes = take_definitions(tokens)
    ordered = in_reading_order(references(text), footnotes)
    definitions = Definitions(source)
    definitions.references.update(environment.get("references", {}))
    definitions.complete({footnote_key(one.label): one.number for one in ordered})
    builder = Builder(InlineSource(definitions))
    builder.read(text)
    for one in ordered:
        builder.open(FrameKind.FOOTNOTE, one.lines, marker=str(one.number), label=one.label)
        builder.read(one.tokens)
        builder.close()
    return list(Document(source, builder.blocks).blocks)


def looks(block: Block) -> tuple[object, ...]:
    """All that a block is."""
    rendered = (block.text, block.spans, block.table)
    return (block.kind, block.lines, block.frames, block.level, block.language, rendered, block.hash)


def rows(lines: Lines) -> list[object]:
    """All that stands on a page, from top to bottom."""
    lines.ensure(0, len(lines.document.blocks))
    return [lines.line(row) for row in range(lines.height)]


def same_in_slices(body: str, size: int, most_lines: int, asked: int) -> None:
    """Read a note in slices, look at some of it after each, and compare in the end."""
    source = clean_text(body)
    reading = Reading(source, stretch=size, stretch_lines=most_lines)
    reading.begin()
    document = Document(source, reading.blocks, reading)
    pages = [lay_out(document, width) for width in (9, 40)]
    seen: list[Block] = []
    while document.read_on(0.0):
        assert [id(block) for block in seen] == [id(block) for block in document.blocks[: len(seen)]]
        seen = list(document.blocks)
        for page in pages:
            page.ensure(len(seen) * asked // 4, len(seen))
            page.line(page.height // 2)
    expected = whole(body)
    assert [looks(block) for block in document.blocks] == [looks(block) for block in expected]
    for page in pages:
        again = lay_out(Document(source, expected), page.width)
        assert rows(page) == rows(again)
        assert page.height == again.height


SIZES = st.integers(1, 60)
MOST_LINES = st.integers(1, 12)


@settings(deadline=None, max_examples=400)
@given(NOTES, ENDS, SIZES, MOST_LINES, st.integers(0, 4))
@example("[r] [^a]\n\n> [r]: /u\n\n- [^a]: x\n", "", 1, 1, 0)
@example("[T R] [t r]\n\nwords\n\n[t\nr]: /v\n", "", 4, 1, 0)
@example("```\n[r]: /u\n[^a]: n\n```\n[r] [^a]", "", 4, 1, 0)
@example("- a | b\n|---|:-:|", "", 1, 1, 0)
@example("Term\n    : definition\n  > \n: definition", "", 5, 1, 0)
@example("- item\n- item\n--|--\n- item\n\n- item", "", 1, 1, 0)
def test_a_note_read_in_slices_is_the_note_read_at_once(
    body: str, end: str, size: int, most_lines: int, asked: int
) -> None:
    same_in_slices(body + end, size, most_lines, asked)


@settings(deadline=None, max_examples=400)
@given(ITEMS, SIZES, MOST_LINES, st.integers(0, 4))
@example("- a\n - b\n  - in\n   - c", 1, 1, 0)
@example("- # h\n- # h\n- # h\n- # h\n\n- a\n- b", 1, 2, 0)
@example("- a\n- b\n- c\n- # h\n\n- # h\n- # h", 1, 2, 0)
def test_a_list_read_in_parts_is_the_list_read_at_once(
    body: str, size: int, most_lines: int, asked: int
) -> None:
    same_in_slices(body, size, most_lines, asked)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_every_case_read_in_slices_is_the_case_read_at_once(size: int) -> None:
    assert len(CASES) >= 12
    for case in CASES:
        same_in_slices(case.read_text(encoding="utf-8"), size, size, 0)


@pytest.mark.parametrize("size", [3, 50, 4000])
def test_the_examples_of_commonmark_one_after_the_other_are_read_alike(size: int) -> None:
    body = "\n\n".join(each.markdown for each in examples())
    same_in_slices(body, size, size, 3)


def test_what_needs_the_whole_note_reads_it_to_the_end() -> None:
    body = "# One\n\n" + "words and words\n\n" * 4000 + "# Two\n\n- point\n"
    reading = Reading(body)
    reading.begin()
    document = Document(body, reading.blocks, reading)
    assert not document.is_complete
    assert document.part_read < 0.5
    assert [heading.title for heading in document.headings] == ["One", "Two"]
    assert document.is_complete
    assert document.text == parse(body).text
    assert document.text_hash == parse(body).text_hash


@settings(deadline=None, max_examples=400)
@given(NOTES, ENDS)
@example("Term\nand more\n: definition", "")
@example("words\nwords\n===", "")
@example("words\na | b\n--|--\nc | d", "")
@example("- words\nlazy\n    code\n---\nwords", "")
def test_paragraphs_are_read_as_the_rules_they_stand_in_for_read_them(body: str, end: str) -> None:
    source = clean_text(body + end)
    rule = block_parser().block.ruler
    without = MarkdownIt()
    without.block.ruler = deepcopy(rule)
    without.block.ruler.disable(["prose", "too_long"])
    without.options = block_parser().options
    read = [list[Token](), list[Token]()]
    for parser, tokens in zip((block_parser(), without), read, strict=True):
        parser.block.parse(source, parser, {}, tokens)
    ours, theirs = (
        [(each.type, each.map, each.content, each.level, each.hidden) for each in one] for one in read
    )
    assert ours == theirs


LONG = [
    "words",
    "- item",
    "> quote",
    "",
    "",
    "# Heading",
    "a | b",
    "--|--",
    "| c | d |",
    "<div>",
    "===",
    "```",
]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(LONG), st.integers(1, 30)), max_size=12), SIZES, MOST_LINES)
@example([("> quote", 29), ("words", 20)], 1, 1)
@example([("a | b", 1), ("--|--", 1), ("| c | d |", 30)], 7, 3)
@example([("words", 10), ("a | b", 1), ("--|--", 1)], 1, 1)
def test_what_is_too_long_is_cut_where_it_is_cut_at_once(
    runs: list[tuple[str, int]], size: int, most_lines: int
) -> None:
    body = "\n".join(line for line, count in runs for _ in range(count))
    with pytest.MonkeyPatch.context() as bounded:
        bounded.setattr(bounds, "MOST_LINES", 10)
        bounded.setattr(bounds, "MOST_CELLS", 40)
        bounded.setattr(bounds, "MOST_LETTERS", 60)
        bounded.setattr(bounds, "LARGEST_PART", 25)
        same_in_slices(body, size, most_lines, 1)
