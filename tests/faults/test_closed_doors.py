"""A store whose folder or files may not be read any more: said in a sentence, nothing lost, no traceback."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.cli import main
from reader.errors import SaveFailed, StoreUnavailable
from reader.index.doctor import drop_damaged_index, examine_index
from reader.index.places import notes_file
from reader.store import Store
from reader.store.doctor import Finding, Severity, examine, repair
from reader.store.places import Places
from tests.faults.test_full_disk import NOBODY, in_a_fork
from tests.faults.test_full_disk import path as path
from tests.stored import reflection, texts


@pytest.fixture
def closed(path: Path) -> Iterator[Callable[[Callable[[], None]], None]]:
    """Run something as the user the store belongs to, who is no root; keeps one reflection before."""
    if os.geteuid() == 0:
        os.chown(path.parent, NOBODY, NOBODY)

    def keep() -> None:
        store = Store.open(path)
        store.put(reflection("before"))
        store.close()

    in_a_fork(keep, user=NOBODY)
    yield lambda run: in_a_fork(run, user=NOBODY)
    path.parent.chmod(0o700)
    assert "before" in texts(path)


def damage(found: list[Finding]) -> list[str]:
    return [each.sentence for each in found if each.severity is Severity.DAMAGE]


def test_a_window_whose_folder_is_closed_meanwhile_says_so_and_saves_again_when_it_is_open(
    path: Path, closed: Callable[[Callable[[], None]], None]
) -> None:
    def checks() -> None:
        store = Store.open(path, for_reading_at_least=True)
        path.parent.chmod(0o000)
        store.refresh()
        assert "Permission denied" in store.why_read_only
        assert [each.text for each in store.annotations()] == ["before"]
        assert not store.retry()
        path.parent.chmod(0o700)
        assert store.retry()
        store.put(reflection("after"))
        store.close()

    closed(checks)
    assert sorted(texts(path)) == ["after", "before"]


@pytest.mark.parametrize("name", ["annotations.json", ""])
def test_doctor_says_which_door_is_closed_and_how_it_is_opened(
    path: Path, closed: Callable[[Callable[[], None]], None], name: str
) -> None:
    def checks() -> None:
        door = path.parent / name
        door.chmod(0o000)
        [said] = damage(examine(path))
        assert f"chmod u+rw{'' if name else 'x'} {door}" in said
        assert "as they were" in said
        with pytest.raises(StoreUnavailable, match="chmod"):
            repair(path, now=lambda: datetime.now(UTC))
        door.chmod(0o700)

    closed(checks)


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o600])
def test_doctor_looks_at_the_store_though_the_folder_of_backups_is_closed(
    path: Path, closed: Callable[[Callable[[], None]], None], mode: int
) -> None:
    def checks() -> None:
        backups = Places.of(path).backups
        backups.chmod(mode)
        found = examine(path)
        assert damage(found) == []
        assert any(str(backups) in each.sentence and "chmod u+rwx" in each.sentence for each in found)
        backups.chmod(0o700)

    closed(checks)


def test_doctor_takes_an_index_it_may_not_see_for_one_to_be_made(
    path: Path, closed: Callable[[Callable[[], None]], None]
) -> None:
    def checks() -> None:
        folder = path.parent / "cache"
        folder.mkdir()
        notes_file(folder, path.parent).touch()
        folder.chmod(0o000)
        assert all(is_whole for is_whole, _ in examine_index(folder, path.parent, path))
        assert list(drop_damaged_index(folder, path.parent, path)) == []
        folder.chmod(0o700)

    closed(checks)


COMMANDS = [
    ("backup", "{}.json"),
    ("restore", "{}.json", "--yes"),
    ("merge", "{}.json"),
    ("config", "notes", "{}"),
    ("import", "{}"),
    ("export", "--output", "{}"),
    ("export", "--format", "csv", "--output", "{}.csv"),
    ("list", "--notes", "{}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_that_is_led_into_a_closed_folder_says_so_in_a_sentence(
    path: Path,
    closed: Callable[[Callable[[], None]], None],
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def run(home: Path, target: Path, store: Path) -> int:
        monkeypatch.setenv("HOME", str(home))
        return main([*(word.format(target) for word in command), "--store", str(store)])

    # Python itself may stand where another user cannot read it: all that is needed is loaded before.
    run(tmp_path, tmp_path / "open", tmp_path / "annotations.json")

    def checks() -> None:
        door = path.parent / "door"
        door.mkdir()
        door.chmod(0o000)
        assert run(path.parent, door / "inside", path) == 1
        door.chmod(0o700)
        assert list(door.iterdir()) == []

    closed(checks)


@pytest.mark.parametrize("beside", [".journal", ".lock"])
def test_a_folder_that_has_the_name_of_a_file_of_the_store_is_named_itself(path: Path, beside: str) -> None:
    Store.open(path).put(reflection("before"))
    taken = path.with_name(path.name + beside)
    taken.unlink()
    taken.mkdir()
    store = Store.open(path, for_reading_at_least=True)
    with pytest.raises(SaveFailed, match=re.escape(str(taken))):
        store.put(reflection("not now"))
    assert main(["doctor", "--store", str(path)]) == (1 if beside == ".journal" else 0)
    assert main(["merge", str(path), "--store", str(path.with_name("other.json"))]) == (beside == ".journal")
    taken.rmdir()
    store.put(reflection("after"))
    store.close()
    assert "after" in texts(path)
