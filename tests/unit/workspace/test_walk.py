"""The state of a walk: where one is, kept and found again, whatever was kept."""

from __future__ import annotations

import pytest

from reader.document.parse import parse
from reader.workspace.walk import OWN_PROMPTS, Walk, from_record, moved_to, prompts, to_record

THREE = parse("- one\n- two\n- three\n")


def test_a_walk_ends_at_either_end() -> None:
    walk = Walk(3)
    assert walk.gone(-1).index == 0
    assert walk.gone(2).index == 2
    assert walk.gone(9).is_at_end


def test_a_walk_is_found_again_as_it_was_kept() -> None:
    walk = Walk(3, 1, ("a", "b"))
    assert from_record(THREE, to_record(THREE, walk)) == walk


def test_a_finished_walk_begins_anew() -> None:
    assert from_record(THREE, to_record(THREE, Walk(3, 3, ("a",)))) == Walk(3)


def test_a_point_that_moved_is_found_by_its_words() -> None:
    after = parse("- three\n- new\n- two\n- one\n")
    assert moved_to(THREE, after, Walk(3, 0)).index == 3
    assert moved_to(THREE, parse("- four\n- five\n"), Walk(3, 2)).index == 1
    assert moved_to(THREE, parse("# nothing\n"), Walk(3, 2)) == Walk(0)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"index": "x"},
        {"index": None, "written": 3},
        {"index": -7, "exact": 5, "written": [1, None]},
        {"ended": True, "index": 2},
    ],
)
def test_what_makes_no_sense_is_the_beginning(record: dict[str, object]) -> None:
    assert from_record(THREE, record) == Walk(3)


def test_the_notes_own_questions_come_before_ours() -> None:
    assert prompts(parse("- a\n\n## Questions\n\n- Why\n  not?\n")) == ("Why not?",)
    assert prompts(THREE) == OWN_PROMPTS
