"""The store beside stock TinyDB: saves, opening, one note's records. ``python -m tests.benchmarks.store``.

Both run in one process on the same records in the same folder, in turn, so that noise meets both. Times are
printed as minimum, median and maximum; what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tinydb
from msgspec import json

from reader.annotations.record import to_record
from reader.store import Store
from reader.store.chain import NEW
from reader.store.encoding import Tables
from reader.store.generation import next_meta, write_generation
from reader.store.places import Places
from reader.store.sealing import Plain
from reader.store.table import document_id
from tests.stored import highlight

NOTES = 200
SAVES = 100
WORDS = "The kettle sings because somebody filled it. " * 2


def make(path: Path, count: int) -> None:
    """Write a store at rest with ``count`` highlights over `NOTES` notes."""
    tables: Tables = {"annotations": {}}
    for number in range(count):
        annotation = highlight(WORDS, note_id=f"note-{number % NOTES}")
        tables["annotations"][str(document_id(annotation.id))] = dict(to_record(annotation))
    write_generation(Places.of(path), tables, next_meta(NEW, 1, ""), Plain(), rotate=False)


def timed(action: Callable[[], object]) -> float:
    """Return the seconds an action took."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def line(what: str, ours: list[float], stock: list[float]) -> None:
    """Print a row: what, ours and stock as min/median/max in milliseconds, and the ratio of the medians."""
    cells = [
        "/".join(f"{1000 * value:.2f}" for value in (min(times), statistics.median(times), max(times)))
        if times
        else "-"
        for times in (ours, stock)
    ]
    ratio = f"{statistics.median(stock) / statistics.median(ours):.1f} x" if stock else ""
    print(f"| {what} | {cells[0]} | {cells[1]} | {ratio} |", flush=True)


class Pair:
    """A store and a stock TinyDB of the same records."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self.path = folder / f"{count}" / "annotations.json"
        self.path.parent.mkdir()
        make(self.path, count)
        self.stock_path = self.path.with_name("stock.json")
        self.stock_path.write_bytes(json.encode(json.decode(self.path.read_bytes())))
        self.store = Store.open(self.path)
        self.stock = tinydb.TinyDB(self.stock_path).table("annotations")

    def measure_reading(self, repeats: int) -> None:
        """Print how long opening takes, and listing the annotations of one note."""
        opened, stock_opened, listed, stock_listed = [], [], [], []
        where = tinydb.where("note_id") == "note-7"
        self.store.annotations("note-7")
        for _ in range(repeats):
            opened.append(timed(lambda: Store.open(self.path)))
            stock_opened.append(timed(lambda: len(tinydb.TinyDB(self.stock_path).table("annotations"))))
            listed.append(timed(lambda: self.store.annotations("note-7")))
            self.stock.clear_cache()
            stock_listed.append(timed(lambda: self.stock.search(where)))
        line(f"open {self.count:,}", opened, stock_opened)
        line(f"list one note of {self.count:,}", listed, stock_listed)

    def save(self) -> float:
        """Return the seconds of one durable save."""
        return timed(lambda: self.store.put(highlight(WORDS, note_id="note-7")))

    def stock_save(self) -> float:
        """Return the seconds of one insert into stock TinyDB."""
        return timed(lambda: self.stock.insert(dict(to_record(highlight(WORDS)))))


def measure_saving(folder: Path, pairs: list[Pair], repeats: int) -> float:
    """Print how long saves take at each size, and return the slowest size in terms of the fastest.

    The sizes take turns, with a bare write and fsync between: the disk's moods meet all of them.
    """
    for pair in pairs:
        pair.save()
    os.sync()  # the disk is done with the files made before
    descriptor = os.open(folder / "plain", os.O_CREAT | os.O_WRONLY)

    def write_plainly() -> None:
        os.write(descriptor, b"x" * 700)
        os.fsync(descriptor)

    bare, saves = [], {pair.count: list[float]() for pair in pairs}
    for _ in range(SAVES):
        bare.append(timed(write_plainly))
        for pair in pairs:
            saves[pair.count].append(pair.save())
    line("write and fsync 700 bytes, nothing else", bare, [])
    for pair in pairs:
        line(f"save one among {pair.count:,}", saves[pair.count], [pair.stock_save() for _ in range(repeats)])
    medians = [statistics.median(times) for times in saves.values()]
    return max(medians) / min(medians)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="where; a temporary folder by default")
    arguments = parser.parse_args()
    print("| what | Reader: min/median/max ms | stock TinyDB | stock : Reader |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        pairs = []
        for count in arguments.sizes:
            pairs.append(Pair(Path(name), count))
            pairs[-1].measure_reading(arguments.repeats)
        ratio = measure_saving(Path(name), pairs, arguments.repeats)
        for pair in pairs:
            line(f"close and fold {pair.count:,}, with the day's backup", [timed(pair.store.close)], [])
    print(f"\nsave: the slowest size takes {ratio:.2f} x the fastest (goal: at most 3 x)")


if __name__ == "__main__":
    main()
