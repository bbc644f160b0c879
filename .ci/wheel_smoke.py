"""Uses the installed wheel from an empty folder: the notes are listed, shown, and open in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte

ROWS, COLUMNS = 30, 120


def main(scripts: Path) -> None:
    """Check the installed ``reader`` under ``scripts``; stop at the first thing that is not so."""
    listed = json.loads(subprocess.check_output([scripts / "reader", "list", "--json"]))
    assert len(listed) == 4, f"the wheel carries {len(listed)} notes, not 4"
    for note in listed:
        shown = subprocess.check_output([scripts / "python", "-m", "reader", "show", note["id"]], text=True)
        assert note["title"].split()[0] in shown, f"{note['id']} is not shown"
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    program = pexpect.spawn(
        str(scripts / "reader"), dimensions=(ROWS, COLUMNS), env=environment, encoding="utf-8", timeout=1
    )
    for _ in range(60):
        with contextlib.suppress(pexpect.TIMEOUT):
            stream.feed(program.read_nonblocking(65536, timeout=0.5))
        if any("4 notes" in line for line in screen.display):
            break
    else:
        raise AssertionError("the library did not appear:\n" + "\n".join(screen.display))
    program.close(force=True)
    print(f"wheel: {len(listed)} notes listed, shown and opened from an empty folder")


main(Path(sys.argv[1]))
