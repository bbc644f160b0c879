"""How often a passage is found again, by how much was edited: ``python -m tests.benchmarks.anchoring
[cases]``."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from reader.annotations.anchor import Ambiguous, Anchored, Orphan, Status, anchor
from tests.benchmarks.edited_notes import Case, Cell, make_case

LENGTHS: Final = (20, 40, 100, 300)
EDITS: Final = (0.0, 0.1, 0.2, 0.3, 0.4)
COPIES: Final = (1, 2, 10)
CASES: Final = 150

RIGHT: Final = 0.5
"""A passage is found right if what it shares with the true one is at least this share of both together. How
much it is then on the average is the column `closeness`."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What became of the cases of one cell, as shares of them.

    Attributes:
        right: Found where it is.
        wrong: Found where it is not.
        ambiguous: Left to the reader.
        orphan: Not found.
        falsely_sure: Found where it is not and called ``anchored``.
        closeness: How exactly those found right were found: shared part of both passages, mean.
        milliseconds: Time of anchoring a case, mean.
    """

    right: float
    wrong: float
    ambiguous: float
    orphan: float
    falsely_sure: float
    closeness: float
    milliseconds: float


def closeness(case: Case, found: Anchored) -> float:
    """Give what the found and the true passage share, as a share of both together."""
    if case.truth is None:
        return 0.0
    start, end = case.document.offset_of(found.range.start), case.document.offset_of(found.range.end)
    first, last = case.truth
    shared = min(end, last) - max(start, first)
    return max(0, shared) / (max(end, last) - min(start, first))


def measure(cell: Cell, cases: int, seed: int = 1) -> Shares:
    """Anchor this many cases of a cell."""
    rng = random.Random(f"{seed} {cell}")
    count: Counter[str] = Counter()
    close = spent = 0.0
    for _ in range(cases):
        case = make_case(rng, cell)
        begun = time.perf_counter()
        found = anchor(case.document, case.selectors)
        spent += time.perf_counter() - begun
        outcome = _outcome(case, found)
        count[outcome] += 1
        if isinstance(found, Anchored):
            close += closeness(case, found) if outcome == "right" else 0.0
            count["sure"] += outcome == "wrong" and found.status is Status.ANCHORED
    return Shares(
        right=count["right"] / cases,
        wrong=count["wrong"] / cases,
        ambiguous=count["ambiguous"] / cases,
        orphan=count["orphan"] / cases,
        falsely_sure=count["sure"] / cases,
        closeness=close / max(1, count["right"]),
        milliseconds=spent / cases * 1000,
    )


def _outcome(case: Case, found: Anchored | Ambiguous | Orphan) -> str:
    if isinstance(found, Ambiguous):
        return "ambiguous"
    if isinstance(found, Orphan):
        return "orphan"
    return "right" if closeness(case, found) >= RIGHT else "wrong"


def cells() -> Iterator[Cell]:
    """Give all cells of the table."""
    for around in (0.0, 0.3):
        for copies in COPIES:
            for length in LENGTHS:
                for edit in EDITS:
                    yield Cell(length, edit, around, copies)
    for length in LENGTHS:
        yield Cell(length, is_deleted=True)
        yield Cell(length, around=0.3, is_deleted=True)
        for copies in COPIES[1:]:
            yield Cell(length, copies=copies, are_alike=True)
            yield Cell(length, 0.1, copies=copies, are_alike=True)


def table(cases: int, of: Iterable[Cell]) -> Iterator[tuple[Cell, Shares]]:
    """Measure cells side by side."""
    chosen = list(of)
    with ProcessPoolExecutor() as pool:
        yield from zip(chosen, pool.map(measure, chosen, [cases] * len(chosen)), strict=True)


def main() -> None:
    """Print the table."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    print(f"{cases} cases a cell; shares in percent")
    print("quote edited around copies          right  wrong ambig. orphan  sure-but-wrong  closeness    ms")
    for cell, shares in table(cases, cells()):
        kind = "deleted" if cell.is_deleted else "alike" if cell.are_alike else ""
        print(
            f"{cell.length:5} {cell.edited:6.0%} {cell.around:6.0%} {cell.copies:6} {kind:8}"
            f" {shares.right:7.1%} {shares.wrong:6.1%} {shares.ambiguous:6.1%} {shares.orphan:6.1%}"
            f" {shares.falsely_sure:14.1%} {shares.closeness:11.3f} {shares.milliseconds:6.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
