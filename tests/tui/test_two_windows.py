"""Two real windows on one store, one of them killed: what a leader with two terminals sees."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.terminal import Terminal, private_environment, reader_command

NOTE = """---
id: kitchen-table
title: The kitchen table
---

# The kitchen table

## Key points

- Sit down before you speak.
- A promise kept is worth ten made.
"""


def test_two_windows_show_each_others_words_and_a_killed_one_loses_none(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "kitchen-table.md").write_text(NOTE, encoding="utf-8")
    environment = private_environment(tmp_path / "home")
    command = [*reader_command(), "--notes", str(notes)]
    page = [*reader_command(), str(notes / "kitchen-table.md")]

    with Terminal(page, environment) as here, Terminal(page, environment) as there:
        for window in (here, there):
            window.wait_for("Sit down before you speak.")
        here.press("]", "r")
        here.wait_for("Your reflection")
        here.press(*"I stood.", "ctrl+s")
        here.wait_for("reflection saved")
        there.wait_for("I stood.")
        here.kill()
        there.press("]", "]", "r")
        there.wait_for("Your reflection")
        there.press(*"I promise.")
        there.wait_for("draft kept")
        there.kill()

    with Terminal(page, environment) as again:
        again.wait_for("Words that were not saved yet")
        again.press("enter")
        again.wait_for("they were not saved yet")
        again.press("ctrl+s")
        again.wait_for("I stood.")
        again.press("\x11")  # ctrl+q
        assert again.wait_for_end() == 0

    printed = subprocess.check_output([*command, "annotations", "--json"], env=environment)
    assert sorted(each["text"] for each in json.loads(printed)) == ["I promise.", "I stood."]
