"""Every system call of opening, saving, folding and migrating, interrupted in turn: old or new state is left.

strace injects the fault (``-e inject``) at the n-th call of that name on the store's own files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import tinydb

from reader.annotations.record import to_record
from reader.store import Store
from tests.stored import files_beside, reflection

ROOT = Path(__file__).parents[2]
NAMES = [
    "",
    *[
        f"{name}{ending}"
        for name in ("", ".journal", ".previous", ".journal.previous")
        for ending in ("", ".new")
        if name + ending
    ],
    ".lock",
    ".backups",
    *[
        f".backups/annotations-20260304-120000{ending}"
        for ending in (".json", ".json.new", "-version-0.json", "-version-0.json.new")
    ],
]
WRITING = {"pwrite64", "openat", "fsync", "rename", "link", "mkdir", "ftruncate"}
SCENARIOS = ["begun", "continued", "migrated"]


@dataclass(frozen=True)
class Fault:
    call: str
    number: int  # which of the calls of that name
    kind: str  # "signal=KILL", "error=EIO", ...


def needs_strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian: apt-get install strace)")
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("this machine does not allow strace")


def prepared(scenario: str, folder: Path) -> set[str]:
    """Make the store a scenario begins with and return what is saved in it."""
    path = folder / "annotations.json"
    if scenario == "begun":
        return set()
    folder.mkdir()
    if scenario == "migrated":
        with tinydb.TinyDB(path) as database:
            database.table("annotations").insert(to_record(reflection("from before")))
        return {"from before"}
    for text in ("at rest", "in the journal"):
        store = Store.open(path)
        store.put(reflection(text))
        if text == "at rest":
            store.close()
    return {"at rest", "in the journal"}


def run_traced(folder: Path, log: Path, fault: Fault | None) -> list[str]:
    """Run the writer under strace and return what it said."""
    path = folder / "annotations.json"
    watched = [part for name in NAMES for part in ("-P", f"{path}{name}")]
    inject = ["-e", f"inject={fault.call}:{fault.kind}:when={fault.number}"] if fault else []
    command = [sys.executable, "-m", "tests.faults.traced_writer", str(path)]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(log), "-P", str(folder), *watched, *inject, *command],
        cwd=ROOT,
        env={"TZ": "UTC", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr or "reader.errors." in done.stderr, (fault, done.stderr)
    return done.stdout.split("\n")


def calls_of(log: Path) -> Counter[str]:
    """Count the calls in a log of strace by name."""
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE))


def check(folder: Path, before: set[str], said: list[str], fault: Fault) -> None:
    """Check that the store is whole and holds what was said to be saved."""
    path = folder / "annotations.json"
    saved = before | {line.removeprefix("saved ") for line in said if line.startswith("saved ")}
    store = Store.open(path)
    found = [annotation.text for annotation in store.annotations()]
    assert saved <= set(found), (fault, said, store.notices)
    assert set(found) <= before | {"one", "two"}, (fault, found)
    assert len(found) == len(set(found)), (fault, found)
    assert not [notice for notice in store.notices if "damaged" in notice], (fault, store.notices)
    store.put(reflection("afterwards"))
    store.close()
    again = Store.open(path)
    assert "afterwards" in [annotation.text for annotation in again.annotations()], fault
    assert not [name for name in files_beside(path) if name.endswith(".new")], fault
    again.close()


def faults_of(calls: Counter[str], kind: str) -> list[Fault]:
    wanted = calls.keys() if kind in ("signal=KILL", "error=EIO") else calls.keys() & WRITING
    return [Fault(call, number, kind) for call in sorted(wanted) for number in range(1, calls[call] + 1)]


def interrupt(tmp_path: Path, scenario: str, kind: str, step: int) -> int:
    """Interrupt every ``step``-th call of a scenario; return how many that were."""
    needs_strace()
    log = tmp_path / "strace.log"
    work, pattern = tmp_path / "work", tmp_path / "pattern"
    before = prepared(scenario, pattern)

    def begin() -> None:
        shutil.rmtree(work, ignore_errors=True)
        if pattern.exists():
            shutil.copytree(pattern, work)

    begin()
    said = run_traced(work, log, None)
    assert "closed" in said
    faults = faults_of(calls_of(log), kind)[::step]
    for fault in faults:
        begin()
        said = run_traced(work, log, fault)
        assert re.search("INJECTED|killed by SIGKILL", log.read_text(errors="replace")), fault
        check(work, before, said, fault)
    return len(faults)


@pytest.mark.parametrize("kind", ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EINTR"])
def test_some_calls_of_a_save_and_a_fold_interrupted_leave_the_old_or_the_new_state(
    tmp_path: Path, kind: str
) -> None:
    assert interrupt(tmp_path, "continued", kind, step=29 if kind in ("signal=KILL", "error=EIO") else 9) > 3


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EINTR"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_call_interrupted_leaves_the_old_or_the_new_state(
    tmp_path: Path, scenario: str, kind: str
) -> None:
    assert interrupt(tmp_path, scenario, kind, step=1) > 20
