from __future__ import annotations

from reader.document.model import Block, BlockKind, Document, FrameKind
from reader.document.parse import parse


def shapes(markdown: str) -> list[tuple[str, str, str]]:
    """Each block as its kind, its containers with their markers, and its text."""
    return [
        (
            block.kind.value,
            " ".join(f"{frame.kind.value}{frame.marker}" for frame in block.frames),
            block.text,
        )
        for block in parse(markdown).blocks
    ]


def only(document: Document) -> Block:
    [block] = document.blocks
    return block


def test_an_empty_note_has_one_empty_paragraph_so_that_it_has_a_position() -> None:
    for nothing in ("", "\n", "   \n\n", "[a]: /only-a-definition\n"):
        assert shapes(nothing) == [("paragraph", "", "")]
        assert parse(nothing).text == ""


def test_headings_know_their_level_and_lose_their_hashes() -> None:
    blocks = parse("# One\nTwo\n---\n### Three ###\n####### seven").blocks
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        (BlockKind.HEADING, 1, "One"),
        (BlockKind.HEADING, 2, "Two"),
        (BlockKind.HEADING, 3, "Three"),
        (BlockKind.PARAGRAPH, 0, "####### seven"),
    ]


def test_a_soft_break_is_a_space_and_a_hard_break_a_new_line() -> None:
    assert only(parse("one \n  two  \nthree\\\n four")).text == "one two\nthree\nfour"
    assert only(parse("*one* \n  two  \nthree\\\n four")).text == "one two\nthree\nfour"


def test_bullets_change_with_depth_and_numbers_count_from_the_first() -> None:
    assert shapes("- a\n  - b\n    - c\n      - d\n\n7) x\n7) y") == [
        ("paragraph", "item•", "a"),
        ("paragraph", "item• item◦", "b"),
        ("paragraph", "item• item◦ item▪", "c"),
        ("paragraph", "item• item◦ item▪ item▪", "d"),
        ("paragraph", "item7)", "x"),
        ("paragraph", "item8)", "y"),
    ]


def test_a_task_shows_its_box_and_not_its_brackets() -> None:
    assert shapes("- [ ] open\n- [x] done\n- [ ]") == [
        ("paragraph", "item☐", "open"),
        ("paragraph", "item☑", "done"),
        ("paragraph", "item•", "[ ]"),
    ]


def test_items_of_a_list_with_blank_lines_are_loose_and_nested_lists_decide_for_themselves() -> None:
    loose = {
        block.text: block.frames[-1].loose for block in parse("- a\n  - b\n  - c\n\n- d\n\n1. e\n2. f").blocks
    }
    assert loose == {"a": True, "b": False, "c": False, "d": True, "e": False, "f": False}


def test_blocks_of_one_item_share_its_frame_and_only_the_first_bears_the_marker() -> None:
    first, second, other = parse("x\n\n- a\n\n  b\n\n- c").blocks[1:]
    assert first.frames == second.frames
    assert first.frames[0].first_block == 1
    assert other.frames[0].number != first.frames[0].number
    assert other.frames[0].first_block == 3


def test_empty_items_quotes_and_alerts_still_appear() -> None:
    assert shapes("-\n- a") == [("paragraph", "item•", ""), ("paragraph", "item•", "a")]
    assert shapes(">") == [("paragraph", "quote", "")]
    assert shapes("> [!NOTE]") == [("paragraph", "alert", "")]


def test_an_alert_keeps_its_kind_and_drops_its_written_title() -> None:
    block = only(parse("> [!Warning]\n> Mind the step."))
    assert (block.frames[0].kind, block.frames[0].label) == (FrameKind.ALERT, "warning")
    assert block.text == "Mind the step."


def test_a_quote_may_hold_anything_and_be_carried_on_lazily() -> None:
    assert shapes("> a\nb\n>\n> > c\n> - d") == [
        ("paragraph", "quote", "a b"),
        ("paragraph", "quote quote", "c"),
        ("paragraph", "quote item•", "d"),
    ]


def test_code_has_its_tabs_expanded_and_no_end_of_line() -> None:
    block = only(parse("```py x\na\tb\n\tc\n\n```"))
    assert (block.kind, block.language, block.text, block.no_wrap) == (
        BlockKind.CODE,
        "py",
        "a   b\n    c",
        True,
    )
    assert only(parse("    x\n\n    y")).text == "x\n\ny"
    assert only(parse("```\nopen")).text == "open"


