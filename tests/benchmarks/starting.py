"""What starting costs, whole program in a pty.

``python -m tests.benchmarks.starting [list|first|long|limit] [--runs N]``. From starting the process until
given words stand on the terminal (wall), and the processor time of the process until then, which other work
on the machine disturbs less. Beside it, in turns in the same run, an empty Textual app that shows one word.
Measured: the bundled notes, also with a reflection on the first; one note of 200 KB, 2 MB and 10 MB, with
the time from the page-down key to the next new text, and coming back to where one left it in its middle;
Textual's ``MarkdownViewer`` at 10, 50 and 200 KB, and hike where it is installed beside this Python;
``reader list --json`` beside ``python -c "import json"``; and the limit of it all, what importing takes
before anything is done. Printed: minimum, median and maximum, and the ratio of the medians. A run of each
before these, left with ctrl+q as a person would, fills caches.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import resource
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
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reader.library.bundled import bundled_notes
from tests.benchmarks.opening import made_up
from tests.terminal import private_environment

ROWS, COLUMNS = 30, 100
PATIENCE: Final = 180.0
"""Seconds after which a program that shows nothing is given up."""

PAGE_DOWN: Final = b"\x1b[6~"
LEAVE: Final = b"\x11"  # ctrl+q
MIDDLE: Final = "lighthouse"  # stands once, in the middle of a long note
HERE: Final = Path(sys.executable)
READER: Final = str(HERE.with_name("reader"))

EMPTY_APP: Final = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Hello")
Empty().run()
"""

IMPORTS: Final = (
    ("Python", "pass"),
    ("and Textual", "import textual.app, textual.widgets"),
    (
        "and markdown-it, TinyDB, msgspec",
        "import markdown_it, mdit_py_plugins.deflist, mdit_py_plugins.footnote, tinydb, msgspec",
    ),
    (
        "and what of Reader shows a page",
        "import reader.cli.application, reader.tui.screens.library, reader.tui.screens.reading, "
        "reader.document.reading, reader.workspace, reader.store",
    ),
)
"""What a start imports, one after the other."""

VIEWER: Final = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import MarkdownViewer
class Viewer(App):
    def compose(self):
        yield MarkdownViewer(Path(sys.argv[1]).read_text(), show_table_of_contents=False)
Viewer().run()
"""


@dataclass
class Taken:
    """Seconds of the runs of one program."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)


