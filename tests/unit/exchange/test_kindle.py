"""Kindle's clippings, in five languages, with all that the device repeats."""

from __future__ import annotations

from datetime import datetime

import pytest

from reader.exchange import kindle
from reader.exchange.imported import Reading
from reader.exchange.recognise import read_annotations


def entry(title: str, about: str, *words: str) -> str:
    return "\r\n".join([title, about, "", *words, "==========", ""])


def read(text: str) -> Reading:
    reading = read_annotations(("\ufeff" + text).encode())
    assert reading is not None
    assert reading.format == kindle.NAME
    return reading


def at(*parts: int) -> datetime:
    return datetime(*parts).astimezone()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("about", "when"),
    [
        (
            "- Your Highlight on page 9 | Location 120-131 | Added on Thursday, May 2, 2024 10:15:30 PM",
            at(2024, 5, 2, 22, 15, 30),
        ),
        (
            "- Your Highlight at location 120-131 | Added on Thursday, 2 May 2024 22:15:30",
            at(2024, 5, 2, 22, 15, 30),
        ),
        ("- Highlight Loc. 120-31 | Added on Thursday, May 02, 2024, 12:15 AM", at(2024, 5, 2, 0, 15)),
        (
            "- Ihre Markierung auf Seite 9 | Position 120-131 | Hinzugefügt am Sa, 2. März 2024 22:15:30",
            at(2024, 3, 2, 22, 15, 30),
        ),
        (
            "- Tu subrayado en la página 9 | posición 120-131 | Añadido el jue, 2 de mayo de 2024 22:15:30",
            at(2024, 5, 2, 22, 15, 30),
        ),
        (
            "- Votre surlignement sur la page 9 | emplacement 120-131 | Ajouté le jeudi 1 août 2024 22:15:30",
            at(2024, 8, 1, 22, 15, 30),
        ),
        (
            "- 您在第 9 页（位置 #120-131）的标注 | 添加于 2024年5月2日星期四 下午10:15:30",
            at(2024, 5, 2, 22, 15, 30),
        ),
    ],
)
def test_a_highlight_is_read_in_its_language(about: str, when: datetime) -> None:
    [item] = read(entry("Bread (Ann Miller)", about, "Dough rests.")).items
    assert (item.quote, item.title, item.created) == ("Dough rests.", "Bread", when)


@pytest.mark.parametrize(
    "about",
    [
        "- Your Note on page 9 | Location 131 | Added on Thursday, May 2, 2024 10:16:00 PM",
        "- Ihre Notiz bei Position 131 | Hinzugefügt am Donnerstag, 2. Mai 2024 22:16:00",
        "- Tu nota en la posición 131 | Añadido el jueves, 2 de mayo de 2024 22:16:00",
        "- Votre note à l'emplacement 131 | Ajouté le jeudi 2 mai 2024 22:16:00",
        "- 您在位置 #131 的笔记 | 添加于 2024年5月2日星期四 下午10:16:00",
    ],
)
def test_a_note_is_joined_to_the_highlight_it_was_written_on(about: str) -> None:
    above = "- Your Highlight at location 120-131 | Added on Thursday, May 2, 2024 10:15:30 PM"
    text = entry("Bread", above, "Dough rests.") + entry("Bread", about, "So do I.")
    [item] = read(text).items
    assert (item.quote, item.text) == ("Dough rests.", "So do I.")


@pytest.mark.parametrize(
    "note",
    [
        "Reading list\n- Foo | Bar\n\nHeading\n========\nbody\n",
        "Talk\n- see page 12 for it\n\nHeading\n==========\nbody\n\nmore of it\n",
        "- one\n- two\n\nHeading\n==========\nbody\n- three\n",
    ],
)
def test_a_note_with_a_list_above_an_underlined_heading_is_no_clippings(note: str) -> None:
    assert not kindle.is_clippings(note)


@pytest.mark.parametrize("about", ["Bookmark", "Lesezeichen", "Marcador", "Signet", "书签"])
def test_bookmarks_are_left_out_and_counted(about: str) -> None:
    reading = read(entry("Bread", f"- Your {about} at location 3 | Added on Thursday, May 2, 2024"))
    assert (reading.items, reading.refused, reading.skipped) == ((), (), 1)


def test_a_highlight_that_was_extended_is_kept_once_with_its_note() -> None:
    text = (
        entry("Bread", "- Your Highlight at location 120-121 | Added on Thursday, May 2, 2024", "Dough")
        + entry("Bread", "- Your Note at location 121 | Added on Thursday, May 2, 2024", "Hm.")
        + entry(
            "Bread", "- Your Highlight at location 120-122 | Added on Friday, May 3, 2024", "Dough rests."
        )
    )
    reading = read(text)
    assert [(each.quote, each.text) for each in reading.items] == [("Dough rests.", "Hm.")]
    assert reading.skipped == 1


def test_the_same_words_elsewhere_in_the_book_stay_two_highlights() -> None:
    text = entry("B", "- Your Highlight at location 1-2 | Added on May 2, 2024", "Dough") + entry(
        "B", "- Your Highlight at location 90-91 | Added on May 2, 2024", "Dough"
    )
    assert len(read(text).items) == 2


def test_what_cannot_be_read_is_refused_with_its_line_and_the_rest_is_taken() -> None:
    text = (
        entry("Bread", "- Your Highlight at location 1-2 | Added on Thursday, May 2, 2024", "Good.")
        + entry("Bread", "- Din markering på sida 3 | Tillagd torsdag", "Hej.")
        + entry("Bread", "- Your Highlight at location 5-6 | Added on Monday, February 30, 2026", "Never.")
        + entry("Bread", "- Your Highlight at location 9-9 | Added on Thursday, May 2, 2024")
        + "Bread cut off"
    )
    reading = read(text)
    assert [each.quote for each in reading.items] == ["Good."]
    assert [each.place for each in reading.refused] == [
        "entry 2 (line 6)",
        "entry 3 (line 11)",
        "entry 4 (line 16)",
        "entry 5 (line 20)",
    ]


def test_a_note_with_a_list_and_an_underlined_heading_is_no_clippings() -> None:
    assert read_annotations(b"My list\n- one\n- two\n\nAnd then\n==========\n\nWords.\n") is None


def test_blank_lines_are_looked_at_once() -> None:
    text = entry("Bread", "- Your Highlight on page 9 | Added", "Dough rests.")
    [item] = read(text + "\n" * 200_000).items
    assert item.quote == "Dough rests."
