"""Merging, over histories in which machines change the same annotations and exchange them in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations import changes
from reader.annotations.merge import have_met, merge, merged
from reader.annotations.model import Annotation, Color, Kind, Quote, Selectors, TextPosition
from reader.annotations.record import from_record, to_record

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MACHINES = 3

Step = tuple[str, int, int, int]
"""What is done, on which machine, a small number to do it with, and the clock in minutes after noon."""

steps = st.lists(
    st.tuples(
        st.sampled_from(["edit", "color", "tag", "delete", "restore", "attach", "home", "fetch"]),
        st.integers(0, MACHINES - 1),
        st.integers(0, 4),
        st.integers(-3, 6),
    ),
    max_size=25,
)


@pytest.fixture(autouse=True)
def _versions_that_repeat_with_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    monkeypatch.setattr(changes, "new_version", lambda: f"v{next(numbers):05}")


def origin(annotation_id: str = "a") -> Annotation:
    return Annotation(
        id=annotation_id,
        kind=Kind.REFLECTION,
        note_id="n",
        note_key="n.md",
        note_title="N",
        selectors=None,
        text="at first",
        created=NOON,
        modified=NOON,
    )


def changed(state: Annotation, what: str, number: int, now: datetime) -> Annotation:
    match what:
        case "edit":
            return changes.edited(state, f"text {number}", now)
        case "color":
            return changes.recolored(state, list(Color)[number], now)
        case "tag":
            return changes.retagged(state, [f"tag {number}"], now)
        case "delete":
            return changes.deleted(state, now)
        case "restore":
            return changes.restored(state, now)
        case "home":
            return changes.rehomed(state, "n", f"n{number}.md", "N", now)
        case _:
            place = Selectors(Quote(f"q{number}"), TextPosition(number, number + 2))
            return changes.reattached(state, place, now)


def play(history: list[Step]) -> tuple[list[Annotation], list[Annotation]]:
    """Give the machines' last states, and every state there ever was."""
    machines = [origin()] * MACHINES
    ever = [origin()]
    for what, machine, number, minutes in history:
        now = NOON + timedelta(minutes=minutes)
        mine = machines[machine]
        if what == "fetch":
            machines[machine] = merged(mine, machines[number % MACHINES])
        else:
            machines[machine] = changed(mine, what, number, now)
        ever.append(machines[machine])
    return machines, ever


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(steps)
def test_the_order_of_merging_does_not_matter(history: list[Step]) -> None:
    states, _ = play(history)
    results = [merged(merged(one, two), three) for one, two, three in permutations(states)]
    results += [merged(one, merged(two, three)) for one, two, three in permutations(states)]
    assert all(each == results[0] for each in results)


@many
@given(steps, st.data())
def test_any_three_states_ever_merge_alike_in_any_order(history: list[Step], data: st.DataObject) -> None:
    _, ever = play(history)
    one, two, three = (data.draw(st.sampled_from(ever)) for _ in range(3))
    assert merged(one, two) == merged(two, one)
    assert merged(merged(one, two), three) == merged(one, merged(two, three))
    assert merged(one, merged(one, two)) == merged(one, two)


@many
@given(steps)
def test_merging_a_state_with_itself_or_with_what_it_was_made_from_changes_nothing(
    history: list[Step],
) -> None:
    state = origin()
    for what, _, number, minutes in history:
        if what == "fetch":
            continue
        earlier, state = state, changed(state, what, number, NOON + timedelta(minutes=minutes))
        assert merged(state, state) == state
        assert merged(earlier, state) == state
        assert merged(origin(), state) == state
        assert not have_met(earlier, state)


@many
@given(steps)
def test_no_words_are_ever_lost(history: list[Step]) -> None:
    states, ever = play(history)
    end = merged(merged(*states[:2]), states[2])
    kept = {end.text, *(each.text for each in end.revisions)}
    assert {each.text for each in ever} <= kept


@many
@given(steps)
def test_merged_annotations_survive_being_written_and_read(history: list[Step]) -> None:
    states, _ = play(history)
    end = merged(merged(*states[:2]), states[2])
    assert from_record(to_record(end)) == end


@many
@given(steps, steps, steps)
def test_sets_merge_alike_in_any_order(one: list[Step], two: list[Step], three: list[Step]) -> None:
    sets = []
    for number, history in enumerate((one, two, three)):
        extra = [origin(f"only {number}")] if number < 2 else []
        sets.append([*play(history)[0][:2], *extra])
    first, second, third = sets
    left = merge(merge(first, second).annotations, third).annotations
    right = merge(third, merge(second, first).annotations).annotations
    assert left == right
    assert merge(left, left).annotations == left
    assert [each.id for each in left] == ["a", "only 0", "only 1"]
