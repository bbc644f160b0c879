"""Markdown out: what a vault shows, and what stays untouched when it is written again."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.annotations.model import Color, Quote
from reader.document.parse import parse
from reader.exchange import markdown
from reader.exchange.exported import ExportedNote, file_names
from tests.exchanged import bread, marked, said, unhurried
from tests.properties.test_imported_notes import SIGNS


def test_a_page_has_title_tags_and_source_in_a_head_that_is_yaml() -> None:
    page = markdown.page(bread(marked("Patience")))
    head = yaml.safe_load(page.split("---\n")[1])
    assert head == {"title": "On bread", "tags": ["craft"], "source": "https://example.org/bread"}


def test_a_quote_is_a_callout_with_heading_meaning_and_the_words_under_it() -> None:
    on = marked("Wait & see.", Color.GREEN)
    page = markdown.page(bread(on, said("So do **I**.", on)))
    assert "> [!quote] On bread › Key points · act (green) · 4 Mar 2026\n> Wait & see." in page
    assert "**4 Mar 2026**\n\nSo do **I**." in page


def test_quoted_words_show_as_they_are_whatever_signs_they_have() -> None:
    words = "# *a* _b_ [c](d) <e> ==f== ~~g~~ `h` \\ 1. i &amp; %%j%% [[k]]"
    quoted = markdown._line_start(markdown.escaped(words))
    assert parse(f"> {quoted}").text == words


def test_lines_that_would_open_a_list_or_a_heading_stay_words() -> None:
    for words in ("# no heading", "- no item", "1. no number", "+ no plus", "=== no rule"):
        quoted = markdown._line_start(markdown.escaped(words))
        assert parse(f"before\n{quoted}").text == f"before {words}"


def test_what_was_added_by_hand_stays_where_it_stands_when_mirrored() -> None:
    one, two = marked("Patience"), marked("the oven", number=2)
    before = markdown.page(bread(one)) + "\nMy own thoughts.\n"
    after = markdown.updated(before, markdown.pieces(bread(one, two), level=1), mirror=True)
    assert "My own thoughts." in after.text
    assert "> the oven" in after.text
    assert after.text.count("> Patience") == 1
    assert after.left == ()


def test_a_piece_changed_by_hand_is_left_and_said() -> None:
    one = marked("Patience")
    before = markdown.page(bread(one)).replace("> Patience", "> Patience, indeed")
    after = markdown.updated(before, markdown.pieces_of([bread(one)]), mirror=True)
    assert "> Patience, indeed" in after.text
    assert "may hold private words." in after.text  # what was written by hand is not known
    assert after.left == ("h1",)


def test_mirroring_renews_and_takes_out_and_appending_only_adds() -> None:
    one, two = marked("Patience"), marked("the oven", number=2)
    before = markdown.page(bread(one, two))
    now = markdown.pieces(bread(one, said("New.", one)), level=1)
    mirrored = markdown.updated(before, now, mirror=True).text
    assert "New." in mirrored
    assert "the oven" not in mirrored
    assert markdown.updated(before, now, mirror=False).text == before


def test_mirroring_twice_changes_nothing() -> None:
    one = marked("Patience")
    wanted = markdown.pieces(bread(one, said("x", one)), level=1)
    once = markdown.updated(markdown.page(bread(one)), wanted, mirror=True).text
    assert markdown.updated(once, wanted, mirror=True).text == once


def test_words_that_look_like_our_frame_cannot_break_it() -> None:
    one = said("a\n<!-- reader:end -->\nb")
    page = markdown.page(bread(one))
    assert markdown.updated(page, markdown.pieces(bread(one), level=1), mirror=True).left == ()


def test_pieces_go_to_the_end_of_a_file_that_has_none() -> None:
    after = markdown.updated("# Mine\n", markdown.pieces(bread(marked("Patience")), level=1), mirror=False)
    assert after.text.startswith("# Mine\n\n<!-- reader:begin note:bread")


def test_file_names_are_safe_short_and_each_ones_own() -> None:
    keys = ["a/Bread.md", "b/bread.md", "../../etc.md", "con.md", "x" * 300 + ".md", "a:b?c*.md", "index.md"]
    names = file_names([ExportedNote(key, key, key) for key in keys], ".md")
    assert len({name.lower() for name in names}) == len(names)
    assert all("/" not in name and len(name) < 100 and ":" not in name for name in names)
    assert names[:4] == ["Bread.md", "bread-2.md", "etc.md", "con-note.md"]


@unhurried
@given(
    st.lists(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=5).map(" ".join), min_size=1, max_size=3)
)
def test_a_quote_of_any_signs_is_read_in_markdown_as_those_signs(lines: list[str]) -> None:
    kept = marked("Patience")
    selectors = kept.annotation.selectors
    assert selectors is not None
    quote = replace(selectors, quote=Quote("\n".join(lines)))
    one = replace(kept, annotation=replace(kept.annotation, selectors=quote))
    said = " ".join(parse(markdown.page(bread(one))).text.split())
    assert f" {' '.join(' '.join(lines).split())} <!--" in said


def test_what_is_taken_out_leaves_no_gap() -> None:
    one, two, three = marked("Patience"), marked("the oven", number=2), marked("Wait", number=3)
    before = markdown.page(bread(one, two, three))
    mirrored = markdown.updated(before, markdown.pieces_of([bread(one, three)]), mirror=True).text
    assert mirrored == markdown.page(bread(one, three))


@pytest.mark.parametrize("mirror", [True, False])
def test_a_file_saved_with_the_line_ends_of_windows_gets_nothing_twice(mirror: bool) -> None:
    one, two = marked("Patience"), marked("the oven", number=2)
    before = (markdown.page(bread(one)) + "\nMy own words.\n").replace("\n", "\r\n")
    after = markdown.updated(before, markdown.pieces_of([bread(one, two)]), mirror=mirror)
    assert after.left == ()
    assert after.text.count("reader:begin h1 ") == 1
    assert "the oven" in after.text
    assert "\r\nMy own words.\r\n" in after.text
    assert after.text.count("\n") == after.text.count("\r\n")
