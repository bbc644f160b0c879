"""The program as a whole, installed, in a real pty: what a leader does on two days."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("way", ["it is asked to end", "its terminal is closed"])
def test_words_being_written_when_the_program_is_ended_from_outside_are_offered_at_the_next_start(
    tmp_path: Path, way: str
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "kitchen-table.md").write_text(NOTE, encoding="utf-8")
    environment = private_environment(tmp_path / "home")
    command = [*reader_command(), "--notes", str(notes)]

    with Terminal(command, environment) as today:
        today.wait_for("The kitchen table")
        today.press("escape", "enter")
        today.wait_for("Sit down before you speak.")
        today.press("]", "r")
        today.wait_for("ctrl+s")
        today.press(*"I talk first")
        today.wait_for("I talk first")
        if way == "it is asked to end":
            today.ask_to_end()
            assert today.wait_for_end() == 128 + signal.SIGTERM
            assert "\x1b[?1049l" in today.raw  # the terminal's own screen is back
            assert "Traceback" not in today.raw
        else:
            assert today.hang_up() == 128 + signal.SIGHUP

    with Terminal(command, environment) as tomorrow:
        tomorrow.wait_for("Words that were not saved yet")
        tomorrow.wait_for("I talk first")
        tomorrow.press("enter")
        tomorrow.wait_for("Words kept from before")
        tomorrow.press("ctrl+s")
        tomorrow.wait_for("│ ● ")  # beside the page, once it is saved
