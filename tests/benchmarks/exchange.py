"""How long annotations take in and out, and what memory: ``python -m tests.benchmarks.exchange [ROWS]``.

10,000 rows unless told. Each way runs in a process of its own, so that its peak of memory is its own; the
aims are 20 s in and 5 s out for 10,000 (issue 7). A library of 200 notes of 2,400 made-up words.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from reader.workspace import Workspace
from reader.workspace.exporting import FORMATS, Choice, gather, write_to
from reader.workspace.importing import Options, import_source
from tests.memory import peak

NOTES, PARAGRAPHS, WORDS, ROWS = 200, 30, 80, 10_000
TABLE = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


class Passage(NamedTuple):
    """A passage of a made-up note, and whether it carries words."""

    row: int
    note: int
    quote: str
    text: str

    @property
    def title(self) -> str:
        """The note's title."""
        return f"Note {self.note}"

    @property
    def address(self) -> str:
        """The note's address."""
        return f"https://example.org/{self.note}"

    @property
    def time(self) -> str:
        """A second of its own."""
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1_700_000_000 + self.row))


def build(folder: Path, dice: random.Random, rows: int) -> list[Passage]:
    """Write a library of made-up words and return passages of it."""
    words = ["".join(dice.choices("abcdefghijklmnoprstuvw", k=dice.randint(2, 9))) for _ in range(3000)]
    notes = []
    for number in range(NOTES):
        paragraphs = [" ".join(dice.choices(words, k=WORDS)) for _ in range(PARAGRAPHS)]
        head = f"---\ntitle: Note {number}\nsource: https://example.org/{number}\n---\n\n"
        (folder / f"n{number}.md").write_text(head + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
        notes.append(paragraphs)
    passages = []
    for row in range(rows):
        number, start = dice.randrange(NOTES), dice.randrange(WORDS - 20)
        quote = " ".join(dice.choice(notes[number]).split()[start : start + 12])
        passages.append(Passage(row, number, quote, "words" if row % 2 else ""))
    return passages


def write_csv(path: Path, passages: list[Passage]) -> None:
    """Write Readwise's template: a third with a title, a third with an address, a third with neither."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(TABLE)
        for each in passages:
            title = each.title if each.row % 3 == 0 else ""
            address = each.address if each.row % 3 == 1 else ""
            rows.writerow([each.quote, title, "", address, each.text, "", ""])


def write_csv_of_strangers(path: Path, passages: list[Passage]) -> None:
    """Write passages of books that are not there, a book each: all of them wait."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(TABLE)
        for each in passages:
            rows.writerow([f"{each.quote} not", f"Book {each.row}", "", "", each.text, "", each.time])


def write_clippings(path: Path, passages: list[Passage]) -> None:
    """Write Kindle's file."""
    with path.open("w", encoding="utf-8") as file:
        for each in passages:
            when = time.strftime("%A, %d %B %Y %H:%M:%S", time.gmtime(1_700_000_000 + each.row))
            place = f"{10 * each.row}-{10 * each.row + 5}"
            file.write(f"{each.title} (Somebody)\n- Your Highlight on Location {place} | Added on {when}\n\n")
            file.write(f"{each.quote}\n==========\n")


def write_koreader(path: Path, passages: list[Passage]) -> None:
    """Write KOReader's export of several books."""
    books: dict[str, list[dict[str, object]]] = {}
    for each in passages:
        entry = {"text": each.quote, "note": each.text, "time": 1_700_000_000 + each.row, "color": "red"}
        books.setdefault(each.title, []).append(entry)
    documents = [{"title": title, "entries": entries} for title, entries in books.items()]
    path.write_text(json.dumps({"documents": documents}), encoding="utf-8")


def timed(what: str, run: Callable[[], object]) -> None:
    """Run something in a process of its own and print how long it took and its peak of memory."""

    def measure() -> None:
        begun, used = time.perf_counter(), time.process_time()
        said = run()
        passed, worked = time.perf_counter() - begun, time.process_time() - used
        print(
            f"{what:<22}{passed:7.2f} s {worked:7.2f} s computing {peak() / 1e6:6.0f} MB   {said}", flush=True
        )

    process = multiprocessing.get_context("fork").Process(target=measure)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{what} ended with {process.exitcode}")


def take(folder: Path, store: Path, source: Path) -> str:
    """Take a file in."""
    workspace = Workspace(folder, store)
    report = import_source(workspace, source, Options())
    workspace.close()
    waits = sum(count for _, count in report.waiting)
    return f"{len(report.taken)} taken, {report.already} there, {waits} wait, {len(report.refused)} refused"


def give(folder: Path, store: Path, target: Path, name: str) -> str:
    """Write everything in one format."""
    workspace = Workspace(folder, store)
    outcome = write_to(workspace, target, name, gather(workspace, Choice()), force=True)
    workspace.close()
    return f"{len(outcome.written)} files"


def sources(root: Path, passages: list[Passage]) -> Iterator[tuple[str, Path]]:
    """Write the files of other programs."""
    for name, suffix, write in (
        ("readwise", "csv", write_csv),
        ("strangers", "csv", write_csv_of_strangers),
        ("kindle", "txt", write_clippings),
        ("koreader", "json", write_koreader),
    ):
        path = root / f"{name}.{suffix}"
        write(path, passages)
        yield name, path


def main() -> None:
    """Measure each way in and out."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        folder, store = root / "notes", root / "readwise.store"
        folder.mkdir()
        timed("nothing", lambda: "the interpreter alone")
        for name, path in sources(root, build(folder, random.Random(7), rows)):
            own = root / f"{name}.store"
            timed(f"in {name}", lambda path=path, own=own: take(folder, own, path))  # type: ignore[misc]
        timed("in readwise again", lambda: take(folder, store, root / "readwise.csv"))
        for name, made in FORMATS.items():
            one = root / f"out-{name}{made.suffix}"
            if made.page:
                timed(f"out {name}, folder", lambda name=name: give(folder, store, root / name, name))  # type: ignore[misc]
            if made.write:
                timed(f"out {name}", lambda name=name, one=one: give(folder, store, one, name))  # type: ignore[misc]
        for name in ("json", "jsonld", "hypothesis", "csv"):
            one = root / f"out-{name}{FORMATS[name].suffix}"
            own = root / f"back-{name}.store"
            timed(f"in {name}, own", lambda one=one, own=own: take(folder, own, one))  # type: ignore[misc]


if __name__ == "__main__":
    main()
