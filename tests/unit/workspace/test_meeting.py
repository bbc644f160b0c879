"""Two windows on the same words: both texts are kept and the reader is told."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.model import Color
from reader.store import Store
from reader.workspace import Workspace


def test_words_changed_elsewhere_while_one_writes_are_in_the_history_and_it_is_said(
    workspace: Workspace, folder: Path
) -> None:
    made = workspace.reflect(workspace.open("listening"), "First.")
    other = Workspace(folder, workspace.store.path)
    other.edit(made.id, "Theirs.")
    workspace.refresh()
    after = workspace.edit(made.id, "Mine.", seen="First.")
    assert after.text == "Mine."
    assert [each.text for each in after.revisions] == ["First.", "Theirs."]
    assert workspace.store.notices == (
        "Your reflection in “On listening” was changed elsewhere as well; the later text shows, the other is "
        "in its history.",
    )
    other.close()


def test_nothing_is_said_where_only_one_was_at_it(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("listening"), "First.")
    workspace.edit(made.id, "Second.", seen="First.")
    workspace.edit(made.id, "Second.", seen="First.")
    assert workspace.store.notices == ()


def test_words_written_on_a_reflection_that_was_deleted_meanwhile_bring_it_back(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("listening"), "First.")
    workspace.delete(made.id)
    workspace.edit(made.id, "Second.", seen="First.")
    [placed] = workspace.open("listening").on_note
    assert placed.annotation.text == "Second."
    assert "was deleted elsewhere meanwhile; it is back" in workspace.store.notices[0]


def test_conflict_copies_are_merged_when_a_workspace_is_opened(folder: Path, tmp_path: Path) -> None:
    there = Workspace(folder, tmp_path / "there" / "annotations.json")
    opened = there.open("listening")
    there.highlight(opened, opened.document.key_points[0].range, Color.BLUE)
    there.close()
    here = tmp_path / "here"
    here.mkdir()
    (here / "annotations (1).json").write_bytes((tmp_path / "there" / "annotations.json").read_bytes())
    workspace = Workspace(folder, Store.open(here / "annotations.json"))
    assert [each.annotation.color for each in workspace.open("listening").highlights] == [Color.BLUE]
    assert workspace.store.notices == (
        "annotations (1).json, left by a sync tool, was merged and set aside: 1 new.",
    )
    workspace.close()
