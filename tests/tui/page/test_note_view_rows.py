"""The rows, columns and margin of the page, without a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.model import Color
from reader.document.model import Position, Range
from reader.tui.screens.trail import Stop, Trail
from reader.tui.widgets.cards import rendered
from reader.tui.widgets.geometry import columns
from reader.tui.widgets.margin import Margin, stacked
from reader.tui.widgets.page_rows import DocumentRow, Insert, InsertRow, PageRows
from reader.tui.widgets.passages import Mark, Passages, part_in


class Heights:
    """A laid out document of blocks of these heights."""

    def __init__(self, *rows: int) -> None:
        self.rows = list(rows)

    @property
    def height(self) -> int:
        return sum(self.rows)

    def top_row(self, block: int, /) -> int:
        return sum(self.rows[:block])


def test_without_inserts_page_rows_are_document_rows() -> None:
    rows = PageRows(Heights(2, 3))
    assert [rows.at(row) for row in range(5)] == [DocumentRow(row) for row in range(5)]
    assert rows.height == 5


def test_a_reflection_folded_in_stands_right_below_its_block() -> None:
    rows = PageRows(Heights(2, 3), [Insert(0, 2)])
    shown = [rows.at(row) for row in range(rows.height)]
    assert shown == [
        DocumentRow(0),
        DocumentRow(1),
        InsertRow(0, 0),
        InsertRow(0, 1),
        DocumentRow(2),
        DocumentRow(3),
        DocumentRow(4),
    ]


def test_a_head_stands_above_the_first_block_and_nothing_stands_outside_the_page() -> None:
    rows = PageRows(Heights(1), [Insert(-1, 1)], tail=2)
    assert rows.at(-1) is None
    assert rows.at(0) == InsertRow(0, 0)
    assert rows.at(1) == DocumentRow(0)
    assert rows.at(2) is None
    assert rows.height == 4


def test_rows_follow_a_better_estimate_of_a_height() -> None:
    heights = Heights(2, 3)
    rows = PageRows(heights, [Insert(0, 2)])
    assert rows.row_of(2) == 4
    heights.rows[0] = 5
    assert rows.row_of(5) == 7
    assert rows.at(5) == InsertRow(0, 0)


blocks = st.lists(st.integers(1, 5), min_size=1, max_size=12)


@given(blocks, st.data())
def test_every_document_row_is_on_the_page_once_and_in_order(heights: list[int], data: st.DataObject) -> None:
    places = st.tuples(st.integers(-1, len(heights) - 1), st.integers(0, 4))
    inserts = [
        Insert(*each) for each in sorted(data.draw(st.lists(places, max_size=8)), key=lambda pair: pair[0])
    ]
    rows = PageRows(Heights(*heights), inserts)
    shown = [rows.at(row) for row in range(rows.height)]
    assert [each.row for each in shown if isinstance(each, DocumentRow)] == list(range(sum(heights)))
    assert all(rows.at(rows.row_of(row)) == DocumentRow(row) for row in range(sum(heights)))
    wanted = [InsertRow(index, row) for index, insert in enumerate(inserts) for row in range(insert.rows)]
    assert [each for each in shown if isinstance(each, InsertRow)] == wanted


@given(st.integers(10, 300), st.sampled_from([56, 72, 88, 104]))
def test_the_columns_never_leave_the_screen(width: int, wanted: int) -> None:
    geometry = columns(width, wanted)
    end = geometry.text_at + geometry.text
    if geometry.rule_at is not None:
        assert geometry.rule_at >= end
        end = geometry.rule_at + 1 + geometry.margin
    assert geometry.gutter_at >= 0
    assert end <= width
    assert geometry.text >= 8


def test_there_is_a_margin_from_110_columns_on() -> None:
    assert not columns(109, 72).has_margin
    assert columns(110, 72).has_margin
    assert columns(109, 72, terminal=110).has_margin  # a scroll bar takes one


def test_the_text_is_as_wide_as_asked_for_and_stands_in_the_middle() -> None:
    geometry = columns(100, 56)
    assert geometry.text == 56
    assert abs(geometry.text_at - (100 - 56 - geometry.text_at)) <= 1


def test_reflections_are_pushed_down_and_never_overlap() -> None:
    assert stacked([(0, 3), (1, 2), (20, 1)]) == [0, 4, 20]


def test_a_reflection_stands_in_the_margin_in_the_lines_it_was_written_in() -> None:
    lines = rendered("Ask Ana\nAsk Tom\n\nNot *now*", 30)
    shown = ["".join(piece.text for piece in lines.line(row).pieces) for row in range(lines.height)]
    assert shown == ["Ask Ana", "Ask Tom", "", "Not now"]


def test_the_margin_finds_which_reflection_stands_on_a_row() -> None:
    margin = Margin([2, 2, 9])
    margin.arrange(margin.near(0, 10), lambda index: [5, 5, 30][index], lambda index: 2)
    assert [margin.at(row) for row in (4, 5, 6, 7, 8, 9, 30)] == [
        None,
        (0, 0),
        (0, 1),
        None,
        (1, 0),
        (1, 1),
        (2, 0),
    ]
    assert margin.bottom == 32
    assert not margin.has_room(7)
    assert margin.has_room(15)


def test_only_reflections_near_the_screen_are_arranged() -> None:
    margin = Margin(list(range(0, 1000, 10)))
    near = margin.near(500, 520)
    assert [near[0] * 10, near[-1] * 10] == [440, 520]


def mark(start: tuple[int, int], end: tuple[int, int], color: Color = Color.YELLOW) -> Mark:
    return Mark(f"{start}{end}", Range(Position(*start), Position(*end)), color)


def test_a_highlight_over_blocks_touches_each_of_them_with_its_part() -> None:
    across = mark((1, 4), (3, 2))
    passages = Passages([across])
    assert [list(passages.touching(block)) for block in range(5)] == [[], [across], [across], [across], []]
    assert [part_in(across.range, block) for block in (1, 2, 3)] == [(4, None), (0, None), (0, 2)]


def test_a_highlight_over_very_many_blocks_is_found_too() -> None:
    long = mark((0, 0), (5000, 1))
    assert list(Passages([long]).touching(4000)) == [long]


def test_what_lies_over_one_another_is_all_found_at_a_position() -> None:
    one, other = mark((0, 0), (0, 10)), mark((0, 5), (0, 8))
    passages = Passages([one, other])
    assert passages.at(Position(0, 6)) == [one, other]
    assert passages.at(Position(0, 9)) == [one]
    assert passages.at(Position(0, 10)) == [one]
    assert passages.at(Position(0, 11)) == []


def test_the_way_back_leads_through_the_places_one_came_from() -> None:
    trail = Trail()
    stops = [Stop("a", Position(1, 0)), Stop("b", Position(2, 0))]
    for stop in stops:
        trail.leave(stop)
    way = [Stop("c", Position(3, 0))]
    while (before := trail.back(way[-1], lambda _: True)) is not None:
        trail.went_back(before, way[-1])
        way.append(before)
    assert way[1:] == [stops[1], stops[0]]
