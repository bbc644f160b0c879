"""What encryption costs: a sealed store beside a plain one. ``python -m tests.benchmarks.sealing``.

Both hold the same records in the same folder and take turns, so that noise meets both. Times are printed as
minimum, median and maximum in milliseconds; what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reader.annotations.record import to_record
from reader.store import Store
from reader.store.chain import NEW
from reader.store.encoding import Tables, to_json
from reader.store.generation import next_meta, write_generation
from reader.store.identity import new_identity, put_identity, unlock
from reader.store.places import Places
from reader.store.sealing import Plain, Sealed, Sealing
from reader.store.table import document_id
from tests.stored import highlight

WORDS = "The kettle sings because somebody filled it. " * 2
SAVES = 200


def timed(action: Callable[[], object]) -> float:
    """Return the milliseconds an action took."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def line(what: str, sealed: list[float], plain: list[float]) -> None:
    """Print a row: sealed and plain as min/median/max, the ratio and the difference of the medians."""
    cells = ["/".join(f"{f(times):.2f}" for f in (min, statistics.median, max)) for times in (sealed, plain)]
    ratio = statistics.median(sealed) / statistics.median(plain)
    more = statistics.median(sealed) - statistics.median(plain)
    print(f"| {what} | {cells[0]} | {cells[1]} | {ratio:.2f} x | {more:+.3f} |", flush=True)


def begun(path: Path, count: int, sealing: Sealing) -> None:
    """Write a store at rest."""
    path.parent.mkdir()
    made = [highlight(WORDS, note_id=f"note-{number % 200}") for number in range(count)]
    records = {str(document_id(each.id)): dict(to_record(each)) for each in made}
    tables: Tables = {"annotations": records}
    write_generation(Places.of(path), tables, next_meta(NEW, 1, ""), sealing, rotate=False)


def measure(folder: Path, count: int, repeats: int, key: Sealed, identity: bytes) -> None:
    """Print what opening and saving cost at one size."""
    paths = {
        "sealed": folder / f"s{count}" / "annotations.json",
        "plain": folder / f"p{count}" / "annotations.json",
    }
    begun(paths["sealed"], count, key)
    put_identity(Places.of(paths["sealed"]), identity)
    begun(paths["plain"], count, Plain())
    stores = {name: Store.open(path, unlock=lambda _: key) for name, path in paths.items()}
    opened: dict[str, list[float]] = {"sealed": [], "plain": []}
    saved: dict[str, list[float]] = {"sealed": [], "plain": []}
    for _ in range(repeats):
        for name, path in paths.items():
            opened[name].append(timed(partial(Store.open, path, unlock=lambda _: key)))
    for _ in range(SAVES):
        for name, store in stores.items():
            saved[name].append(timed(partial(store.put, highlight(WORDS))))
    line(f"open {count:,}, the key at hand", opened["sealed"], opened["plain"])
    line(f"save one among {count:,}", saved["sealed"], saved["plain"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    key, identity = new_identity("a passphrase")
    record = to_json(to_record(highlight(WORDS)))
    sealing = [timed(lambda: key.seal_line(record, b"")) for _ in range(1000)]
    sizes = [len(key.seal_line(record, b"")) - len(record) for _ in range(1000)]
    three = "{:.3f}/{:.3f}/{:.3f}"
    print("sealing one record, ms:", three.format(min(sealing), statistics.median(sealing), max(sealing)))
    print("bytes more a record, in base64:", min(sizes), statistics.median(sizes), max(sizes))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "i" / "annotations.json"
        path.parent.mkdir()
        put_identity(Places.of(path), identity)
        derived = [timed(lambda: unlock(path, "a passphrase")) for _ in range(arguments.repeats)]
        print(
            "the passphrase, once at opening, ms:",
            three.format(min(derived), statistics.median(derived), max(derived)),
        )
        print("| what | sealed: min/median/max ms | plain | sealed : plain | ms more |")
        print("|---|---|---|---|---|")
        for count in arguments.sizes:
            measure(Path(name), count, arguments.repeats, key, identity)


if __name__ == "__main__":
    main()
