"""From the command to the first text on the terminal, the whole program in a pty.

``python -m tests.benchmarks.start [--runs N] [--hike PATH]``. In one run and in turn: an empty Textual app
that shows one word; Reader on a library of four notes; Reader on one note of 200 KB, 2 MB and 10 MB; beside
them Textual's own ``MarkdownViewer`` at 10, 50 and 200 KB, and hike at the same sizes where ``--hike`` names
its program (``pip install hike`` into an environment of its own). After the first text of a note one page
down is pressed, and the time to the first paragraph that was not on the screen before is taken.

Printed: minimum, median and maximum in milliseconds of the clock, the processor's median up to the first text
(in steps of the system's clock tick), and the ratios of both medians to the empty app.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

RUNS: Final = 5
ROWS, COLUMNS = 40, 120
PATIENCE: Final = 120.0
"""Seconds after which a program counts as one that does not answer."""

EMPTY: Final = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("para-0")

Empty().run()
"""
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
_TICK_MS: Final = 1000 / os.sysconf("SC_CLK_TCK")
_PARAGRAPH: Final = re.compile(rb"para-(\d+)")


class Start(NamedTuple):
    """One start, in milliseconds: to the first text, the processor's share of it, and a page down later."""

    clock: float
    processor: float
    page_down: float | None


class Program:
    """A program in a pty of 120 x 40 cells."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=dict(environment)
        )
        os.close(slave)
        self.sent = b""

    def wait_for(self, wanted: re.Pattern[bytes], beyond: int = -1) -> float | None:
        """Read until a paragraph numbered above ``beyond`` came; return the milliseconds since the start."""
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            ready, _, _ = select.select([self._master], [], [], 1)
            if ready:
                try:
                    self.sent += os.read(self._master, 1 << 20)
                except OSError:
                    return None
            if any(int(each[1]) > beyond for each in wanted.finditer(self.sent)):
                return 1000 * (time.perf_counter() - self.begun)
        return None

    def press(self, key: bytes) -> None:
        """Type."""
        os.write(self._master, key)

    @property
    def processor(self) -> float:
        """Milliseconds of processor up to now, user and system."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_MS

    def end(self) -> None:
        """Kill it, and what it started."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


def start(command: Sequence[str], environment: Mapping[str, str], *, turns: bool) -> Start | None:
    """Start a program once; None where it never showed its first text."""
    program = Program(command, environment)
    try:
        first = program.wait_for(_PARAGRAPH)
        if first is None:
            return None
        used = program.processor
        if not turns:
            return Start(first, used, None)
        before = program.wait_for(_PARAGRAPH) or first
        quiet = time.perf_counter() + 0.05  # the rest of the same screen
        while time.perf_counter() < quiet:
            before = program.wait_for(_PARAGRAPH) or before
        highest = max(int(each[1]) for each in _PARAGRAPH.finditer(program.sent))
        pressed = time.perf_counter()
        program.press(b"\x1b[6~")
        served = program.wait_for(_PARAGRAPH, highest)
        down = None if served is None else 1000 * (time.perf_counter() - pressed)
        return Start(first, used, down)
    finally:
        program.end()


def note_of(folder: Path, size: int) -> Path:
    """Write a note of about ``size`` bytes, its paragraphs numbered."""
    words = "the wheel turns and the water goes by and nobody counts the turns of it while bread is baked "
    parts, length, number = [], 0, 0
    while length < size:
        part = f"## Part {number}\n\n" if number % 10 == 9 else ""
        part += f"para-{number} {words * 4}\n\n"
        parts.append(part)
        length, number = length + len(part), number + 1
    path = folder / f"note-{size}.md"
    path.write_text("".join(parts), encoding="utf-8")
    return path


def rows_of(home: Path, hike: str | None) -> dict[str, list[str]]:
    """Return the commands, by what they are called in the table."""
    python, reader = sys.executable, str(Path(sys.executable).with_name("reader"))
    for name, text in (("empty.py", EMPTY), ("viewer.py", VIEWER)):
        (home / name).write_text(text, encoding="utf-8")
    notes = home / "notes"
    notes.mkdir()
    for number in range(4):
        (notes / f"{number}.md").write_text(f"# para-{number}\n\nWords of it.\n", encoding="utf-8")
    kilo = 1024
    long = {
        size: str(note_of(home, size))
        for size in (10 * kilo, 50 * kilo, 200 * kilo, 2000 * kilo, 10000 * kilo)
    }
    rows = {"empty Textual app": [python, str(home / "empty.py")], "Reader, 4 notes": [reader, str(notes)]}
    rows |= {
        f"Reader, {size // kilo:,} KB": [reader, long[size]]
        for size in (200 * kilo, 2000 * kilo, 10000 * kilo)
    }
    for size in (10 * kilo, 50 * kilo, 200 * kilo):
        rows[f"MarkdownViewer, {size // kilo} KB"] = [python, str(home / "viewer.py"), long[size]]
        if hike:
            rows[f"hike, {size // kilo} KB"] = [hike, long[size]]
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--hike", help="the program hike, in an environment of its own")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            "HOME": scratch,
            "PATH": os.environ.get("PATH", ""),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
        }
        rows = rows_of(Path(scratch), asked.hike)
        taken: dict[str, list[Start | None]] = {name: [] for name in rows}
        for _ in range(asked.runs):
            for name, command in rows.items():
                taken[name].append(start(command, environment, turns="KB" in name))
    print(
        f"{'to the first text, ms':24} {'min':>7} {'median':>7} {'max':>7} {'cpu':>7}  clock x  cpu x"
        "   page down: median, max"
    )
    reference = [each for each in taken["empty Textual app"] if each]
    for name, starts in taken.items():
        print(line(name, starts, reference))


def line(name: str, starts: Sequence[Start | None], reference: Sequence[Start]) -> str:
    """Return one row of the table."""
    came = [each for each in starts if each]
    if len(came) < len(starts):
        return f"{name:24} no text within {PATIENCE:.0f} s in {len(starts) - len(came)} of {len(starts)}"
    clock, used = [each.clock for each in came], statistics.median(each.processor for each in came)
    middle = statistics.median(clock)
    by_clock = middle / statistics.median(each.clock for each in reference)
    by_processor = used / statistics.median(each.processor for each in reference)
    downs = [each.page_down for each in came if each.page_down is not None]
    down = f"{statistics.median(downs):10.0f} {max(downs):7.0f}" if downs else ""
    return (
        f"{name:24} {min(clock):7.0f} {middle:7.0f} {max(clock):7.0f} {used:7.0f}  "
        f"{by_clock:7.2f} {by_processor:6.2f}   {down}"
    )


if __name__ == "__main__":
    main()
