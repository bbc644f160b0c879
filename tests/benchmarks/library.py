"""What a large library costs. ``python -m tests.benchmarks.library [--notes N] [--runs N]``.

A library of 10,000 made-up notes of 6 KB stands beside one of 4 in a temporary folder. Measured, each several
times, with minimum, median and maximum in milliseconds:

- the whole program in a terminal of its own until the first title is shown: with 4 notes, with all of them
  and nothing kept (cold), and with what the last start kept (warm): by the clock, and processor time;
- cold: by the clock, until every note is listed; the full text index (`Workspace.update_index`); and in the
  same run ``rg`` over the tree for a word that is in no note, if it is installed;
- one file changed: looking through the folder again, how many files were read for it, and by the clock how
  long the open program takes to show the new title;
- a tag chosen in the open program: processor time, and beside it a key that does nothing;
- a note that is read while it grows, every 50 ms for 5 s: by the clock, how long a key takes.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import gc
import os
import pty
import random
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from textual import events

from reader.library import files
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_list import NoteList
from reader.tui.widgets.note_view import NoteView
from reader.workspace import Workspace
from tests.benchmarks.opening import made_up

FEW: Final = 4
SIZE: Final = (120, 40)
BYTES: Final = 6_000
AREAS: Final = ("work", "home", "people", "trust", "time", "care", "rest", "change")
PATIENCE: Final = 120.0


def make_library(folder: Path, notes: int) -> None:
    """Write so many notes, two hundred in a folder, each with two tags and a date."""
    chance = random.Random(7)
    text = made_up(40 * BYTES)
    for number in range(notes):
        place = folder / f"part {number // 200:02}"
        place.mkdir(parents=True, exist_ok=True)
        start = chance.randrange(len(text) - BYTES)
        tags = f"{chance.choice(AREAS)}, {chance.choice(AREAS)}/{chance.choice(AREAS)}"
        day = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        head = f"---\ntitle: Entitled {number:05}\ntags: [{tags}]\ndate: {day}\n---\n\n"
        (place / f"{number:05}.md").write_text(head + text[start : start + BYTES], encoding="utf-8")


def until_shown(library: Path, home: Path, wanted: bytes, stay: float = 0.5) -> tuple[float, float]:
    """Start the program in a terminal; milliseconds by the clock and of processor until words are shown.

    It stays open for so many seconds more: a list is kept for the next start within two.
    """
    begun = time.monotonic()
    process, terminal = pty.fork()
    if process == 0:
        places = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        os.environ.update({"HOME": str(home), "TERM": "xterm-256color", "READER_STORE": f"{home}/store.json"})
        os.environ.update({name: f"{home}/{name}" for name in places})
        os.execv(sys.executable, [sys.executable, "-m", "reader", "--notes", str(library)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    seen = b""
    while wanted not in seen and time.monotonic() - begun < PATIENCE:
        if select.select([terminal], [], [], 0.5)[0]:
            seen = seen[-200:] + os.read(terminal, 65_536)
    took = 1000 * (time.monotonic() - begun)
    used = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    time.sleep(stay if wanted in seen else 0)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    if wanted not in seen:
        raise SystemExit(f"{wanted!r} was not shown in {PATIENCE:.0f} s")
    return took, 1000 * sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def say(what: str, values: list[float], reference: list[float] | None = None) -> None:
    """Print a row, with the ratio of the medians to a reference's."""
    low, middle, high = min(values), statistics.median(values), max(values)
    ratio = f"  {middle / statistics.median(reference):6.2f} x" if reference else ""
    print(f"{what:44} {low:9.1f} {middle:9.1f} {high:9.1f}{ratio}", flush=True)


