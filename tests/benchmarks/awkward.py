"""Awkward notes: how long until their first text, and how long the program is held while they are read.

``python -m tests.benchmarks.awkward [--only NAME]``. Each note is opened from the library in the whole
program, without a terminal, in a process of its own; once its first text is drawn, keys come every 30 ms
(page down, line down, the end, the start, the outline and away with it) until it is read to its end. Printed
per note: its size, seconds from the key that opens it to its first text, the longest time from that key on
for which nothing else could be done (by the clock, and of the screen's own thread: what others on the machine
take is in the first only), seconds of processor time of it all, and the peak of memory in bytes a byte of
note above a process that opened a short one. A key waits for as long as that at most, and for its own work.
What was not read in `LONGEST` seconds says so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from textual import events

from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_view import NoteView
from reader.workspace import Workspace
from tests.benchmarks.opening import made_up
from tests.benchmarks.steps import SIZE
from tests.memory import peak

NOTES: Final[dict[str, Callable[[], str]]] = {
    "a short note": lambda: "# A note\n\nA few words.\n",
    "one line of 5 MB": lambda: "words and more " * 333_333,
    "one word of 5 MB": lambda: "x" * 5_000_000,
    "a table of 5,000 rows": lambda: (
        "| a | b | c |\n|---|---|---|\n" + "| one | *two* and more | three |\n" * 5_000
    ),
    "a table of 100,000 rows": lambda: "| a | b | c |\n|---|---|---|\n" + "| one | two | three |\n" * 100_000,
    "100,000 headings": lambda: "".join(f"## Part {number}\n\n" for number in range(100_000)),
    "a list nested 200 deep": lambda: "".join("  " * depth + f"- item {depth}\n" for depth in range(200)),
    "one paragraph of 500,000 lines": lambda: "ab cd\n" * 500_000,
    "one quote of 200,000 lines": lambda: "> ab cd\n" * 200_000,
    "one item of 200,000 lines": lambda: "- ab\n" + "cd\n" * 200_000,
    "raw HTML of 200,000 lines": lambda: "<div>\n" + "ab\n" * 200_000,
    "code of 200,000 lines": lambda: "```\n" + "x = 1\n" * 200_000,
    "a list of 100,000 items": lambda: "- item\n" * 100_000,
    "50 MB": lambda: made_up(50_000_000),
    "100,000 link definitions": lambda: "".join(f"[a{number}]: /u\n" for number in range(100_000)),
}
KEYS: Final = (("space", " "), ("j", "j"), ("G", "G"), ("g", "g"), ("t", "t"), ("t", "t"))
BETWEEN: Final = 0.03
LONGEST: Final = 180.0
"""Seconds after which a note that is still being read is left."""


async def open_once(folder: Path) -> dict[str, float]:
    """Open the note of a folder, press keys until it is read, and say what that took."""
    store = Store.open(folder / "annotations.json")
    keep(store, Settings(theme="reader-dark", welcomed=True))
    workspace = Workspace(folder / "notes", store)
    app = ReaderApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        beating = asyncio.create_task(beat(held := [0.0, 0.0]))
        await asyncio.sleep(BETWEEN)
        began = time.monotonic()
        app.post_message(events.Key("enter", None))
        while not app.screen.query(NoteView) or app.screen.query_one(NoteView).page is None:
            await asyncio.sleep(0.002)
        first = time.monotonic() - began
        view = app.screen.query_one(NoteView)
        number = 0
        while number < 2 * len(KEYS) or not _is_read(view):
            app.post_message(events.Key(*KEYS[number % len(KEYS)]))
            await asyncio.sleep(BETWEEN)
            number += 1
            if time.monotonic() - began > LONGEST:
                break
        beating.cancel()
        is_read = _is_read(view)
    workspace.close()
    return {
        "first": first,
        "held": held[0],
        "in thread": held[1],
        "processor": time.process_time(),
        "peak": peak(),
        "read": is_read,
    }


async def beat(held: list[float]) -> None:
    """Keep the longest time between two turns of the loop: by the clock, and of this thread."""
    while True:
        before = time.monotonic(), time.thread_time()
        await asyncio.sleep(0.001)
        held[0] = max(held[0], time.monotonic() - before[0])
        held[1] = max(held[1], time.thread_time() - before[1])


def _is_read(view: NoteView) -> bool:
    return view.opened is not None and view.opened.document.is_ready


def measured(body: str) -> dict[str, float]:
    """Open a note in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "notes").mkdir()
        (folder / "notes" / "note.md").write_text(body, encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.awkward", "--one", str(folder)]
        return dict(json.loads(subprocess.check_output(command)))


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only notes whose name has these words")
    parser.add_argument("--one", type=Path)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(asyncio.run(open_once(arguments.one))))
        return
    short = measured(NOTES["a short note"]())
    print("| note | MB | first text s | held s | in its thread s | processor s | bytes a byte |")
    print("|---|---|---|---|---|---|---|")
    for name, make in NOTES.items():
        if arguments.only not in name:
            continue
        body = make()
        found = measured(body)
        above = max(0.0, found["peak"] - short["peak"]) / len(body)
        print(
            f"| {name} | {len(body) / 1e6:.2f} | {found['first']:.2f} "
            f"| {found['held']:.2f} | {found['in thread']:.2f} "
            f"| {found['processor']:.1f} | {above:.1f} |{'' if found['read'] else ' not read to its end'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
