"""Undo and redo: every change can be taken back, across notes, and what it did is said in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.model import Annotation, Color
from reader.workspace import Workspace
from reader.workspace.passages import key_point

Change = Callable[[Workspace, Annotation], object]

CHANGES: dict[str, tuple[Change, str]] = {
    "recolor": (lambda workspace, mark: workspace.recolor(mark.id, Color.RED), "colour back to yellow"),
    "tag": (lambda workspace, mark: workspace.tag(mark.id, ["new"]), "tags as they were"),
    "delete": (lambda workspace, mark: workspace.delete(mark.id), "highlight brought back"),
}


def seen(workspace: Workspace) -> list[tuple[object, ...]]:
    """What a reader sees of everything kept."""
    return sorted(
        (each.id, each.color, each.text, each.tags, each.selectors and each.selectors.position.start)
        for each in workspace.store.annotations()
    )


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_can_be_undone_and_done_again(workspace: Workspace, name: str) -> None:
    opened = workspace.open("listening")
    mark = workspace.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    before = seen(workspace)
    change, words = CHANGES[name]
    change(workspace, mark)
    after = seen(workspace)
    assert workspace.undo() == f"{words} in “On listening”"
    assert seen(workspace) == before
    assert workspace.redo() is not None
    assert seen(workspace) == after


def test_a_new_highlight_can_be_undone_and_done_again(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    workspace.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    assert workspace.undo() == "highlight removed in “On listening”"
    assert workspace.reopen(opened).highlights == ()
    assert workspace.redo() == "highlight brought back in “On listening”"
    assert len(workspace.reopen(opened).highlights) == 1


def test_undo_goes_back_across_notes(workspace: Workspace) -> None:
    workspace.reflect(workspace.open("listening"), "one")
    workspace.reflect(workspace.open("gardens"), "two")
    assert workspace.undo() == "reflection removed in “Gardens”"
    assert workspace.undo() == "reflection removed in “On listening”"
    assert workspace.undo() is None


def test_undoing_an_edit_keeps_both_texts_in_the_history(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "first")
    workspace.edit(made.id, "second")
    workspace.undo()
    now = workspace.annotation(made.id)
    assert now.text == "first"
    assert "second" in [each.text for each in now.revisions]


def test_a_new_change_forgets_what_was_undone(workspace: Workspace) -> None:
    opened = workspace.open("gardens")
    workspace.reflect(opened, "one")
    workspace.undo()
    workspace.reflect(opened, "two")
    assert workspace.redo() is None


def test_a_change_that_changes_nothing_is_no_step(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "same")
    workspace.edit(made.id, "same")
    workspace.undo()
    assert workspace.store.annotations() == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["mark", "write", "edit", "color", "delete"]), min_size=1, max_size=8))
def test_undoing_everything_leaves_the_page_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, moves: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "note.md").write_text("# Note\n\n- one\n- two\n- three\n", encoding="utf-8")
    workspace = Workspace(folder, tmp_path_factory.mktemp("data") / "annotations.json")
    opened = workspace.open("note.md")
    mark = workspace.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    thought = workspace.reflect(opened, "thought")
    before = seen(workspace)
    for number, move in enumerate(moves):
        if move == "mark":
            workspace.highlight(opened, key_point(opened.document, 2), Color.GREEN)
        elif move == "write":
            workspace.reflect(opened, f"words {number}")
        elif move == "edit":
            workspace.edit(thought.id, f"words {number}")
        elif move == "color":
            workspace.recolor(mark.id, [Color.RED, Color.BLUE][number % 2])
        else:
            workspace.delete(mark.id)
    done = seen(workspace)
    steps = 0
    while seen(workspace) != before or steps == 0:
        assert workspace.undo() is not None
        steps += 1
    for _ in range(steps):
        workspace.redo()
    assert seen(workspace) == done
    workspace.close()
