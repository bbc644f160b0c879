"""An open note whose file has another name goes on under it; one that is gone stays as it was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.model import Color
from reader.workspace import OpenNote, Workspace
from reader.workspace.passages import find_quote

PRUNES = "prunes in winter"


def marked(workspace: Workspace) -> OpenNote:
    opened = workspace.open("gardens.md")
    workspace.highlight(opened, find_quote(opened.document, PRUNES), Color.GREEN)
    return workspace.reopen(opened)


def rename(file: Path) -> Path:
    return file.rename(file.with_name("orchards.md"))


def rename_and_edit(file: Path) -> Path:
    renamed = rename(file)
    renamed.write_text(renamed.read_text(encoding="utf-8") + "\nA line more.\n", encoding="utf-8")
    return renamed


@pytest.mark.parametrize("change", [rename, rename_and_edit])
def test_what_was_marked_stays_on_the_open_page(
    workspace: Workspace, folder: Path, change: Callable[[Path], Path]
) -> None:
    opened = marked(workspace)
    now = change(folder / "gardens.md")
    workspace.reload()
    again = workspace.reopen(opened)
    assert again.note.path == now
    assert not again.note.problems
    assert [each.annotation.id for each in again.highlights] == [opened.highlights[0].annotation.id]
    workspace.reflect(again, "written after that", range=again.highlights[0].range)
    assert len(workspace.reopen(again).reflections) == 1


def test_a_note_without_a_mark_is_known_by_its_text(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    now = rename(folder / "gardens.md")
    workspace.reload()
    assert workspace.reopen(opened).note.path == now
    assert workspace.reopen(opened).document is opened.document


def test_a_note_with_an_id_is_known_by_it_whatever_else_changes(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("listening")
    text = (folder / "listening.md").read_text(encoding="utf-8")
    (folder / "listening.md").unlink()
    (folder / "hearing.md").write_text(text.replace("On listening", "On hearing"), encoding="utf-8")
    workspace.reload()
    assert workspace.reopen(opened).note.key == "hearing.md"


def test_of_two_copies_none_is_chosen(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    (folder / "gardens.md").unlink()
    for name in ("one.md", "two.md"):
        (folder / name).write_text(text, encoding="utf-8")
    workspace.reload()
    again = workspace.reopen(opened)
    assert again.note.key == "gardens.md"
    assert "no longer there" in again.note.problems[-1]


def test_another_note_that_holds_the_marked_words_is_not_it(workspace: Workspace, folder: Path) -> None:
    opened = marked(workspace)
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    (folder / "gardens.md").unlink()
    (folder / "digest.md").write_text(f"# A digest\n\n{text.partition('# ')[2]}", encoding="utf-8")
    workspace.reload()
    assert workspace.reopen(opened).note.key == "gardens.md"


def test_it_is_looked_for_only_where_the_folder_was_looked_through_since(
    workspace: Workspace, folder: Path
) -> None:
    opened = workspace.open("listening")
    (folder / "listening.md").rename(folder / "hearing.md")
    assert "no longer there" in workspace.reopen(opened).note.problems[-1]


def test_words_that_other_notes_hold_too_stay_with_the_text_they_were_marked_in(
    workspace: Workspace, folder: Path
) -> None:
    opened = marked(workspace)
    text = (folder / "gardens.md").read_text(encoding="utf-8")
    (folder / "digest.md").write_text(f"{text}\nAnd more besides.\n", encoding="utf-8")
    now = rename(folder / "gardens.md")
    workspace.reload()
    again = workspace.reopen(opened)
    assert again.note.path == now
    assert len(again.highlights) == 1
    assert workspace.open("digest.md").highlights == ()


def test_a_note_that_stood_beside_it_with_the_same_text_is_another(
    workspace: Workspace, folder: Path
) -> None:
    form = "## Key points\n\n- Say what was heard.\n"
    for name in ("mon.md", "tue.md"):
        (folder / name).write_text(form, encoding="utf-8")
    workspace.reload()
    opened = workspace.open("mon.md")
    (folder / "mon.md").unlink()
    workspace.reload()
    assert workspace.reopen(opened).note.key == "mon.md"
    (folder / "wed.md").write_text(form, encoding="utf-8")  # and one that comes later, too
    workspace.reload()
    assert workspace.reopen(opened).note.key == "mon.md"
