"""Every "must" of the W3C Web Annotation Data Model that touches what Reader writes, checked one by one.

The schema is our own reading of https://www.w3.org/TR/annotation-model/ (sections in the comments).
"""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.model import Annotation
from reader.exchange import jsonld
from tests.exchanged import NOON, bread, kept_annotations, marked, note_with, said, unhurried

IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
MOTIVATIONS = {"highlighting", "commenting", "tagging"}


def check_annotation(one: dict[str, Any]) -> None:
    assert IRI.fullmatch(one["id"])  # 3.1: exactly one IRI
    assert one["type"] == "Annotation"  # 3.1: one or more types, Annotation among them
    assert one["motivation"] in MOTIVATIONS  # 3.3.5
    for when in ("created", "modified"):  # 3.3.1: xsd:dateTime, UTC expressed as "Z"
        assert UTC_TIME.fullmatch(one[when])
    for body in one.get("body", []):
        check_body(body)
    check_target(one["target"])  # 3.1: one or more targets
    if "stylesheet" in one:  # 4.4
        assert one["stylesheet"]["type"] == "CssStylesheet"
        assert isinstance(one["stylesheet"]["value"], str)


def check_body(body: dict[str, Any]) -> None:
    assert body["type"] == "TextualBody"  # 3.2.4
    assert isinstance(body["value"], str)  # 3.2.4: exactly one value
    assert body["purpose"] in MOTIVATIONS  # 3.3.5


def check_target(target: dict[str, Any]) -> None:
    assert target["type"] == "SpecificResource"  # 4
    assert IRI.fullmatch(target["source"]["id"])  # 4.1: exactly one source
    for selector in target.get("selector", []):
        if selector["type"] == "TextQuoteSelector":  # 4.2.4: exactly one exact
            assert all(isinstance(selector[name], str) for name in ("exact", "prefix", "suffix"))
        else:  # 4.2.5: start and end, not negative
            assert selector["type"] == "TextPositionSelector"
            assert 0 <= selector["start"] <= selector["end"]
    assert target["state"]["type"] == "TimeState"  # 4.3.1: a sourceDate with UTC
    assert UTC_TIME.fullmatch(target["state"]["sourceDate"])
    assert isinstance(target.get("styleClass", ""), str)  # 4.4


def check_collection(whole: dict[str, Any]) -> None:
    assert jsonld.CONTEXT in whole["@context"]  # 3.1, 5.1: the context among one or more
    assert IRI.fullmatch(whole["id"])  # 5.1
    assert whole["type"] == "AnnotationCollection"  # 5.1
    assert isinstance(whole["total"], int)
    if not whole["total"]:
        assert "first" not in whole
        return
    page = whole["first"]  # 5.1: a collection with annotations has a first page
    assert IRI.fullmatch(page["id"])
    assert page["type"] == "AnnotationPage"  # 5.2
    assert page["startIndex"] == 0
    assert len(page["items"]) == whole["total"]  # 5.2: the list of annotations
    assert page["partOf"] == whole["id"]
    for one in page["items"]:
        check_annotation(one)


@unhurried
@given(st.lists(kept_annotations(), max_size=4))
def test_what_goes_out_meets_every_must(kept: list[Annotation]) -> None:
    check_collection(json.loads("".join(jsonld.write([note_with(*kept)], NOON))))


@unhurried
@given(st.text(max_size=20))
def test_any_source_a_note_has_gives_a_valid_address(source: str) -> None:
    on = marked("Patience").annotation
    check_collection(json.loads("".join(jsonld.write([note_with(on, source=source)], NOON))))


def test_highlight_reflection_and_tags_are_said_in_the_words_of_the_model() -> None:
    on = marked("Patience")
    whole = json.loads("".join(jsonld.write([bread(on, said("So do I.", on))], NOON)))
    first, second = whole["first"]["items"]
    assert (first["motivation"], second["motivation"]) == ("highlighting", "commenting")
    assert first["target"]["selector"][0]["exact"] == "Patience"
    assert second["body"][0]["value"] == "So do I."
