"""How long 10,000 annotations take in and out: ``python -m tests.benchmarks.exchange``.

Prints seconds; the aims are 20 in and 5 out (issue 7). A library of 200 notes of 2,400 made-up words.
"""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reader.workspace import Workspace
from reader.workspace.exporting import FORMATS, Choice, gather, write_to
from reader.workspace.importing import Options, import_source

NOTES, PARAGRAPHS, WORDS, ROWS = 200, 30, 80, 10_000


def build(folder: Path, dice: random.Random) -> list[list[str]]:
    """Write a library of made-up words and return its paragraphs."""
    words = ["".join(dice.choices("abcdefghijklmnoprstuvw", k=dice.randint(2, 9))) for _ in range(3000)]
    notes = []
    for number in range(NOTES):
        paragraphs = [" ".join(dice.choices(words, k=WORDS)) for _ in range(PARAGRAPHS)]
        head = f"---\ntitle: Note {number}\nsource: https://example.org/{number}\n---\n\n"
        (folder / f"n{number}.md").write_text(head + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
        notes.append(paragraphs)
    return notes


def write_rows(path: Path, notes: list[list[str]], dice: random.Random) -> None:
    """Write highlights: a third with a title, a third with an address, a third with neither."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"])
        for row in range(ROWS):
            number, start = dice.randrange(NOTES), dice.randrange(WORDS - 20)
            quote = " ".join(dice.choice(notes[number]).split()[start : start + 12])
            title = f"Note {number}" if row % 3 == 0 else ""
            address = f"https://example.org/{number}" if row % 3 == 1 else ""
            rows.writerow([quote, title, "", address, "words" if row % 2 else "", "", ""])


def timed(what: str, run: Callable[[], object]) -> None:
    """Run something and print how long it took."""
    begun, used = time.perf_counter(), time.process_time()
    run()
    passed, worked = time.perf_counter() - begun, time.process_time() - used
    print(f"{what:<18}{passed:6.2f} s, {worked:6.2f} s of them computing")


def out(workspace: Workspace, target: Path, name: str) -> None:
    """Write everything in one format."""
    write_to(workspace, target, name, gather(workspace, Choice()), force=True)


def main() -> None:
    """Measure each way in and out."""
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder, source = root / "notes", root / "rows.csv"
        folder.mkdir()
        write_rows(source, build(folder, dice), dice)
        workspace = Workspace(folder, root / "store.json")
        timed("in", lambda: import_source(workspace, source, Options()))
        timed("in again", lambda: import_source(workspace, source, Options()))
        for name, made in FORMATS.items():
            target = root / name if made.page else root / f"out{made.suffix}"
            timed(f"out {name}", partial(out, workspace, target, name))
        workspace.close()


if __name__ == "__main__":
    main()
