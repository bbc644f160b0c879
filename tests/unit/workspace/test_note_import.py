"""Imported notes are written where they belong: never outside, never over another, never twice."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reader.errors import OutputRefused
from reader.exchange.notes.imported_note import ImportedNote
from reader.exchange.notes.names import name_of_title, safe_path
from reader.library.note import Note
from reader.library.scan import scan
from reader.workspace.note_files import write_note
from reader.workspace.note_import import (
    Choice,
    NotWritten,
    Standing,
    WrittenNote,
    plan_notes,
    write_planned,
)
from tests.unit.exchange.imported_notes import CASES, reading, taken

NOTE = ImportedNote(
    title="The empty chair",
    body="It stayed empty.\n\nWe left it there.",
    place="page.html",
    path="the-empty-chair.md",
    tags=("patience",),
    source="https://round-table.example/chair",
)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_planning_writes_nothing(tmp_path: Path) -> None:
    [planned] = plan_notes([NOTE], tmp_path / "new")
    assert (planned.standing, planned.path) == (Standing.NEW, "the-empty-chair.md")
    assert not (tmp_path / "new").exists()


def test_a_second_import_of_the_same_changes_nothing(tmp_path: Path) -> None:
    first = taken(CASES / "squarespace-70-listing.html", tmp_path)
    again = plan_notes(reading("squarespace-70-listing.html").notes, tmp_path)
    assert {each.standing for each in again} == {Standing.SAME}
    assert taken(CASES / "squarespace-70-listing.html", tmp_path, Choice.OVER) == first


def test_changed_content_is_shown_and_left_unless_chosen(tmp_path: Path) -> None:
    taken([NOTE], tmp_path)
    changed = replace(NOTE, body="It stayed empty.\n\nThen someone sat down.")
    [planned] = plan_notes([changed], tmp_path)
    assert planned.standing is Standing.CHANGED
    assert "-We left it there." in planned.difference
    assert "+Then someone sat down." in planned.difference
    [note] = taken([changed], tmp_path).values()
    assert "We left it there." in note.body


def test_changed_content_goes_beside_once(tmp_path: Path) -> None:
    taken([NOTE], tmp_path)
    changed = replace(NOTE, body="It stayed empty.\n\nThen someone sat down.")
    for _ in range(3):
        notes = taken([changed], tmp_path, Choice.BESIDE)
    assert sorted(notes) == ["the-empty-chair-2.md", "the-empty-chair.md"]
    assert "We left it there." in notes["the-empty-chair.md"].body
    assert "someone sat down" in notes["the-empty-chair-2.md"].body


def test_changed_content_goes_over_and_the_note_keeps_its_id(tmp_path: Path) -> None:
    taken([NOTE], tmp_path)
    file = tmp_path / "the-empty-chair.md"
    file.write_text(file.read_text().replace("title:", "id: my-own\ntitle:", 1))
    notes = taken([replace(NOTE, body="Someone sat down.")], tmp_path, Choice.OVER)
    assert notes["the-empty-chair.md"].id == "my-own"
    assert "Someone sat down." in notes["the-empty-chair.md"].body


def test_what_was_written_into_a_note_stays_beside_it_when_the_note_is_written_over(tmp_path: Path) -> None:
    taken([NOTE], tmp_path)
    file = tmp_path / "the-empty-chair.md"
    file.chmod(0o600)
    for words in ("I sat there once.", "And once more."):
        file.write_text(f"{file.read_text()}\n{words}\n")
        before = file.read_bytes()
        [written] = write_planned(plan_notes([NOTE], tmp_path), tmp_path, Choice.OVER)
        assert isinstance(written, WrittenNote)
        kept = tmp_path / written.file.kept
        assert kept.read_bytes() == before
        assert kept.stat().st_mode & 0o777 == 0o600
    assert len(files(tmp_path)) == 3
    assert [note.key for note in scan(tmp_path).notes] == [file.name]


def failing(
    trouble: BaseException, first: Callable[..., object] = lambda *names, **options: None
) -> Callable[..., None]:
    """Return a call that fails, after another one."""

    def fail(*names: Any, **options: Any) -> None:
        first(*names, **options)
        raise trouble

    return fail


def test_a_note_is_kept_also_where_no_file_has_two_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken([NOTE], tmp_path)
    monkeypatch.setattr(os, "link", failing(OSError(errno.EPERM, "Operation not permitted")))
    kept = write_note(tmp_path, "the-empty-chair.md", "Other words.", is_over=True).kept
    assert "We left it there." in (tmp_path / kept).read_text()
    assert (tmp_path / "the-empty-chair.md").read_text() == "Other words."


def test_a_note_that_cannot_be_written_over_leaves_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken([NOTE], tmp_path)
    monkeypatch.setattr(os, "replace", failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputRefused, match="all is as it was"):
        write_note(tmp_path, "the-empty-chair.md", "Other words.", is_over=True)
    assert files(tmp_path) == ["the-empty-chair.md"]


@pytest.mark.parametrize("trouble", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_note_that_was_written_over_is_kept_whatever_happens_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    taken([NOTE], tmp_path)
    file = tmp_path / "the-empty-chair.md"
    before = file.read_bytes()
    monkeypatch.setattr(os, "replace", failing(trouble, os.replace))
    with pytest.raises(KeyboardInterrupt) if isinstance(trouble, KeyboardInterrupt) else nullcontext():
        written = write_note(tmp_path, file.name, "Other words.", is_over=True)
        assert "input/output error" in written.doubt
    assert file.read_text() == "Other words."
    [kept] = [each for each in tmp_path.iterdir() if each != file]
    assert kept.read_bytes() == before


def test_a_note_changed_while_it_is_written_over_stays_and_is_said_not_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken([NOTE], tmp_path)
    file = tmp_path / "the-empty-chair.md"
    before, link = file.read_bytes(), os.link

    def typed_meanwhile(*names: Any, **options: Any) -> None:
        link(*names, **options)
        file.unlink()
        file.write_text("Typed meanwhile.")

    monkeypatch.setattr(os, "link", typed_meanwhile)
    with pytest.raises(
        OutputRefused, match=r"was not written: it was changed meanwhile; .* is kept in “"
    ) as said:
        write_note(tmp_path, file.name, "Other words.", is_over=True)
    assert file.read_text() == "Typed meanwhile."
    [kept] = [each for each in tmp_path.iterdir() if each != file]
    assert kept.read_bytes() == before
    assert kept.name in str(said.value)


def test_no_empty_note_is_left_where_no_file_has_two_names_and_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", failing(OSError(errno.EPERM, "Operation not permitted")))
    monkeypatch.setattr(os, "replace", failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputRefused, match="all is as it was"):
        write_note(tmp_path, "a.md", "text")
    assert files(tmp_path) == []


def test_a_note_of_the_longest_name_can_be_written_over(tmp_path: Path) -> None:
    name = "ß" * 126 + ".md"
    (tmp_path / name).write_text("Some words.")
    kept = write_note(tmp_path, name, "Other words.", is_over=True).kept
    assert (tmp_path / kept).read_text() == "Some words."


def test_a_note_that_was_renamed_is_known_by_its_source(tmp_path: Path) -> None:
    taken([NOTE], tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "the-empty-chair.md").rename(tmp_path / "deep" / "chair.md")
    [planned] = plan_notes([NOTE], tmp_path)
    assert (planned.standing, planned.path) == (Standing.SAME, "deep/chair.md")


def test_a_pasted_post_is_known_again_when_its_page_comes(tmp_path: Path) -> None:
    taken([replace(NOTE, source="", path="the-empty-chair.md")], tmp_path)
    [planned] = plan_notes([replace(NOTE, path="2022-03-09-the-empty-chair.md")], tmp_path)
    assert (planned.standing, planned.path) == (Standing.CHANGED, "the-empty-chair.md")


@pytest.mark.parametrize("choice", Choice)
def test_nothing_is_written_over_another_note(tmp_path: Path, choice: Choice) -> None:
    (tmp_path / "the-empty-chair.md").write_text("Another note altogether.\n")
    (tmp_path / "The-Empty-Chair-2.md").mkdir()
    notes = taken([NOTE], tmp_path, choice)
    assert (tmp_path / "the-empty-chair.md").read_text() == "Another note altogether.\n"
    assert "the-empty-chair-3.md" in notes or "the-empty-chair-2.md" in notes
    assert len(notes) == 2


def test_two_posts_of_one_title_get_two_names_and_one_told_twice_one(tmp_path: Path) -> None:
    other = replace(NOTE, source="https://round-table.example/other", body="Quite another text.")
    notes = taken([NOTE, other, NOTE], tmp_path)
    assert sorted(notes) == ["the-empty-chair-2.md", "the-empty-chair.md"]


@pytest.mark.parametrize("path", ["../out.md", "/tmp/out.md", "a/../../out.md", "", "a\0b.md"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "in"
    with pytest.raises(OutputRefused, match="no place inside the folder"):
        write_note(folder, path, "x")
    assert files(tmp_path) == []


def test_a_folder_that_is_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "deep").symlink_to(tmp_path / "out")
    [failed] = write_planned(
        plan_notes([replace(NOTE, path="deep/note.md")], tmp_path / "in"), tmp_path / "in", Choice.OVER
    )
    assert isinstance(failed, NotWritten)
    assert "leads elsewhere" in failed.why
    assert files(tmp_path / "out") == []


def test_what_came_to_stand_there_after_planning_is_left(tmp_path: Path) -> None:
    planned = plan_notes([NOTE], tmp_path)
    (tmp_path / "the-empty-chair.md").symlink_to(tmp_path / "elsewhere.md")
    [failed] = write_planned(planned, tmp_path, Choice.OVER)
    assert isinstance(failed, NotWritten)
    assert "stands there already" in failed.why
    assert not (tmp_path / "elsewhere.md").exists()


def test_a_full_disk_leaves_no_half_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputRefused, match="no space left on device"):
        write_note(tmp_path, "a.md", "text")
    assert files(tmp_path) == []


def test_a_vault_keeps_its_folders_and_its_links_lead_on(tmp_path: Path) -> None:
    from reader.library.scan import scan

    notes = taken(CASES / "vault", tmp_path)
    index = notes["Index.md"]
    assert index.id == "vault-index"
    assert index.front.date is not None
    linked = scan(tmp_path).resolve_link(index, "People/Anna%20Lind.md")
    assert linked is not None
    assert linked.title == "Anna Lind"


def test_links_follow_notes_that_had_to_take_another_name(tmp_path: Path) -> None:
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "Anna Lind.md").write_text("Another Anna, of whom something else is told.\n")
    notes = taken(CASES / "vault", tmp_path)
    assert "[Anna Lind](People/Anna%20Lind-2.md)" in notes["Index.md"].body
    assert notes["People/Anna Lind-2.md"].title == "Anna Lind"


def test_a_broken_head_stays_as_it_was(tmp_path: Path) -> None:
    taken(CASES / "vault", tmp_path)
    assert (tmp_path / "broken-head.md").read_bytes() == (CASES / "vault" / "broken-head.md").read_bytes()
    assert {each.standing for each in plan_notes(reading("vault").notes, tmp_path)} == {Standing.SAME}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Freeing local teams!", "freeing-local-teams.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("CON", "con-note.md"),
        ("…", "note.md"),
        ("Don’t wait", "dont-wait.md"),
        ("Größe & façade", "größe-façade.md"),
        ("x" * 300, "x" * 60 + ".md"),
    ],
)
def test_names_are_safe_short_and_readable(title: str, name: str) -> None:
    assert name_of_title(title) == name


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("../../x.md", "x.md"),
        ("a/..\\b.MD", "a/b.md"),
        (".hidden/.x.txt", "hidden/x.md"),
        ("nul.md", "nul-note.md"),
        ("What? Why: a|b.md", "What- Why- a-b.md"),
        ("", "note.md"),
        ("My Note.markdown", "My Note.md"),
    ],
)
def test_paths_of_a_vault_are_made_safe(path: str, safe: str) -> None:
    assert safe_path(path) == safe


def test_a_note_of_an_import_opens_like_any_other(tmp_path: Path) -> None:
    notes = taken(CASES / "squarespace-70-listing.html", tmp_path)
    chair = next(note for note in notes.values() if note.title == "The empty chair")
    assert isinstance(chair, Note)
    assert not chair.problems
    assert [(person.name, person.role) for person in chair.front.people] == [("Ines Castro", "author")]
