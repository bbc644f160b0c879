"""Small state to be kept: known at once, kept when the call returns, known no more if that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import SaveFailed
from reader.store import Store
from reader.store.live import LiveTables
from reader.store.table import JournalTable


def test_what_is_intended_is_known_at_once_and_durable_once_kept(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.json")
    store.remember("places", "a", {"row": 1})
    first = store.intend("places", "a", {"row": 2})
    second = store.intend("places", "a", {"row": 3})
    assert store.recall("places", "a") == {"row": 3}
    assert store.recall_all("places") == {"a": {"row": 3}}
    assert Store.open(tmp_path / "store.json").recall("places", "a") == {"row": 1}
    first()
    assert store.recall("places", "a") == {"row": 3}
    second()
    assert Store.open(tmp_path / "store.json").recall("places", "a") == {"row": 3}


def test_what_could_not_be_kept_is_not_known_any_more_and_the_state_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SaveFailed("full")

    store = Store.open(tmp_path / "store.json")
    keep, before = store.intend("places", "a", {"row": 2}), store.state
    with monkeypatch.context() as broken:
        broken.setattr(JournalTable, "change", fail)
        with pytest.raises(SaveFailed):
            keep()
    assert store.recall("places", "a") is None
    assert store.state != before
    store.intend("places", "a", {"row": 3})()
    assert store.recall("places", "a") == {"row": 3}


def test_a_draft_that_is_to_be_kept_or_dropped_counts_at_once(tmp_path: Path) -> None:
    drafts = Store.open(tmp_path / "store.json").drafts
    keep = drafts.intend("key", "words", {})
    found = drafts.get("key")
    assert found is not None
    assert found.text == "words"
    assert drafts.all() == []
    keep()
    assert [each.text for each in drafts.all()] == ["words"]
    drop = drafts.intend_drop("key")
    assert drafts.get("key") is None
    assert [each.text for each in drafts.all()] == ["words"]
    drop()
    assert drafts.all() == []


def test_the_journal_that_is_let_go_of_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.json")
    live = store._storage.ledger.live
    journal = live.journal

    class Passing(LiveTables):
        """Tables whose journal is gone when one looks a second time."""

        looks = 0

        @property
        def journal(self) -> object:  # type: ignore[override]
            self.looks += 1
            return journal if self.looks == 1 else None

    name = live.journal_name
    live.__class__ = Passing
    assert live.journal_name == name != ""
