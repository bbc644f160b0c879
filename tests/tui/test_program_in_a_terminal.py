"""The program as a whole, installed, in a real pty: what a leader does on two days."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.terminal import Terminal, private_environment, reader_command

NOTE = """---
id: kitchen-table
title: The kitchen table
tags: [listening]
date: 2025-03-04
---

# The kitchen table

Amina runs a food bank in a small town.

## Key points

- Sit down before you speak.
- A promise kept is worth ten made.
"""


def test_words_written_today_are_there_tomorrow(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "kitchen-table.md").write_text(NOTE, encoding="utf-8")
    environment = private_environment(tmp_path / "home")
    command = [*reader_command(), "--notes", str(notes)]

    with Terminal(command, environment) as today:
        today.wait_for("The kitchen table")
        today.press("escape", "enter")
        today.wait_for("Sit down before you speak.")
        today.press("]", "h", "r")
        today.press(*"I talk first, always.")
        today.press("ctrl+s")
        today.wait_for("I talk first, always.")
        today.press("q")
        today.wait_for("1 reflection")
        today.press("q")
        assert today.wait_for_end() == 0

    with Terminal(command, environment) as tomorrow:
        tomorrow.wait_for("1 reflection")
        tomorrow.press("enter")
        tomorrow.wait_for("I talk first, always.")
        tomorrow.press("q", "q")
        assert tomorrow.wait_for_end() == 0

    printed = subprocess.check_output([*command, "annotations", "--json"], env=environment)
    highlight, reflection = sorted(json.loads(printed), key=lambda kept: kept["kind"])
    assert (highlight["kind"], highlight["exact"]) == ("highlight", "Sit down before you speak.")
    assert (reflection["kind"], reflection["text"]) == ("reflection", "I talk first, always.")
    assert reflection["exact"] == "Sit down before you speak."
    assert {highlight["status"], reflection["status"]} == {"anchored"}
