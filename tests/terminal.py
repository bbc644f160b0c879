"""A real terminal to drive Reader in: a pty with a screen behind it, as a person has it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+p": "\x10",
    "ctrl+r": "\x12",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
}


def private_environment(home: Path) -> dict[str, str]:
    """An environment in which every folder Reader could write to lies under ``home``."""
    foreign = ("READER_", "XDG_", "COLUMNS", "LINES")  # the size is the pty's
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }


class Terminal:
    """Runs a command in a pty of ``columns`` x ``rows`` cells and keeps what its screen shows.

    Args:
        arguments: The program and its arguments.
        environment: The whole environment of the program.
        columns: Width of the screen in cells.
        rows: Height of the screen in rows.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], columns: int = 100, rows: int = 30
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.raw = ""
        self._stream = pyte.Stream(self.screen)
        self._program = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            env=dict(environment),
            dimensions=(rows, columns),
            cwd=self._folder(environment),
            encoding="utf-8",
            codec_errors="replace",
            timeout=1,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.close(force=True)

    @property
    def text(self) -> str:
        """What the screen shows, a line a row, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, *keys: str) -> None:
        """Type keys by name (``"enter"``, ``"ctrl+s"``) or as they are, as fast as a person would."""
        for key in keys:
            self._program.send(KEYS.get(key, key))
            self._read(0.15)

    def rest(self, seconds: float) -> None:
        """Read what comes for a while."""
        self._read(seconds)

    def wait_for(self, wanted: str, seconds: float = 30) -> str:
        """Read until the screen shows ``wanted``; return the screen's text.

        Raises:
            AssertionError: It did not appear within ``seconds``; the message holds the screen.
        """
        until = time.monotonic() + seconds
        while wanted not in self.text:
            if time.monotonic() > until or not self._read(0.2):
                raise AssertionError(f"{wanted!r} is not on the screen:\n{self.text}")
        return self.text

    def wait_for_end(self, seconds: float = 20) -> int:
        """Read until the program has ended; return its exit code."""
        until = time.monotonic() + seconds
        while self._read(0.2):
            if time.monotonic() > until:
                raise AssertionError(f"the program is still running:\n{self.text}")
        self._program.wait()  # the pty may end a moment before the program; closing it then would kill it
        self._program.close()
        return int(self._program.exitstatus if self._program.exitstatus is not None else -1)

    def kill(self) -> None:
        """End the program at once, as a power cut would."""
        self._program.kill(9)
        self._program.wait()

    def ask_to_end(self) -> None:
        """Ask the program to end, as ``kill`` and a shutdown do."""
        self._program.kill(signal.SIGTERM)

    def hang_up(self) -> int:
        """Close the terminal under the program, as its window's button does; return its exit code."""
        self._program.ptyproc.fileobj.close()
        self._program.ptyproc.closed = True
        self._program.wait()
        return int(self._program.exitstatus if self._program.exitstatus is not None else -1)

    @staticmethod
    def _folder(environment: Mapping[str, str]) -> str:
        """Return the folder to start in: the home, so that a path typed by a test ends in no checkout."""
        Path(environment["HOME"]).mkdir(parents=True, exist_ok=True)
        return environment["HOME"]

    def _read(self, seconds: float) -> bool:
        """Feed the screen with what comes within ``seconds``; false when the program has ended."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                chunk = self._program.read_nonblocking(65536, timeout=left)
            except pexpect.TIMEOUT:
                return True
            except pexpect.EOF:
                return False
            self.raw += chunk
            self._stream.feed(chunk)
        return True


def reader_command() -> list[str]:
    """The installed ``reader`` beside the Python that runs the tests."""
    return [str(Path(sys.executable).with_name("reader"))]
