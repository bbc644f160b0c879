"""The page: what stands where, at several widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.document import prefixes, table_layout
from reader.document.cells import cell_width
from reader.document.layout import Lines, Role, lay_out
from reader.document.parse import parse
from reader.document.position import Position, Range
from reader.document.wrap import wrap, wrap_hard


def page(source: str, width: int) -> list[str]:
    """Draw a note as rows of text, blanks at their ends left out."""
    lines = lay_out(parse(source), width)
    lines.ensure(0, len(lines.document.blocks))
    return [drawn(lines, row) for row in range(lines.height)]


def drawn(lines: Lines, row: int) -> str:
    """Draw one row of narrow text."""
    row_text = ""
    for piece in lines.line(row).pieces:
        row_text = row_text.ljust(piece.cell) + piece.text
    return row_text


def test_a_paragraph_is_filled_to_the_width() -> None:
    assert page("one two three four", 9) == ["one two", "three", "four"]


def test_blanks_at_a_line_end_hang_and_take_no_room() -> None:
    assert page("12345678 x", 8) == ["12345678", "x"]


def test_a_line_may_end_after_a_hyphen_or_a_dash_between_words() -> None:
    assert page("a well-being", 8) == ["a well-", "being"]
    assert page("aa long—short", 8) == ["aa long—", "short"]
    assert page("take --verbose", 8) == ["take", "--verbos", "e"]


def test_a_no_break_space_keeps_its_words_together() -> None:
    assert page("at 100\u00a0km now", 8) == ["at", "100\u00a0km", "now"]


def test_an_address_too_long_for_the_line_ends_after_a_slash() -> None:
    assert page("see <https://example.org/one/two/three>", 16) == [
        "see",
        "https://example.",
        "org/one/two/",
        "three",
    ]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert page("一二三四。五", 8) == ["一二三", "四。五"]
    assert page("一二三「四五", 8) == ["一二三", "「四五"]


def test_a_hard_break_ends_the_line() -> None:
    assert page("one\\\ntwo", 20) == ["one", "two"]


def test_headings_of_chapters_have_two_blank_rows_above_and_never_at_the_top() -> None:
    assert page("# A\n\nb\n\n## C\n\nd\n\n### E", 20) == ["A", "", "b", "", "", "C", "", "d", "", "E"]


def test_text_of_items_hangs_after_the_marker() -> None:
    source = "- one two three\n- four\n  - five six\n"
    assert page(source, 11) == ["• one two", "  three", "• four", "  ◦ five", "    six"]


def test_items_of_a_loose_list_stand_apart() -> None:
    assert page("- one\n\n- two", 20) == ["• one", "", "• two"]


def test_numbers_of_items_stand_flush_right() -> None:
    assert page("9. a\n10. b", 20) == [" 9. a", "10. b"]


def test_tasks_show_their_box_as_the_marker() -> None:
    assert page("- [ ] open\n- [x] done", 20) == ["☐ open", "☑ done"]


def test_a_quote_has_one_bar_a_depth_through_its_blank_rows() -> None:
    assert page("> one\n>\n> > two", 20) == ["▎ one", "▎", "▎ ▎ two"]


def test_an_alert_has_its_name_above_it() -> None:
    assert page("> [!WARNING]\n> Take care.", 20) == ["▎ Warning", "▎ Take care."]
    lines = lay_out(parse("> [!WARNING]\n> Take care."), 20)
    [bar, title] = lines.line(0).pieces
    assert (bar.role, bar.label) == (Role.ALERT_BAR, "warning")
    assert (title.role, title.label) == (Role.ALERT_TITLE, "warning")


def test_an_alert_in_an_item_stands_beside_the_marker() -> None:
    assert page("- > [!NOTE]\n  > One.", 20) == ["• ▎ Note", "  ▎ One."]


def test_code_keeps_its_lines_and_shows_where_it_goes_on() -> None:
    assert page("```\nab  cd\n\n  0123456789\n```", 10) == ["  ab  cd", "", "    012345", "↪ 6789"]


def test_a_rule_is_a_short_ornament_in_the_middle() -> None:
    assert page("a\n\n---\n\nb", 11) == ["a", "", "   * * *", "", "b"]


def test_a_definition_stands_under_its_term() -> None:
    assert page("Term\n: What it means\n\nOther\n: Else", 20) == [
        "Term",
        "    What it means",
        "",
        "Other",
        "    Else",
    ]


def test_a_footnote_hangs_after_its_number() -> None:
    assert page("Text[^a].\n\n[^a]: one two three", 12)[-2:] == ["[1] one two", "    three"]


TABLE = "| Name | Cost |\n|:--|--:|\n| pear | 1 |\n| fig and plum | 22 |"


def test_a_table_has_columns_and_a_thin_rule() -> None:
    assert page(TABLE, 30) == [
        "Name          Cost",
        "────────────  ────",
        "pear             1",
        "fig and plum    22",
    ]


def test_a_table_too_wide_wraps_within_its_widest_column() -> None:
    assert page(TABLE, 14) == [
        "Name      Cost",
        "────────  ────",
        "pear         1",
        "",
        "fig and     22",
        "plum",
    ]


def test_a_table_that_cannot_be_columns_is_set_as_lines() -> None:
    table = "| A | B | C | D |\n|-|-|-|-|\n| e | f | g | h |\n| i | j | k | l |"
    assert page(table, 12) == [
        *["A", "B", "C", "D", "───"],
        *["A: e", "B: f", "C: g", "D: h", ""],
        *["A: i", "B: j", "C: k", "D: l"],
    ]


def test_a_cell_that_fills_many_screens_is_wrapped_once_to_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = []

    def counted(text: str, start: int, stop: int, width: int) -> list[int]:
        wrapped.append(stop - start)
        return wrap(text, start, stop, width)

    monkeypatch.setattr(table_layout, "wrap", counted)
    cell = "word " * 2000
    rows = page(f"| a | b |\n|-|-|\n| c | {cell}|\n", 40)
    assert " ".join(row[5:].strip() for row in rows[2:]) == cell.strip()
    assert [length for length in wrapped if length > 1] == [
        len(cell) - 1
    ] * 2  # to be counted, and to be drawn


def test_the_label_of_a_long_header_is_cut_without_measuring_each_of_its_beginnings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured = 0

    def counted(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return cell_width(text)

    monkeypatch.setattr(prefixes, "cell_width", counted)
    header = "漢字" * 1000
    table = f"| {header} |" + " B |" * 9 + "\n" + "|-" * 10 + "|\n" + ("| e " * 10 + "|\n") * 20
    assert page(table, 16).count("漢字漢字漢字漢…") == 20
    assert measured < 2 * len(header)


@pytest.mark.parametrize("wrapped", [wrap, wrap_hard])
def test_a_character_wider_than_the_line_stands_alone(wrapped: Callable[..., list[int]]) -> None:
    assert wrapped("漢字漢", 0, 3, 1) == [0, 1, 2]
    assert wrapped("漢e\u0301字a", 0, 5, 1) == [0, 1, 3, 4]


@pytest.mark.parametrize("width", [8, 20, 40, 72, 200])
def test_a_list_nested_two_hundred_deep_leaves_room_for_its_text(width: int) -> None:
    source = "\n".join("  " * depth + f"- item number {depth} with words" for depth in range(200))
    lines = lay_out(parse(source), width)
    lines.ensure(0, len(lines.document.blocks))
    texts = [
        piece for row in range(lines.height) for piece in lines.line(row).pieces if piece.role is Role.TEXT
    ]
    assert all(piece.cell + min(16, width // 2) <= width for piece in texts)
    assert all(piece.cell + piece.width <= width for piece in texts)


def test_a_page_narrower_than_eight_cells_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 8"):
        lay_out(parse("x"), 7)


def test_a_place_beside_the_text_leads_to_the_nearest_position() -> None:
    lines = lay_out(parse("- one two three\n\n\n> quote"), 11)
    assert lines.position_at(0, 0) == Position(0, 0)
    assert lines.position_at(0, 99) == Position(0, 7)
    assert lines.position_at(-5, 3) == Position(0, 1)
    assert lines.position_at(99, 99) == Position(1, 5)


def test_a_blank_row_leads_to_the_text_below_it_and_a_rule_to_what_follows() -> None:
    lines = lay_out(parse("one\n\n---\n\ntwo"), 20)
    assert lines.position_at(1, 5) == Position(2, 0)
    assert lines.position_at(2, 9) == Position(2, 0)
    assert lines.position_at(3, 2) == Position(2, 2)


def test_a_click_on_the_second_half_of_a_wide_character_hits_it() -> None:
    lines = lay_out(parse("中文👩\u200d👩\u200d👧x"), 20)
    assert [lines.position_at(0, cell).offset for cell in range(7)] == [0, 0, 1, 1, 2, 2, 7]


def test_a_marked_passage_covers_words_and_never_bullets_or_bars() -> None:
    lines = lay_out(parse("- one two three\n- four"), 11)
    everything = Range(Position(0, 0), Position(1, 4))
    assert [lines.extents(row, everything) for row in range(3)] == [[(2, 9)], [(2, 7)], [(2, 6)]]
    assert lines.extents(0, Range(Position(0, 4), Position(0, 7))) == [(6, 9)]
    assert lines.extents(1, Range(Position(0, 4), Position(0, 7))) == []


def test_in_a_table_a_passage_covers_the_cells_it_crosses() -> None:
    lines = lay_out(parse(TABLE), 14)
    text = lines.document.blocks[0].text
    start, end = text.index("fig"), text.index("22") + 2
    passage = Range(Position(0, start), Position(0, end))
    assert [lines.extents(row, passage) for row in range(6)] == [[], [], [], [], [(0, 7), (12, 14)], [(0, 4)]]


def test_the_ends_of_a_row_are_where_its_text_begins_and_ends() -> None:
    lines = lay_out(parse("one two three"), 8)
    assert lines.line_start(Position(0, 5)) == Position(0, 0)
    assert lines.line_end(Position(0, 2)) == Position(0, 7)
    assert lines.line_start(Position(0, 10)) == Position(0, 8)
    assert lines.line_end(Position(0, 10)) == Position(0, 13)


def test_going_down_keeps_the_column_and_passes_over_what_has_no_text() -> None:
    lines = lay_out(parse("one two\n\n---\n\n> ok\n\nthree four"), 20)
    first = Position(0, 5)
    second = lines.below(first, 5)
    third = lines.below(second, 5)
    assert (second, third) == (Position(2, 2), Position(3, 5))
    assert lines.below(third, 5) == third
    assert lines.above(third, 5) == second
    assert lines.above(second, 5) == first
    assert lines.above(first, 5) == first


def test_laying_out_a_block_moves_only_what_stands_below_it() -> None:
    source = "\n\n".join(
        f"paragraph {number} " + "[x](https://example.org/long/address) " * 9 for number in range(60)
    )
    lines = lay_out(parse(source), 40)
    generation = lines.generation
    shown = lines.row_of(Position(30, 0))
    lines.ensure(30, 40)
    assert lines.generation > generation
    assert lines.row_of(Position(30, 0)) == shown
    rows = [lines.line(row) for row in range(shown, shown + 20)]
    lines.ensure(40, 60)
    assert [lines.line(row) for row in range(shown, shown + 20)] == rows
    lines.ensure(0, 30)
    moved = lines.row_of(Position(30, 0))
    assert [lines.line(row) for row in range(moved, moved + 20)] == rows
    assert lines.is_exact


def test_heights_are_estimated_without_rendering_anything() -> None:
    document = parse("\n\n".join(["some *words* to read"] * 500))
    lines = lay_out(document, 40)
    assert lines.height == 999
    assert not any(block.is_rendered for block in document.blocks)
    lines.line(500)
    assert sum(block.is_rendered for block in document.blocks) == 1