def test_a_table_knows_its_cells_its_alignments_and_what_is_marked_in_them() -> None:
    block = only(parse("| a | b |\n|:-:|--:|\n| x \\| *y* | `c` |\n| z |"))
    assert block.text == "a\tb\nx | y\tc\nz\t"
    assert block.table is not None
    assert block.table.columns == 2
    assert block.table.alignments == ("center", "right")
    cells = [[block.text[start:end] for start, end in row] for row in block.table.cells]
    assert cells == [["a", "b"], ["x | y", "c"], ["z", ""]]
    assert [block.text[span.start : span.end] for span in block.spans] == ["y", "c"]
    assert block.lines == (0, 4)


def test_terms_stand_outside_their_definitions() -> None:
    assert shapes("Term\n: One\n\n  More\n: Two") == [
        ("term", "", "Term"),
        ("paragraph", "definition", "One"),
        ("paragraph", "definition", "More"),
        ("paragraph", "definition", "Two"),
    ]


def test_raw_html_is_shown_as_it_is_written() -> None:
    assert shapes("<div>\n<b>x</b>\n</div>\n\n<!-- a\nb -->\n\np <i>q</i>") == [
        ("html", "", "<div>\n<b>x</b>\n</div>"),
        ("html", "", "<!-- a\nb -->"),
        ("paragraph", "", "p <i>q</i>"),
    ]


def test_a_rule_is_a_block_without_text() -> None:
    assert shapes("a\n\n***") == [("paragraph", "", "a"), ("rule", "", "")]


def test_blocks_know_their_source_lines() -> None:
    blocks = parse("# h\n\na\nb\n\n- c\n\n  d\n\n```\ne\n```\nT\n: D\n").blocks
    lines = [(0, 1), (2, 4), (5, 6), (7, 8), (9, 12), (12, 13), (13, 14)]
    assert [block.lines for block in blocks] == lines


def test_footnotes_come_last_in_the_order_in_which_they_are_met() -> None:
    document = parse(
        "a[^x] b[^Y]\n\n[^lost]: l\n[^y]: yy [^deep]\n[^x]: xx\n\n    more\n\n[^deep]: dd\n\nend"
    )
    assert [(block.text, [frame.marker for frame in block.frames]) for block in document.blocks] == [
        ("a[1] b[2]", []),
        ("end", []),
        ("xx", ["1"]),
        ("more", ["1"]),
        ("yy [3]", ["2"]),
        ("dd", ["3"]),
        ("l", ["4"]),
    ]
    assert document.footnote("x") == 2
    assert document.footnote("Y") == document.footnote("y") == 4
    assert document.footnote("none") is None


def test_a_footnote_defined_twice_or_inside_another_or_in_a_quote_is_not_dropped() -> None:
    texts = [
        text for *_, text in shapes("a[^1]\n\n[^1]: one\n[^1]: again\n\n    [^2]: inner\n\n> [^3]: quoted\n")
    ]
    assert set(texts) == {"a[1]", "one", "again", "inner", "quoted", ""}


def test_an_empty_footnote_and_an_undefined_one_stay_visible() -> None:
    assert shapes("a[^1] b[^2]\n\n[^1]:\n") == [
        ("paragraph", "", "a[1] b[^2]"),
        ("paragraph", "footnote1", ""),
    ]


def test_containers_nested_beyond_reason_become_text_and_lose_no_word() -> None:
    for depth in (50, 99, 101, 200, 1000):
        nested = "\n".join(f"{'  ' * level}- word{level}" for level in range(depth))
        text = parse(nested).text
        assert all(f"word{level}" in text for level in range(depth))
    for markup in (">", "> ", "- ", "> - ", "1. ", "[^a]: "):
        assert "the end" in parse(markup * 3000 + "the end").text


def test_brackets_nested_beyond_reason_do_not_exhaust_the_stack() -> None:
    for opened, closed in (("[", "]"), ("![", "](x)"), ("[", "](x)"), ("**a ", "**"), ("<", ">"), ("`", "")):
        assert "middle" in parse(f"x {opened * 2000}middle{closed * 2000}").text


def test_a_note_with_windows_line_ends_reads_the_same() -> None:
    markdown = "# a\n\n- b\n- c\n\n```\nd\n```\n"
    assert parse(markdown.replace("\n", "\r\n")).text == parse(markdown).text


def test_equal_looking_blocks_have_equal_hashes_and_others_do_not() -> None:
    one, other, bullet, strong = (parse(text).blocks[0] for text in ("a b", "a\nb", "- a b", "a **b**"))
    assert one.hash == other.hash
    assert len({one.hash, bullet.hash, strong.hash}) == 3


def test_the_size_of_a_block_is_known_before_its_text_is_made() -> None:
    block = parse("some *words* here").blocks[0]
    assert block.source_length == 17
    assert not block.is_rendered
    assert block.text == "some words here"
    assert block.is_rendered
