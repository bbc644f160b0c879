"""The list of notes, opening them, and what happens when files change, move or vanish."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from reader.annotations.anchor import Status
from reader.annotations.model import Color
from reader.errors import AmbiguousNote, LibraryMissing, NoteNotFound
from reader.library.note import Unreadable
from reader.library.scan import scan
from reader.workspace import OpenNote, Sort, Workspace
from reader.workspace.passages import find_quote, key_point
from reader.workspace.rescan import rescan
from tests.changing import CHANGES, change


def rewrite(path: Path, text: str) -> None:
    """Write a note anew and make sure that its time differs, however coarse the file system's clock is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))


def mark(workspace: Workspace, opened: OpenNote, quote: str) -> str:
    return workspace.highlight(opened, find_quote(opened.document, quote), Color.YELLOW).id


def test_the_list_says_what_each_note_holds(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    workspace.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    workspace.reflect(opened, "yes", range=key_point(opened.document, 2))
    [first, second] = workspace.listing()
    assert (first.title, first.key_points, first.reflected, first.highlights) == ("On listening", 3, 1, 1)
    assert (first.reflections, first.minutes) == (1, 1)
    assert first.words > 20
    assert (second.title, second.reflected, second.highlights) == ("Gardens", 0, 0)
    assert workspace.totals().notes == 2
    assert (workspace.totals().highlights, workspace.totals().reflections) == (1, 1)


def test_the_list_is_narrowed_by_tags_and_words(workspace: Workspace) -> None:
    def titles(**wanted: object) -> list[str]:
        return [entry.title for entry in workspace.listing(**wanted)]  # type: ignore[arg-type]

    assert titles(tags=["Craft/Ear"]) == ["On listening"]
    assert titles(tags=["craft", "none"]) == []
    assert titles(untagged=True) == ["Gardens"]
    assert titles(text="ward marsh") == ["On listening"]
    assert titles(text="gard") == ["Gardens"]
    assert titles(text="nowhere") == []


def test_the_list_has_four_orders(workspace: Workspace) -> None:
    gardens = workspace.open("gardens")
    mark(workspace, gardens, "prunes")
    workspace.remember_place(gardens, workspace.place(gardens), 0.5)

    def titles(sort: Sort) -> list[str]:
        return [entry.title for entry in workspace.listing(sort=sort)]

    assert titles(Sort.DATE) == ["On listening", "Gardens"]
    assert titles(Sort.TITLE) == ["Gardens", "On listening"]
    assert titles(Sort.READ) == ["Gardens", "On listening"]
    assert titles(Sort.ANNOTATED) == ["Gardens", "On listening"]


def test_a_file_that_is_no_text_is_listed_with_the_reason(folder: Path, tmp_path: Path) -> None:
    (folder / "old.md").write_bytes(b"caf\xe9")
    workspace = Workspace(folder, tmp_path / "annotations.json")
    last = workspace.listing()[-1].note
    assert isinstance(last, Unreadable)
    assert "UTF-8" in last.reason
    assert workspace.open("gardens").note.title == "Gardens"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Workspace(tmp_path / "nowhere", tmp_path / "annotations.json")


def test_a_note_that_is_not_there_or_not_told_apart_is_said(workspace: Workspace) -> None:
    with pytest.raises(NoteNotFound):
        workspace.open("zebra")
    with pytest.raises(AmbiguousNote):
        workspace.open("n")


def test_a_changed_file_is_read_again_and_its_marks_stay(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens")
    mark(workspace, opened, "first virtue")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    rewrite(folder / "gardens.md", text.replace("# Gardens", "# Gardens\n\nA new beginning."))
    again = workspace.reopen(opened)
    [placed] = again.highlights
    assert placed.range is not None
    assert again.document.text_of(placed.range) == "first virtue"
    assert placed.range.start.block == 2


def test_reload_sees_new_changed_and_vanished_notes(workspace: Workspace, folder: Path) -> None:
    assert not workspace.reload()
    (folder / "third.md").write_text("# Third\n", encoding="utf-8")
    (folder / "gardens.md").unlink()
    assert workspace.reload()
    assert sorted(entry.title for entry in workspace.listing()) == ["On listening", "Third"]


def test_reload_reads_only_files_that_changed(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library import files

    read: list[str] = []
    read_bytes = files.read_bytes

    def counting(real: str, root: str) -> files.FileBytes | str:
        read.append(Path(real).name)
        return read_bytes(real, root)

    monkeypatch.setattr(files, "read_bytes", counting)
    workspace.reload()
    assert read == []
    rewrite(folder / "gardens.md", "# Other gardens\n")
    assert workspace.reload()
    assert read == ["gardens.md"]
    assert workspace.find("other").key == "gardens.md"


@settings(max_examples=30, deadline=None)
@given(CHANGES)
def test_reading_again_gives_what_reading_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    library = scan(folder)
    for step, (name, content) in enumerate(changes):
        change(folder, step, name, content)
        library = rescan(folder, library)
        anew = scan(folder)
        assert (library.notes, library.unreadable) == (anew.notes, anew.unreadable)


def test_a_note_gets_its_id_back_when_the_other_with_that_id_is_gone(
    workspace: Workspace, folder: Path
) -> None:
    text = (folder / "listening.md").read_text(encoding="utf-8")
    (folder / "a-copy.md").write_text(text, encoding="utf-8")
    workspace.reload()
    assert workspace.library.by_id("listening.md") is not None
    (folder / "a-copy.md").unlink()
    workspace.reload()
    assert workspace.library.by_id("listening") is not None
    assert workspace.open("listening").note.problems == ()


def test_a_note_whose_file_is_gone_stays_readable(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens")
    (folder / "gardens.md").unlink()
    again = workspace.reopen(opened)
    assert again.document.text == opened.document.text
    assert "no longer there" in again.note.problems[-1]


def test_a_renamed_file_keeps_its_annotations(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    mark(workspace, opened, "prunes in winter")
    workspace.reflect(opened, "the whole of it")
    (folder / "gardens.md").rename(folder / "orchards.md")
    workspace.reload()
    again = workspace.open("orchards.md")
    assert [each.annotation.note_id for each in again.placed] == ["gardens.md", "gardens.md"]
    assert [each.status for each in again.highlights] == [Status.ANCHORED]


def test_a_renamed_and_edited_file_keeps_its_annotations(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    mark(workspace, opened, "prunes in winter")
    mark(workspace, opened, "The first virtue is to listen before one speaks.")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    (folder / "gardens.md").unlink()
    rewrite(folder / "orchards.md", text.replace("before one speaks", "before one talks"))
    workspace.reload()
    assert len(workspace.open("orchards.md").highlights) == 2


def test_looking_at_a_renamed_note_writes_nothing_and_changing_it_settles_it(
    workspace: Workspace, folder: Path
) -> None:
    opened = workspace.open("gardens.md")
    first, second = mark(workspace, opened, "prunes"), mark(workspace, opened, "winter")
    (folder / "gardens.md").rename(folder / "orchards.md")
    workspace.reload()
    again = workspace.open("orchards.md")
    assert workspace.annotation(first).note_id == "gardens.md"
    workspace.recolor(first, Color.RED)
    assert workspace.annotation(first).note_id == "orchards.md"
    assert workspace.annotation(second).note_id == "gardens.md"
    assert len(workspace.reopen(again).highlights) == 2


def test_a_renamed_note_with_a_twin_is_not_guessed(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    made = mark(workspace, opened, "prunes in winter")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    (folder / "gardens.md").rename(folder / "one.md")
    (folder / "two.md").write_text(text, encoding="utf-8")
    workspace.reload()
    assert workspace.open("one.md").placed == workspace.open("two.md").placed == ()
    [orphan] = workspace.annotations()
    assert (orphan.annotation.id, orphan.status) == (made, Status.ORPHAN)


def test_a_note_moved_to_another_folder_keeps_what_was_written_on_the_whole_of_it(
    workspace: Workspace, folder: Path
) -> None:
    workspace.reflect(workspace.open("gardens.md"), "Frost.")
    (folder / "old").mkdir()
    (folder / "gardens.md").rename(folder / "old" / "gardens.md")
    workspace.reload()
    assert [each.annotation.text for each in workspace.open("old/gardens.md").on_note] == ["Frost."]


def test_annotations_of_a_note_that_was_split_go_where_their_words_went(
    workspace: Workspace, folder: Path
) -> None:
    first = "The first half of it speaks at length of rain and wind, and of those who walk in them.\n"
    second = "The second half of it speaks at length of bread and salt, and of those who share them.\n"
    (folder / "long.md").write_text(f"{first}\n{second}", encoding="utf-8")
    workspace.reload()
    opened = workspace.open("long.md")
    rain, bread = mark(workspace, opened, "rain and wind"), mark(workspace, opened, "bread and salt")
    (folder / "long.md").unlink()
    (folder / "one.md").write_text(first, encoding="utf-8")
    (folder / "two.md").write_text(second, encoding="utf-8")
    workspace.reload()
    assert [each.annotation.id for each in workspace.open("one.md").highlights] == [rain]
    assert [each.annotation.id for each in workspace.open("two.md").highlights] == [bread]


def test_a_few_letters_are_no_proof_that_a_note_was_renamed(workspace: Workspace, folder: Path) -> None:
    (folder / "tiny.md").write_text("Yes.\n", encoding="utf-8")
    workspace.reload()
    mark(workspace, workspace.open("tiny.md"), "Yes.")
    (folder / "tiny.md").rename(folder / "other.md")
    workspace.reload()
    assert workspace.open("other.md").placed == ()
    assert [each.status for each in workspace.annotations()] == [Status.ORPHAN]


def test_a_note_that_is_given_an_id_keeps_its_annotations(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    mark(workspace, opened, "prunes")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    rewrite(folder / "gardens.md", f"---\nid: gardens\n---\n{text}")
    workspace.reload()
    assert len(workspace.open("gardens").highlights) == 1


def test_an_id_copied_into_another_file_moves_no_annotation(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("listening")
    made = mark(workspace, opened, "Say back")
    text = (folder / "listening.md").read_text(encoding="utf-8")
    (folder / "a-copy.md").write_text(text, encoding="utf-8")
    workspace.reload()
    assert [each.annotation.id for each in workspace.open("listening.md").highlights] == [made]
    assert workspace.open("a-copy.md").highlights == ()


def test_anchoring_can_be_left_for_later(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    made = mark(workspace, opened, "first virtue")
    thought = workspace.reflect(opened, "hm", on=made)
    whole = workspace.reflect(opened, "all")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    rewrite(folder / "gardens.md", text.replace("A gardener", "The gardener"))
    workspace.reload()
    early = workspace.open("gardens.md", anchor="later")
    assert [each.annotation.id for each in early.placed] == [whole.id]
    assert {each.id for each in early.pending} == {made, thought.id}
    late = early.with_placed(workspace.anchor_pending(early))
    assert late.pending == ()
    assert late.placed == workspace.open("gardens.md").placed
    assert workspace.reopen(late, anchor="later").placed == late.placed


def test_unchanged_notes_have_nothing_left_for_later(workspace: Workspace) -> None:
    opened = workspace.open("gardens.md")
    mark(workspace, opened, "first virtue")
    assert workspace.open("gardens.md", anchor="later").pending == ()


def test_another_windows_changes_are_taken_in(workspace: Workspace, folder: Path) -> None:
    other = Workspace(folder, workspace.store.path)
    mark(other, other.open("gardens"), "prunes")
    assert workspace.refresh()
    assert len(workspace.open("gardens").highlights) == 1
    assert not workspace.refresh()
    other.close()
