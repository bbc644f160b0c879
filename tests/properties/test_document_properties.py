"""Laws that hold for the document of any Markdown: what hypothesis writes, and the cases of tests/cases."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.document.model import Document, FrameKind, Position, Range, Style
from reader.document.parse import parse

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.md"))

LINES = [
    "", "", "words and *more*", "**b** `c` [l](m.md)", "# Heading", "## Key points", "===", "---",
    "- item", "  - nested", "1. one", "7) seven", "- [x] done", "-", "> quote", "> - in quote",
    "> [!NOTE]", ">", "```py", "~~~", "    code", "\ttab", "| a | b |", "|---|:-:|", "| `x` | *y*",
    "<div>", "</div>", "<!--", "-->", "Term", ": definition", "[^a] and [^b][^a]", "[^a]: note",
    "[^b]:", "[r]: /u", "[r] ![i](p.png) ![](q.png)", "www.example.org me@example.org &#x202E; &copy;",
    "hard  ", "hard\\", "***", "👩\u200d👩\u200d👧 e\u0301 中文", "x\u00a0y", "![[*`~<&", "]](`*~~",
    "[[a|b]] ![[c.png]] [[#d]]", "| [[a\\|b]] | ![[r]] |", "\\",
    "> > > deep", "      far",
]  # fmt: skip
INDENTS = st.sampled_from(["", "", "", "  ", "    ", "> ", "- ", "\t"])
NOTES = st.lists(st.tuples(INDENTS, st.sampled_from(LINES)).map("".join), max_size=14).map("\n".join)
ANY_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\n\n *_`[]()<>#-|:~!&;^\\\t"), max_size=80)


def laws(document: Document) -> None:
    positions_and_offsets_are_inverse(document)
    spans_lie_within_the_text(document)
    cells_lie_within_the_text(document)
    frames_are_consistent(document)
    lines_are_ordered_and_within_the_source(document)
    nothing_drawn_can_steer_a_terminal(document)
    points_are_passages(document)


def positions_and_offsets_are_inverse(document: Document) -> None:
    assert len(document.blocks) >= 1
    for index, block in enumerate(document.blocks):
        start = document.offset_of(Position(index, 0))
        assert document.text[start : start + len(block.text)] == block.text
        for offset in range(len(block.text) + 1):
            position = Position(index, offset)
            assert document.position_of(document.offset_of(position)) == position
    for offset in range(len(document.text) + 1):
        there = document.offset_of(document.position_of(offset))
        assert (
            there == offset
            or document.text[there : there + 2] == "\n\n" == document.text[offset - 1 : offset + 1]
        )
    whole = document.range_of(0, len(document.text))
    assert document.text_of(whole) == document.text
    assert document.snap(whole) == whole


def spans_lie_within_the_text(document: Document) -> None:
    for block in document.blocks:
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
        order = [(span.start, -span.end) for span in block.spans]
        assert order == sorted(order)
        links = [span for span in block.spans if span.style is Style.LINK]
        assert all(one.end <= other.start for one, other in pairwise(links))
        assert all(span.target for span in links)


def cells_lie_within_the_text(document: Document) -> None:
    for block in document.blocks:
        if block.table is not None:
            rows = block.text.split("\n")
            cells = [[block.text[start:end] for start, end in row] for row in block.table.cells]
            assert cells == [row.split("\t") for row in rows]
            assert all(len(row) == block.table.columns == len(block.table.alignments) for row in cells)


def frames_are_consistent(document: Document) -> None:
    seen: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        for depth, frame in enumerate(block.frames):
            seen.setdefault(frame.number, []).append(index)
            first = document.blocks[frame.first_block]
            assert first.frames[: depth + 1] == block.frames[: depth + 1]
            assert frame.kind is not FrameKind.FOOTNOTE or depth == 0
    for number, blocks in seen.items():
        assert blocks == list(range(blocks[0], blocks[-1] + 1))
        frame = next(one for one in document.blocks[blocks[0]].frames if one.number == number)
        assert frame.first_block == blocks[0]
    assert sorted(seen) == list(seen)


def lines_are_ordered_and_within_the_source(document: Document) -> None:
    last = document.source.count("\n") + 1
    body = [
        block
        for block in document.blocks
        if not block.frames or block.frames[0].kind is not FrameKind.FOOTNOTE
    ]
    for block in document.blocks:
        assert 0 <= block.lines[0] <= block.lines[1] <= last
    for one, other in pairwise(body):
        assert one.lines[0] <= other.lines[0]


def nothing_drawn_can_steer_a_terminal(document: Document) -> None:
    for block in document.blocks:
        shown = block.text + block.language + "".join(frame.marker + frame.label for frame in block.frames)
        assert all(character in "\n\t" or ord(character) >= 0x20 for character in shown)
        assert not {"\x7f", "\x9b", "\u202e", "\u2066", "\u2028"} & set(shown)


def points_are_passages(document: Document) -> None:
    for points in (document.key_points, document.questions):
        assert [point.number for point in points] == list(range(1, len(points) + 1))
        assert all(document.text_of(point.range) == point.text and point.text.strip() for point in points)
        assert all(not one.range.overlaps(other.range) for one, other in pairwise(points))
        assert points == tuple(sorted(points, key=lambda point: point.range.start))


def test_the_laws_hold_for_every_case() -> None:
    assert len(CASES) >= 12
    for case in CASES:
        laws(parse(case.read_text(encoding="utf-8")))


@settings(deadline=None)
@given(NOTES)
@example("")
@example("- \n\n  - [^a]\n\n[^a]:\n    > ```\n")
def test_the_laws_hold_for_any_note(markdown: str) -> None:
    laws(parse(markdown))


@settings(deadline=None)
@given(ANY_TEXT)
def test_the_laws_hold_for_any_text(markdown: str) -> None:
    laws(parse(markdown))


@settings(deadline=None)
@given(st.lists(st.text("abcdefg", min_size=1, max_size=6), min_size=1, max_size=40), st.randoms())
def test_every_word_of_prose_is_found_again(prose: list[str], chance: Random) -> None:
    wrapped = "".join(word + chance.choice([" ", "\n", "\n\n", "\n- ", "\n> ", "  \n"]) for word in prose)
    assert parse(wrapped).text.split() == prose


def test_parsing_is_the_same_each_time_and_in_any_order_of_asking() -> None:
    for case in CASES:
        markdown = case.read_text(encoding="utf-8")
        forwards, backwards = parse(markdown), parse(markdown)
        assert [block.text for block in reversed(backwards.blocks)] == [
            block.text for block in forwards.blocks
        ][::-1]
        assert forwards.text == backwards.text
        assert [block.hash for block in forwards.blocks] == [block.hash for block in backwards.blocks]
        assert forwards.range_of(0, 0) == Range(Position(0, 0), Position(0, 0))
