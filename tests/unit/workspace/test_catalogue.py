"""The list is made anew when, and only when, the library or the store is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.annotations.model import Color
from reader.library.files import FoundFile
from reader.library.note import Note
from reader.workspace import Sort, Workspace
from reader.workspace.passages import key_point
from tests.unit.workspace.conftest import Clock
from tests.unit.workspace.test_library import rewrite


def keys(workspace: Workspace, **wanted: object) -> list[str]:
    return [each.note.key for each in workspace.listing(**wanted)]  # type: ignore[arg-type]


def test_the_list_follows_what_is_kept_changed_and_removed(workspace: Workspace, folder: Path) -> None:
    assert [each.highlights for each in workspace.listing()] == [0, 0]
    opened = workspace.open("listening")
    kept = workspace.highlight(opened, key_point(opened.document, 1), Color.YELLOW)
    assert sum(each.highlights for each in workspace.listing()) == workspace.totals().highlights == 1
    assert keys(workspace, sort=Sort.ANNOTATED)[0] == "listening.md"
    workspace.delete(kept.id)
    assert sum(each.highlights for each in workspace.listing()) == workspace.totals().highlights == 0
    (folder / "third.md").write_text("---\ntags: [late]\n---\n# Third\n", encoding="utf-8")
    rewrite(folder / "gardens.md", "# Gardens of another name\n\n#late\n")
    assert workspace.reload()
    assert sorted(keys(workspace, tags=["late"])) == ["gardens.md", "third.md"]
    (folder / "third.md").unlink()
    assert workspace.reload()
    assert "third.md" not in keys(workspace)
    assert workspace.totals().notes == 2


def test_the_list_follows_another_window(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    assert workspace.totals().reflections == 0
    other = Workspace(folder, tmp_path / "data" / "annotations.json", now=Clock())
    other.reflect(other.open("gardens"), "Seen from there.")
    other.close()
    assert workspace.refresh()
    assert workspace.totals().reflections == 1
    assert {each.note.key: each.reflections for each in workspace.listing()}["gardens.md"] == 1


def test_choosing_a_tag_asks_nothing_of_the_store_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = keys(workspace)
    asked: list[object] = []
    for question in ("annotations", "recall", "recall_all"):
        monkeypatch.setattr(workspace.store, question, lambda *about: asked.append(about))
    some = [each.tags for each in workspace.library.notes if each.tags]
    for tag in {tag for tags in some for tag in tags}:
        assert set(keys(workspace, tags=[tag])) <= set(everything)
    assert keys(workspace) == everything
    assert asked == []


def test_only_the_changed_file_is_read_again(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library.scan import read_file

    read: list[str] = []

    def counted(file: FoundFile) -> object:
        read.append(file.key)
        return read_file(file)

    monkeypatch.setattr("reader.workspace.rescan.read_file", counted)
    before = {note.key: note for note in workspace.library.notes}
    rewrite(folder / "gardens.md", "# Changed\n")
    assert workspace.reload()
    assert read == ["gardens.md"]
    after: dict[str, Note] = {note.key: note for note in workspace.library.notes}
    assert after["listening.md"] is before["listening.md"]
    assert after["gardens.md"].title == "Changed"
