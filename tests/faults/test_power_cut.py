"""Power cuts: the disk as it is at a random moment, mounted again, holds everything that was called saved.

The store lies on an ext4 in a file, mounted through a loop device. The file is copied while a writer is
stopped and the device is quiet; the copy holds what had reached the device, nothing that was only cached.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.store import Store
from tests.faults.test_every_system_call import needs_strace, run_traced
from tests.faults.writing import Writer, put_many

MEGABYTES = 12
WRITER_SAVES = 400
CUTS_A_WRITER = 20


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    run("mount", "-o", "loop", image, place)
    try:
        yield
    finally:
        run("umount", "-l", place)


def needs_loop_mounts(tmp_path: Path) -> Path:
    """Return a fresh ext4 in a file, or skip."""
    image = tmp_path / "disk.img"
    image.write_bytes(b"")
    os.truncate(image, MEGABYTES << 20)
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("needs root and mkfs.ext4")
    run("mkfs.ext4", "-q", "-F", image)
    try:
        with mounted(image, tmp_path / "try"):
            pass
    except subprocess.CalledProcessError as error:
        pytest.skip(f"loop mounts are not allowed here: {error.stderr}")
    return image


def device_of(place: Path) -> str:
    return run("findmnt", "-n", "-o", "SOURCE", place).strip().removeprefix("/dev/")


def cut(image: Path, copy: Path, device: str) -> None:
    """Copy the disk as it is between two writes of the device."""
    counters = Path("/sys/block", device, "stat")
    for _ in range(50):
        before = counters.read_text().split()
        shutil.copyfile(image, copy)
        after = counters.read_text().split()
        if before[4:9] == after[4:9] and after[8] == "0":  # writes done, sectors written, in flight
            return
        time.sleep(0.005)
    pytest.fail("the device was never quiet")


def cut_the_power(tmp_path: Path, cuts: int, seed: int) -> None:
    chance = random.Random(seed)
    image = needs_loop_mounts(tmp_path)
    copy = tmp_path / "copy.img"
    done = 0
    with mounted(image, tmp_path / "disk"):
        device = device_of(tmp_path / "disk")
        while done < cuts:
            path = tmp_path / "disk" / f"store{done}" / "annotations.json"
            saved = tmp_path / f"saved{done}"

            writer = Writer(put_many(path, f"w{done}", WRITER_SAVES, told=saved))
            try:
                writer.wait_for_first_word()
                for _ in range(min(CUTS_A_WRITER, cuts - done)):
                    time.sleep(chance.random() * 0.02)
                    os.kill(writer.pid, signal.SIGSTOP)
                    words = saved.read_text().split("\n")[:-1]
                    cut(image, copy, device)
                    check(copy, tmp_path / "copy", path.parent.name, words)
                    done += 1
                    os.kill(writer.pid, signal.SIGCONT)
            finally:
                writer.kill()
                writer.acknowledged()
            shutil.rmtree(path.parent)


def check(image: Path, place: Path, folder: str, saved: list[str]) -> None:
    with mounted(image, place):
        path = place / folder / "annotations.json"
        store = Store.open(path)
        found = [annotation.text for annotation in store.annotations()]
        assert set(saved) <= set(found), "a saved reflection is lost"
        assert len(found) == len(set(found))
        assert store.is_writable
        assert not [notice for notice in store.notices if "damaged" in notice], store.notices
        store.close()


def test_nothing_saved_is_lost_when_the_power_is_cut(tmp_path: Path) -> None:
    cut_the_power(tmp_path, 10, seed=1)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_two_hundred_power_cuts_lose_nothing(tmp_path: Path) -> None:
    cut_the_power(tmp_path, 200, seed=2)


def test_files_are_renamed_only_when_synced_and_the_lock_held_until_all_is(tmp_path: Path) -> None:
    """Where no disk can be cut off, the order of the calls shows it: write, sync, rename, sync the folder."""
    needs_strace()
    log = tmp_path / "strace.log"
    run_traced(tmp_path / "store", log, None)
    synced: set[str] = set()
    unsynced: set[str] = set()
    named: dict[str, str] = {}
    waiting = ""  # a rename whose folder is not synced yet
    calls = re.findall(r"^\d+ +(\w+\(.*)$", log.read_text(errors="replace"), re.MULTILINE)
    assert any(call.startswith("rename") for call in calls)
    for call in calls:
        number = re.match(r"\w+\((\d+)", call)
        file = named.get(number[1], "") if number else ""
        if opened := re.match(r'openat\(AT_FDCWD, "([^"]+)".* = (\d+)$', call):
            named[opened[2]] = opened[1]
        elif call.startswith("pwrite64") and not file.endswith(".lock"):
            assert not waiting, f"written before the folder was synced after {waiting}"
            synced.discard(file)
            unsynced.add(file)
        elif call.startswith("fsync"):
            synced.add(file)
            unsynced.discard(file)
            waiting = "" if not file.endswith((".new", ".journal")) else waiting
        elif renamed := re.match(r'rename\("([^"]+)", "([^"]+)"', call):
            is_link = renamed[1].endswith(".previous.new")  # to a file that was synced before
            assert is_link or renamed[1] in synced, f"{renamed[1]} was renamed before it was synced"
            waiting = renamed[2]
        elif call.startswith("flock") and "LOCK_UN" in call:
            assert not waiting, f"the lock was let go before the folder was synced after {waiting}"
            assert not unsynced, f"the lock was let go before {unsynced} was synced"
