"""Conflict copies that sync tools leave beside the store: merged without questions, once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.store import Store
from tests.stored import Clock, reflection, texts

NAMES = [
    "annotations.sync-conflict-20260304-101010-ABCDEFG.json",
    "annotations (Ann's conflicted copy 2026-03-04).json",
    "annotations (conflicted copy 2026-03-04 101010).json",
    "annotations (1).json",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "annotations.json"


def written(path: Path, *words: str) -> Path:
    """Make a store that holds reflections of these words, and close it."""
    store = Store.open(path)
    for each in words:
        store.put(reflection(each))
    store.close()
    return path


def beside(path: Path, name: str, tmp_path: Path, *words: str) -> Path:
    """Leave a copy with these words beside a store, as a sync tool would."""
    copy = path.parent / name
    copy.write_bytes(written(tmp_path / "elsewhere" / name, *words).read_bytes())
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_a_conflict_copy_is_merged_once_and_kept_under_another_name(
    path: Path, tmp_path: Path, name: str
) -> None:
    written(path, "here")
    copy = beside(path, name, tmp_path, "there")
    before = copy.read_bytes()
    store = Store.open(path)
    assert store.join_copies(Clock()()) == [copy]
    assert store.notices == (f"{name}, left by a sync tool, was merged and set aside: 1 new.",)
    assert store.join_copies(Clock()()) == []
    store.close()
    assert texts(path) == ["here", "there"]
    [kept] = path.parent.glob("*.merged-*")
    assert kept.read_bytes() == before
    assert not copy.exists()


def test_several_copies_with_nothing_new_are_put_away_all_the_same(path: Path, tmp_path: Path) -> None:
    written(path, "here")
    for name in NAMES:
        (path.parent / name).write_bytes(path.read_bytes())
    store = Store.open(path)
    assert len(store.join_copies(Clock()())) == len(NAMES)
    assert all("nothing in it was new" in notice for notice in store.notices)
    store.close()
    assert texts(path) == ["here"]


def test_what_is_no_store_is_left_where_it_is_and_hides_no_other_copy(path: Path, tmp_path: Path) -> None:
    written(path, "here")
    letter = path.parent / "annotations (1).json"
    letter.write_text("Dear Ann", encoding="utf-8")
    beside(path, "annotations (2).json", tmp_path, "there")
    store = Store.open(path)
    store.join_copies(Clock()())
    store.close()
    assert letter.read_text(encoding="utf-8") == "Dear Ann"
    assert any("could not be merged and stays as it is" in notice for notice in store.notices)
    assert texts(path) == ["here", "there"]


def test_a_damaged_copy_gives_what_can_be_read_of_it(path: Path, tmp_path: Path) -> None:
    written(path, "here")
    copy = beside(path, "annotations (1).json", tmp_path, "there", "over there")
    copy.write_bytes(copy.read_bytes().replace(b"there", b"\xff\xfe", 1) + b">>>>>>> theirs")
    store = Store.open(path)
    assert store.join_copies(Clock()()) == [copy]
    store.close()
    assert {"here", "over there"} <= set(texts(path))


def test_copies_wait_while_nothing_can_be_saved(path: Path, tmp_path: Path) -> None:
    written(path, "here")
    copy = beside(path, "annotations (1).json", tmp_path, "there")
    journal = path.with_name(path.name + ".journal")
    journal.write_bytes(journal.read_bytes() + b"garbage\n")
    store = Store.open(path)
    assert not store.is_writable
    assert store.join_copies(Clock()()) == []
    assert copy.exists()
    store.close()


def test_a_merged_copy_is_closed_to_others(path: Path, tmp_path: Path) -> None:
    written(path, "here")
    beside(path, "annotations (1).json", tmp_path, "there").chmod(0o644)
    store = Store.open(path)
    store.join_copies(Clock()())
    store.close()
    [kept] = path.parent.glob("*.merged-*")
    assert os.stat(kept).st_mode & 0o777 == 0o600  # noqa: PTH116
