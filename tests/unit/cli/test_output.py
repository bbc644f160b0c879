"""What is printed where people read along: long sentences are broken between words, never within one."""

from __future__ import annotations

import io
import os
import shutil
import sys

import pytest

from reader.cli import output

SENTENCE = "Not reached: copies, exports and backups elsewhere, and what the disk keeps of removed files."


class Terminal(io.StringIO):
    """A stream on which somebody reads along."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((30, 20)))


def test_a_sentence_is_broken_between_words_and_keeps_its_indent(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    output.say_sentence(f"    {SENTENCE}")
    lines = terminal.getvalue().splitlines()
    assert len(lines) > 2
    assert all(len(line) <= 30 and line.startswith("    ") for line in lines)
    assert [*" ".join(lines).split()] == SENTENCE.split()


def test_a_path_longer_than_the_terminal_stays_whole_so_that_it_can_be_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal, path = Terminal(), "/home/ada/a-very-long-folder/a-very-long-name.json"
    monkeypatch.setattr(sys, "stderr", terminal)
    output.complain(f"{path} is damaged.")
    assert path in terminal.getvalue().splitlines()


def test_a_pipe_gets_a_sentence_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stdout", pipe)
    output.say_sentence(SENTENCE)
    assert pipe.getvalue() == SENTENCE + "\n"
