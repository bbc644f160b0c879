"""Drafts: words typed and not yet saved."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from reader.errors import DraftUnreadable, SaveFailed
from reader.store import Drafts, durable
from reader.store.drafts import DraftsFound
from tests.stored import Clock


def test_a_draft_is_offered_again_by_a_new_process(tmp_path: Path) -> None:
    Drafts(tmp_path / "drafts").keep("kitchen/new", "I was about to", {"note": "kitchen"})
    [draft] = Drafts(tmp_path / "drafts").all()
    assert (draft.key, draft.text, draft.about) == ("kitchen/new", "I was about to", {"note": "kitchen"})


def test_a_later_draft_replaces_the_earlier_under_the_same_key(tmp_path: Path) -> None:
    clock = Clock()
    drafts = Drafts(tmp_path, now=clock)
    drafts.keep("one", "a", {})
    clock.go(seconds=1)
    drafts.keep("two", "b", {})
    clock.go(seconds=1)
    drafts.keep("one", "ab", {})
    assert [(draft.key, draft.text) for draft in drafts.all()] == [("two", "b"), ("one", "ab")]


def test_a_dropped_draft_is_gone_and_dropping_it_again_is_no_error(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("one", "a", {})
    drafts.drop("one")
    drafts.drop("one")
    assert drafts.get("one") is None
    assert list(tmp_path.iterdir()) == []


def test_drafts_are_private(tmp_path: Path) -> None:
    Drafts(tmp_path / "drafts").keep("../../etc/\n", "words", {})
    [file] = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_broken_draft_file_hides_no_other(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("one", "a", {})
    (tmp_path / "0.json").write_bytes(b'{"key": "half')
    assert [draft.key for draft in drafts.all()] == ["one"]


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A disk that reads no file, until it is undone."""

    def fail(*_: object) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(durable, "read_from", fail)
        yield broken


def kept_texts(folder: Path) -> list[str]:
    return sorted(draft.text for draft in Drafts(folder).all())


def test_a_draft_that_cannot_be_read_is_said_and_neither_written_over_nor_dropped(
    tmp_path: Path, unreadable: pytest.MonkeyPatch
) -> None:
    Drafts(tmp_path).keep("one", "dear words", {})
    drafts = Drafts(tmp_path)
    with pytest.raises(DraftUnreadable, match=r"Input/output error.*is kept"):
        drafts.get("one")
    drafts.drop("one")
    unreadable.undo()
    drafts.keep("one", "new words", {})
    drafts.keep("one", "new words, more", {})
    assert kept_texts(tmp_path) == ["dear words", "new words, more"]
    drafts.drop("one")
    assert kept_texts(tmp_path) == ["dear words"]


def test_a_draft_moved_beside_can_be_gone_on_with_and_dropped_like_any_other(
    tmp_path: Path, unreadable: pytest.MonkeyPatch
) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("one", "dear words", {"note": "kitchen"})
    with pytest.raises(DraftUnreadable):
        drafts.get("one")
    unreadable.undo()
    drafts.keep("one", "new words", {})
    [beside] = [draft for draft in drafts.all() if draft.text == "dear words"]
    assert drafts.get(beside.key) == beside
    drafts.keep(beside.key, "dear words, more", beside.about)
    assert kept_texts(tmp_path) == ["dear words, more", "new words"]
    drafts.drop(beside.key)
    assert kept_texts(tmp_path) == ["new words"]


def test_a_draft_is_forgotten_only_as_it_was_read(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, now=Clock())
    drafts.keep("one", "a", {})
    [first] = drafts.all()
    drafts.keep("one", "ab", {})
    drafts.forget(first)
    assert kept_texts(tmp_path) == ["ab"]
    drafts.forget(*drafts.all())
    assert kept_texts(tmp_path) == []


def test_a_look_says_what_cannot_be_read_and_finds_the_rest(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    assert drafts.look() == DraftsFound([])
    drafts.keep("one", "a", {})
    (tmp_path / "0.json").write_bytes(b'{"key": "half')
    found = drafts.look()
    assert [draft.text for draft in found.drafts] == ["a"]
    assert "0.json is kept" in found.trouble
    assert (tmp_path / "0.json").exists()


def test_a_folder_that_may_not_be_looked_into_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    assert "Permission denied" in Drafts(tmp_path).look().trouble


def test_a_draft_that_cannot_be_kept_says_where_and_holds_no_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveFailed) as raised:
        Drafts(tmp_path / "file").keep("one", "secret", {})
    assert "file" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_no_drafts_folder_means_no_drafts(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "none").all() == []
