"""A bundled note walked to its end, in a real pty."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from reader.document.parse import parse
from reader.library.bundled import bundled_notes
from reader.library.scan import scan
from tests.terminal import Terminal, private_environment, reader_command


def test_a_bundled_note_is_walked_to_its_end(tmp_path: Path) -> None:
    note = next(each for each in scan(bundled_notes()).notes if each.key == "leadership-and-well-being.md")
    count = len(parse(note.body).key_points)
    environment = private_environment(tmp_path / "home")
    command = [*reader_command(), "--notes", str(bundled_notes())]

    opening = [*reader_command(), str(note.path)]
    with Terminal(opening, environment, columns=80, rows=24) as terminal:
        terminal.wait_for(note.title)
        terminal.press("w")
        terminal.wait_for(f"1 of {count}")
        for number in range(1, count):
            if number % 2:
                terminal.press(*f"Thought {number}")
                terminal.wait_for(f"Thought {number}")
                terminal.press("ctrl+s")
            else:
                terminal.press("right")
            terminal.wait_for(f"{number + 1} of {count}")
        terminal.press("right")
        terminal.wait_for("points have words of yours")
        terminal.wait_for("Thought 1")
        terminal.press("q", "q", "q", "q")
        assert terminal.wait_for_end() == 0

    printed = subprocess.check_output([*command, "annotations", "--json"], env=environment)
    kept = sorted(each["text"] for each in json.loads(printed))
    assert kept == [f"Thought {number}" for number in range(1, count, 2)]
