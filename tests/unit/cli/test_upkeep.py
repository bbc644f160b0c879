"""merge, backup, restore FILE, doctor: looking after the store."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from reader.index.places import cache_folder, words_file
from tests.unit.cli.conftest import Shell


def words(reader: Shell) -> list[str]:
    return sorted(each["text"] for each in reader("annotations", "--json").json)


def test_merge_takes_in_what_another_machine_wrote(reader: Shell, tmp_path: Path) -> None:
    reader("reflect", "gardens", "--text", "Here.")
    other = tmp_path / "other" / "annotations.json"
    reader.bare(
        "reflect", "gardens", "--text", "There.", "--notes", str(reader.folder), "--store", str(other)
    )
    before = other.read_bytes()
    said = reader("merge", str(other), "--json")
    assert len(said.json["files"][0]["added"]) == 1
    assert words(reader) == ["Here.", "There."]
    assert other.read_bytes() == before
    assert reader("merge", str(other), "--json").json["files"][0]["added"] == []


def test_merge_of_what_is_no_store_is_one_sentence(reader: Shell, tmp_path: Path) -> None:
    for name in ("none.json", "notes/gardens.md"):
        said = reader("merge", str(tmp_path / name))
        assert said.code == 1
        assert said.err.count("\n") >= 1
        assert "Traceback" not in said.err


def test_backup_writes_a_copy_and_nothing_over_another_file(reader: Shell, tmp_path: Path) -> None:
    reader("reflect", "gardens", "--text", "Dear.")
    copy = tmp_path / "copy.json"
    assert reader("backup", str(copy), "--json").json == {"path": str(copy)}
    assert "Dear." in json.dumps(json.loads(copy.read_text(encoding="utf-8")))
    assert reader("backup", str(copy)).code == 2
    assert reader("backup").code == 0


def test_restore_of_a_backup_shows_what_differs_and_brings_it_back(reader: Shell, tmp_path: Path) -> None:
    kept = reader("reflect", "gardens", "--text", "Old words.", "--json").json["id"]
    gone = reader("highlight", "gardens", "--quote", "winter", "--json").json["id"]
    copy = tmp_path / "copy.json"
    reader("backup", str(copy))
    reader("edit", kept, "--text", "New words.")
    reader("delete", gone)
    newer = reader("reflect", "gardens", "--text", "Later.", "--json").json["id"]
    said = reader("restore", str(copy), "--yes")
    assert said.code == 0
    assert gone in said.out
    assert kept in said.out
    assert newer in said.out
    assert {each["id"] for each in reader("annotations", "--json").json} == {kept, gone}
    assert "Old words." in words(reader)
    assert reader("restore", newer).code == 0
    assert "New words." in reader("history", kept).out
    assert reader("restore", str(copy), "--json", "--yes").json["newer"] == [newer]


def test_what_a_backup_has_as_deleted_is_not_said_to_come_back(reader: Shell, tmp_path: Path) -> None:
    gone = reader("reflect", "gardens", "--text", "Away.", "--json").json["id"]
    reader("delete", gone)
    copy = tmp_path / "copy.json"
    reader("backup", str(copy))
    reader("purge", "--yes")
    said = reader("restore", str(copy), "--yes").out
    assert "would come back among the deleted" in said
    assert words(reader) == []
    reader("restore", gone)
    assert words(reader) == ["Away."]


def test_restore_asks_before_it_changes_anything(
    reader: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.json"
    reader("reflect", "gardens", "--text", "One.")
    reader("backup", str(copy))
    reader("reflect", "gardens", "--text", "Two.")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert reader("restore", str(copy)).code == 2
    assert words(reader) == ["One.", "Two."]


def test_restore_of_a_missing_file_is_one_sentence(reader: Shell, tmp_path: Path) -> None:
    said = reader("restore", str(tmp_path / "none.json"), "--yes")
    assert said.code == 1
    assert said.err.count("\n") == 1


def test_doctor_finds_a_whole_store_whole_and_changes_nothing(reader: Shell) -> None:
    reader("reflect", "gardens", "--text", "Dear.")
    before = {file: file.read_bytes() for file in reader.store.parent.rglob("*") if file.is_file()}
    said = reader("doctor")
    assert said.code == 0
    assert "is whole: 1 annotation" in said.out
    assert "2 notes can be read." in said.out
    assert {file: file.read_bytes() for file in reader.store.parent.rglob("*") if file.is_file()} == before


def test_doctor_before_the_first_word_was_kept_is_calm(reader: Shell) -> None:
    assert reader("doctor").code == 0
    assert reader("doctor", "--repair").code == 0
    assert not reader.store.exists()


def test_doctor_reports_damage_and_mends_it_only_when_asked(reader: Shell) -> None:
    reader("reflect", "gardens", "--text", "Dear.")
    reader.store.write_bytes(reader.store.read_bytes() + b"<<<<<<< ours")
    damaged = reader.store.read_bytes()
    said = reader("doctor", "--json")
    assert said.code == 1
    assert "damage" in [each["severity"] for each in said.json["findings"]]
    assert reader.store.read_bytes() == damaged
    assert reader("doctor", "--repair").code == 0
    assert reader("doctor").code == 0
    assert words(reader) == ["Dear."]


def test_doctor_names_notes_with_something_wrong(reader: Shell) -> None:
    (reader.folder / "old.md").write_bytes(b"caf\xe9")
    (reader.folder / "broken.md").write_text("---\ntitle: [\n---\nBody.\n", encoding="utf-8")
    out = reader("doctor").out
    assert "warning: old.md is not UTF-8" in out
    assert "warning: broken.md: " in out


def test_doctor_counts_what_has_lost_its_place(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "Say back what you heard.")
    reader("highlight", "gardens", "--quote", "winter")
    note = reader.folder / "listening.md"
    note.write_text(
        note.read_text(encoding="utf-8").replace("- Say back what you heard.\n", ""), encoding="utf-8"
    )
    said = reader("doctor")
    assert said.code == 0
    assert "1 annotation stands in place." in said.out
    assert "warning: 1 annotation: the words are no longer in the note; all are kept." in said.out


def test_doctor_reports_a_damaged_index_and_removes_it_only_when_asked(reader: Shell) -> None:
    reader("reflect", "gardens", "--text", "Dear.")
    file = words_file(cache_folder(), reader.store)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"no database at all" * 100)
    said = reader("doctor", "--json")
    assert said.code == 0
    assert [
        each["severity"]
        for each in said.json["findings"]
        if each["about"] == "index" and "damaged" in each["sentence"]
    ] == ["warning"]
    assert file.exists()
    assert "index of your words was removed" in reader("doctor", "--repair").out
    assert not file.exists()
    assert words(reader) == ["Dear."]


def test_repair_makes_the_store_again_from_its_journal_alone(reader: Shell) -> None:
    reader("reflect", "gardens", "--text", "Dear.")
    reader("reflect", "gardens", "--text", "Dearer.")
    reader.store.unlink()
    assert reader("doctor").code == 1
    assert reader("doctor", "--repair").code == 0
    assert words(reader) == ["Dear.", "Dearer."]


def test_a_conflict_copy_beside_the_store_is_merged_by_the_next_command_and_said_once(
    reader: Shell, tmp_path: Path
) -> None:
    reader("reflect", "gardens", "--text", "Here.")
    other = tmp_path / "other" / "annotations.json"
    reader.bare(
        "reflect", "gardens", "--text", "There.", "--notes", str(reader.folder), "--store", str(other)
    )
    (reader.store.parent / "annotations (1).json").write_bytes(other.read_bytes())
    assert "when Reader opens next" in reader("doctor").out
    assert "was merged and set aside: 1 new." in reader("annotations").err
    assert words(reader) == ["Here.", "There."]
    assert reader("annotations").err == ""


def test_what_another_window_wrote_while_one_was_in_the_editor_is_told(
    reader: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = reader("reflect", "gardens", "--text", "First.", "--json").json["id"]
    editor = tmp_path / "editor"
    command = f"{sys.executable} -m reader edit {kept} --text Theirs. --notes {reader.folder}"
    editor.write_text(
        f'#!/bin/sh\n{command} --store {reader.store} > /dev/null\nprintf "Mine." > "$1"\n', encoding="utf-8"
    )
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    said = reader("edit", kept)
    assert said.code == 0
    assert "changed elsewhere as well" in said.err
    assert words(reader) == ["Mine."]
    assert "Theirs." in reader("history", kept).out
