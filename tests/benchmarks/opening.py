"""What opening a long note costs, without a screen. ``python -m tests.benchmarks.opening [--runs N]``.

A made-up note of each size (prose, headings, lists, quotes, tables, code, links and footnotes with their
definitions at its end) is opened in a process of its own, as the reading screen opens it: the first screen
laid out, a page down from there, then read to the end in steps and its text made in steps. Printed per size:
minimum, median and maximum over the runs of the processor time of the first screen, of the page after it, of
the longest step, and of the whole; and the peak of memory above a process that opened a short note, in bytes
a byte of note. The reference in the same run is the note parsed at once by markdown-it's block rules.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from reader.document.layout import Lines, lay_out
from reader.document.model import Document
from reader.document.parse import begin_to_parse
from reader.document.preparing import Preparing, collector_at_rest
from tests.memory import peak

SIZES: Final = {"2 KB": 2_000, "200 KB": 200_000, "2 MB": 2_000_000, "10 MB": 10_000_000}
WORDS: Final = str.split(
    "the of leaders and to in people that is listening with for not change team health they local can what "
    "when how system power work time trust question answer care great small between learn"
)
STEP: Final = 0.006
ROWS: Final = 30
WIDTH: Final = 72


def made_up(size: int) -> str:
    """Make a note of about this many bytes, always the same one."""
    chance = random.Random(7)

    def sentence(words: int) -> str:
        return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."

    makers: list[tuple[int, Callable[[], str]]] = [
        (8, lambda: "#" * chance.randint(1, 3) + " " + sentence(4)),
        (12, lambda: "\n".join(f"- {sentence(12)}" for _ in range(chance.randint(2, 6)))),
        (4, lambda: f"> {sentence(20)}\n> {sentence(14)}"),
        (2, lambda: "```py\n" + "\n".join(f"x = {number}" for number in range(6)) + "\n```"),
        (2, lambda: "| a | b |\n|---|---|\n" + f"| {sentence(2)} | {sentence(3)} |\n" * 4),
        (20, lambda: f"**{sentence(3)}** {sentence(30)} [that][far] and a note.[^n] {sentence(20)}"),
        (52, lambda: " ".join(sentence(chance.randint(8, 20)) for _ in range(chance.randint(2, 6)))),
    ]
    weights = [weight for weight, _ in makers]
    parts = ["# A made-up note"]
    length = 0
    while length < size:
        [(_, make)] = chance.choices(makers, weights)
        parts.append(make())
        length += len(parts[-1]) + 2
    return "\n\n".join([*parts, "[far]: https://example.org/far", "[^n]: At the end."]) + "\n"


def open_once(path: Path) -> dict[str, float]:
    """Open a note step by step; seconds of processor time, and the peak of memory in bytes."""
    body = path.read_text(encoding="utf-8")
    begun = time.process_time()
    document = begin_to_parse(body)
    lines = lay_out(document, WIDTH)
    for row in range(ROWS):
        lines.line(row)
    first = time.process_time()
    for row in range(ROWS - 2, 2 * ROWS - 2):
        lines.line(row)
    page = time.process_time()
    with collector_at_rest():
        longest, last = read_through(document, lines)
    return {
        "first screen": first - begun,
        "page down": page - first,
        "longest step": longest,
        "step in a thread": last,
        "all": time.process_time() - begun,
        "peak": peak(),
    }


def read_through(document: Document, lines: Lines) -> tuple[float, float]:
    """Read a document to its end; returns the longest step, and the last of those that go into a thread."""
    preparing, longest, last = Preparing(document), 0.0, 0.0
    is_more = not document.is_ready
    while is_more:
        is_heavy = preparing.is_heavy
        before = time.process_time()
        is_more = preparing.go_on(STEP)
        _ = lines.height
        took = time.process_time() - before
        last, longest = (took, longest) if is_heavy else (last, max(longest, took))
    return longest, last


def parse_at_once(path: Path) -> dict[str, float]:
    """Give a whole note to markdown-it's block rules."""
    from reader.document.markdown import block_parser

    body, tokens = path.read_text(encoding="utf-8"), list[Any]()
    block_parser()
    begun = time.process_time()
    block_parser().block.parse(body, block_parser(), {}, tokens)
    taken = time.process_time() - begun
    return {"at once": taken, "peak": peak()}


def measured(way: str, path: Path) -> dict[str, float]:
    """Open a note in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.opening", "--one", way, str(path)]
    return dict(json.loads(subprocess.check_output(command)))


def shown(values: list[float], unit: float = 1000) -> str:
    """Say minimum, median and maximum."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{low * unit:8.1f} {middle * unit:8.1f} {high * unit:8.1f}"


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--one", nargs=2, metavar=("WAY", "PATH"))
    given = arguments.parse_args()
    if given.one:
        way, path = given.one
        warm = begin_to_parse("warm *up* [a](b)\n\n| a |\n|---|\n")
        lay_out(warm, WIDTH).ensure(0, 9)
        _ = warm.text
        print(json.dumps((open_once if way == "steps" else parse_at_once)(Path(path))))
        return
    with tempfile.TemporaryDirectory() as folder:
        smallest = 0.0
        for name, size in SIZES.items():
            path = Path(folder) / "note.md"
            path.write_text(made_up(size), encoding="utf-8")
            length = path.stat().st_size
            runs = [measured("steps", path) for _ in range(given.runs)]
            whole = [measured("at once", path) for _ in range(given.runs)]
            smallest = smallest or statistics.median(run["peak"] for run in runs)
            print(f"\n{name} ({length:,} bytes)                min   median      max")
            for what in ("first screen", "page down", "longest step", "step in a thread", "all"):
                print(f"  {what:22} ms {shown([run[what] for run in runs])}")
            print(f"  {'markdown-it at once':22} ms {shown([run['at once'] for run in whole])}")
            if length > 100_000:
                above = [(run["peak"] - smallest) / length for run in runs]
                other = [(run["peak"] - smallest) / length for run in whole]
                print(f"  {'memory, bytes a byte':22}    {shown(above, 1)}")
                print(f"  {'markdown-it at once':22}    {shown(other, 1)}")


if __name__ == "__main__":
    main()
