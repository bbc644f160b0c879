"""Marking, reflecting, changing: what a leader does to a note, without a screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from reader.annotations.anchor import Status
from reader.annotations.model import Color
from reader.document.model import Range
from reader.errors import AnnotationNotFound, SaveFailed, UsageError
from reader.workspace import OpenNote, Workspace
from reader.workspace.passages import find_quote, key_point


def passage(opened: OpenNote, quote: str) -> Range:
    return find_quote(opened.document, quote)


def test_a_highlight_stands_where_it_was_made(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    workspace.highlight(opened, passage(opened, "The first virtue is to listen"), Color.GREEN)
    [placed] = workspace.reopen(opened).highlights
    assert placed.range == passage(opened, "The first virtue is to listen")
    assert placed.annotation.color is Color.GREEN
    assert placed.status is Status.ANCHORED


def test_a_highlight_is_there_again_tomorrow(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("listening")
    made = workspace.highlight(opened, passage(opened, "Say back what you heard."), Color.YELLOW)
    workspace.close()
    again = Workspace(folder, workspace.store.path)
    assert [each.annotation.id for each in again.open("listening").highlights] == [made.id]
    again.close()


def test_a_reflection_on_a_key_point_counts_as_reflected(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    workspace.reflect(opened, "I never do.", range=key_point(opened.document, 1))
    again = workspace.reopen(opened)
    assert again.reflected == 1
    assert [each.annotation.text for each in again.reflections_on(key_point(opened.document, 1))] == [
        "I never do."
    ]


def test_a_reflection_on_a_highlight_stands_on_its_passage(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    mark = workspace.highlight(opened, key_point(opened.document, 2), Color.RED)
    workspace.reflect(opened, "Is that so?", on=mark.id)
    [reflection] = workspace.reopen(opened).reflections
    assert reflection.range == key_point(opened.document, 2)
    assert reflection.annotation.on == mark.id


def test_a_reflection_on_the_whole_note_has_no_passage(workspace: Workspace) -> None:
    opened = workspace.open("gardens")
    workspace.reflect(opened, "Winter again.")
    [placed] = workspace.reopen(opened).on_note
    assert placed.range is None
    assert placed.status is Status.ANCHORED


@pytest.mark.parametrize("words", ["", "  \n\t "])
def test_a_reflection_without_words_is_refused(workspace: Workspace, words: str) -> None:
    opened = workspace.open("gardens")
    with pytest.raises(UsageError, match="needs words"):
        workspace.reflect(opened, words)
    assert workspace.reopen(opened).placed == ()


def test_words_that_would_steer_the_terminal_are_gated(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "calm\x1b[2J")
    assert "\x1b" not in made.text


def test_an_edited_reflection_keeps_its_earlier_words(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "first")
    edited = workspace.edit(made.id, "second")
    assert edited.text == "second"
    assert [each.text for each in edited.revisions] == ["first"]


def test_a_highlight_has_no_words_to_edit(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    mark = workspace.highlight(opened, key_point(opened.document, 1), Color.BLUE)
    with pytest.raises(UsageError, match="highlight"):
        workspace.edit(mark.id, "words")


def test_a_reflection_has_no_colour(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "words")
    with pytest.raises(UsageError, match="colour"):
        workspace.recolor(made.id, Color.RED)


def test_tags_are_cleaned_and_kept_once(workspace: Workspace) -> None:
    made = workspace.reflect(workspace.open("gardens"), "words")
    assert workspace.tag(made.id, ["#Winter", "winter", " ", "two\nlines"]).tags == ("Winter", "two lines")


def test_what_was_deleted_can_be_found_and_restored(workspace: Workspace) -> None:
    opened = workspace.open("gardens")
    made = workspace.reflect(opened, "words")
    workspace.delete(made.id)
    assert workspace.reopen(opened).placed == ()
    assert [each.annotation.id for each in workspace.annotations(deleted=True)] == [made.id]
    workspace.restore(made.id)
    assert [each.annotation.text for each in workspace.reopen(opened).placed] == ["words"]


def test_an_unknown_id_is_said(workspace: Workspace) -> None:
    with pytest.raises(AnnotationNotFound, match="no-such"):
        workspace.delete("no-such")


def test_an_annotation_can_be_put_on_another_passage_and_back(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    mark = workspace.highlight(opened, key_point(opened.document, 1), Color.BLUE)
    workspace.reattach(mark.id, opened, key_point(opened.document, 3))
    assert [each.range for each in workspace.reopen(opened).highlights] == [key_point(opened.document, 3)]
    assert "off that passage" in (workspace.undo() or "")
    assert [each.range for each in workspace.reopen(opened).highlights] == [key_point(opened.document, 1)]


def test_an_annotation_can_be_put_into_another_note_and_back(workspace: Workspace) -> None:
    listening, gardens = workspace.open("listening"), workspace.open("gardens")
    mark = workspace.highlight(listening, key_point(listening.document, 1), Color.BLUE)
    workspace.reattach(mark.id, gardens, passage(gardens, "prunes in winter"))
    assert workspace.reopen(listening).placed == ()
    assert len(workspace.reopen(gardens).highlights) == 1
    workspace.undo()
    assert len(workspace.reopen(listening).highlights) == 1
    assert workspace.reopen(gardens).placed == ()


def test_nothing_changes_when_saving_fails(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = workspace.open("gardens")
    made = workspace.reflect(opened, "kept")

    def full(*annotations: object) -> None:
        raise SaveFailed("The disk is full; nothing was saved.")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.store, "put", full)
        for change in (
            lambda: workspace.edit(made.id, "lost"),
            lambda: workspace.delete(made.id),
            lambda: workspace.undo(),
            lambda: workspace.reflect(opened, "also lost"),
        ):
            with pytest.raises(SaveFailed):
                change()
    assert [each.annotation.text for each in workspace.reopen(opened).placed] == ["kept"]
    assert workspace.undo() == "reflection removed in “Gardens”"


def test_annotations_can_be_narrowed(workspace: Workspace) -> None:
    opened = workspace.open("listening")
    mark = workspace.highlight(opened, key_point(opened.document, 1), Color.BLUE)
    thought = workspace.reflect(workspace.open("gardens"), "Frost.")
    workspace.tag(thought.id, ["season"])

    def ids(**filters: object) -> list[str]:
        return [each.annotation.id for each in workspace.annotations(**filters)]  # type: ignore[arg-type]

    assert ids() == [thought.id, mark.id]
    assert ids(color=Color.BLUE) == [mark.id]
    assert ids(color=Color.RED) == []
    assert ids(kind=thought.kind) == [thought.id]
    assert ids(tag="season") == [thought.id]
    assert ids(tag="CRAFT") == [mark.id]
    assert ids(text="frost") == [thought.id]
    assert ids(since=datetime.fromisoformat("2030-01-01T00:00:00Z")) == []
    assert ids(status=Status.ORPHAN) == []
    assert ids(note=opened.note) == [mark.id]
