"""What goes out or comes in is written inside the folder that was named, whatever stands there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from reader.errors import OutputRefused
from reader.exchange import html
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, gather, write_to
from reader.workspace.importing import Options, import_source
from reader.workspace.note_files import write_note
from reader.workspace.writing_out import Writer
from tests.tidal import tidal


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tidal(tmp_path)


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


@pytest.fixture
def swap(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a link to the outside in the place of a folder before the next call of a function of os."""

    def at(function: str, where: str) -> None:
        folder, real = tmp_path / where, getattr(os, function)

        def swapping(*args: object, **named: object) -> object:
            if not folder.is_symlink():
                folder.rename(tmp_path / "moved")
                folder.symlink_to(outside)
            return real(*args, **named)

        monkeypatch.setattr(os, function, swapping)

    return at


MOMENTS = ["open", "fsync", "link", "unlink"]
"""What is called before the folder is reached, with a file begun in it, before it has its name, and after."""


def refused_if(is_refused: bool) -> AbstractContextManager[object]:
    words = "a link that was not there before"
    return pytest.raises(OutputRefused, match=words) if is_refused else nullcontext()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("where", ["place/inner", "place"])
def test_a_folder_swapped_for_a_link_leads_no_note_outside(
    where: str, moment: str, tmp_path: Path, outside: Path, swap: Callable[[str, str], None]
) -> None:
    (tmp_path / "place" / "inner").mkdir(parents=True)
    swap(moment, where)
    with refused_if(moment == "open"):
        write_note(tmp_path / "place", "inner/x.md", "words")
        [written] = (tmp_path / "moved").rglob("*.md")
        assert written.read_text() == "words"
    assert (tmp_path / where).is_symlink()
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("moment", [*MOMENTS, "replace"])
@pytest.mark.parametrize("is_anew", [True, False])
def test_a_folder_swapped_for_a_link_leads_no_export_outside(
    is_anew: bool,
    moment: str,
    tmp_path: Path,
    outside: Path,
    workspace: Workspace,
    swap: Callable[[str, str], None],
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    if not is_anew:
        write_to(workspace, folder, "html", gather(workspace, Choice()))
        workspace.reflect(workspace.open("tide.md"), "And again.")
    (outside / "tide.html").write_text("mine")
    writer = Writer(workspace.store, workspace.library)
    [note] = gather(workspace, Choice())
    writer.add(folder / "tide.html", lambda: html.page(note), within=folder)
    swap(moment, "pages")
    with refused_if(moment == "open"):
        writer.write()
    assert folder.is_symlink() or moment == ("replace" if is_anew else "link")
    assert {each.name: each.read_text() for each in outside.iterdir()} == {"tide.html": "mine"}


def test_a_file_changed_while_it_is_exported_is_not_written_over(
    tmp_path: Path, workspace: Workspace
) -> None:
    for before, said in ((None, "is there already"), ("", "changed meanwhile")):
        file = tmp_path / "words.md"
        if before is not None:
            file.write_text(before)
        writer = Writer(workspace.store, workspace.library)
        writer.add(file, lambda: "words")
        file.write_text("typed by hand")
        with pytest.raises(OutputRefused, match=said):
            writer.write()
        assert file.read_text() == "typed by hand"
        assert list(tmp_path.glob(".reader-*")) == []
        file.unlink()


def test_folders_an_export_makes_are_private_even_under_a_strange_umask(
    tmp_path: Path, workspace: Workspace
) -> None:
    before = os.umask(0o777)
    try:
        write_to(workspace, tmp_path / "a" / "b" / "words.md", "markdown", gather(workspace, Choice()))
    finally:
        os.umask(before)
    for folder in ("a", "a/b"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b" / "words.md").stat().st_mode & 0o777 == 0o600
