from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from reader.annotations.model import (
    Annotation,
    Changed,
    Color,
    Kind,
    Quote,
    Revision,
    Selectors,
    TextPosition,
)
from reader.annotations.record import from_record, to_record
from reader.errors import BadRecord

NOON = datetime(2026, 5, 4, 12, 0, 0, 123000, tzinfo=UTC)


def full() -> Annotation:
    return Annotation(
        id="01h",
        kind=Kind.REFLECTION,
        note_id="n",
        note_key="a/n.md",
        note_title="N",
        selectors=Selectors(Quote("e", "p", "s"), TextPosition(1, 2), ("A", "B"), "hash"),
        color=Color.BLUE,
        text="words\n\n*more*",
        on="h1",
        tags=("x", "y"),
        created=NOON,
        modified=NOON,
        deleted=NOON,
        revisions=(Revision("old", NOON),),
        version="v2",
        parents=("v1",),
        changed=Changed(text=NOON),
        extra={"mood": {"calm": [1, None]}},
    )


def test_a_record_gives_back_the_same_annotation_through_json() -> None:
    assert from_record(json.loads(json.dumps(to_record(full())))) == full()


def test_times_are_written_as_rfc_3339_in_utc_with_milliseconds() -> None:
    assert to_record(full())["created"] == "2026-05-04T12:00:00.123Z"


def test_times_of_another_zone_are_read_as_the_same_moment() -> None:
    record = to_record(full()) | {"created": "2026-05-04T14:00:00.1239+02:00"}
    assert from_record(record).created == NOON


def test_fields_of_a_later_reader_are_kept_and_written_back() -> None:
    assert to_record(from_record(to_record(full())))["mood"] == {"calm": [1, None]}


def test_only_what_makes_an_annotation_is_needed() -> None:
    needed = ("id", "kind", "note_id", "note_key", "note_title", "created", "modified")
    record = to_record(full())
    small = from_record({key: record[key] for key in needed})
    assert (small.text, small.selectors, small.tags, small.deleted) == ("", None, (), None)


def test_text_is_gated_when_it_enters() -> None:
    record = to_record(full()) | {"text": "a\x1b]52;c;\x07\ud800", "note_title": "a\nb\x9b"}
    read = from_record(record)
    assert read.text == "a\u241b]52;c;\u2407\ufffd"
    assert read.note_title == "a b\ufffd"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "", "id"),
        ("id", 7, "id"),
        ("kind", "bookmark", "one of highlight, reflection"),
        ("color", "mauve", "one of yellow"),
        ("note_key", None, "note_key"),
        ("text", ["words"], "a text"),
        ("tags", "x", "a list of texts"),
        ("tags", [1], "a list of texts"),
        ("created", "yesterday", "RFC 3339"),
        ("created", "20260504", "RFC 3339"),
        ("created", "2026-13-04T12:00:00Z", "RFC 3339"),
        ("modified", 12, "RFC 3339"),
        ("deleted", True, "RFC 3339"),
        ("revisions", [{"text": "old"}], "RFC 3339"),
        ("revisions", ["old"], "a list of objects"),
        ("selectors", [], "an object"),
        ("selectors", {"quote": {"exact": "e"}}, "position"),
        ("selectors", {"quote": {"exact": 1}, "position": {"start": 0, "end": 1}}, "a text"),
        ("selectors", {"quote": {"exact": "e"}, "position": {"start": 2, "end": 1}}, "ends before"),
        ("selectors", {"quote": {"exact": "e"}, "position": {"start": -1, "end": 1}}, "from 0 up"),
        ("selectors", {"quote": {"exact": "e"}, "position": {"start": True, "end": 1}}, "from 0 up"),
    ],
)
def test_a_record_of_the_wrong_shape_is_refused_with_one_sentence(
    field: str, value: object, said: str
) -> None:
    with pytest.raises(BadRecord, match=said) as refused:
        from_record(to_record(full()) | {field: value})
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_highlight_needs_a_passage_and_a_color() -> None:
    record = to_record(full()) | {"kind": "highlight"}
    for missing in ("selectors", "color"):
        with pytest.raises(BadRecord, match="is a highlight but has no"):
            from_record(record | {missing: None})


def test_something_that_is_no_object_is_refused() -> None:
    with pytest.raises(BadRecord):
        from_record([])  # type: ignore[arg-type]
