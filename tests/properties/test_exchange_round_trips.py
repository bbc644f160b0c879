"""What goes out comes in again the same."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.annotations.model import Annotation, Color, Kind
from reader.exchange import hypothesis_json, jsonld, own_json, readwise_csv
from reader.exchange.csv_cells import as_meant, harmless
from reader.exchange.imported import in_code_points, in_utf16
from tests.exchanged import NOON, kept_annotations, note_with, unhurried


def unlike(kept: list[Annotation]) -> list[Annotation]:
    return list({each.id: each for each in kept}.values())


some = st.lists(kept_annotations(), max_size=4).map(unlike)


@unhurried
@given(some)
def test_own_json_out_and_in_gives_the_same_annotations(kept: list[Annotation]) -> None:
    text = "".join(own_json.write([note_with(*kept)], NOON))
    reading = own_json.read(json.loads(text))
    assert [each.whole for each in reading.items] == kept
    assert not reading.refused


@unhurried
@given(some)
def test_web_annotations_out_and_in_give_the_same_annotations(kept: list[Annotation]) -> None:
    text = "".join(jsonld.write([note_with(*kept)], NOON))
    reading = jsonld.read(json.loads(text))
    assert [each.whole for each in reading.items] == kept
    assert not reading.refused


@unhurried
@given(some)
def test_hypothesis_out_and_in_keeps_quote_words_tags_colour_and_time(kept: list[Annotation]) -> None:
    plain = [replace(each, tags=("craft", "a b")) for each in kept]
    text = "".join(hypothesis_json.write([note_with(*plain)], NOON))
    items = hypothesis_json.read(json.loads(text)).items
    assert [(each.quote, each.text, each.tags, each.color, each.created) for each in items] == [
        (
            each.selectors.quote.exact if each.selectors else "",
            each.text,
            each.tags,
            each.color,
            each.created,
        )
        for each in plain
    ]


@unhurried
@given(some, st.text())
def test_readwise_out_and_in_keeps_quote_words_tags_colour_and_time(
    kept: list[Annotation], words: str
) -> None:
    plain = [replace(each, tags=("craft", "a b"), on=None) for each in kept if each.selectors is not None]
    reading = readwise_csv.read("".join(readwise_csv.write([note_with(*plain)])))
    assert not reading.refused
    assert [
        (each.quote, each.text, each.tags, each.color, each.created, each.is_comment)
        for each in reading.items
    ] == [
        (
            each.selectors.quote.exact if each.selectors else "",
            each.text,
            each.tags,
            each.color,
            each.created,
            each.kind is Kind.REFLECTION,
        )
        for each in plain
    ]


@unhurried
@given(st.sampled_from(["", "=", "'", "''=", "\t", "-", "@", "＝"]), st.text())
def test_a_harmless_cell_is_read_as_it_was_meant_and_never_as_a_formula(head: str, rest: str) -> None:
    cell = harmless(head + rest)
    assert as_meant(cell) == head + rest
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@")


@unhurried
@given(st.text(), st.data())
def test_offsets_survive_the_way_through_utf16(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert in_code_points(text, *in_utf16(text, start, end)) == (start, end)


def test_a_csv_has_one_row_for_a_highlight_and_what_was_written_on_it() -> None:
    from tests.exchanged import bread, marked, said

    on = marked("Patience", Color.GREEN)
    rows = list(csv.reader(io.StringIO("".join(readwise_csv.write([bread(on, said("=cmd()", on))])))))
    assert [row[4] for row in rows[1:]] == ["'=cmd()"]
