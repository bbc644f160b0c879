from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.annotations import changes
from reader.annotations.merge import have_met, merge, merged
from reader.annotations.model import Annotation, Color, Kind, Quote, Revision, Selectors, TextPosition

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE, TWO, THREE = (NOON + timedelta(hours=hours) for hours in (1, 2, 3))


def made(text: str = "at first", annotation_id: str = "a") -> Annotation:
    return Annotation(
        id=annotation_id,
        kind=Kind.REFLECTION,
        note_id="n",
        note_key="n.md",
        note_title="N",
        selectors=None,
        text=text,
        created=NOON,
        modified=NOON,
    )


def test_of_two_edits_the_newer_shows_and_the_older_is_in_its_history() -> None:
    here = changes.edited(made(), "from the train", ONE)
    there = changes.edited(made(), "from the desk", TWO)
    both = merged(here, there)
    assert both.text == "from the desk"
    assert both.revisions == (Revision("at first", NOON), Revision("from the train", ONE))
    assert have_met(here, there)


def test_an_edit_that_knew_of_the_other_is_no_meeting() -> None:
    here = changes.edited(made(), "one", ONE)
    there = changes.edited(here, "two", TWO)
    assert not have_met(here, there)
    assert merged(here, there) == there


def test_changes_to_different_parts_are_both_shown() -> None:
    here = changes.edited(made(), "edited here", ONE)
    there = changes.retagged(made(), ["tagged there"], TWO)
    both = merged(here, there)
    assert (both.text, both.tags) == ("edited here", ("tagged there",))


def test_a_passage_attached_by_hand_survives_a_later_color() -> None:
    place = Selectors(Quote("here"), TextPosition(3, 7))
    here = changes.reattached(made(), place, ONE)
    there = changes.recolored(made(), Color.RED, TWO)
    both = merged(there, here)
    assert (both.selectors, both.color) == (place, Color.RED)


def test_a_deletion_wins_over_an_older_edit_which_can_be_brought_back() -> None:
    edited = changes.edited(made(), "my words", ONE)
    gone = merged(edited, changes.deleted(made(), TWO))
    assert gone.deleted == TWO
    back = changes.restored(gone, THREE)
    assert (back.deleted, back.text) == (None, "my words")


def test_an_edit_made_after_a_deletion_elsewhere_brings_the_annotation_back() -> None:
    both = merged(changes.deleted(made(), ONE), changes.edited(made(), "still of use", TWO))
    assert (both.deleted, both.text) == (None, "still of use")


def test_a_merge_tells_what_is_new_what_changed_and_what_met() -> None:
    ours = [
        made(annotation_id="a"),
        changes.edited(made(annotation_id="b"), "ours", ONE),
        made(annotation_id="c"),
    ]
    theirs = [
        changes.edited(made(annotation_id="a"), "theirs", ONE),
        changes.edited(made(annotation_id="b"), "theirs", TWO),
        made(annotation_id="d"),
    ]
    result = merge(ours, theirs)
    assert [each.id for each in result.annotations] == ["a", "b", "c", "d"]
    assert (result.added, result.changed, result.met) == (("d",), ("a", "b"), ("b",))


def test_two_different_annotations_are_not_merged() -> None:
    with pytest.raises(ValueError, match="two annotations"):
        merged(made(annotation_id="a"), made(annotation_id="b"))
