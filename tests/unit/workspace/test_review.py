"""Coming back: what comes up when, this day in earlier years, and looking back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.model import Color
from reader.errors import AnnotationNotFound
from reader.workspace import Workspace
from reader.workspace.passages import key_point
from reader.workspace.review import (
    LONGEST,
    Candidate,
    ReviewState,
    Verdict,
    choose,
    from_record,
    is_on_this_day,
    seen,
    to_record,
)
from reader.workspace.spaced import is_available

MONDAY = date(2026, 3, 2)


class Days:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


VERDICTS = st.sampled_from([Verdict.KEEP, Verdict.AGAIN, Verdict.LESS])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(1, 4), st.data())
def test_everything_comes_up_within_a_bounded_number_of_days(
    number: int, cap: int, data: st.DataObject
) -> None:
    made = [
        Candidate(f"{each}", f"note {each % 3}", (f"tag {each % 2}",), MONDAY - timedelta(days=each))
        for each in range(number)
    ]
    states = {each.id: each.state for each in made}
    for day in range(60):
        today = MONDAY + timedelta(days=day)
        candidates = [
            Candidate(each.id, each.note_id, each.tags, each.created, states[each.id]) for each in made
        ]
        for each in candidates:
            assert today - each.due <= timedelta(days=number), "passed over for too long"
            assert each.due - (each.state.last_seen or today) <= timedelta(days=LONGEST)
        chosen = choose(candidates, today, cap)
        assert len({each.id for each in chosen}) == len(chosen) <= cap
        for each in chosen:
            states[each.id] = seen(each.state, data.draw(VERDICTS), today)
        after = [Candidate(each.id, each.note_id, each.tags, each.created, states[each.id]) for each in made]
        again = choose(after, today, cap)
        assert not {each.id for each in again} & {each.id for each in chosen}, "twice on a day"
        assert len(again) + len(chosen) <= cap


def test_a_day_spreads_over_notes() -> None:
    same = [Candidate(f"a{each}", "a", (), MONDAY - timedelta(days=9)) for each in range(6)]
    others = [Candidate(f"b{each}", f"b{each}", (), MONDAY - timedelta(days=8)) for each in range(3)]
    notes = [each.note_id for each in choose([*same, *others], MONDAY, 4)]
    assert sorted(notes) == ["a", "b0", "b1", "b2"]


def test_verdicts_decide_when_it_comes_back() -> None:
    new = ReviewState()
    days = {verdict: seen(new, verdict, MONDAY).interval for verdict in Verdict}
    assert days[Verdict.AGAIN] < days[Verdict.KEEP] < days[Verdict.LESS]
    assert seen(new, Verdict.DONE, MONDAY).is_done
    kept = seen(new, Verdict.KEEP, MONDAY)
    assert from_record(to_record(kept)) == kept


@given(
    st.dictionaries(
        st.sampled_from(["last_seen", "interval", "times", "done", "card"]),
        st.none() | st.text() | st.integers(),
    )
)
def test_a_broken_record_is_something_new_never_an_error(record: dict[str, object]) -> None:
    state = from_record(record)
    assert 1 <= state.interval <= LONGEST
    state.due(MONDAY)


@pytest.mark.parametrize(
    ("made", "today", "expected"),
    [
        (date(2025, 3, 2), MONDAY, True),
        (date(2026, 3, 2), MONDAY, False),
        (date(2024, 2, 29), date(2026, 2, 28), True),
        (date(2024, 2, 29), date(2028, 2, 28), False),
        (date(2024, 2, 29), date(2028, 2, 29), True),
    ],
)
def test_this_day_of_earlier_years(made: date, today: date, expected: bool) -> None:
    assert is_on_this_day(made, today) is expected


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def dated(folder: Path, tmp_path: Path, clock: Days) -> Workspace:
    return Workspace(folder, tmp_path / "data" / "annotations.json", now=clock)


def test_a_highlight_comes_up_the_next_day_with_what_was_written_on_it(dated: Workspace, clock: Days) -> None:
    opened = dated.open("listening")
    highlight = dated.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    dated.reflect(opened, "Ask Ada first.", on=highlight.id)
    assert dated.due_for_review() == []
    clock.time += timedelta(days=1)
    [due] = dated.due_for_review()
    assert due.annotation.id == highlight.id
    assert [each.text for each in due.reflections] == ["Ask Ada first."]
    assert dated.reviewed(highlight.id, Verdict.KEEP).interval == 7
    assert dated.due_for_review() == []
    clock.time += timedelta(days=7)
    assert len(dated.due_for_review()) == 1
    dated.reviewed(highlight.id, Verdict.DONE)
    clock.time += timedelta(days=400)
    assert dated.due_for_review() == []


def test_nothing_is_written_into_the_notes_or_the_annotations(
    dated: Workspace, clock: Days, folder: Path
) -> None:
    opened = dated.open("listening")
    before = (folder / "listening.md").read_bytes()
    highlight = dated.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    dated.reviewed(highlight.id, Verdict.LESS)
    assert dated.annotation(highlight.id) == highlight
    assert (folder / "listening.md").read_bytes() == before
    with pytest.raises(AnnotationNotFound):
        dated.reviewed("nothing", Verdict.KEEP)


@pytest.mark.skipif(not is_available(), reason="the package fsrs is not installed")
def test_spaced_repetition_brings_back_what_was_forgotten_sooner(dated: Workspace, clock: Days) -> None:
    opened = dated.open("listening")
    one, other = (
        dated.highlight(opened, key_point(opened.document, number), Color.YELLOW) for number in (1, 2)
    )
    dated.repeat_spaced(one.id)
    dated.repeat_spaced(other.id)
    clock.time += timedelta(days=1)
    assert dated.reviewed(one.id, Verdict.AGAIN).interval < dated.reviewed(other.id, Verdict.KEEP).interval
    assert dated.repeat_spaced(one.id, is_wanted=False).card is None


def test_this_day_last_year_comes_back(dated: Workspace, clock: Days) -> None:
    opened = dated.open("gardens")
    dated.reflect(opened, "Prune first.")
    assert dated.on_this_day() == []
    clock.time = clock.time.replace(year=2027)
    [due] = dated.on_this_day()
    assert due.annotation.text == "Prune first."


def test_looking_back_counts_what_was_done(dated: Workspace, clock: Days) -> None:
    opened = dated.open("listening")
    dated.remember_place(opened, opened.document.whole_block(0).start, 0.5)
    dated.remember_place(opened, opened.document.whole_block(0).start, 0.6)
    dated.reflect(opened, "yes", range=key_point(opened.document, 2))
    clock.time += timedelta(days=7)
    dated.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    statistics = dated.statistics(weeks=2)
    assert [(week.read, week.highlights, week.reflections) for week in statistics.weeks] == [
        (1, 0, 1),
        (0, 1, 0),
    ]
    assert sum(day.reflections for day in statistics.days) == 1
    assert (statistics.notes, statistics.key_points, statistics.covered) == (2, 5, 1)
    assert [note.title for note in statistics.not_reflected_on] == ["Gardens"]
    craft = statistics.tags[0]
    assert (craft.notes, craft.reflected_on, craft.highlights, craft.reflections) == (1, 1, 1, 1)
