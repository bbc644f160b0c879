"""What goes out or comes in is written inside the folder that was named, whatever stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import OutputRefused
from reader.store import Store
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, gather, write_to
from reader.workspace.importing import Options, import_source
from reader.workspace.note_files import write_note


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "tide.md").write_text("# The tide\n\nIt comes back.\n")
    made = Workspace(tmp_path / "notes", Store.open(tmp_path / "store" / "annotations.json"))
    made.reflect(made.open("tide.md"), "So do I.")
    return made


@pytest.mark.parametrize(
    "relative", ["../outside/x.md", "/outside/x.md", "a/../../outside/x.md", "", "x\0.md", "link/x.md"]
)
def test_a_note_is_never_written_outside_its_folder(relative: str, tmp_path: Path, outside: Path) -> None:
    folder = tmp_path / "into"
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    with pytest.raises(OutputRefused):
        write_note(folder, relative, "words")
    assert list(outside.iterdir()) == []


def test_a_note_is_not_written_through_a_link_of_its_name(tmp_path: Path, outside: Path) -> None:
    folder = tmp_path / "into"
    folder.mkdir()
    (folder / "x.md").symlink_to(outside / "x.md")
    for is_over in (False, True):
        with pytest.raises(OutputRefused):
            write_note(folder, "x.md", "words", is_over=is_over)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["index.html", "tide.html"])
@pytest.mark.parametrize("force", [False, True])
def test_pages_do_not_leave_their_folder_through_links(
    name: str, force: bool, tmp_path: Path, outside: Path, workspace: Workspace
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / name).symlink_to(outside / "page.html")
    with pytest.raises(OutputRefused, match="leaves the folder"):
        write_to(workspace, folder, "html", gather(workspace, Choice()), force=force)
    assert list(outside.iterdir()) == []
    assert [each.name for each in folder.iterdir()] == [name]


def test_titles_and_names_of_what_is_taken_in_are_no_paths(tmp_path: Path, workspace: Workspace) -> None:
    source, into = tmp_path / "source", tmp_path / "into"
    source.mkdir()
    (source / "a\\..\\..\\evil.md").write_text("---\ntitle: ../../evil\nid: ../../evil\n---\nwords\n")
    (source / "tide.md").symlink_to("/etc/hostname")
    into.mkdir()
    before = {each for each in tmp_path.rglob("*") if into not in each.parents and into != each}
    import_source(workspace, source, Options(False, into))
    after = {each for each in tmp_path.rglob("*") if into not in each.parents and into != each}
    assert {each for each in after - before if "store" not in each.parts} == set()
    written = [each.resolve() for each in into.rglob("*.md")]
    assert written
    assert all(each.is_relative_to(into.resolve()) for each in written)
