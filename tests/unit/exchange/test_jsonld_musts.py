"""Every "must" of the W3C Web Annotation Data Model that touches what Reader writes, checked by a schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reader.annotations.model import Annotation
from reader.exchange import jsonld
from tests.exchanged import NOON, bread, kept_annotations, marked, note_with, said, unhurried
from tests.unit.exchange.web_annotation_schema import COLLECTION

MUSTS = Draft202012Validator(COLLECTION)


def check_collection(whole: dict[str, Any]) -> None:
    assert [f"{error.json_path}: {error.message}" for error in MUSTS.iter_errors(whole)] == []
    page = whole.get("first", {"items": [], "partOf": whole["id"]})
    items = page["items"]
    assert (len(items), page["partOf"]) == (whole["total"], whole["id"])
    for one in items:  # what the issue asks for beyond the musts
        assert {"motivation", "created", "modified"} <= one.keys()
        assert one["target"]["state"]["type"] == "TimeState"


def good() -> dict[str, Any]:
    """Return what goes out of a highlight and a reflection on it."""
    on = marked("Patience")
    whole: dict[str, Any] = json.loads("".join(jsonld.write([bread(on, said("So do I.", on))], NOON)))
    return whole


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
    first, second = good()["first"]["items"]
    assert (first["motivation"], second["motivation"]) == ("highlighting", "commenting")
    assert first["target"]["selector"][0]["exact"] == "Patience"
    assert second["body"][0]["value"] == "So do I."


def _item(whole: dict[str, Any], number: int = 0) -> dict[str, Any]:
    one: dict[str, Any] = whole["first"]["items"][number]
    return one


@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: whole.update({"@context": ["http://example.org/other", {}]}),
        lambda whole: whole.update({"id": "not an address"}),
        lambda whole: whole.update(total=-1),
        lambda whole: whole.pop("first"),
        lambda whole: whole["first"].update(items=[]),
        lambda whole: whole["first"].update(type="Annotation"),
        lambda whole: _item(whole).pop("target"),
        lambda whole: _item(whole).update(id=["urn:a", "urn:b"]),
        lambda whole: _item(whole).update(type="Highlight"),
        lambda whole: _item(whole).update(motivation="liking"),
        lambda whole: _item(whole).update(created="2026-03-04T12:00:00+01:00"),
        lambda whole: _item(whole).update(modified="2026-13-04T12:00:00Z"),
        lambda whole: _item(whole).pop("stylesheet"),
        lambda whole: _item(whole)["target"].pop("source"),
        lambda whole: _item(whole)["target"]["selector"][0].pop("exact"),
        lambda whole: _item(whole)["target"]["selector"][1].update(start=-1),
        lambda whole: _item(whole)["target"]["selector"][1].update(type="PositionSelector"),
        lambda whole: _item(whole)["target"]["state"].update(sourceDateStart="2026-03-04T12:00:00Z"),
        lambda whole: _item(whole, 1)["body"][0].pop("value"),
        lambda whole: _item(whole, 1).update(bodyValue="twice"),
    ],
)
def test_the_schema_refuses_what_the_model_forbids(broken: Callable[[dict[str, Any]], object]) -> None:
    whole = good()
    assert MUSTS.is_valid(whole)
    broken(whole)
    assert not MUSTS.is_valid(whole)
