"""Deleting for good: no word of it is left in any file of the store, and no merge brings it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reader.annotations import changes
from reader.store import Store
from reader.store.places import Places
from reader.store.sealing import Sealed
from tests.stored import NOON, Clock, begin_sealed, reflection, texts

GONE = "words I regret"


class Opened:
    """A store and the way to open it again."""

    def __init__(self, path: Path, key: Sealed | None) -> None:
        self.path = path
        self.key = key
        self.clock = Clock()

    def open(self) -> Store:
        if self.key is None:
            return Store.open(self.path, now=self.clock)
        key = self.key
        return Store.open(self.path, now=self.clock, unlock=lambda _: key)

    def at_rest(self) -> str:
        """Return everything that can be read in its files, opened where they are sealed."""
        read = []
        for file in self.path.parent.rglob("*"):
            if file.is_file() and ".identity" not in file.name:
                content = file.read_bytes()
                read.append(self.key.unseal_file(content) if self.key and content[:4] == b"age-" else content)
        return b"\n".join(read).decode("utf-8", "replace")


@pytest.fixture(params=["plain", "sealed"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    path = tmp_path / "store" / "annotations.json"
    return Opened(path, begin_sealed(path) if request.param == "sealed" else None)


def with_a_past(kept: Opened) -> tuple[str, str]:
    """Write, edit and delete; return the ids of what was deleted and of what stays."""
    store = kept.open()
    gone, stays = reflection(GONE, at=NOON), reflection("kept", at=NOON)
    store.put(gone, stays)
    store.put(changes.edited(gone, f"{GONE}, again", NOON), changes.edited(stays, "kept, again", NOON))
    store.backup()
    store.drafts.keep("edits:1", f"{GONE}, drafted", {"edits": gone.id})
    store.remember("review", gone.id, {"box": 1})
    edited = store.get(gone.id)
    assert edited is not None
    store.put(changes.deleted(edited, NOON))
    store.close()
    kept.clock.go(days=1)
    kept.open().close()
    return gone.id, stays.id


def test_no_word_of_it_is_left_in_any_file(kept: Opened) -> None:
    gone, stays = with_a_past(kept)
    assert GONE in kept.at_rest()
    store = kept.open()
    plan = store.plan_purge()
    assert (plan.ids, plan.earlier_texts, plan.drafts, plan.kept_texts) == ((gone,), 1, ("edits:1",), 1)
    assert plan.files
    store.purge(plan)
    assert store.get(gone) is None
    assert store.recall("review", gone) is None
    there = store.get(stays)
    assert there is not None
    assert [each.text for each in there.revisions] == ["kept"]
    assert GONE not in kept.at_rest()
    store.close()
    again = kept.open()
    assert [each.id for each in again.annotations()] == [stays]
    assert GONE not in kept.at_rest()
    assert again.plan_purge().ids == ()
    again.close()


def test_a_store_that_still_has_it_does_not_bring_it_back(kept: Opened, tmp_path: Path) -> None:
    gone, _ = with_a_past(kept)
    store = kept.open()
    elsewhere = tmp_path / "elsewhere.json"
    store.backup(elsewhere)
    store.purge(store.plan_purge())
    assert store.merge(elsewhere).added == ()
    assert store.get(gone) is None
    assert GONE not in kept.at_rest()
    store.close()


def test_merging_takes_it_away_on_the_other_machine_too(tmp_path: Path) -> None:
    here, there = Opened(tmp_path / "a" / "annotations.json", None), tmp_path / "b" / "annotations.json"
    gone, _ = with_a_past(here)
    store = here.open()
    store.backup(there)
    store.purge(store.plan_purge())
    store.close()
    other = Store.open(there)
    assert other.get(gone) is not None
    other.merge(here.path)
    assert other.get(gone) is None
    other.close()


def test_words_written_elsewhere_after_the_deletion_are_not_lost(tmp_path: Path) -> None:
    here, there = Opened(tmp_path / "a" / "annotations.json", None), tmp_path / "b" / "annotations.json"
    gone, _ = with_a_past(here)
    store = here.open()
    store.backup(there)
    store.purge(store.plan_purge())
    other = Store.open(there)
    deleted = other.get(gone)
    assert deleted is not None
    later = changes.restored(deleted, NOON + timedelta(hours=1))
    other.put(changes.edited(later, "thought better of it", NOON + timedelta(hours=2)))
    other.close()
    assert store.merge(there).added == (gone,)
    assert "thought better of it" in [each.text for each in store.annotations()]
    store.close()


def test_what_was_restored_meanwhile_stays(kept: Opened) -> None:
    gone, _ = with_a_past(kept)
    store = kept.open()
    plan = store.plan_purge()
    there = store.get(gone)
    assert there is not None
    store.put(changes.restored(there, NOON))
    store.purge(plan)
    assert store.get(gone) is not None
    store.close()


def test_another_window_lets_go_of_it(kept: Opened) -> None:
    gone, _ = with_a_past(kept)
    window, store = kept.open(), kept.open()
    store.purge(store.plan_purge())
    window.refresh()
    assert window.get(gone) is None
    window.put(reflection("after"))
    window.close()
    store.close()
    assert GONE not in kept.at_rest()


def test_an_older_snapshot_that_a_sync_tool_brings_back_does_not_bring_it_back(tmp_path: Path) -> None:
    kept = Opened(tmp_path / "store" / "annotations.json", None)
    with_a_past(kept)
    old = kept.path.read_bytes()
    store = kept.open()
    store.purge(store.plan_purge())
    store.put(reflection("later", at=NOON))
    kept.path.write_bytes(old)
    store.refresh()
    store.close()
    assert GONE not in " ".join(texts(kept.path))
    again = kept.open()
    assert not again.annotations(deleted=True)
    again.close()


def test_tombstones_hold_no_word(kept: Opened) -> None:
    gone, _ = with_a_past(kept)
    store = kept.open()
    store.purge(store.plan_purge())
    [stone] = store.recall_all("purged").values()
    assert set(stone) == {"last"}
    assert list(store.recall_all("purged")) == [gone]
    assert Places.of(kept.path).snapshot.exists()
    store.close()