def measure_starts(few: Path, many: Path, home: Path, runs: int) -> None:
    """Start with few notes and with many, in turns."""
    rows: dict[str, list[tuple[float, float]]] = {"4 notes": [], "cold": [], "warm": []}
    total = sum(1 for _ in many.rglob("*.md"))
    listed: list[float] = []
    for _ in range(runs):
        shutil.rmtree(home / "cold", ignore_errors=True)
        for name in ("few", "many", "cold"):
            (home / name).mkdir(exist_ok=True)
        if not rows["warm"]:
            until_shown(few, home / "few", b"Entitled")
            until_shown(many, home / "many", f"{total} notes".encode(), stay=4)
        rows["4 notes"].append(until_shown(few, home / "few", b"Entitled"))
        rows["warm"].append(until_shown(many, home / "many", b"Entitled"))
        rows["cold"].append(until_shown(many, home / "cold", b"Entitled"))
        shutil.rmtree(home / "cold")
        (home / "cold").mkdir()
        listed.append(until_shown(many, home / "cold", f"{total} notes".encode())[0])
    for name, pairs in rows.items():
        for part, unit in enumerate(("clock", "processor")):
            reference = [pair[part] for pair in rows["4 notes"]]
            say(f"first title, {name}: {unit}", [pair[part] for pair in pairs], reference)
    say("every note listed, cold: clock", listed)


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the milliseconds some work takes."""
    begun = clock()
    work()
    return 1000 * (clock() - begun)


def measure_index(many: Path, home: Path) -> None:
    """Make the index of all texts once; beside it ``rg``."""
    workspace = Workspace(many, home / "index.json")
    workspace.keep_index(home / "index")
    before = time.process_time()
    index = timed(lambda: list(workspace.update_index(notes_only=True)))
    used = 1000 * (time.process_time() - before)
    workspace.close()
    if rg := shutil.which("rg"):
        command = [rg, "-c", "no such word", str(many)]
        found = [timed(lambda: subprocess.run(command, capture_output=True, check=False)) for _ in range(5)]
        say("rg over the tree: clock", found)
        say("whole index, once: clock", [index], found)
    else:
        say("whole index, once: clock", [index])
    say("whole index, once: processor", [used])


def measure_change(many: Path, home: Path, runs: int) -> None:
    """Change one file again and again and look through the folder."""
    workspace = Workspace(many, home / "change.json")
    file = next(many.rglob("*.md"))
    read: list[str] = []
    reading = files.read_bytes

    def counting(real: str, root: str = os.sep) -> files.FileBytes | str:
        read.append(real)
        return reading(real, root)

    files.read_bytes = counting
    looks = []
    for number in range(runs):
        file.write_text(f"# Changed {number}\n", encoding="utf-8")
        looks.append(timed(workspace.reload, time.process_time))
    files.read_bytes = reading
    say("one file changed, looked through: processor", looks)
    print(f"{'files read for it, each time':44} {len(read) / runs:9.1f}")
    workspace.close()


async def measure_open(many: Path, home: Path, runs: int) -> None:
    """Choose tags, and change a file, in the open program."""
    store = Store.open(home / "open.json")
    keep(store, Settings(welcomed=True))
    workspace = Workspace(many, store)
    app = ReaderApp(workspace)
    gc.disable()  # as the program starts
    file = next(many.rglob("*.md"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "down")
        rows: dict[str, list[float]] = {"down": [], "f9": []}
        for key in 3 * runs * ("down", "f9"):
            begun = time.process_time()
            await pilot.press(key)
            rows[key].append(1000 * (time.process_time() - begun))
        await pilot.press("escape", "escape")
        seen = []
        for number in range(runs):
            await pilot.pause(1.0)
            title = f"Seen {number}"
            begun = time.perf_counter()
            file.write_text(f"# {title}\n", encoding="utf-8")
            while title not in {entry.title for entry in app.screen_stack[0].query_one(NoteList).entries}:
                await pilot.pause(0.02)
            seen.append(1000 * (time.perf_counter() - begun))
    workspace.close()
    say("one file changed, seen on the screen: clock", seen)
    say("a key that does nothing: processor", rows["f9"])
    say("a tag chosen: processor", rows["down"])


async def measure_growth(many: Path, home: Path, size: int) -> None:
    """Go a line down and up again in a note of so many bytes, to which something is appended all the time."""
    file = many / "growing.md"
    file.write_text("# A log\n\n" + made_up(size), encoding="utf-8")
    workspace = Workspace(many, home / f"growing {size}.json")
    app = ReaderApp(workspace, workspace.find("growing.md"))
    gc.disable()
    rows, states = [], set()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(2.0)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            with file.open("a", encoding="utf-8") as log:
                log.write("One more entry of the log.\n\n")
            view = app.screen.query_one(NoteView)
            begun, top = time.perf_counter(), view.scroll_offset.y
            key = "k" if top else "j"
            app.post_message(events.Key(key, key))  # a pilot's `press` waits for all that is under way
            while view.scroll_offset.y == top and time.perf_counter() < begun + PATIENCE:
                await asyncio.sleep(0.001)
            rows.append(1000 * (time.perf_counter() - begun))
            states.add(app.screen.opened.note.size)  # type: ignore[attr-defined]
            await asyncio.sleep(0.05)
    workspace.close()
    file.unlink()
    say(f"a key while {size / 1000:,.0f} KB grow: clock", rows)
    print(f"{'states of it that were shown in the 5 s':44} {len(states):9}")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--notes", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        few, many = home / "notes of few", home / "notes of many"
        make_library(few, FEW)
        make_library(many, given.notes)
        print(f"{given.notes:,} notes, ms {'':26} {'min':>9} {'median':>9} {'max':>9}", flush=True)
        measure_starts(few, many, home, given.runs)
        measure_index(many, home)
        measure_change(many, home, given.runs)
        asyncio.run(measure_open(many, home, given.runs))
        for size in (BYTES, 2_000_000):
            asyncio.run(measure_growth(many, home, size))


if __name__ == "__main__":
    main()
