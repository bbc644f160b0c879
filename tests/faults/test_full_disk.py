"""Disks that are full, read-only, gone or not ours: a clear sentence, nothing lost, saving goes on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from reader.errors import SaveFailed
from reader.store import Store
from reader.store.lock import FileLock
from reader.store.places import Places
from tests.faults.writing import Writer
from tests.stored import files_beside, reflection, stock_tables, texts

NOBODY = 65534


def in_a_fork(run: Callable[[], None], *, user: int | None = None) -> None:
    """Run checks in a process of their own, with limits or rights of its own."""

    def checks(say: Callable[[str], None]) -> None:
        if user is not None and os.geteuid() == 0:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
        run()
        say("fine")

    assert Writer(checks).acknowledged() == ["fine"]


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes: up to there it is a short write, then an error."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def path() -> Iterator[Path]:
    """Return the place of a store that other users can reach; pytest's own folders are closed to them."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "store" / "annotations.json"
        path.parent.mkdir(mode=0o700)
        yield path


def test_a_save_cut_short_at_any_byte_leaves_no_trace_and_can_be_tried_again(path: Path) -> None:
    def checks() -> None:
        store = Store.open(path)
        store.put(reflection("before"))
        journal = Places.of(path).journal
        for room in range(0, 400, 7):
            size = journal.stat().st_size
            words = reflection(f"try {room} " + "w" * 300)
            with file_size_limit(size + room), pytest.raises(SaveFailed, match=r"annotations\.json"):
                store.put(words)
            assert journal.stat().st_size == size
            assert store.get(words.id) is None
            store.put(words)
            assert store.get(words.id) == words
        store.close()

    in_a_fork(checks)
    assert len(texts(path)) == 1 + len(range(0, 400, 7))
    assert Store.open(path).notices == ()


