"""Saved web pages become notes: the posts whole, what is around them left out."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reader.errors import SourceUnreadable
from reader.exchange.notes.html_markdown import DEEPEST, markdown_of
from reader.exchange.notes.imported_note import NoteReading
from reader.exchange.notes.recognise import recognise_notes
from tests.unit.exchange.imported_notes import CASES, reading, words


def test_each_post_of_a_listing_becomes_a_note_with_its_own_facts() -> None:
    first, second = reading("squarespace-70-listing.html").notes
    assert (first.title, first.date, first.author) == (
        "The empty chair",
        datetime.date(2022, 3, 9),
        "Ines Castro",
    )
    assert first.tags == ("Patience", "Meetings", "silence")
    assert first.source == "https://round-table.example/notes/2022/3/9/the-empty-chair"
    assert first.path == "2022-03-09-the-empty-chair.md"
    assert second.title == "An earlier note: on waiting"
    assert not first.doubts


def test_what_is_around_a_post_is_left_out() -> None:
    for name in (
        "squarespace-70-listing.html",
        "squarespace-71-post.html",
        "wordpress-listing.html",
        "ghost-post.html",
    ):
        text = " ".join(note.body for note in reading(name).notes)
        around = (
            "cookie",
            "Share",
            "Subscribe",
            "Sign up",
            "Older posts",
            "Home",
            "Lovely",
            "Widget",
            "card",
            "Like",
        )
        for word in (*around, "Read More", "Continue reading", "Leave a comment", "About the author"):
            assert word not in text, (name, word)


def test_lists_tables_quotes_and_pictures_keep_their_shape() -> None:
    chair, waiting = (note.body for note in reading("squarespace-70-listing.html").notes)
    assert "- People spoke to it.\n\n  - First the young ones,\n\n    1. then the *shy* ones." in chair
    assert "\n> Keep a place" in chair
    assert "## What we noticed" in chair
    assert chair.count("![An empty chair](https://images.example/chair.jpg)") == 1
    assert "| The chair \\| host | 5 minutes |" in waiting


def test_links_become_absolute() -> None:
    chair = reading("squarespace-70-listing.html").notes[0].body
    assert "[an earlier note](https://round-table.example/notes/2022/3/2/an-earlier-note)" in chair
    post = reading("ghost-post.html").notes[0].body
    assert "[the second letter](https://letters.example/second/)" in post
    assert "javascript" not in post


def test_signs_in_a_text_stay_signs() -> None:
    body = reading("squarespace-70-listing.html").notes[1].body
    assert {"*", "file_name_one", "[brackets].", "#", "#nottagged"} <= set(words(body))


def test_the_excerpt_part_of_a_listing_may_hold_the_whole_post() -> None:
    whole, excerpt = reading("squarespace-71-listing.html").notes
    assert whole.tags == ("Care", "Courage")
    assert (whole.author, whole.date) == ("Open Hands", datetime.date(2021, 10, 4))
    assert not whole.doubts
    assert "only the beginning" in excerpt.doubts[0]


def test_a_listing_of_excerpts_says_that_these_are_beginnings() -> None:
    found = reading("ghost-listing.html")
    assert [note.title for note in found.notes] == ["Letters to a new manager", "The second letter"]
    assert "These are beginnings, not whole posts" in found.remarks[0]


def test_a_single_post_takes_date_and_tags_from_the_head_of_the_page() -> None:
    [post] = reading("squarespace-71-post.html").notes
    assert post.date == datetime.date(2021, 10, 4)
    [letter] = reading("ghost-post.html").notes
    assert (letter.author, letter.tags) == ("Rui Sato", ("Letters", "First days"))
    assert "H2O" in letter.body


def test_players_become_links_and_pictures_keep_their_words() -> None:
    [post] = reading("squarespace-71-post.html").notes
    assert "[The visit, filmed](https://player.example/embed/7)" in post.body
    assert "[on]" in " ".join(words(post.body))


def test_code_of_a_post_stays_as_it_was() -> None:
    assert "    say_it()  # early \\- plainly" in reading("wordpress-listing.html").notes[0].body


def test_plain_articles_are_posts_too() -> None:
    talk, untitled = reading("plain-articles.html").notes
    assert (talk.title, talk.author, talk.date) == ("On saying no", "Lena Voss", datetime.date(2020, 5, 1))
    assert " ".join(words(talk.body)) == "A no today is a yes to tomorrow. No a whole sentence"
    assert "has no title" in untitled.doubts[0]
    assert "https://talks.example/spring/roots.png" in untitled.body


def test_a_page_that_marks_no_article_gives_its_text_and_says_so() -> None:
    found = reading("unmarked-page.html")
    assert "marks no article" in found.remarks[0]
    assert "News" not in found.notes[0].body
    assert len(found.notes[0].body.split("\n\n")) == 4


def test_a_page_without_any_article_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        SourceUnreadable, match=r"^no-article\.html holds no article.*nothing was taken from it\.$"
    ):
        recognise_notes(CASES / "no-article.html")


@pytest.mark.parametrize("name", ["declared-latin1.html", "wrongly-declared.html", "utf16.html"])
def test_a_page_is_read_in_its_encoding_whatever_it_declares(name: str) -> None:
    found = reading(name)
    assert found.notes[0].title == "Café, naïve “words”"
    assert "Größe" in found.notes[0].body
    assert not found.remarks


def test_mixed_encodings_are_read_and_said() -> None:
    found = reading("undeclared-mixed.html")
    assert found.notes[0].body.count("größer") == 2
    assert "byte 0xF6 at line 4" in found.remarks[0]


def test_elements_nested_without_end_are_refused_not_dropped(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text("<html><body><article><h1>Deep</h1>" + "<div>" * 5000 + "words" + "</article>")
    with pytest.raises(SourceUnreadable, match=f"more than {DEEPEST} deep"):
        recognise_notes(page)


def test_one_post_too_deep_does_not_stop_the_others(tmp_path: Path) -> None:
    page = tmp_path / "half.html"
    deep = "<article><h2>Deep</h2>" + "<b>" * 900 + "x" + "</b>" * 900 + "</article>"
    page.write_text(f"<html><body>{deep}<article><h2>Flat</h2><p>Words.</p></article></body></html>")
    found = recognise_notes(page)
    assert found is not None
    assert [note.title for note in found.notes] == ["Flat"]
    assert [each.place for each in found.refused] == ["half.html, post 1"]


def test_nothing_in_a_page_can_steer_the_terminal() -> None:
    assert "\x1b" not in markdown_of("<p>a&#27;[31mb\u202e</p>")


def test_needless_backslashes_are_left_out() -> None:
    assert markdown_of("<p>Well-being (e.g. this) - AT&amp;T, C#, a_b + 3 = 8.</p>") == (
        "Well-being (e.g. this) - AT&T, C#, a_b + 3 = 8."
    )


def page_with(tmp_path: Path, body: str, head: str = "") -> NoteReading:
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>", encoding="utf-8"
    )
    found = recognise_notes(page)
    assert found is not None
    return found


@pytest.mark.parametrize("marked", ["wp-block-post", ""])
def test_no_post_of_a_listing_is_lost_where_its_builder_marks_no_article(tmp_path: Path, marked: str) -> None:
    posts = "".join(
        f'<li class="{marked}"><h2><a href="https://e.example/{number}">Post {number}</a></h2>'
        f'<div class="entry-content"><p>{"Many words of it. " * 12} The end of {number}.</p></div></li>'
        for number in (1, 2, 3)
    )
    found = page_with(tmp_path, f"<main><ul>{posts}</ul></main>")
    text = " ".join(note.body for note in found.notes)
    assert all(f"The end of {number}." in text for number in (1, 2, 3))
    assert len(found.notes) == (3 if marked else 1)


def test_blanks_in_an_address_stay_part_of_it(tmp_path: Path) -> None:
    post = (
        '<article><h1>T</h1><p>Words <a href="/a b\n.pdf">here</a><img src="c d.png" alt="Two"></p></article>'
    )
    [note] = page_with(tmp_path, post, '<link rel="canonical" href="https://e.example/x/">').notes
    assert "[here](https://e.example/a%20b.pdf)" in note.body
    assert "![Two](https://e.example/x/c%20d.png)" in note.body


@pytest.mark.parametrize("written", ["2026-02-30", "5/2/24", "June 31, 2024"])
def test_a_date_that_cannot_be_told_is_said_and_not_guessed(tmp_path: Path, written: str) -> None:
    [note] = page_with(
        tmp_path, f"<article><h1>T</h1><time>{written}</time><p>Words of it.</p></article>"
    ).notes
    assert note.date is None
    assert note.doubts == (f"“{written}” is no day that can be told for sure, so the note has no date.",)


def test_a_page_whose_head_has_an_impossible_date_says_so(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2026-02-30T10:00:00Z">'
    [note] = page_with(tmp_path, "<article><h1>T</h1><p>Words of it.</p></article>", head).notes
    assert "2026-02-30" in note.doubts[0]


def test_pictures_nobody_sees_are_left_out(tmp_path: Path) -> None:
    post = (
        '<article><h1>T</h1><p>Words.<img src="https://t.example/x.gif" width="1" height="1"></p></article>'
    )
    [note] = page_with(tmp_path, post).notes
    assert note.body == "Words."


def test_short_posts_that_all_lead_to_more_are_said_to_be_beginnings(tmp_path: Path) -> None:
    post = '<article><h2>T{0}</h2><p>Some words, no end.</p><a href="/{0}">Read more</a></article>'
    found = page_with(tmp_path, post.format(1) + post.format(2))
    assert "These are perhaps only beginnings, not whole posts" in found.remarks[0]
