"""Encrypting, decrypting and purging, killed at any point: no word is lost or exposed."""

from __future__ import annotations

import errno
import random
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reader.annotations import changes
from reader.errors import StoreError
from reader.store import Store, conversion
from reader.store.backups import Backups
from reader.store.identity import is_encrypted_store
from reader.store.places import Places
from reader.store.sealing import AGE, Sealed
from tests.faults.dying import Died, Disk
from tests.faults.writing import Writer
from tests.stored import NOON, reflection

WORDS = "nobody else reads this"
KEY = Sealed.make()


@pytest.fixture(autouse=True)
def quick_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a new identity cost nothing: its second of derivation is no part of what is tested here."""
    monkeypatch.setattr(conversion, "new_identity", lambda _: (KEY, AGE + b"-> scrypt made up\n"))


def open_store(path: Path) -> Store:
    return Store.open(path, unlock=lambda _: KEY, now=lambda: NOON)


def begun(path: Path) -> None:
    """Make a store with everything that may hold words: generations, a backup, a draft, a torn line, a
    journal.
    """
    path.parent.mkdir(mode=0o700)
    for number in range(3):
        store = open_store(path)
        store.put(reflection(f"{WORDS} {number}", at=NOON))
        if number < 2:
            store.close()
    store.drafts.keep("one", f"{WORDS}, a draft", {"note": "kitchen"})
    store._storage.ledger.live.close_journal()  # as a kill does: the last one is in the journal only
    store._storage.ledger.lock.close()
    assert Backups(Places.of(path).backups, path.name, lambda: NOON).all()
    Places.of(path).aside(Places.of(path).journal, "torn", NOON).write_text(f"{WORDS}, torn")


def texts_and_drafts(path: Path) -> tuple[set[str], set[str]]:
    store = open_store(path)
    try:
        assert store.is_writable, store.why_read_only
        assert not [notice for notice in store.notices if "damaged" in notice], store.notices
        return {each.text for each in store.annotations()}, {each.text for each in store.drafts.all()}
    finally:
        store.close()


def in_the_clear(path: Path) -> list[str]:
    return [
        file.name for file in path.parent.rglob("*") if file.is_file() and WORDS.encode() in file.read_bytes()
    ]


def sealed_files(path: Path) -> list[str]:
    return [
        file.name for file in path.parent.rglob("*") if file.is_file() and file.read_bytes().startswith(AGE)
    ]


def check(path: Path) -> None:
    """Check that nothing is lost, and nothing of an encrypted store in the clear once it was opened."""
    assert texts_and_drafts(path) == ({f"{WORDS} {number}" for number in range(3)}, {f"{WORDS}, a draft"})
    if is_encrypted_store(path):
        assert in_the_clear(path) == []
    else:
        assert set(sealed_files(path)) <= {f"{path.name}{ending}" for ending in (".identity", ".previous")}


def encrypt(store: Store) -> None:
    store.encrypt("quick")


def decrypt(store: Store) -> None:
    store.decrypt()


def pattern(folder: Path, act: Callable[[Store], None]) -> Path:
    """Make the store that ``act`` begins with."""
    path = folder / "pattern" / "annotations.json"
    begun(path)
    if act is decrypt:
        store = open_store(path)
        store.encrypt("quick")
        store.close()
        assert in_the_clear(path) == []
    return path


def interrupt(folder: Path, act: Callable[[Store], None], error: int | None, step: int) -> int:
    """Interrupt every ``step``-th system call; return how many of them there were."""
    whole = pattern(folder, act)
    path = folder / "work" / "annotations.json"
    for at in range(1, 2000, step):
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(whole.parent, path.parent)
        store = open_store(path)
        disk = Disk(at, error, 0.5)
        with suppress(Died, StoreError), disk:
            act(store)
        store._storage.ledger.live.close_journal()
        store._storage.ledger.lock.close()
        check(path)
        if not disk.was_reached:
            return at
    raise AssertionError("it never came to its end")


ACTS = pytest.mark.parametrize("act", [encrypt, decrypt])
ERRORS = pytest.mark.parametrize("error", [None, errno.ENOSPC])


@ACTS
@ERRORS
def test_some_system_calls_of_it_may_be_the_last_or_fail(
    tmp_path: Path, act: Callable[[Store], None], error: int | None
) -> None:
    assert interrupt(tmp_path, act, error, step=5) > 40


@pytest.mark.long
@pytest.mark.timeout(600)
@ACTS
@pytest.mark.parametrize("error", [None, errno.ENOSPC, errno.EIO])
def test_each_system_call_of_it_may_be_the_last_or_fail(
    tmp_path: Path, act: Callable[[Store], None], error: int | None
) -> None:
    assert interrupt(tmp_path, act, error, step=1) > 40


def kill_again_and_again(folder: Path, act: Callable[[Store], None], rounds: int, seed: int) -> set[bool]:
    """Kill processes at random moments; return whether the stores they left were encrypted."""
    chance = random.Random(seed)
    whole = pattern(folder, act)
    path = folder / "work" / "annotations.json"
    left: set[bool] = set()
    for _ in range(rounds):
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(whole.parent, path.parent)

        def run(say: Callable[[str], None]) -> None:
            store = open_store(path)
            say("open")
            act(store)
            say("done")
            store.close()

        writer = Writer(run)
        writer.wait_for_first_word()
        time.sleep(chance.random() * 0.02)
        writer.kill()
        writer.acknowledged()
        left.add(is_encrypted_store(path))
        check(path)
    return left


@ACTS
def test_killed_at_random_moments_it_is_the_one_or_the_other(
    tmp_path: Path, act: Callable[[Store], None]
) -> None:
    kill_again_and_again(tmp_path, act, 25, seed=7)


def test_a_window_that_saves_meanwhile_loses_nothing_and_leaves_nothing_in_the_clear(tmp_path: Path) -> None:
    path = tmp_path / "store" / "annotations.json"
    begun(path)

    def run(say: Callable[[str], None]) -> None:
        store = Store.open(path, fold_at=2000, patience=60)
        try:
            for number in range(100_000):
                text = f"{WORDS}, then {number}"
                store.drafts.keep("two", text, {})
                store.put(reflection(text))
                say(text)
        except StoreError as error:
            say(f"refused: {error}")

    writer = Writer(run)
    writer.wait_for_first_word()
    time.sleep(0.1)
    store = Store.open(path)
    store.encrypt("quick")
    *said, refused = writer.acknowledged()
    assert "encrypted" in refused
    assert len(said) > 3
    store.refresh()
    assert set(said) <= {each.text for each in store.annotations()}
    assert said[-1] in {each.text for each in store.drafts.all()} or refused
    store.close()
    assert in_the_clear(path) == []


@pytest.mark.long
@pytest.mark.timeout(900)
@ACTS
def test_killed_hundreds_of_times_it_is_the_one_or_the_other(
    tmp_path: Path, act: Callable[[Store], None]
) -> None:
    assert kill_again_and_again(tmp_path, act, 150, seed=8) == {True, False}


REGRETTED = "words to be gone for good"


def with_something_deleted(folder: Path) -> Path:
    """Make a store whose generations, backup and draft hold what was deleted."""
    path = folder / "regretted" / "annotations.json"
    begun(path)
    store = open_store(path)
    gone = reflection(REGRETTED, at=NOON)
    store.put(gone)
    store.backup()
    store.drafts.keep("two", REGRETTED, {"edits": gone.id})
    store.put(changes.deleted(gone, NOON))
    store.close()
    return path


def check_purge(path: Path) -> bool:
    """Check that it is all there or all gone, once the store was opened; return whether it is gone."""
    store = open_store(path)
    assert {each.text for each in store.annotations()} == {f"{WORDS} {number}" for number in range(3)}
    is_gone = not store.annotations(deleted=True)
    store.close()
    holding = [
        file for file in path.parent.rglob("*") if file.is_file() and REGRETTED.encode() in file.read_bytes()
    ]
    assert bool(holding) is not is_gone, holding
    return is_gone


@ERRORS
def test_deleting_for_good_may_be_cut_short_at_some_system_calls(tmp_path: Path, error: int | None) -> None:
    assert interrupt_purge(tmp_path, error, step=4) > 40


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("error", [None, errno.ENOSPC, errno.EIO])
def test_deleting_for_good_may_be_cut_short_at_each_system_call(tmp_path: Path, error: int | None) -> None:
    assert interrupt_purge(tmp_path, error, step=1) > 40


def interrupt_purge(tmp_path: Path, error: int | None, step: int) -> int:
    """Interrupt every ``step``-th system call of a purge; return how many of them there were."""
    whole = with_something_deleted(tmp_path)
    path = tmp_path / "work" / "annotations.json"
    ends: list[bool] = []
    for at in range(1, 2000, step):
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(whole.parent, path.parent)
        store = open_store(path)
        plan = store.plan_purge()
        disk = Disk(at, error, 0.5)
        with suppress(Died, StoreError), disk:
            store.purge(plan)
        store._storage.ledger.live.close_journal()
        store._storage.ledger.lock.close()
        ends.append(check_purge(path))
        if not disk.was_reached:
            break
    assert True in ends
    assert error is not None or {*ends} == {True, False}
    assert error is not None or ends == sorted(ends), "killed later than one call, it is done"
    return at