class Program:
    """A program in a pty of its own session; what it writes is only searched, not drawn."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.begun = time.monotonic()
        self.child, self._terminal = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(command[0], list(command), environment)

    def wait_for(self, words: bytes, since: float) -> float:
        """Read until words are written; returns seconds since then."""
        seen = b""
        while words not in seen:
            left = since + PATIENCE - time.monotonic()
            if left < 0 or not select.select([self._terminal], [], [], left)[0]:
                raise TimeoutError(f"{words!r} was not shown")
            seen = seen[-len(words) :] + os.read(self._terminal, 1 << 16)
        return time.monotonic() - since

    def cpu(self) -> float:
        """Processor time so far, of all threads, in seconds."""
        return time.clock_gettime((~self.child << 3) | 2)  # clock_getcpuclockid(3), as Linux numbers them

    def press(self, key: bytes) -> float:
        """Send a key once nothing is written for a moment; returns seconds until something is."""
        while select.select([self._terminal], [], [], 0.3)[0]:
            os.read(self._terminal, 1 << 16)
        sent = time.monotonic()
        os.write(self._terminal, key)
        select.select([self._terminal], [], [], PATIENCE)
        return time.monotonic() - sent

    def find(self, words: bytes) -> None:
        """Let it rest, and go to the place where words are."""
        self._read_for(6.0)
        for keys in (b"/", words, b"\r"):
            os.write(self._terminal, keys)
            self._read_for(3.0)

    def leave(self) -> None:
        """Let it rest, and leave it as a person would."""
        self._read_for(2.0)
        os.write(self._terminal, LEAVE)
        self._read_for(10.0)

    def _read_for(self, seconds: float) -> None:
        """Take what it writes, until it ends or time is over."""
        until = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has ended, and its terminal with it
            while (left := until - time.monotonic()) > 0:
                if select.select([self._terminal], [], [], left)[0] and not os.read(self._terminal, 1 << 16):
                    return

    def end(self) -> None:
        """Kill it."""
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self._terminal)


def start(
    taken: Taken,
    command: Sequence[str],
    home: Path,
    words: str,
    *,
    key: bytes = b"",
    find: bytes = b"",
    is_left: bool = False,
) -> None:
    """Start a program once, and take the time; leave it as a person would, or kill it.

    Args:
        taken: Takes the times.
        command: The program and its arguments.
        home: The person's home folder.
        words: What is shown when it has started.
        key: Is pressed then, and the time to what comes of it taken.
        find: Words to go to before it is left, so that one comes back to them.
        is_left: Whether it is left.
    """
    environment = private_environment(home)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    program = Program(command, environment)
    try:
        taken.wall.append(program.wait_for(words.encode(), program.begun))
        taken.cpu.append(program.cpu())
        if key:
            taken.key.append(program.press(key))
        if find:
            program.find(find)
        if is_left:
            program.leave()
    finally:
        program.end()


def run_to_end(taken: Taken, command: Sequence[str], home: Path) -> None:
    """Run a command that ends by itself, and take the time."""
    environment = private_environment(home)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken.wall.append(time.monotonic() - begun)
    taken.cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def say(taken: Taken, reference: Taken) -> None:
    """Print what a program took, and its ratio to the reference of the same run."""
    for kind in ("wall", "cpu", "key"):
        values, others = getattr(taken, kind), getattr(reference, kind)
        if not values:
            continue
        low, middle, high = (1000 * each(values) for each in (min, statistics.median, max))
        ratio = f"{middle / 1000 / statistics.median(others):6.2f} x" if others else ""
        print(f"{taken.name:34} {kind:4} {low:8.0f} {middle:8.0f} {high:8.0f} ms {ratio}", flush=True)


def compare(name: str, command: Sequence[str], home: Path, words: str, runs: int, key: bytes = b"") -> None:
    """Start a program and the empty app in turns, once each was started: what that keeps is there."""
    empty, taken = Taken("an empty app"), Taken(name)
    nothing = [sys.executable, "-c", EMPTY_APP]
    start(Taken(""), nothing, home, "Hello")
    start(Taken(""), command, home, words, is_left=True)
    for _ in range(runs):
        start(empty, nothing, home, "Hello")
        start(taken, command, home, words, key=key)
    say(empty, empty)
    say(taken, empty)


def long_notes(home: Path, runs: int) -> None:
    """Open notes of several sizes with Reader, and the smaller ones with others."""
    hike = shutil.which("hike", path=str(HERE.parent))
    if hike is None:
        print("hike is not installed beside this Python; it is left out.")
    for size in (10_000, 50_000, 200_000, 2_000_000, 10_000_000):
        note = home / f"note-{size // 1000}.md"
        parts = made_up(size).split("\n\n")
        parts.insert(len(parts) // 2, f"There stands a {MIDDLE}.")
        note.write_text("# Zanzibar\n\n" + "\n\n".join(parts), encoding="utf-8")
        compare(f"reader, {size // 1000} KB", [READER, str(note)], home, "made-up", runs, PAGE_DOWN)
        start(Taken(""), [READER, str(note)], home, "made-up", find=MIDDLE.encode(), is_left=True)
        compare(f"  back in its middle, {size // 1000} KB", [READER, str(note)], home, MIDDLE, runs)
        if size > 200_000:
            continue
        compare(
            f"MarkdownViewer, {size // 1000} KB",
            [sys.executable, "-c", VIEWER, str(note)],
            home,
            "made-up",
            1 if size > 50_000 else runs,
        )
        if hike:
            compare(f"hike, {size // 1000} KB", [hike, str(note)], home, "made-up", 1)


def listing(home: Path, runs: int) -> None:
    """List the bundled notes as JSON, unchanged and not, beside a Python that only imports json."""
    plain, listed = Taken('python -c "import json"'), Taken("reader list --json, nothing changed")
    changed = Taken("reader list --json, a note changed")
    notes = home / "listed"
    shutil.copytree(bundled_notes(), notes)
    [note, *_] = sorted(notes.glob("*.md"))
    command = [READER, "list", "--json", "--notes", str(notes)]
    mark = [READER, "reflect", note.name, "--text", "Words.", "--notes", str(notes)]
    run_to_end(Taken(""), mark, home)
    for _ in range(runs):
        time.sleep(2.5)  # what was said is kept once the youngest file is two seconds old
        run_to_end(Taken(""), command, home)
        for _ in range(3):
            run_to_end(plain, [sys.executable, "-c", "import json"], home)
            run_to_end(listed, command, home)
        note.write_bytes(note.read_bytes() + b"\n")
        run_to_end(changed, command, home)
    for taken in (plain, listed, changed):
        say(taken, plain)


def bundled(home: Path, runs: int) -> None:
    """Open the bundled notes, as they come and once something is kept on the first of them."""
    home.mkdir()
    compare("reader, bundled notes", [READER], home, "Freeing", runs)
    [note, *_] = sorted(bundled_notes().glob("*.md"), reverse=True)
    run_to_end(Taken(""), [READER, "reflect", note.name, "--point", "1", "--text", "Words."], home)
    run_to_end(Taken(""), [READER, "highlight", note.name, "--quote", "the", "--occurrence", "1"], home)
    compare("the same, with a reflection", [READER], home, "Freeing", runs)


def limit(home: Path, runs: int) -> None:
    """Import what a start imports, beside an empty app that shows its word."""
    empty, parts = Taken("an empty app, shown"), [Taken(f"imported: {name}") for name, _ in IMPORTS]
    for run in range(runs + 1):  # the first fills caches
        start(empty if run else Taken(""), [sys.executable, "-c", EMPTY_APP], home, "Hello")
        code = "import gc, os, sys; gc.disable(); sys.modules['ssl'] = None"  # as Reader starts
        for taken, (_, more) in zip(parts, IMPORTS, strict=True):
            code = f"{code}; {more}"
            run_to_end(taken if run else Taken(""), [sys.executable, "-c", f"{code}; os._exit(0)"], home)
    for taken in (empty, *parts):
        say(taken, empty)


def main() -> None:
    """Measure all, or what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", help="list, first, long or limit; default: all")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        wanted = given.what or ["list", "first", "long", "limit"]
        if "list" in wanted:
            listing(home, given.runs)
        if "first" in wanted:
            bundled(home / "read", given.runs)
        if "long" in wanted:
            long_notes(home, given.runs)
        if "limit" in wanted:
            limit(home, given.runs)


if __name__ == "__main__":
    main()
