"""A store that cannot be opened does not keep anyone from reading; it is opened when that is possible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.errors import SaveFailed
from reader.store import Store
from reader.store.lock import FileLock
from reader.store.places import Places
from tests.stored import files_beside, reflection, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def make_too_new(path: Path) -> bytes:
    """Let a store be one of a later version; returns what it holds then."""
    path.write_bytes(re.sub(rb'"schema":\s*\d+', b'"schema":99', path.read_bytes()))
    return path.read_bytes()


def written(path: Path, words: str) -> None:
    store = Store.open(path)
    store.put(reflection(words))
    store.close()


def test_a_store_of_a_later_version_opens_empty_and_is_left_untouched(path: Path) -> None:
    written(path, "later")
    before, beside = make_too_new(path), files_beside(path)
    store = Store.open(path, for_reading_at_least=True)
    assert "later version" in store.why_read_only
    assert (store.is_writable, store.is_empty, store.annotations()) == (False, True, [])
    with pytest.raises(SaveFailed, match="later version"):
        store.put(reflection())
    assert not store.retry()
    assert not store.refresh()
    store.close()
    assert path.read_bytes() == before
    assert files_beside(path) == beside


def test_a_store_that_becomes_too_new_while_it_is_open_takes_no_more_words(path: Path) -> None:
    written(path, "known")
    store = Store.open(path, for_reading_at_least=True)
    before = make_too_new(path)
    store.refresh()
    with pytest.raises(SaveFailed, match="later version"):
        store.put(reflection())
    assert [each.text for each in store.annotations()] == ["known"]
    store.close()
    assert path.read_bytes() == before


def test_what_cannot_be_read_is_opened_when_it_can_be(path: Path) -> None:
    path.mkdir()
    store = Store.open(path, for_reading_at_least=True)
    assert "not a regular file" in store.why_read_only
    with pytest.raises(SaveFailed):
        store.put(reflection())
    path.rmdir()
    assert store.retry()
    store.put(reflection("at last"))
    store.close()
    assert texts(path) == ["at last"]


def test_another_process_that_does_not_let_go_is_waited_for_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(path, patience=0.3)
    waited: list[float] = []
    held = FileLock.held

    @contextmanager
    def noted(lock: FileLock, patience: float = 0.0) -> Iterator[None]:
        waited.append(patience)
        with held(lock, patience):
            yield

    other = FileLock(Places.of(path).lock)
    with other.held(0):
        monkeypatch.setattr(FileLock, "held", noted)
        for _ in range(3):
            with pytest.raises(SaveFailed, match="using it"):
                store.put(reflection())
    store.put(reflection("now"))
    store.put(reflection("again"))
    assert waited == [0.3, 0.2, 0.2, 0.2, 0.3]
    store.close()
    other.close()
