"""JSON from Hypothesis, KOReader, other W3C programs, and from Reader itself when it is broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reader.annotations.model import Color
from reader.errors import SourceUnreadable
from reader.exchange import hypothesis_json, koreader_json, own_json
from reader.exchange.imported import Reading
from reader.exchange.recognise import read_annotations
from tests.exchanged import NOON, bread, marked, said


def read(value: Any) -> Reading:
    reading = read_annotations(json.dumps(value).encode())
    assert reading is not None
    return reading


def hypothesis_row(**changes: Any) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": "Dough rests.", "prefix": "a ", "suffix": " b"}
    place = {"type": "TextPositionSelector", "start": 4, "end": 16}
    row = {
        "id": "abc",
        "created": "2024-05-02T10:15:30.123456+00:00",
        "updated": "2024-05-03T10:15:30.123456+00:00",
        "uri": "https://example.org/bread",
        "text": "",
        "tags": ["craft", "color:blue"],
        "document": {"title": ["Bread"]},
        "target": [{"source": "https://example.org/bread", "selector": [place, quote]}],
    }
    return {**row, **changes}


@pytest.mark.parametrize("wrap", ["rows", "annotations"])
def test_hypothesis_is_read_from_the_api_and_from_the_client(wrap: str) -> None:
    whole = {wrap: [hypothesis_row()], "total": 1} | ({"client_version": "1"} if wrap != "rows" else {})
    reading = read(whole)
    [item] = reading.items
    assert reading.format == hypothesis_json.NAME
    assert (item.quote, item.prefix, item.suffix, item.position) == ("Dough rests.", "a ", " b", (4, 16))
    assert (item.tags, item.color, item.title) == (("craft",), Color.BLUE, "Bread")
    assert item.created == datetime(2024, 5, 2, 10, 15, 30, 123000, tzinfo=UTC)


def test_a_reply_stands_on_the_passage_it_replies_to() -> None:
    reply = hypothesis_row(id="def", text="Yes.", references=["abc"], target=[{"source": "x"}])
    items = read([hypothesis_row(), reply]).items
    assert [(each.quote, each.text) for each in items] == [("Dough rests.", ""), ("Dough rests.", "Yes.")]


def test_positions_go_out_to_hypothesis_in_utf16() -> None:
    note = bread(marked("the oven"))
    whole = json.loads("".join(hypothesis_json.write([note], NOON)))
    selectors = {each["type"]: each for each in whole["annotations"][0]["target"][0]["selector"]}
    start = selectors["TextPositionSelector"]["start"]
    assert note.document is not None
    assert start == note.document.text.index("the oven") + 1  # the emoji before it takes two units


def test_koreader_gives_passages_notes_and_chapters_and_no_bookmarks() -> None:
    entries = [
        {
            "sort": "highlight",
            "text": "Dough rests.",
            "note": "So do I.",
            "time": 1714644930,
            "color": "cyan",
        },
        {"sort": "bookmark", "text": "page 3", "time": 1714644930},
        {"sort": "highlight", "text": "", "time": 1714644930},
    ]
    reading = read({"title": "Bread", "author": "Ann", "entries": entries})
    [item] = reading.items
    assert reading.format == koreader_json.NAME
    assert (item.quote, item.text, item.title, item.color) == (
        "Dough rests.",
        "So do I.",
        "Bread",
        Color.BLUE,
    )
    assert item.created == datetime(2024, 5, 2, 10, 15, 30, tzinfo=UTC)
    assert (reading.skipped, [each.place for each in reading.refused]) == (1, ["entry 3"])


def test_several_books_of_koreader_are_read() -> None:
    book = {"title": "A", "entries": [{"text": "x"}]}
    assert [each.place for each in read({"documents": [book, book]}).items] == [
        "book 1, entry 1",
        "book 2, entry 1",
    ]


def test_web_annotations_of_other_programs_are_read() -> None:
    foreign = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://other.example/1",
        "type": "Annotation",
        "motivation": "commenting",
        "body": [{"type": "TextualBody", "value": "Hm."}, {"value": "craft", "purpose": "tagging"}],
        "target": {
            "source": "https://example.org/bread",
            "selector": {"type": "TextQuoteSelector", "exact": "Dough rests."},
        },
    }
    for whole in (foreign, [foreign], {"type": "AnnotationPage", "items": [foreign]}):
        [item] = read(whole).items
        assert (item.quote, item.text, item.tags) == ("Dough rests.", "Hm.", ("craft",))
        assert (item.source, item.is_comment) == ("https://example.org/bread", True)


def test_a_broken_record_of_our_own_is_refused_and_the_others_taken() -> None:
    on = marked("Patience")
    whole = json.loads("".join(own_json.write([bread(on, said("x", on))], NOON)))
    whole["annotations"].insert(1, {"id": "bad"})
    whole["annotations"].append("nonsense")
    reading = own_json.read(whole)
    assert len(reading.items) == 2
    assert [each.place for each in reading.refused] == ["entry 2", "entry 4"]


@pytest.mark.parametrize(
    "value",
    [
        {"rows": [None, 3, "x", {"uri": 3, "target": 4, "text": "x"}]},
        {"rows": {}, "client_version": "1"},
        {"type": "Annotation", "target": 3},
        {"type": "AnnotationCollection", "first": {"items": [1, None]}},
        {"entries": [1, {"text": {}}], "title": []},
        {"format": own_json.FORMAT, "version": 99},
        {"format": own_json.FORMAT, "version": 1, "annotations": {"a": 1}},
    ],
)
def test_json_of_a_wrong_shape_gives_refusals_and_never_an_error(value: Any) -> None:
    reading = read_annotations(json.dumps(value).encode())
    assert reading is None or all(each.why for each in reading.refused)


@pytest.mark.parametrize("value", [[], {}, {"annotations": {"a": 1}}, {"rows": 5, "total": 1}, [[1]]])
def test_json_of_no_known_format_is_refused_whole(value: Any) -> None:
    with pytest.raises(SourceUnreadable, match="of no annotation format"):
        read_annotations(json.dumps(value).encode())


@pytest.mark.parametrize("text", ['{"rows": [', '[{"a": 1}', '{"a":' * 100_000])
def test_broken_json_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(SourceUnreadable):
        read_annotations(text.encode())


@pytest.mark.parametrize("text", ["[a link](b.md) and words", "# A note\n", "", "==========", "a,b\n1,2\n"])
def test_a_note_is_not_taken_for_annotations(text: str) -> None:
    assert read_annotations(text.encode()) is None


def test_foreign_text_is_gated() -> None:
    [item] = read([hypothesis_row(text="a\x1b[31mb", uri="https://e.org/\x07", tags=["x\ny"])]).items
    assert "\x1b" not in item.text
    assert (item.source[-1:], item.tags) == ("␇", ("x y",))
