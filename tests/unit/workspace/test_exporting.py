"""Words out: which go out, where they are written, and what is never written over."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reader.annotations.model import Color, Kind
from reader.errors import OutputRefused, UsageError
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, as_text, gather, write_to
from reader.workspace.passages import find_quote


@pytest.fixture
def marked(workspace: Workspace) -> Workspace:
    opened = workspace.open("listening")
    passage = find_quote(opened.document, "The room is quiet.")
    highlight = workspace.highlight(opened, passage, Color.BLUE)
    workspace.reflect(opened, "My private words.", on=highlight.id)
    gardens = workspace.open("gardens.md")
    workspace.highlight(gardens, find_quote(gardens.document, "A gardener prunes"), Color.RED)
    return workspace


def test_private_words_stay_here_when_only_highlights_are_wanted(marked: Workspace) -> None:
    notes = gather(marked, Choice(kind=Kind.HIGHLIGHT))
    for name in ("markdown", "jsonld", "csv", "json", "hypothesis"):
        text = as_text(name, notes)
        assert "The room is quiet." in text
        assert "My private" not in text


def test_of_reflections_only_what_is_tagged_shared_goes_out(marked: Workspace) -> None:
    opened = marked.open("listening")
    passage = find_quote(opened.document, "The room is quiet.")
    shared = marked.reflect(opened, "Not ready to be read.", range=passage)
    shared = marked.edit(shared.id, "Ready to be read.")
    marked.tag(shared.id, ["Shared"])
    gone = marked.reflect(opened, "Thrown away.")
    marked.tag(gone.id, ["shared"])
    marked.delete(gone.id)
    nearly = marked.reflect(opened, "Nearly.")
    marked.tag(nearly.id, ["sharedness", "not/shared"])
    for name in ("markdown", "jsonld", "csv", "json", "hypothesis", "html"):
        text = as_text(name, gather(marked, Choice(deleted=True, is_shared=True)))
        assert "Ready to be read." in text
        assert not [words for words in ("My private", "Not ready", "Thrown", "Nearly.") if words in text]
    markdown = as_text("markdown", gather(marked, Choice(is_shared=True)))
    assert "0 highlights and 1 reflection; no private words." in markdown


@pytest.mark.parametrize("name", ["markdown", "html", "json"])
def test_a_file_says_at_its_head_what_it_holds(marked: Workspace, name: str) -> None:
    listening = (marked.find("listening"),)
    text = as_text(name, gather(marked, Choice(listening)))
    assert "1 highlight and 1 reflection; holds private words." in text
    text = as_text(name, gather(marked, Choice(listening, kind=Kind.HIGHLIGHT)))
    assert "1 highlight and 0 reflections; no private words." in text


def test_a_file_that_is_added_to_goes_on_saying_what_it_holds(marked: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "words.md"
    highlights = gather(marked, Choice(kind=Kind.HIGHLIGHT))
    write_to(marked, file, "markdown", highlights)
    assert "no private words." in file.read_text(encoding="utf-8")
    marked.reflect(marked.open("gardens.md"), "More of mine.")
    for notes in (gather(marked, Choice()), highlights):
        write_to(marked, file, "markdown", notes, update="append")
        assert "More of mine." in file.read_text(encoding="utf-8")
        assert "may hold private words." in file.read_text(encoding="utf-8")
    write_to(marked, file, "markdown", highlights, update="mirror")
    assert "More of mine." not in file.read_text(encoding="utf-8")
    assert "no private words." in file.read_text(encoding="utf-8")


def test_only_what_is_chosen_goes_out(marked: Workspace) -> None:
    assert [note.key for note in gather(marked, Choice())] == ["gardens.md", "listening.md"]
    assert [note.key for note in gather(marked, Choice(color=Color.RED))] == ["gardens.md"]
    assert [note.key for note in gather(marked, Choice(tag="craft"))] == ["listening.md"]
    assert [note.key for note in gather(marked, Choice(notes=(marked.find("gardens.md"),)))] == ["gardens.md"]


def test_files_are_private_and_nothing_is_left_beside_them(marked: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    outcome = write_to(marked, folder, "html", gather(marked, Choice()))
    assert {path.name for path in folder.iterdir()} == {"gardens.html", "listening.html", "index.html"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in outcome.written)


def test_what_reader_did_not_write_is_never_written_over(marked: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "listening.md").write_text("mine", encoding="utf-8")
    notes = gather(marked, Choice())
    with pytest.raises(OutputRefused, match=r"listening\.md"):
        write_to(marked, folder, "markdown", notes)
    assert [path.name for path in folder.iterdir()] == ["listening.md"]
    assert (folder / "listening.md").read_text(encoding="utf-8") == "mine"
    write_to(marked, folder, "markdown", notes, force=True)
    assert "quiet" in (folder / "listening.md").read_text(encoding="utf-8")


def test_what_reader_wrote_is_renewed_unless_it_was_changed_since(marked: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    write_to(marked, file, "csv", gather(marked, Choice()))
    write_to(marked, file, "csv", gather(marked, Choice(color=Color.RED)))
    assert "quiet" not in file.read_text(encoding="utf-8")
    file.write_text("changed", encoding="utf-8")
    with pytest.raises(OutputRefused):
        write_to(marked, file, "csv", gather(marked, Choice()))


def test_mirroring_keeps_what_was_written_into_the_file(marked: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "words.md"
    write_to(marked, file, "markdown", gather(marked, Choice()))
    file.write_text(file.read_text(encoding="utf-8") + "\nMy own thoughts.\n", encoding="utf-8")
    opened = marked.open("gardens.md")
    marked.reflect(opened, "New words.")
    outcome = write_to(marked, file, "markdown", gather(marked, Choice()), update="mirror")
    text = file.read_text(encoding="utf-8")
    assert outcome.written == (file,)
    assert "My own thoughts." in text
    assert "New words." in text
    again = write_to(marked, file, "markdown", gather(marked, Choice()), update="mirror")
    assert (again.written, again.unchanged) == ((), 1)


def test_a_folder_or_a_device_in_the_place_of_a_file_is_refused(marked: Workspace, tmp_path: Path) -> None:
    notes = gather(marked, Choice())
    with pytest.raises(UsageError):
        write_to(marked, tmp_path, "csv", notes)
    (tmp_path / "out" / "index.html").mkdir(parents=True)
    with pytest.raises(OutputRefused):
        write_to(marked, tmp_path / "out", "html", notes)


def test_a_symlink_leads_to_its_target_and_stays(marked: Workspace, tmp_path: Path) -> None:
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(target)
    write_to(marked, link, "json", gather(marked, Choice()))
    assert link.is_symlink()
    assert target.is_file()


def test_a_note_without_marks_goes_out_when_it_is_named(workspace: Workspace) -> None:
    [note] = gather(workspace, Choice(notes=(workspace.find("gardens.md"),)))
    assert "A gardener prunes in winter." in as_text("html", [note])


@pytest.mark.parametrize("update", ["", "append", "mirror"])
@pytest.mark.parametrize("force", [False, True])
def test_an_export_into_the_folder_of_notes_never_touches_a_note(
    marked: Workspace, update: str, force: bool
) -> None:
    folder = marked.library.folder
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    notes = gather(marked, Choice())
    for note in marked.library.notes:
        with pytest.raises(OutputRefused, match="one of your notes"):
            write_to(marked, note.path, "markdown", notes, force=force, update=update)
        with pytest.raises(OutputRefused, match="one of your notes"):
            write_to(marked, folder / ".." / folder.name / note.path.name, "markdown", notes, force=force)
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before


def test_an_export_that_lies_among_the_notes_is_brought_up_to_date(marked: Workspace) -> None:
    folder = marked.library.folder / "Reading"
    write_to(marked, folder, "markdown", gather(marked, Choice()))
    again = Workspace(marked.library.folder, marked.store)
    again.reflect(again.open("gardens.md"), "Later.")
    notes = gather(again, Choice())
    assert write_to(again, folder, "markdown", notes, update="mirror").written
    assert write_to(again, folder, "markdown", notes, force=True).unchanged


def test_an_export_another_machine_left_among_the_notes_is_added_to_and_not_written_over(
    marked: Workspace,
) -> None:
    folder = marked.library.folder / "Reading"
    write_to(marked, folder, "markdown", gather(marked, Choice()))
    marked.store.remember("exports", str(folder), {})
    again = Workspace(marked.library.folder, marked.store)
    again.reflect(again.open("gardens.md"), "Later.")
    notes = gather(again, Choice())
    with pytest.raises(OutputRefused, match="one of your notes"):
        write_to(again, folder, "markdown", notes, force=True)
    assert write_to(again, folder, "markdown", notes, update="append").written
