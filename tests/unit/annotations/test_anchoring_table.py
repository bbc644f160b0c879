"""What the table of ``python -m tests.benchmarks.anchoring`` must show; a small part of it on every run."""

from __future__ import annotations

import pytest

from reader.annotations.anchor import Ambiguous, Anchored, Orphan
from tests.benchmarks.anchoring import Shares, measure, table
from tests.benchmarks.anchoring_cost import works
from tests.benchmarks.edited_notes import Cell

FEW = 40
MANY = 400
"""Cases a cell. With 400, a cell that is right in 99.9 % of cases shows less than 99.5 % once in 130 runs of
another seed; the seeds are fixed, so that a run differs from the last only if the code does."""


def check(cell: Cell, found: Shares) -> None:
    """Assert what is promised for a cell: issue 3, "Anchoring must hold"."""
    assert found.falsely_sure <= 0.005, cell
    if cell.are_alike:
        assert found.falsely_sure == 0, cell
    if cell.is_deleted:
        assert found.wrong <= 0.015, cell
    elif cell.are_alike:
        assert found.ambiguous >= 0.75, cell
    elif cell.copies == 1 and cell.length >= 100:
        assert found.right >= 0.995, cell
    elif cell.length == 100 and cell.edited == 0.1:
        assert found.right >= (0.96 if cell.around else 0.99), cell


@pytest.mark.parametrize(
    "cell",
    [
        Cell(100, 0.1),
        Cell(100, 0.3),
        Cell(300, 0.3, 0.3),
        Cell(100, 0.1, 0.0, 2),
        Cell(100, 0.1, 0.3, 10),
        Cell(40, is_deleted=True),
        Cell(100, is_deleted=True),
        Cell(100, copies=2, are_alike=True),
        Cell(100, 0.1, copies=10, are_alike=True),
    ],
    ids=str,
)
def test_edited_passages_are_found_as_promised(cell: Cell) -> None:
    check(cell, measure(cell, FEW))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_edited_passages_are_found_as_promised_in_the_whole_table() -> None:
    around = (0.0, 0.3)
    edits = (0.0, 0.1, 0.2, 0.3)
    cells = [Cell(length, each, side) for length in (100, 300) for each in edits for side in around]
    cells += [Cell(100, 0.1, side, copies) for side in around for copies in (2, 10)]
    for length in (20, 40, 100, 300):
        cells += [Cell(length, around=side, is_deleted=True) for side in around]
        cells += [Cell(length, each, 0.0, copies, False, True) for each in (0.0, 0.1) for copies in (2, 10)]
    for cell, found in table(MANY, cells):
        check(cell, found)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_anchoring_answers_for_every_measured_kind_of_note() -> None:
    answers = {name: work() for name, _, work in works()}
    assert isinstance(answers["one edited in 1 MB"], Anchored)
    assert isinstance(answers["one orphan in 1 MB"], Orphan)
    assert isinstance(answers["hello ten thousand times, exact"], Ambiguous)
    many = answers["200 on 50 KB, a tenth edited"]
    assert isinstance(many, list)
    assert sum(isinstance(each, Anchored) for each in many) >= 190
