"""The list kept for the next start: what it shows is made true by looking through the folder."""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reader.annotations.model import Color
from reader.errors import LibraryMissing
from reader.index import note_list
from reader.library import files, scan
from reader.library.kept_note import KeptNote
from reader.library.note import FrontMatter, Note
from reader.library.scan import Library
from reader.workspace import Workspace, homes
from reader.workspace import rescan as rescan_module
from reader.workspace.following import Following
from reader.workspace.rescan import Look, look_through, remembered, rescan
from tests.changing import CHANGES, change

HEAD = """---
id: {id}
title: {title}
tags: [patience, work/outdoors]
date: 2025-05-02
topic: soil
series: seasons
people: [Ada Marsh]
---
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "kitchen").mkdir(parents=True)
    (folder / "allotment.md").write_text(HEAD.format(id="plot", title="A plot") + "\nOf ground.\n")
    (folder / "kitchen" / "bread.md").write_text("# Bread\n\nIt rises.\n")
    (folder / "kitchen" / "soup \\u001b.md").write_text("# Soup \\ and \\u001b\n")
    (folder / "latin.md").write_bytes(b"caf\xe9")
    (folder / "loaf.md").symlink_to(folder / "kitchen" / "bread.md")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    read_bytes = files.read_bytes

    def counting(real: str, root: str) -> files.FileBytes | str:
        names.append(Path(real).name)
        return read_bytes(real, root)

    monkeypatch.setattr(files, "read_bytes", counting)
    return names


def checked(kept: bytes) -> bytes:
    """A list changed so that its check fits."""
    body = kept.partition(b"\n")[2]
    return b"%08x\n%b" % (zlib.crc32(body), body)


def look(folder: Path, cache: Path) -> Library:
    """Look through a folder to the end, from what was kept."""
    before = remembered(folder, cache)
    assert before is not None
    *_, last = look_through(folder, before, cache)
    assert last.library is not None
    return last.library


def told(library: Library) -> list[tuple[object, ...]]:
    """Everything that is known of the notes."""
    notes = [
        tuple(getattr(note, name) for name in Note.__dataclass_fields__ if name != "path")
        for note in library.notes
    ]
    refused = [(each.key, each.path, each.reason) for each in library.unreadable]
    paths = [str(note.path) for note in library.notes]
    return [*notes, *refused, *zip(paths, strict=True), tuple(sorted(library.aliases.items()))]


def test_what_was_kept_is_what_a_scan_finds_and_nothing_is_read_for_it(
    folder: Path, cache: Path, read: list[str]
) -> None:
    first = look(folder, cache)
    read.clear()
    kept = remembered(folder, cache)
    assert kept is not None
    assert not kept.is_whole
    assert [note.title for note in kept.notes] == [note.title for note in first.notes]
    again = look(folder, cache)
    assert again.is_whole
    assert all(isinstance(note, KeptNote) for note in again.notes)
    assert read == ["latin.md"]  # why it cannot be read is found out anew each time
    assert told(again) == told(scan.scan(folder))


def test_of_what_changed_behind_the_list_only_that_is_read(
    folder: Path, cache: Path, read: list[str]
) -> None:
    look(folder, cache)
    (folder / "latin.md").unlink()
    (folder / "allotment.md").write_text(HEAD.format(id="plot", title="Another plot, wider"))
    (folder / "kitchen" / "bread.md").unlink()
    (folder / "new.md").write_text("# New\n")
    read.clear()
    again = look(folder, cache)
    assert sorted(read) == ["allotment.md", "new.md"]
    assert told(again) == told(scan.scan(folder))
    kept = remembered(folder, cache)
    assert kept is not None
    assert [note.title for note in kept.notes] == [note.title for note in again.notes]


@settings(max_examples=30, deadline=None)
@given(CHANGES)
def test_looking_from_the_kept_list_gives_what_reading_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str | None]]
) -> None:
    folder, cache = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("cache")
    for step, (name, content) in enumerate(changes):
        change(folder, step, name, content)
        assert told(look(folder, cache)) == told(scan.scan(folder))


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[: len(kept) // 2],
        lambda kept: b"",
        lambda kept: b"no number\n[]",
        lambda kept: kept.replace(b"A plot", b"A plat"),
        lambda kept: checked(kept.replace(b"A plot", b"A \\u001b[2Jplot")),
        lambda kept: checked(kept.replace(b'\\"A plot', b'\\"A \\\\u001b[2Jplot')),
        lambda kept: checked(kept.replace(b"A plot", "A \u202eplot".encode())),
        lambda kept: checked(kept.replace(b"A plot", b"A \xff plot")),
        lambda kept: checked(b"\n[0" + kept[10:]),
        lambda kept: checked(b"\n[]"),
        lambda kept: checked(b"\n" + b"[" * 100_000),
    ],
)
def test_a_damaged_list_is_not_taken(folder: Path, cache: Path, damage: Callable[[bytes], bytes]) -> None:
    look(folder, cache)
    [file] = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    kept = remembered(folder, cache)
    assert kept is not None
    assert kept.notes == ()
    assert told(look(folder, cache)) == told(scan.scan(folder))


def test_of_a_list_that_somebody_wrote_what_it_does_not_show_may_be_anything(
    folder: Path, cache: Path
) -> None:
    look(folder, cache)
    [file] = cache.iterdir()
    body = json.loads(file.read_text(encoding="utf-8").partition("\n")[2])
    body[2][-1] = ["[]", "{", '["", 0, 5, []]', "[1, 2, 3, 4]"][: len(body[2][-1])]
    file.write_bytes(checked(b"\n" + json.dumps(body, ensure_ascii=False).encode()))
    kept = remembered(folder, cache)
    assert kept is not None
    assert [note.path for note in kept.notes] == [folder / note.key for note in kept.notes]
    assert {(note.problems, note.front) for note in kept.notes} == {((), FrontMatter())}


def test_the_list_is_for_its_owner_only_and_for_one_library(folder: Path, cache: Path) -> None:
    library = look(folder, cache)
    [file] = cache.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert note_list.recall(file, folder.parent) is None
    assert json.loads(file.read_text(encoding="utf-8").partition("\n")[2])[1] == str(library.folder)


def test_nothing_is_kept_where_nothing_can_be_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert told(look(folder, tmp_path / "file")) == told(scan.scan(folder))


def test_a_workspace_begins_with_the_kept_list_and_no_word_of_the_reader_is_in_it(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store.json"
    workspace = Workspace(folder, store, kept_in=cache)
    assert workspace.library.notes == ()
    see_all(workspace)
    workspace.reflect(workspace.open("plot"), "A word of my own.")
    workspace.store.encrypt("a long passphrase of mine")
    workspace.close()
    workspace = Workspace(folder, tmp_path / "other.json", kept_in=cache)
    assert [each.title for each in workspace.listing()][:2] == ["A plot", "Bread"]
    assert not see_all(workspace)
    assert "word of my own" not in "".join(each.read_text(encoding="utf-8") for each in cache.iterdir())
    workspace.close()


def test_a_note_of_the_kept_list_opens_as_its_file_is_now(folder: Path, cache: Path, tmp_path: Path) -> None:
    look(folder, cache)
    workspace = Workspace(folder, tmp_path / "store.json", kept_in=cache)
    (folder / "allotment.md").write_text(HEAD.format(id="plot", title="Another plot") + "\nWider now.\n")
    opened = workspace.open("plot")
    assert (opened.note.title, opened.document.text) == ("Another plot", "Wider now.")
    gone = workspace.find("Bread")
    (folder / "kitchen" / "bread.md").unlink()
    assert "no longer there" in workspace.open(gone).note.problems[-1]
    assert see_all(workspace)
    assert "Bread" not in [each.title for each in workspace.listing()]
    workspace.close()


def test_what_was_written_on_a_renamed_note_waits_until_all_notes_are_known(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    (folder / "twin.md").write_text("# Twin\n\nThe first virtue is to listen before one speaks.\n")
    workspace = Workspace(folder, tmp_path / "store.json", kept_in=cache)
    see_all(workspace)
    opened = workspace.open("twin.md")
    made = workspace.highlight(opened, opened.document.whole_block(1), Color.YELLOW)
    workspace.close()
    (folder / "twin.md").rename(folder / "moved.md")
    workspace = Workspace(folder, tmp_path / "store.json", kept_in=cache)
    [kept] = workspace.store.annotations()
    assert kept.id == made.id
    assert workspace.note_of(kept) is not None  # the kept list still has it under its old name
    assert see_all(workspace)
    home = workspace.note_of(kept)
    assert home is not None
    assert home.key == "moved.md"
    workspace.close()


def test_a_library_without_a_kept_list_fills_while_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.workspace.rescan.FIRST_LOOK", 0.0)
    looks = list(look_through(folder, Library(folder, (), is_whole=False)))
    counts = [len(each.library.notes) for each in looks if each.library is not None]
    assert counts[0] == 1
    assert counts == sorted(counts)
    assert [each.library.is_whole for each in looks if each.library][-1]
    assert looks[-1].done == looks[-1].total == 4


def test_a_folder_that_goes_is_said_and_what_was_listed_stays(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    look(folder, cache)
    workspace = Workspace(folder, tmp_path / "store.json", kept_in=cache)
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(LibraryMissing, match="is not there"):
        see_all(workspace)
    assert len(workspace.library.notes) == 3
    workspace.close()
    with pytest.raises(LibraryMissing, match="is not there"):
        Workspace(folder, tmp_path / "store.json", kept_in=cache)


def test_one_note_is_a_library_that_is_read_at_once(folder: Path, cache: Path) -> None:
    assert remembered(folder / "allotment.md", cache) is None
    library = scan.scan(folder / "allotment.md")
    assert rescan(folder / "allotment.md", library).notes == library.notes


def see_all(workspace: Following) -> bool:
    """Look through the library as the screen does; tells whether anything was other."""
    found = [workspace.take(each.library) for each in workspace.look_through() if each.library]
    assert workspace.library.is_whole
    return any(found)


def test_a_folder_that_goes_while_it_is_looked_through_is_said_and_none_of_its_notes_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Library(folder, (), is_whole=False)

    def read_and_lose(file: files.FoundFile) -> object:
        if folder.exists():
            folder.rename(folder.parent / "elsewhere")
        return scan.read_file(file)

    monkeypatch.setattr(rescan_module, "read_file", read_and_lose)
    looks: list[Look] = []
    with pytest.raises(LibraryMissing, match="is not there"):
        looks.extend(look_through(folder, before))
    assert not [look for look in looks if look.library is not None and look.library.is_whole]


def test_a_look_finds_where_lost_notes_are_so_that_taking_it_need_not_search(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = "The seeds that were sown too early in the spring rot before summer.\n"
    (folder / "allotment.md").write_text(quote, encoding="utf-8")
    workspace = Workspace(folder, tmp_path / "annotations.json")
    opened = workspace.open("allotment.md")
    workspace.highlight(opened, opened.document.whole_block(0), Color.YELLOW)
    (folder / "allotment.md").rename(folder / "garden.md")
    [*_, last] = workspace.look_through()
    assert last.library is not None
    monkeypatch.setattr(homes, "_homes_of_one_note", lambda *_: pytest.fail("it was searched for again"))
    assert workspace.take(last.library)
    assert len(workspace.open("garden.md").highlights) == 1
    workspace.close()


@pytest.mark.parametrize("target", [".store/herons.md", "herons.txt"])
def test_a_change_to_what_a_notes_link_leads_to_is_seen(folder: Path, target: str, tmp_path: Path) -> None:
    (folder / ".store").mkdir()
    (folder / target).write_text("# Herons\n", encoding="utf-8")
    (folder / "linked.md").symlink_to(folder / target)
    workspace = Workspace(folder, tmp_path / "annotations.json")
    (folder / target).write_text("# Grey herons\n", encoding="utf-8")
    *_, last = workspace.look_through(frozenset({folder / target}))
    assert last.library is not None
    assert "Grey herons" in [note.title for note in last.library.notes]
    workspace.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [("plain words of a note", 5), ("# 静かな湖\n\n水鳥", 9), ("|a|b|\n|-|-|\n|one two|three|\n", 7)],
)
def test_words_are_counted_as_they_are_written(folder: Path, text: str, words: int) -> None:
    (folder / "counted.md").write_text(text, encoding="utf-8")
    [note] = [each for each in scan.scan(folder).notes if each.key == "counted.md"]
    assert note.words == words


def test_nothing_is_remembered_of_a_folder_that_may_not_be_looked_at(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(folder, cache)
    status = os.stat

    def refused(path: Any, *given: Any, **named: Any) -> os.stat_result:
        if os.fspath(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(folder))
        return status(path, *given, **named)

    monkeypatch.setattr(os, "stat", refused)
    assert remembered(folder, cache) is None  # what is the matter `scan` says


def test_what_could_not_be_read_is_counted_and_found_once_it_can(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "plain.md").write_text("# Plain\n\n- Marrows grow at night.\n")
    look(folder, cache)
    workspace = Workspace(folder, tmp_path / "store.json", kept_in=cache)
    [note] = [each for each in workspace.library.notes if each.title == "Plain"]
    with monkeypatch.context() as broken:
        broken.setattr(files, "read_bytes", lambda *_: "cannot be read")
        assert [each for each in workspace.search("marrows").found if each.note == note] == []
        assert workspace.entry(note).key_points == 0
    assert [each.note for each in workspace.search("marrows").found] == [note]
    assert workspace.entry(note).key_points == 1
    workspace.close()
