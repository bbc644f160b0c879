"""Highlights by block: changed one by one they are found as if they had been sorted together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.model import Color
from reader.document.model import Position, Range
from reader.tui.widgets.passages import LONG, Mark, Passages

positions = st.builds(Position, st.integers(0, 2 * LONG), st.integers(0, 4))
ranges = st.builds(Range.between, positions, positions)


@st.composite
def some_marks(draw: st.DrawFn) -> list[Mark]:
    drawn = draw(st.lists(st.tuples(ranges, st.sampled_from(list(Color))), max_size=8))
    return [Mark(f"{number}", passage, color) for number, (passage, color) in enumerate(drawn)]


@given(some_marks(), st.data())
def test_highlights_changed_are_found_as_if_sorted_anew(marks: list[Mark], data: st.DataObject) -> None:
    old = data.draw(st.lists(st.sampled_from(marks), unique=True)) if marks else []
    new = data.draw(st.lists(st.sampled_from(marks), unique=True)) if marks else []
    before = Passages(old)
    seen = [list(before.touching(block)) for block in range(2 * LONG + 1)]
    after = before.changed(
        [mark for mark in old if mark not in new], [mark for mark in new if mark not in old]
    )
    anew = Passages(new)
    for block in range(2 * LONG + 1):
        assert list(after.touching(block)) == list(anew.touching(block))
        assert after.beginning(block, 0, 9, True) == anew.beginning(block, 0, 9, True)
        assert list(before.touching(block)) == seen[block]  # a page that is still drawn keeps its own
