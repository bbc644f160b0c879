"""Search as one types, over 10,000 notes and 10,000 annotations. ``python -m tests.benchmarks.search``.

Words are made up, as frequent as words are (Zipf), one in twenty with an accent. Each query is typed letter
by letter, and the time of every keystroke counts: to the results with their passages cut and lit, as a screen
shows them. Printed: processor and wall time, median, p95 and maximum; beside them what ``rg`` takes for the
whole words, where it is installed. The goal (issue 4) is a p95 of at most 30 ms.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from reader.annotations.model import (
    Annotation,
    Color,
    Kind,
    Quote,
    Selectors,
    TextPosition,
    new_id,
    to_milliseconds,
)
from reader.store import Store
from reader.workspace import Workspace

WORDS_A_NOTE: Final = 900
VOCABULARY: Final = 40_000
NOON: Final = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Mill:
    """Makes words, notes and annotations, always the same ones."""

    def __init__(self) -> None:
        self._random = random.Random(5)
        self.words = [self._word() for _ in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def _word(self) -> str:
        syllables = range(self._random.randint(1, 4))
        letters = (self._random.choice("bcdfghklmnprstvw") + self._random.choice("aeiou") for _ in syllables)
        ending = "é" if self._random.random() < 0.05 else self._random.choice(("", "", "n", "r"))
        return "".join(letters) + ending

    def text(self, words: int) -> str:
        """Return some words in a row."""
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=words))

    def note(self, number: int) -> str:
        """Return a note of some 6 KB."""
        paragraphs = "\n\n".join(f"{self.text(90).capitalize()}." for _ in range(WORDS_A_NOTE // 90 - 2))
        points = "\n".join(f"- {self.text(22)}" for _ in range(8))
        head = f"---\ntitle: {self.text(5)}\ntags: [{self.words[number % 40]}]\ndate: 2024-05-02\n---\n\n"
        return f"{head}{paragraphs}\n\n## Key points\n\n{points}\n"

    def annotation(self, number: int, notes: int) -> Annotation:
        """Return a highlight or a reflection on some note."""
        is_highlight = number % 2 == 0
        moment = to_milliseconds(NOON - timedelta(minutes=number))
        quote = self.text(20)
        return Annotation(
            id=new_id(moment),
            kind=Kind.HIGHLIGHT if is_highlight else Kind.REFLECTION,
            note_id=f"{number % notes:05}.md",
            note_key=f"{number % notes:05}.md",
            note_title="",
            selectors=Selectors(Quote(quote), TextPosition(0, len(quote))),
            color=Color.YELLOW if is_highlight else None,
            text="" if is_highlight else self.text(40),
            created=moment,
            modified=moment,
        )

    def queries(self) -> list[str]:
        """Return what a person may type: common and rare words, two and three of them, a phrase, a filter."""
        common, middling, rare = self.words[:40], self.words[200:2_000], self.words[5_000:]
        pick = self._random.choice
        queries = [pick(common) for _ in range(4)] + [pick(middling) for _ in range(8)]
        queries += [pick(rare) for _ in range(8)]
        queries += [f"{pick(middling)} {pick(middling)}" for _ in range(8)]
        queries += [f"{pick(common)} {pick(middling)} {pick(rare)}" for _ in range(4)]
        queries += [f'"{pick(common)} {pick(common)}"' for _ in range(2)]
        return [*queries, f"tag:{self.words[3]} {pick(middling)}", f"kind:reflection {pick(middling)}"]


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return processor and wall time in milliseconds."""
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return 1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - wall)


def percentiles(times: Sequence[float]) -> str:
    """Return median, p95 and maximum."""
    ordered = sorted(times)
    places = (min(len(ordered) - 1, int(len(ordered) * part)) for part in (0.5, 0.95, 1))
    return " / ".join(f"{ordered[place]:.1f}" for place in places)


def typed(query: str) -> list[str]:
    """Return what stands in the field after each keystroke."""
    return [query[:length] for length in range(1, len(query) + 1)]


def ripgrep(folder: Path, words: Sequence[str]) -> list[float]:
    """Return the wall times of ``rg`` for whole words."""
    program = shutil.which("rg")
    if program is None:
        return []
    command = [program, "--count-matches", "--ignore-case"]
    return [
        timed(partial(subprocess.run, [*command, word, str(folder)], capture_output=True, check=False))[1]
        for word in words
    ]


def measure(folder: Path, notes: int, annotations: int) -> None:
    """Build a library and a store, index them, type the queries, and print the times."""
    mill = Mill()
    library = folder / "notes"
    library.mkdir()
    for number in range(notes):
        (library / f"{number:05}.md").write_text(mill.note(number), encoding="utf-8")
    store = Store.open(folder / "annotations.json")
    store.put(*(mill.annotation(number, notes) for number in range(annotations)))
    workspace = Workspace(library, store)
    workspace.keep_index(folder / "cache")
    cold = timed(lambda: list(workspace.update_index()))
    print(f"index {notes:,} notes and {annotations:,} annotations, cold: {cold[0] / 1000:.1f} s of processor")
    size = sum(file.stat().st_size for file in (folder / "cache").iterdir()) / 1e6
    source = sum(note.size for note in workspace.library.notes) / 1e6
    print(f"the index takes {size:.0f} MB, the notes {source:.0f} MB")
    workspace.keep_index(folder / "cache")
    first = timed(lambda: workspace.search("x"))
    print(f"first search after a start: {first[0]:.0f} ms of processor")
    queries = mill.queries()
    keystrokes = [each for query in queries for each in typed(query)]
    times = [timed(partial(workspace.search, each)) for each in keystrokes]
    for number, what in enumerate(("processor", "wall")):
        spent = percentiles([each[number] for each in times])
        print(f"{len(times)} keystrokes, ms of {what}, p50 / p95 / max: {spent}")
    slow = sorted(zip(times, keystrokes, strict=True), reverse=True)[:5]
    print("slowest:", ", ".join(f"{text!r} {each[0]:.0f}" for each, text in slow))
    reference = ripgrep(library, [query.split()[-1].strip('"') for query in queries])
    print(f"rg, whole words, ms of wall: {percentiles(reference) if reference else 'not installed'}")
    workspace.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--annotations", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), arguments.notes, arguments.annotations)


if __name__ == "__main__":
    main()
