from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reader.annotations import changes
from reader.annotations.model import (
    MEANINGS,
    Annotation,
    Color,
    Kind,
    Quote,
    Revision,
    Selectors,
    TextPosition,
    new_id,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
PASSAGE = Selectors(Quote("the words", "before ", " after"), TextPosition(7, 16), ("Top",), "hash")


def reflection(text: str = "first thoughts") -> Annotation:
    return Annotation(
        id="r1",
        kind=Kind.REFLECTION,
        note_id="n",
        note_key="n.md",
        note_title="N",
        selectors=PASSAGE,
        text=text,
        created=NOON,
        modified=NOON,
    )


def highlight() -> Annotation:
    return Annotation(
        id="h1",
        kind=Kind.HIGHLIGHT,
        note_id="n",
        note_key="n.md",
        note_title="N",
        selectors=PASSAGE,
        color=Color.YELLOW,
        created=NOON,
        modified=NOON,
    )


def test_an_edited_reflection_keeps_what_it_said_before() -> None:
    once = changes.edited(reflection(), "second thoughts", LATER)
    twice = changes.edited(once, "third thoughts", LATER + timedelta(hours=1))
    assert twice.text == "third thoughts"
    assert twice.revisions == (Revision("first thoughts", NOON), Revision("second thoughts", LATER))


def test_an_earlier_text_that_is_brought_back_is_not_lost_from_history() -> None:
    once = changes.edited(reflection("a"), "b", LATER)
    back = changes.edited(once, "a", LATER + timedelta(hours=1))
    assert [each.text for each in back.revisions] == ["a", "b"]


def test_a_revision_bears_the_time_of_its_words_not_of_a_later_tag() -> None:
    tagged = changes.retagged(reflection(), ["trust"], LATER)
    edited = changes.edited(tagged, "new", LATER + timedelta(hours=1))
    assert edited.revisions == (Revision("first thoughts", NOON),)


def test_an_edit_to_the_same_words_changes_nothing() -> None:
    mine = reflection()
    assert changes.edited(mine, "first thoughts", LATER) is mine
    assert changes.recolored(highlight(), Color.YELLOW, LATER) == highlight()
    assert changes.retagged(mine, [], LATER) is mine
    assert changes.reattached(mine, PASSAGE, LATER) is mine
    assert changes.restored(mine, LATER) is mine


def test_words_that_could_steer_a_terminal_do_not_enter() -> None:
    assert changes.edited(reflection(), "a\x1b[2Jb\r\nc", LATER).text == "a\u241b[2Jb\nc"
    assert changes.retagged(reflection(), ["x\x07\ny"], LATER).tags == ("x\u2407 y",)


def test_a_deleted_annotation_comes_back_as_it_was() -> None:
    gone = changes.deleted(reflection(), LATER)
    assert gone.deleted == LATER
    assert gone.text == "first thoughts"
    assert changes.deleted(gone, LATER) is gone
    back = changes.restored(gone, LATER)
    assert back.deleted is None
    assert back.text == "first thoughts"


def test_a_change_is_later_than_what_it_changes_even_if_the_clock_was_set_back() -> None:
    early = changes.edited(reflection(), "edited", NOON - timedelta(days=300))
    assert early.modified == NOON + timedelta(milliseconds=1)


def test_each_state_knows_all_states_it_was_made_from() -> None:
    one = changes.recolored(highlight(), Color.RED, LATER)
    two = changes.retagged(one, ["x"], LATER)
    three = changes.reattached(two, None, LATER)
    assert one.version
    assert one.parents == ()
    assert set(three.parents) == {one.version, two.version}
    assert changes.known_versions(three) == {one.version, two.version, three.version}


def test_an_annotation_follows_its_note_to_another_file() -> None:
    moved = changes.rehomed(highlight(), "n", "new/place.md", "N", LATER)
    assert (moved.note_key, moved.changed.place) == ("new/place.md", LATER)
    assert changes.rehomed(moved, "n", "new/place.md", "N", LATER) is moved


def test_ids_sort_by_time_and_do_not_repeat() -> None:
    ids = [new_id(NOON + timedelta(milliseconds=step)) for step in range(200)]
    assert ids == sorted(ids)
    assert len({new_id(NOON) for _ in range(1000)}) == 1000
    assert len(ids[0]) == 23


def test_every_color_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Color)
