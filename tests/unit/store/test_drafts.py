"""Drafts: words typed and not yet saved."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reader.errors import SaveFailed
from reader.store import Drafts
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


def test_a_draft_that_cannot_be_kept_says_where_and_holds_no_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveFailed) as raised:
        Drafts(tmp_path / "file").keep("one", "secret", {})
    assert "file" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_no_drafts_folder_means_no_drafts(tmp_path: Path) -> None:
    assert Drafts(tmp_path / "none").all() == []
