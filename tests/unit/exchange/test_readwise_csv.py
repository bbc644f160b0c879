"""Readwise's CSV, as its template and its export have it, and as people break it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.annotations.model import Color
from reader.errors import SourceUnreadable
from reader.exchange import readwise_csv
from reader.exchange.recognise import read_annotations


def test_the_export_of_readwise_is_read_with_colour_tags_and_time() -> None:
    text = (
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,"
        "Highlighted at,Document tags\n"
        '"Dough rests,\nand waits.",Bread,Ann,,"So do I.",pink,"craft,patience",location,12,'
        "2024-05-02 10:15:30+00:00,\n"
    )
    [item] = readwise_csv.read(text).items
    assert (item.quote, item.text, item.title) == ("Dough rests,\nand waits.", "So do I.", "Bread")
    assert (item.color, item.tags) == (Color.RED, ("craft", "patience"))
    assert item.created == datetime(2024, 5, 2, 10, 15, 30, tzinfo=UTC)


def test_inline_tags_of_the_template_become_tags() -> None:
    text = 'Highlight,Title,Author,URL,Note,Location,Date\nDough,Bread,,,".craft .ear\nwords",,\n'
    [item] = readwise_csv.read(text).items
    assert (item.tags, item.text) == (("craft", "ear"), "words")


def test_semicolons_and_swapped_columns_are_understood_by_their_names() -> None:
    [item] = readwise_csv.read("Note;Highlight;Title\nmine;Dough rests;Bread\n").items
    assert (item.quote, item.text, item.title) == ("Dough rests", "mine", "Bread")


def test_bad_rows_are_refused_with_their_place_and_the_others_taken() -> None:
    text = (
        "Highlight,Title,Author,URL,Note,Location,Date\n"
        "Good,Bread,,,,,\n"
        ",Bread,,,,,\n"
        "Bad date,Bread,,,,,2026-02-30\n"
        "Too,many,,,,,,cells,here\n"
        '"Over\nlines",Bread,,,,,\n'
        "Swapped,https://example.org,,Bread,,,\n"
    )
    reading = readwise_csv.read(text)
    assert [each.quote for each in reading.items] == ["Good", "Over\nlines"]
    assert [each.place for each in reading.refused] == [
        "row 3 (line 3)",
        "row 4 (line 4)",
        "row 5 (line 5)",
        "row 7 (line 8)",
    ]


def test_a_quotation_mark_that_is_never_closed_loses_nothing_before_it() -> None:
    text = "Highlight,Title\nGood,Bread\n" + '"open,' + "x\n" * 200_000
    reading = readwise_csv.read(text)
    assert [each.quote for each in reading.items] == ["Good"]
    assert reading.refused


def test_a_file_without_the_column_of_highlights_is_refused_whole() -> None:
    with pytest.raises(SourceUnreadable, match="Highlight"):
        readwise_csv.read("Title,Note\na,b\n")
    with pytest.raises(SourceUnreadable, match="no column “Highlight”"):
        read_annotations(b"Title,Author,Note\na,b,c\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    content = "Highlight,Title\nCafé – naïve,Bread\n".encode(encoding)
    reading = read_annotations(content)
    assert reading is not None
    assert [each.quote for each in reading.items] == ["Café – naïve"]
    assert bool(reading.remarks) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "date", ["01.03.2026 10:15", "1.3.2026", "01.03.2026 10:15:20", "3/1/2026 10:15", "March 1, 2026"]
)
def test_dates_are_read_as_spreadsheets_save_them_again(date: str) -> None:
    [item] = readwise_csv.read(f"Highlight;Title;Date\nDough rests;Bread;{date}\n").items
    assert item.created is not None
    assert item.created.astimezone().strftime("%Y-%m-%d") == "2026-03-01"


def test_swapped_cells_are_said_and_one_book_with_many_passages_is_not() -> None:
    rows = [("Bread", "Dough rests"), ("Bread", "It waits"), ("Bread", "It bakes")]
    swapped = "Highlight,Title\n" + "".join(f"{one},{other}\n" for one, other in rows)
    right = "Highlight,Title\n" + "".join(f"{other},{one}\n" for one, other in rows)
    assert "look whether the two are swapped" in readwise_csv.read(swapped).remarks[0]
    assert not readwise_csv.read(right).remarks
