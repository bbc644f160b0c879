"""The store as the rest of Reader uses it."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import tinydb
from msgspec import json
from msgspec.structs import replace

from reader.annotations import changes
from reader.errors import SaveFailed, StoreTooNew, StoreUnavailable
from reader.store import Store
from reader.store.doctor import Severity, examine, repair
from reader.store.places import Places, conflict_copies
from tests.stored import NOON, Clock, files_beside, highlight, reflection, stock_tables, texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "annotations.json"


def test_what_was_put_is_there_when_the_store_is_opened_again(path: Path) -> None:
    mark, words = highlight(), reflection("Twice this week.")
    store = Store.open(path)
    store.put(mark, words)
    store.close()
    again = Store.open(path)
    assert {each.id: each for each in again.annotations()} == {mark.id: mark, words.id: words}
    assert again.notices == ()


def test_what_was_put_is_there_although_the_program_never_closed_the_store(path: Path) -> None:
    Store.open(path).put(reflection("no goodbye"))
    assert texts(path) == ["no goodbye"]


def test_stock_tinydb_opens_the_closed_store_and_reads_every_record(path: Path) -> None:
    store = Store.open(path)
    words = reflection("plain")
    store.put(words, highlight())
    store.remember("reading", "kitchen", {"progress": 0.5})
    store.close()
    tables = stock_tables(path)
    assert {record["id"] for record in tables["annotations"]} >= {words.id}
    assert tables["reading"] == [{"key": "kitchen", "value": {"progress": 0.5}}]
    assert "_meta" in tables


def test_what_stock_tinydb_wrote_is_taken_over(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("ours"))
    store.close()
    foreign = reflection("theirs")
    from reader.annotations.record import to_record

    with tinydb.TinyDB(path) as database:
        database.table("annotations").insert(to_record(foreign))
    store = Store.open(path)
    assert sorted(each.text for each in store.annotations()) == ["ours", "theirs"]
    assert store.get(foreign.id) == foreign
    assert "another program" in " ".join(store.notices)
    store.put(changes.edited(foreign, "theirs, edited", NOON + timedelta(days=9999)))
    store.close()
    assert sorted(texts(path)) == ["ours", "theirs, edited"]
    assert Store.open(path).notices == ()


def test_a_plain_tinydb_file_without_meta_becomes_a_store_after_a_backup(path: Path) -> None:
    from reader.annotations.record import to_record

    path.parent.mkdir(parents=True)
    words = reflection("from an older time")
    with tinydb.TinyDB(path) as database:
        database.table("annotations").insert(to_record(words))
    store = Store.open(path)
    assert store.get(words.id) == words
    assert any("version-0" in backup.name for backup in Places.of(path).backups.iterdir())


def test_the_annotations_of_one_note_are_listed_in_the_order_they_were_made(path: Path) -> None:
    store = Store.open(path)
    late, early = reflection("late", at=NOON + timedelta(hours=1)), reflection("early", at=NOON)
    store.put(late, reflection("elsewhere", note_id="garden"), early)
    assert [each.text for each in store.annotations("kitchen")] == ["early", "late"]
    assert [each.text for each in store.annotations("garden")] == ["elsewhere"]
    assert store.annotations("cellar") == []


def test_an_annotation_that_moved_to_another_note_is_listed_there_only(path: Path) -> None:
    store = Store.open(path)
    words = reflection()
    store.put(words)
    assert store.annotations("kitchen") == [words]
    store.put(changes.rehomed(words, "garden", "garden.md", "Garden", NOON))
    assert store.annotations("kitchen") == []
    assert [each.id for each in store.annotations("garden")] == [words.id]


def test_a_deleted_annotation_is_listed_apart_and_still_found_by_its_id(path: Path) -> None:
    store = Store.open(path)
    words = reflection()
    store.put(words)
    gone = changes.deleted(words, NOON)
    store.put(gone)
    assert store.annotations() == []
    assert store.annotations(deleted=True) == [gone]
    assert store.get(words.id) == gone


def test_small_state_is_remembered_by_key_and_table(path: Path) -> None:
    store = Store.open(path)
    store.remember("reading", "a/ü.md", {"offset": 7})
    store.remember("reading", "a/ü.md", {"offset": 9})
    store.remember("marks", "a/ü.md", {"m": 1})
    store.close()
    store = Store.open(path)
    assert store.recall("reading", "a/ü.md") == {"offset": 9}
    assert store.recall("reading", "b.md") is None
    assert store.recall_all("marks") == {"a/ü.md": {"m": 1}}


def test_two_windows_see_each_others_changes_when_they_refresh(path: Path) -> None:
    one, two = Store.open(path), Store.open(path)
    one.put(reflection("from one"))
    assert two.refresh() is True
    assert [each.text for each in two.annotations("kitchen")] == ["from one"]
    assert two.refresh() is False
    two.put(reflection("from two"))
    two.close()
    assert one.refresh() is True
    assert sorted(each.text for each in one.annotations("kitchen")) == ["from one", "from two"]
    assert one.notices == ()


def test_a_window_that_slept_through_several_folds_finds_everything(path: Path) -> None:
    sleeper = Store.open(path)
    sleeper.put(reflection("first"))
    for number in range(3):
        other = Store.open(path)
        other.put(reflection(f"round {number}"))
        other.close()
    sleeper.put(reflection("last"))
    assert len(sleeper.annotations()) == 5
    assert sleeper.notices == ()
    sleeper.close()
    assert len(texts(path)) == 5


def test_two_edits_of_one_reflection_both_survive_and_the_reader_is_told(path: Path) -> None:
    one, two = Store.open(path), Store.open(path)
    words = reflection("first thought", at=NOON)
    one.put(words)
    two.refresh()
    one.put(changes.edited(words, "from the window", NOON + timedelta(minutes=1)))
    two.put(changes.edited(words, "from the command line", NOON + timedelta(minutes=2)))
    kept = two.get(words.id)
    assert kept is not None
    assert kept.text == "from the command line"
    assert {"first thought", "from the window"} <= {revision.text for revision in kept.revisions}
    assert any("changed elsewhere" in notice for notice in two.notices)
    assert not any("thought" in notice or "window" in notice for notice in two.notices)


def test_files_are_private_whatever_the_umask(path: Path) -> None:
    before = os.umask(0o000)
    try:
        store = Store.open(path)
        store.put(reflection())
        store.close()
    finally:
        os.umask(before)
    for place in [path.parent, *path.parent.rglob("*")]:
        allowed = 0o700 if place.is_dir() else 0o600
        assert stat.S_IMODE(place.stat().st_mode) == allowed, place


def test_a_umask_that_takes_everything_away_does_not_lock_the_reader_out(path: Path) -> None:
    before = os.umask(0o777)
    try:
        store = Store.open(path)
        store.put(reflection("mine"))
        store.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert texts(path) == ["mine"]


def test_a_symlinked_store_stays_a_symlink_and_shares_the_lock_of_its_target(tmp_path: Path) -> None:
    target = tmp_path / "synced" / "annotations.json"
    target.parent.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(target)
    store = Store.open(link)
    store.put(reflection("through the link"))
    store.close()
    assert link.is_symlink()
    assert texts(target) == ["through the link"]
    assert Places.of(link).lock == Places.of(target).lock


def test_a_link_into_a_folder_that_is_not_there_is_read_only_and_makes_nothing(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "unmounted" / "annotations.json")
    store = Store.open(link)
    assert not store.is_writable
    assert not (tmp_path / "unmounted").exists()


def test_no_temporary_file_is_left_behind(path: Path) -> None:
    store = Store.open(path, fold_at=1)
    for number in range(5):
        store.put(reflection(str(number)))
    (path.parent / "annotations.json.new").write_bytes(b"left by a killed process")
    store.close()
    Store.open(path).close()
    assert not [name for name in files_beside(path) if name.endswith((".new", ".tmp"))]


def test_a_newer_store_is_refused_and_left_untouched(path: Path) -> None:
    path.parent.mkdir()
    content = b'{"_meta":{"1":{"schema":999,"snapshot":"x","number":1,"folded":[]}},\n"annotations":{}\n}\n'
    path.write_bytes(content)
    with pytest.raises(StoreTooNew, match="later version"):
        Store.open(path)
    assert path.read_bytes() == content
    assert files_beside(path) - {"", ".lock"} == set()


def test_a_store_that_is_a_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="not a regular file"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"# My meeting\n\nWe met.\n", b'{"name": "other", "version": 1}', b"[1, 2]", b"\xff\xfe\0", b"PK"],
)
def test_a_file_of_something_else_named_as_the_store_by_mistake_keeps_every_byte(
    path: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="something else"):
        Store.open(path)
    patient = Store.open(path, for_reading_at_least=True)
    assert "something else" in patient.why_read_only
    with pytest.raises(SaveFailed, match="something else"):
        patient.put(reflection("words that would take its place"))
    patient.close()
    assert [finding.severity for finding in examine(path)][:1] == [Severity.DAMAGE]
    with pytest.raises(StoreUnavailable):
        repair(path, now=Clock())
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_store_of_which_nothing_is_left_is_still_known_by_what_lies_beside_it(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("dear"))
    store.close()
    path.write_bytes(b"\0" * 100)
    assert texts(path) == ["dear"]


def test_a_store_that_is_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreUnavailable, match="not a regular file"):
        Store.open(tmp_path / "pipe")


def test_a_copy_can_be_saved_elsewhere_and_merged_back(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    words = reflection("kept twice")
    store.put(words)
    store.save_copy(tmp_path / "copy.json")
    assert [record["id"] for record in stock_tables(tmp_path / "copy.json")["annotations"]] == [words.id]
    other = Store.open(tmp_path / "other" / "annotations.json")
    report = other.merge(tmp_path / "copy.json")
    assert report.added == (words.id,)
    assert other.get(words.id) == words
    assert other.merge(tmp_path / "copy.json").added == ()


def test_merging_a_store_that_is_in_use_takes_its_journal_too(path: Path, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "other.json")
    other.put(reflection("still in the journal"))
    store = Store.open(path)
    assert len(store.merge(tmp_path / "other.json").added) == 1


def test_merging_what_is_no_store_is_refused_in_one_sentence(path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    with pytest.raises(StoreUnavailable, match="no file"):
        store.merge(tmp_path / "absent.json")
    (tmp_path / "poem.txt").write_text("roses are red")
    with pytest.raises(StoreUnavailable, match="holds nothing of a store"):
        store.merge(tmp_path / "poem.txt")


def test_conflict_copies_of_the_usual_sync_tools_are_found(path: Path) -> None:
    Store.open(path).close()
    names = [
        "annotations.sync-conflict-20260304-120000-ABCDEF7.json",
        "annotations (Ann's conflicted copy 2026-03-04).json",
        "annotations (conflicted copy 2026-03-04 120000).json",
        "annotations (1).json",
    ]
    for name in [*names, "annotations.txt", "other.json", "annotations.json.sync-conflict.journal"]:
        (path.parent / name).write_text("{}")
    assert [copy.name for copy in conflict_copies(path)] == sorted(names)


def test_ids_stay_in_order_and_saves_go_on_when_the_clock_is_set_back(path: Path) -> None:
    clock = Clock()
    store = Store.open(path, now=clock)
    store.put(reflection("before", at=clock()))
    clock.go(days=-400)
    store.put(reflection("after", at=clock()))
    store.close()
    assert sorted(texts(path)) == ["after", "before"]


def test_a_backup_is_made_once_a_day_and_the_newest_ten_are_kept(path: Path) -> None:
    clock = Clock()
    for day in range(13):
        for part in range(2):
            store = Store.open(path, now=clock)
            store.put(reflection(f"day {day} part {part}"))
            store.close()
        clock.go(days=1)
    backups = sorted(Places.of(path).backups.iterdir())
    assert len(backups) == 10
    assert len({backup.name[:20] for backup in backups}) == 10
    assert len(stock_tables(backups[-1])["annotations"]) == 25


def test_a_backup_made_with_the_clock_set_back_is_not_the_one_dropped(path: Path) -> None:
    clock = Clock()
    store = Store.open(path, now=clock)
    store.put(reflection("words"))
    for _ in range(12):
        store.backup()
    clock.go(days=-30)
    assert store.backup().exists()


def test_one_record_of_the_wrong_shape_hides_no_other_and_is_kept_as_it_is(path: Path) -> None:
    store = Store.open(path)
    store.put(reflection("fine"))
    store.close()
    tables = json.decode(path.read_bytes())
    tables["annotations"]["77"] = {"id": "odd", "kind": "song", "note_id": "kitchen", "text": "private"}
    path.write_bytes(json.encode(tables))
    store = Store.open(path)
    assert [each.text for each in store.annotations("kitchen")] == ["fine"]
    assert any("cannot be read" in notice for notice in store.notices)
    assert not any("private" in notice for notice in store.notices)
    store.put(reflection("more"))
    store.close()
    assert json.decode(path.read_bytes())["annotations"]["77"]["text"] == "private"


def test_putting_nothing_new_writes_nothing(path: Path) -> None:
    store = Store.open(path)
    words = reflection()
    store.put(words)
    size = Places.of(path).journal.stat().st_size
    store.put(words)
    assert Places.of(path).journal.stat().st_size == size


def test_a_half_character_in_the_words_is_replaced_and_not_fatal(path: Path) -> None:
    store = Store.open(path)
    store.put(replace(reflection(), text="half \ud83d of it"))
    assert texts(path) == ["half \ufffd of it"]
