"""Laws of graphemes, cells and layout, for any text at any width."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document import motions, wrap
from reader.document.block import (
    Alignment,
    Block,
    BlockKind,
    Frame,
    FrameKind,
    Rendered,
    TableShape,
)
from reader.document.cells import cell_width
from reader.document.graphemes import boundaries, is_boundary, next_boundary, previous_boundary
from reader.document.layout import Line, Lines, Role, lay_out
from reader.document.model import Document
from reader.document.position import Position, Range

ATOMS = [
    *"aeLz.,-/?()",
    "word ",
    "well-being ",
    " ",
    " ",
    "\u00a0",
    "don’t ",
    "—",
    "…",
    "e\u0301",
    "n\u0303\u0323",
    "中",
    "文",
    "。",
    "「",
    "」",
    "っ",
    "한국",
    "가\u11a8",
    "שלום",
    "سلام",
    "\u200f",
    "नि",
    "क्ष",
    "ශ්\u200dරී",
    "👩\u200d👩\u200d👧",
    "👋🏻",
    "🇺🇸",
    "1\ufe0f\u20e3",
    "❤\ufe0f",
    "😀",
    "https://example.org/a/long/path?of=parts&more=1",
]
TEXTS = st.lists(st.sampled_from(ATOMS), max_size=60).map("".join)
LINED_TEXTS = st.lists(st.sampled_from([*ATOMS, "\n"]), max_size=60).map("".join)
ANY_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=30) | LINED_TEXTS
WIDTHS = st.integers(8, 200) | st.integers(8, 24)
ALIGNMENTS: list[Alignment] = ["left", "right", "center", ""]
MARKERS = st.sampled_from(["•", "◦", "▪", "1.", "10.", "123.", "☐", "☑"])


@dataclass(frozen=True)
class ReadyContent:
    """Content that is rendered already."""

    rendered: Rendered

    notice = ""

    @property
    def source_length(self) -> int:
        """Code points of the source."""
        return len(self.rendered.text)

    def render(self) -> Rendered:
        """Give it."""
        return self.rendered


@st.composite
def tables(draw: st.DrawFn) -> Rendered:
    columns = draw(st.integers(1, 5))
    rows = draw(
        st.lists(
            st.lists(TEXTS.map(single_blanks), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
    text, shape = "", []
    for number, row in enumerate(rows):
        text += "\n" if number else ""
        cells = []
        for column, cell in enumerate(row):
            text += "\t" if column else ""
            cells.append((len(text), len(text) + len(cell)))
            text += cell
        shape.append(tuple(cells))
    alignments = draw(st.lists(st.sampled_from(ALIGNMENTS), min_size=columns, max_size=columns))
    return Rendered(text, (), TableShape(columns, tuple(alignments), tuple(shape)))


def single_blanks(text: str) -> str:
    """Fold runs of blanks: where several hang at the end of a line, the next column stands in their place."""
    return " ".join(text.split(" ")).strip()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    blocks: list[Block] = []
    frames: tuple[Frame, ...] = ()
    for index in range(draw(st.integers(1, 5))):
        kept = draw(st.integers(0, len(frames)))
        frames = frames[:kept]
        for depth in range(draw(st.integers(0, 3)) if draw(st.booleans()) else 0):
            kind = draw(st.sampled_from(FrameKind))
            number = 1000 * index + depth
            label = "warning" if kind is FrameKind.ALERT else ""
            marker = draw(MARKERS) if kind is FrameKind.ITEM else ""
            frames = (*frames, Frame(kind, number, marker, label, index, draw(st.booleans())))
        kind_of_block = draw(st.sampled_from(BlockKind))
        if kind_of_block is BlockKind.TABLE:
            rendered = draw(tables())
        else:
            rendered = Rendered("" if kind_of_block is BlockKind.RULE else draw(ANY_TEXTS))
        blocks.append(Block(kind_of_block, (index, index + 1), frames, ReadyContent(rendered), level=2))
    return Document("", blocks)


def all_lines(lines: Lines) -> list[Line]:
    lines.ensure(0, len(lines.document.blocks))
    return [lines.line(row) for row in range(lines.height)]


@settings(deadline=None)
@given(ANY_TEXTS)
def test_a_boundary_is_found_from_either_side(text: str) -> None:
    stops = list(boundaries(text))
    assert stops[0] == 0
    assert stops[-1] == len(text)
    assert [offset for offset in range(len(text) + 1) if is_boundary(text, offset)] == sorted(set(stops))
    for offset in range(len(text) + 1):
        assert previous_boundary(text, offset) == max((stop for stop in stops if stop < offset), default=0)
        assert next_boundary(text, offset) == min(
            (stop for stop in stops if stop > offset), default=len(text)
        )


@settings(deadline=None)
@given(TEXTS)
def test_a_width_is_what_the_compositor_says(text: str) -> None:
    assert cell_width(text) == cell_len(text)


@settings(deadline=None)
@given(ANY_TEXTS)
def test_widths_of_visible_characters_add_up(text: str) -> None:
    stops = boundaries(text)
    widths = [cell_width(text[here:after]) for here, after in pairwise(stops)]
    assert sum(widths) == cell_width(text)


@settings(deadline=None, max_examples=150)
@given(documents(), WIDTHS)
def test_every_character_is_on_exactly_one_line_and_none_is_split(document: Document, width: int) -> None:
    lines = all_lines(lay_out(document, width))
    for index, block in enumerate(document.blocks):
        stretches = [
            (line.start, line.end) for line in lines if line.block == index and line.end > line.start
        ]
        assert "".join(block.text[start:end] for start, end in stretches) == block.text
        assert all(is_boundary(block.text, start) for start, _ in stretches)
        drawn = sorted(
            (piece.start, piece.end)
            for line in lines
            if line.block == index
            for piece in line.pieces
            if piece.start >= 0
        )
        covered = [offset for start, end in drawn for offset in range(start, end)]
        assert len(covered) == len(set(covered))
        left_out = set(range(len(block.text))) - set(covered)
        assert all(block.text[offset].isspace() or block.text[offset] == "\u200b" for offset in left_out)


@settings(deadline=None, max_examples=150)
@given(documents(), WIDTHS)
def test_nothing_is_drawn_beside_the_page_or_over_something_else(document: Document, width: int) -> None:
    for line in all_lines(lay_out(document, width)):
        free_from = 0
        for piece in sorted(line.pieces, key=lambda piece: piece.cell):
            assert piece.cell >= free_from
            assert piece.width == cell_width(piece.text)
            free_from = piece.cell + piece.width
            if piece.role is Role.TEXT:
                assert len(piece.text) == piece.end - piece.start
            assert "\n" not in piece.text
        assert free_from <= width


@settings(deadline=None, max_examples=150)
@given(documents(), WIDTHS)
def test_a_place_on_the_page_leads_back_to_its_position(document: Document, width: int) -> None:
    lines = lay_out(document, width)
    lines.ensure(0, len(document.blocks))
    for index, block in enumerate(document.blocks):
        for offset in boundaries(block.text):
            position = Position(index, offset)
            row, cell = lines.cells_of(position)
            assert lines.row_of(position) == row
            assert lines.line(row).block == index
            if block.text:
                found = lines.position_at(row, cell)
                assert lines.cells_of(found) == (row, cell)
                after = next_boundary(block.text, offset)
                assert found == position or not cell_width(block.text[offset:after].replace("\n", " ") or " ")


@settings(deadline=None, max_examples=100)
@given(documents(), WIDTHS, st.data())
def test_what_is_marked_of_a_row_lies_on_its_text(
    document: Document, width: int, data: st.DataObject
) -> None:
    ends = [
        Position(index, stop)
        for index, block in enumerate(document.blocks)
        for stop in boundaries(block.text)
    ]
    target = Range.between(data.draw(st.sampled_from(ends)), data.draw(st.sampled_from(ends)))
    lines = lay_out(document, width)
    for row, line in enumerate(all_lines(lines)):
        texts = [(piece.cell, piece.cell + piece.width) for piece in line.pieces if piece.role is Role.TEXT]
        intervals = lines.extents(row, target)
        for start, end in intervals:
            assert any(first <= start < end <= after for first, after in texts)
        whole = Range(Position(0, 0), motions.next_block(document, Position(len(document.blocks) - 1, 0)))
        assert lines.extents(row, whole) == [text for text in texts if text[0] < text[1]]


@settings(deadline=None, max_examples=60)
@given(documents(), WIDTHS)
def test_reading_downwards_gives_the_same_rows_as_laying_all_out(document: Document, width: int) -> None:
    lazy, whole = lay_out(document, width), lay_out(document, width)
    expected = all_lines(whole)
    found: list[Line] = []
    while len(found) < lazy.height:
        found.append(lazy.line(len(found)))
    assert found == expected
    assert lazy.is_exact


@settings(deadline=None, max_examples=60)
@given(documents())
def test_walking_forth_and_back_meets_the_same_places(document: Document) -> None:
    for forth, back in (
        (motions.next_grapheme, motions.previous_grapheme),
        (motions.next_word_start, motions.previous_word_start),
        (motions.next_sentence, motions.previous_sentence),
        (motions.next_block, motions.previous_block),
    ):
        position = Position(0, 0)
        visited = [position]
        while (after := forth(document, position)) != position:
            assert after > position
            assert is_boundary(document.blocks[after.block].text, after.offset)
            position = after
            visited.append(position)
        while (before := back(document, position)) != position:
            assert before < position
            assert before in visited or not document.blocks[before.block].text[: before.offset].strip()
            position = before


@settings(deadline=None, max_examples=60)
@given(documents(), WIDTHS)
def test_going_down_and_up_visits_each_row_of_text(document: Document, width: int) -> None:
    lines = lay_out(document, width)
    lines.ensure(0, len(document.blocks))
    rows = [
        row
        for row in range(lines.height)
        if lines.line(row).slots and document.blocks[lines.line(row).block].text
    ]
    if not rows:
        return
    position = lines.position_at(rows[0], 0)
    for row in rows[1:]:
        position = lines.below(position, 0)
        assert lines.row_of(position) == row
    assert lines.below(position, 0) == position
    for row in reversed(rows[:-1]):
        position = lines.above(position, 0)
        assert lines.row_of(position) == row


@settings(deadline=None)
@example("well-being e\u0301", 2, 1)
@example(
    "wort-" * 2_000 + "e\u0301", 4, 8 * 1024
)  # the program's own window, and a line of it begins with a hyphen
@given(LINED_TEXTS, st.integers(2, 30), st.integers(1, 40))
def test_wrapping_by_windows_is_wrapping_at_once(text: str, width: int, window: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrap, "_WINDOW", len(text) + 1)
        at_once = wrap.wrap(text, 0, len(text), width)
        patch.setattr(wrap, "_WINDOW", window)
        assert wrap.wrap(text, 0, len(text), width) == at_once


@given(st.lists(st.sampled_from([*ATOMS, "नि", "क्ष", "हिन्दी", "க்ஷ", "ক্ষ"]), max_size=300).map("".join))
def test_boundaries_found_from_near_are_those_found_from_the_start(text: str) -> None:
    every = set(boundaries(text))
    for offset in range(0, len(text) + 1, 7):
        assert is_boundary(text, offset) == (offset in every)
        assert next_boundary(text, offset) in every
        assert previous_boundary(text, offset) in every
