"""Nothing goes on the network: the whole program works where there is none, and never makes a socket.

The app and every command run in an empty network namespace (``unshare -n``), where not even the machine
itself can be reached; and again under strace, which sees each system call of every process that is started.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.terminal import Terminal, private_environment, reader_command

NOTE = """---
id: pier
title: The pier
tags: [sea]
source: https://example.org/pier
---

# The pier

![a picture](https://example.org/picture.png) See [the harbour](https://example.org/harbour), <https://example.org/>.

<img src="https://example.org/pixel.gif">

## Key points

- It ends where the boats begin.
"""

PAGE = """<!doctype html><html><head><title>The quay</title><link rel="stylesheet" href="https://example.org/x.css">
<script src="https://example.org/x.js"></script></head><body><article><h1>The quay</h1>
<p>Ropes lie here, and nobody minds them, and the gulls walk on them as if they were roads to somewhere.</p>
<img src="https://example.org/quay.png"></article></body></html>"""

READWISE = "Highlight,Title,URL\nIt ends where the boats begin.,The pier,https://example.org/pier\n"

COMMANDS = (
    *("list", "tags", "show pier --annotations", "show pier --json", "search boats", "annotations --json"),
    *("highlight pier --quote boats", "reflect pier --text words", "review", "doctor", "config"),
    *("export --format html --output {folder}/pages", "export --format markdown", "export --format jsonld"),
    *("export --format csv", "export --format json", "backup {folder}/copy.json", "merge {folder}/copy.json"),
    *("import {folder}/readwise.csv", "import {folder}/page.html --into {folder}/notes"),
)

_OWN = re.compile(r"socketpair\(AF_UNIX, SOCK_STREAM(?:\|SOCK_CLOEXEC)?, 0, ")
"""How asyncio wakes its loop: two ends of one pipe inside the process (`asyncio.selector_events`)."""
_NAME_SERVICE = re.compile(r"connect\(\d+, \{sa_family=AF_UNIX, sun_path=\"/var/run/nscd/socket\"\}")
"""How the C library asks who the user is, where a cache for that runs."""
_MAKING = re.compile(r"\b(?:socket|socketpair|connect|bind|listen|accept4?)\(.*")


def sockets_in(log: str) -> list[str]:
    """Return the calls in a log of strace that make or join a socket, without which nothing can be sent."""
    calls = [found[0] for line in log.splitlines() if (found := _MAKING.search(line))]
    asked = [each for each in calls if _NAME_SERVICE.match(each)]
    others = [each for each in calls if not _OWN.match(each) and each not in asked]
    local = [each for each in others if each.startswith("socket(AF_UNIX")]
    return others if len(local) > len(asked) else [each for each in others if each not in local]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "pier.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "readwise.csv").write_text(READWISE, encoding="utf-8")
    return tmp_path


Inside = Callable[[Sequence[str]], list[str]]


@pytest.fixture
def without_network() -> Inside:
    """Put a command into a network namespace with nothing in it."""
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare"):
            ended = subprocess.run([*prefix, "true"], check=False, capture_output=True)
            if ended.returncode == 0:
                return lambda command: [*prefix, *command]
    pytest.skip("this machine makes no network namespaces (unshare -n)")


@pytest.fixture
def watched(tmp_path: Path) -> Inside:
    """Put a command under strace; the log is ``strace.log`` in the test's folder."""
    prefix = ["strace", "-f", "-qq", "-e", "trace=%network", "-A", "-o", str(tmp_path / "strace.log")]
    if not shutil.which("strace") or subprocess.run([*prefix, "true"], check=False).returncode:
        pytest.skip("strace is not installed or not allowed (Debian: apt-get install strace)")
    return lambda command: [*prefix, *command]


def use_everything(inside: Inside, folder: Path) -> None:
    """Read, mark, write, search, import and export, in the app and with every command."""
    environment = private_environment(folder / "home")
    reader = inside(
        [*reader_command(), "--notes", str(folder / "notes"), "--store", str(folder / "kept.json")]
    )
    with Terminal(reader, environment, 120, 40) as terminal:
        terminal.wait_for("The pier", 60)
        terminal.press("escape")
        terminal.rest(0.5)
        terminal.press("enter")
        terminal.wait_for("where the boats begin")
        terminal.press("]", "h", "r")
        terminal.wait_for("ctrl+g")
        terminal.press(*"mine", "ctrl+s")
        terminal.wait_for("● ")
        terminal.press("o")
        terminal.wait_for("from here")
        terminal.press("escape")
        terminal.rest(0.5)
        terminal.press("s", *"boats")
        terminal.wait_for("3 found")
        terminal.press("\x11")
        assert terminal.wait_for_end(60) == 0
    for command in COMMANDS:
        words = [each.format(folder=folder) for each in command.split(" ")]
        ended = subprocess.run(
            [*reader, *words], env=environment, capture_output=True, text=True, check=False, timeout=100
        )
        assert ended.returncode in (0, 3), f"{command}: {ended.stderr}"


def test_everything_works_where_there_is_no_network(without_network: Inside, folder: Path) -> None:
    lost = subprocess.run(
        without_network([sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "unreachable" in lost.stderr
    use_everything(without_network, folder)


def test_no_process_of_readers_makes_a_socket(watched: Inside, folder: Path, tmp_path: Path) -> None:
    use_everything(watched, folder)
    log = (tmp_path / "strace.log").read_text()
    assert _OWN.search(log)  # it did watch
    assert sockets_in(log) == []


@pytest.mark.parametrize(
    "doing",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])",
    ],
)
def test_the_watch_sees_a_socket(doing: str, watched: Inside, tmp_path: Path) -> None:
    subprocess.run(watched([sys.executable, "-c", doing]), check=True)
    assert sockets_in((tmp_path / "strace.log").read_text()) != []