def test_a_fold_that_finds_no_room_loses_nothing_and_closing_says_nothing(path: Path) -> None:
    def checks() -> None:
        store = Store.open(path, fold_at=1 << 30)
        for number in range(20):
            store.put(reflection(f"{number}"))
        with file_size_limit(Places.of(path).journal.stat().st_size // 2):
            with pytest.raises(SaveFailed):
                store._storage.ledger.fold()
            store.close()

    in_a_fork(checks)
    assert not [name for name in files_beside(path) if name.endswith(".new")]
    assert len(texts(path)) == 20


def test_a_store_that_was_never_written_opens_on_a_full_disk_and_is_read_only(path: Path) -> None:
    def checks() -> None:
        with file_size_limit(0):
            store = Store.open(path)
            assert not store.is_writable
            assert store.annotations() == []
            with pytest.raises(SaveFailed):
                store.put(reflection())
        assert store.retry()
        store.put(reflection("now"))

    in_a_fork(checks)
    assert texts(path) == ["now"]


def test_a_full_disk_of_one_mebibyte_keeps_every_saved_word(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    try:
        path = disk / "store" / "annotations.json"
        store = Store.open(path, fold_at=50_000)
        saved: list[str] = []

        def fill() -> None:
            for number in range(10_000):
                text = f"{number} " + "w" * 500
                store.put(reflection(text))
                saved.append(text)

        with pytest.raises(SaveFailed, match="disk is full") as raised:
            fill()
        assert "www" not in str(raised.value)
        assert sorted(each.text for each in store.annotations()) == sorted(saved)
        store.save_copy(tmp_path / "elsewhere.json")
        assert len(stock_tables(tmp_path / "elsewhere.json")["annotations"]) == len(saved)
        shutil.rmtree(Places.of(path).backups, ignore_errors=True)
        for old in disk.glob("store/*.previous"):
            old.unlink()
        store.put(reflection("room again"))
        store.close()
        assert sorted(texts(path)) == sorted([*saved, "room again"])
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_mounted_read_only_is_read_and_says_so_until_it_can_be_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("needs the right to mount a disk")
    try:
        path = disk / "annotations.json"
        store = Store.open(path)
        store.put(reflection("before"))
        subprocess.run(["mount", "-o", "remount,ro", disk], check=False, capture_output=True)
        store._storage.ledger.live.close_journal()
        store._storage.ledger.lock.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        reader = Store.open(path)
        assert [each.text for each in reader.annotations()] == ["before"]
        assert not reader.is_writable
        assert "Read-only file system" in reader.why_read_only
        with pytest.raises(SaveFailed, match="Read-only file system"):
            reader.put(reflection("no"))
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        reader.put(reflection("yes"))
        assert reader.is_writable
        assert sorted(texts(path)) == sorted(["before", "yes"])
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_store_whose_folder_may_not_be_written_opens_for_reading(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("mine"))
    store.close()

    def checks() -> None:
        reader = Store.open(path)
        assert [each.text for each in reader.annotations()] == ["mine"]
        assert not reader.is_writable
        assert "Permission denied" in reader.why_read_only
        with pytest.raises(SaveFailed, match="Permission denied"):
            reader.put(reflection("no"))

    path.parent.chmod(0o755)
    for file in path.parent.iterdir():
        if file.is_file():
            file.chmod(0o644)
    in_a_fork(checks, user=NOBODY)


def test_a_store_that_is_not_there_opens_empty_and_read_only_in_a_folder_that_may_not_be_written(
    path: Path,
) -> None:
    path.parent.chmod(0o755)

    def checks() -> None:
        store = Store.open(path)
        assert store.annotations() == []
        assert not store.is_writable

    in_a_fork(checks, user=NOBODY)
    assert list(path.parent.iterdir()) == []


def test_permission_taken_away_while_open_fails_one_save_and_the_next_works_when_it_is_back(
    path: Path,
) -> None:
    os.chown(path.parent, NOBODY, NOBODY) if os.geteuid() == 0 else None

    def checks() -> None:
        store = Store.open(path, fold_at=1)
        store.put(reflection("before"))
        path.parent.chmod(0o000)
        with pytest.raises(SaveFailed, match="Permission denied"):
            store.put(reflection("not now"))
        path.parent.chmod(0o700)
        store.put(reflection("again"))
        assert {each.text for each in store.annotations()} == {"before", "again"}
        store.close()

    in_a_fork(checks, user=NOBODY)
    assert sorted(texts(path)) == sorted(["before", "again"])


def test_a_folder_that_vanishes_fails_the_save_and_its_return_brings_everything_back(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("before"))
    away = path.parent.with_name("unplugged")
    path.parent.rename(away)
    with pytest.raises(SaveFailed, match=r"annotations\.json"):
        store.put(reflection("while away"))
    assert not path.parent.exists()
    assert [each.text for each in store.annotations()] == ["before"]
    assert not store.refresh() or not store.is_writable
    away.rename(path.parent)
    assert store.retry()
    store.put(reflection("back"))
    store.close()
    assert sorted(texts(path)) == sorted(["before", "back"])


def test_another_disk_in_the_folders_place_is_not_written_to(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("before"))
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "none", path.parent], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("needs the right to mount a disk")
    try:
        with pytest.raises(SaveFailed, match="disk is not there"):
            store.put(reflection("lost if it were written"))
    finally:
        subprocess.run(["umount", "-l", path.parent], check=True)
    store.put(reflection("after"))
    assert sorted(texts(path)) == sorted(["before", "after"])


def test_a_lock_held_by_a_stuck_process_fails_the_save_in_time_and_names_the_process(path: Path) -> None:
    store = Store.open(path, patience=0.2)
    store.put(reflection("before"))

    def hold(say: Callable[[str], None]) -> None:
        with FileLock(Places.of(path).lock).held():
            say("held")
            time.sleep(60)

    holder = Writer(hold)
    holder.wait_for_first_word()
    with pytest.raises(SaveFailed, match=f"process {holder.pid}"):
        store.put(reflection("waiting"))
    second = Store.open(path, patience=0.1)
    assert [each.text for each in second.annotations()] == ["before"]
    assert any("another Reader" in notice for notice in second.notices)
    holder.kill()
    holder.acknowledged()
    store.put(reflection("the dead hold no locks"))
    second.put(reflection("nor from others"))
    assert len(texts(path)) == 3


def test_a_lock_file_that_was_removed_does_not_let_two_write_at_once(path: Path) -> None:
    store = Store.open(path, patience=0.1)
    with FileLock(Places.of(path).lock).held():
        pass
    Places.of(path).lock.unlink()
    store.put(reflection("one"))
    with FileLock(Places.of(path).lock).held(), pytest.raises(SaveFailed):
        store.put(reflection("two"))


def test_on_a_file_system_without_locks_a_second_file_stands_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def no_locks(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("reader.store.lock._lock", no_locks)
    one, two = Store.open(path, patience=0.1), Store.open(path, patience=0.1)
    one.put(reflection("one"))
    two.put(reflection("two"))
    stand_in = path.with_name(path.name + ".lock.held")
    assert not stand_in.exists()
    stand_in.write_text("1 another-machine")
    with pytest.raises(SaveFailed, match=r"lock\.held"):
        one.put(reflection("blocked"))
    stand_in.unlink()

    def die_holding(say: Callable[[str], None]) -> None:
        lock = FileLock(Places.of(path).lock)
        with lock.held(), suppress(BaseException):
            say("held")
            os._exit(1)

    Writer(die_holding).acknowledged()
    assert stand_in.exists()
    one.put(reflection("after a death"))
    two.refresh()
    assert len(two.annotations()) == 3
