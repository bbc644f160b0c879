"""Locking an open store: the key and the words go, what was saved stays, and only the key brings it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import SaveFailed, StoreLocked
from reader.store import Store
from reader.store.sealing import Sealed
from tests.stored import begin_sealed, reflection


@pytest.fixture
def key(tmp_path: Path) -> Sealed:
    return begin_sealed(tmp_path / "annotations.json")


def opened(folder: Path, key: Sealed) -> Store:
    """Open it as the app does, with a key that was given at the start."""
    return Store.open(folder / "annotations.json", unlock=lambda _: key, for_reading_at_least=True)


def test_a_locked_store_knows_nothing_saves_nothing_and_does_not_open_itself(
    tmp_path: Path, key: Sealed
) -> None:
    store = opened(tmp_path, key)
    words = reflection("mine")
    store.put(words)
    store.lock()
    for look in (store.refresh, store.retry):
        look()
        assert store.is_locked
        assert store.is_encrypted
        assert store.get(words.id) is None
        assert store.recall_all("settings") == {}
    with pytest.raises(SaveFailed):
        store.put(reflection("more"))
    with pytest.raises(SaveFailed):
        store.drafts.keep("one", "more", {})
    with pytest.raises(StoreLocked):
        store.sealed(b"more")
    assert not (tmp_path / "annotations.json.drafts").exists()
    store.unlock(key)
    assert not store.is_locked
    assert [each.text for each in store.annotations()] == ["mine"]
    store.put(reflection("again"))
    store.close()


def test_what_another_window_wrote_meanwhile_is_there_after_unlocking(tmp_path: Path, key: Sealed) -> None:
    store, other = opened(tmp_path, key), opened(tmp_path, key)
    store.put(reflection("here"))
    store.lock()
    other.put(reflection("there"))
    other.close()
    store.unlock(key)
    assert {each.text for each in store.annotations()} == {"here", "there"}
    assert not [notice for notice in store.notices if "lost" in notice]
    store.close()


def test_a_wrong_key_leaves_it_locked_and_untouched(tmp_path: Path, key: Sealed) -> None:
    store = opened(tmp_path, key)
    store.put(reflection("mine"))
    store.lock()
    before = {file: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    store.unlock(Sealed.make())
    assert store.is_locked
    assert store.annotations() == []
    assert {file: file.read_bytes() for file in before} == before
    store.unlock(key)
    assert [each.text for each in store.annotations()] == ["mine"]
    store.close()


def test_the_drafts_of_an_encrypted_store_are_sealed_and_each_under_its_own_key(
    tmp_path: Path, key: Sealed
) -> None:
    store = opened(tmp_path, key)
    store.drafts.keep("one", "half a thought", {"note": "kitchen"})
    store.drafts.keep("two", "another", {})
    one, two = store.drafts._file("one"), store.drafts._file("two")
    assert b"thought" not in one.read_bytes()
    one.write_bytes(two.read_bytes())
    assert store.drafts.get("one") is None, "a draft of something else is not shown here"
    store.close()
    found = Store.open(store.path, unlock=lambda _: key).drafts.all()
    assert [draft.text for draft in found] == ["another", "another"]
    assert sorted(draft.key for draft in found) == [f"beside:{one.name}", "two"], "each is gone on with alone"
