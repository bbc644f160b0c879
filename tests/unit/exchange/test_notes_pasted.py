"""The pasted text of a page of posts is split into notes; what is uncertain is said."""

from __future__ import annotations

import pytest

from reader.exchange.notes.pasted_listing import is_listing, read_listing
from reader.exchange.notes.plain_text import text_to_markdown
from tests.unit.exchange.imported_notes import reading, words

TEXT = " ".join(f"Word {number} is said." for number in range(12))
POSTS = (
    f"{{0}} {{0}}\n\nFirst title\n\n{TEXT}\n\nRead More\n{{1}} {{1}}\n\nSecond title\n\n{TEXT}\n\nRead More\n"
)


def test_each_post_becomes_a_note_with_title_tags_and_author() -> None:
    found = reading("pasted-listing.txt")
    assert [note.title for note in found.notes] == [
        "The empty chair (third evening)",
        "Courage in small rooms",
        "On waiting",
    ]
    assert [note.tags for note in found.notes] == [
        ("Patience", "Meetings"),
        ("Meetings", "Courage"),
        ("Patience", "Courage"),
    ]
    assert {note.author for note in found.notes} == {"The Round Table"}
    assert found.remarks == ("“The Round Table” was read as the author of 3.",)


def test_points_become_nested_lists_and_dashes_rules() -> None:
    body = reading("pasted-listing.txt").notes[0].body
    assert "- People spoke to the chair.\n  - First the young ones.\n- Nobody spoke for it" in body
    assert body.count("\n\n---\n\n") == 2
    assert words(body)[-4:] == ["can", "be", "found", "here."]


def test_the_text_keeps_its_signs_and_makes_no_tags() -> None:
    first, second, _ = reading("pasted-listing.txt").notes
    assert "*nothing*" in words(first.body)
    assert "1." in words(first.body)
    assert "#this" in words(second.body)
    assert second.tags == ("Meetings", "Courage")


def test_the_ending_is_not_part_of_a_post() -> None:
    assert all("Read More" not in note.body for note in reading("pasted-listing.txt").notes)


def test_a_date_in_the_text_is_told_not_taken() -> None:
    first = reading("pasted-listing.txt").notes[0]
    assert first.date is None
    assert first.doubts == ("It gives no date of its own; its text mentions “14 June 2022”.",)


def test_a_post_that_breaks_off_is_said_to_be_a_beginning() -> None:
    assert "only the beginning" in reading("pasted-listing.txt").notes[2].doubts[0]


def test_where_all_lines_are_the_same_the_split_is_said_to_be_a_guess() -> None:
    found = read_listing(POSTS.format("Care Open Hands", "Care Open Hands"), "page.txt")
    assert found.notes[0].tags == ("Care",)
    assert "the author “Open Hands”" in found.notes[0].doubts[0]


def test_a_category_known_from_elsewhere_tells_where_the_author_begins() -> None:
    found = read_listing(
        POSTS.format("Care Work, Trust Open Hands", "Trust, Care Work Open Hands"), "page.txt"
    )
    assert [note.tags for note in found.notes] == [("Care Work", "Trust"), ("Trust", "Care Work")]
    assert not any(note.doubts for note in found.notes)


def test_a_date_among_the_categories_is_the_posts_date() -> None:
    found = read_listing(POSTS.format("Care Open Hands 2 May 2024", "Trust Open Hands 3/4/2024"), "page.txt")
    assert str(found.notes[0].date) == "2024-05-02"
    assert found.notes[1].date is None
    assert "day and month are not told apart" in found.notes[1].doubts[-1]
    assert [note.tags for note in found.notes] == [("Care",), ("Trust",)]


def test_categories_with_nothing_below_are_refused_with_their_line() -> None:
    found = read_listing(POSTS.format("Care Hands", "Trust Hands") + "Work Hands Work Hands\n", "page.txt")
    assert [(each.place, len(found.notes)) for each in found.refused] == [("page.txt, line 15", 2)]


@pytest.mark.parametrize(
    "text",
    ["# A note\n\nRead More\n", "Words words\n\nand more.\n", "really really\n\nsaid he\n", "- - -\n\nx\n"],
)
def test_other_texts_are_no_listing(text: str) -> None:
    assert not is_listing(text)


def test_lines_of_plain_text_stay_lines() -> None:
    assert text_to_markdown("One\nTwo\n\nThree") == "One  \nTwo\n\nThree"


def test_a_long_line_of_signs_is_no_trouble() -> None:
    assert len(text_to_markdown("*_`<&" * 40_000)) > 200_000


def test_points_as_word_pastes_them_become_nested_lists() -> None:
    assert text_to_markdown("\u00b7\tone\no\ttwo\n\uf0a7\tthree\n\uf0b7\tfour") == (
        "- one\n  - two\n    - three\n- four"
    )


def test_posts_without_a_line_of_categories_say_what_was_taken_for_their_titles() -> None:
    post = f"Care Anna Lind\n\nOn waiting\n\n{TEXT}\n\nRead More\n"
    found = read_listing(post * 2, "x.txt")
    assert "the first line of each post was taken for its title" in found.remarks[0]
