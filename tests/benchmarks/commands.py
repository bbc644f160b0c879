"""What a command costs as a whole process, beside starting Python at all.

``python -m tests.benchmarks.commands [RUNS]``. ``reader list --json`` on four notes with a highlight, once as
it is when nothing has changed since it was last asked and once when it has; beside it
``python -c "import json"``, in turn, in one run. Printed: minimum, median and maximum in milliseconds, of the
clock and of the processor (user and system), and the ratios of the medians to the reference.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

RUNS: Final = 15
NOTES: Final = 4
POINTS: Final = 10


class Run(NamedTuple):
    """One finished process, in milliseconds."""

    clock: float
    processor: float


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end; its output goes nowhere."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command, env=dict(environment), check=True, stdout=subprocess.DEVNULL)
    after, ended = os.times(), time.perf_counter()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(1000 * (ended - begun), 1000 * used)


def library(folder: Path) -> Path:
    """Write notes of about 2 KB, each with key points."""
    folder.mkdir()
    for number in range(NOTES):
        points = "\n".join(f"- Point {each}: {'the wheel turns and ' * 8}" for each in range(POINTS))
        head = f"---\ntitle: Note {number}\ntags: [wheel, day/{number}]\ndate: 2025-03-0{number + 1}\n---\n"
        (folder / f"note-{number}.md").write_text(f"{head}\n## Key points\n\n{points}\n", encoding="utf-8")
    return folder


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    reader = str(Path(sys.executable).with_name("reader"))
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        notes = library(home / "notes")
        environment = {"HOME": scratch, "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        places = ["--notes", str(notes), "--store", str(home / "store" / "annotations.json")]
        quote = ["highlight", "note-0.md", "--quote", "Point 3", *places]
        run([reader, *quote], environment)
        time.sleep(2.5)  # an answer is kept once the youngest file is two seconds old
        listing = [reader, "list", "--json", *places]
        run(listing, environment)
        rows: dict[str, list[Run]] = {
            'python -c "import json"': [],
            "unchanged": [],
            "a note has changed": [],
        }
        for number in range(runs):
            rows['python -c "import json"'].append(run([sys.executable, "-c", "import json"], environment))
            rows["unchanged"].append(run(listing, environment))
            untouched = notes / "note-1.md"
            text = untouched.read_text(encoding="utf-8")
            untouched.write_text(f"{text}\nOnce more {number}.\n", encoding="utf-8")
            rows["a note has changed"].append(run(listing, environment))
            untouched.write_text(text, encoding="utf-8")
            time.sleep(2.5)
            run(listing, environment)
    show(rows)


def show(rows: Mapping[str, Sequence[Run]]) -> None:
    """Print min, median and max of each row, and its ratio to the first."""
    print(f"{'reader list --json, ms':28}  {'clock: min  median     max':>28}  {'processor':>26}      ratios")
    reference = next(iter(rows.values()))
    for name, taken in rows.items():
        clock, processor = [each.clock for each in taken], [each.processor for each in taken]
        ratios = " ".join(
            f"{statistics.median(mine) / max(1.0, statistics.median(other)):6.2f}"
            for mine, other in (
                (clock, [each.clock for each in reference]),
                (processor, [each.processor for each in reference]),
            )
        )
        figures = "  ".join(
            f"{min(each):8.0f} {statistics.median(each):8.0f} {max(each):8.0f}" for each in (clock, processor)
        )
        print(f"{name:28}  {figures}  {ratios}")


if __name__ == "__main__":
    main()
