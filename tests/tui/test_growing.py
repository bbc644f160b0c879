"""A file that grows is followed: also before the watch stands, and while its note is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reader.library import files
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_list import NoteList
from reader.workspace import Workspace
from tests.tui.waiting import until

BEGINNING: Final = "# A log\n\n" + "".join(f"Entry {number} of the beginning.\n\n" for number in range(60))


def begun(folder: Path, text: str) -> tuple[Workspace, Path]:
    """Return a workspace on a library of two notes, and the file of the one that is to grow."""
    notes = folder / "library"
    notes.mkdir()
    (notes / "other.md").write_text("# Another\n", encoding="utf-8")
    file = notes / "log.md"
    file.write_text(text, encoding="utf-8")
    store = Store.open(folder / "growing.json")
    keep(store, Settings(welcomed=True))
    return Workspace(notes, store), file


def grow(file: Path, text: str) -> None:
    """Append to a file as a program does that writes a log."""
    with file.open("a", encoding="utf-8") as log:
        log.write(text)


async def test_what_changed_before_the_watch_stood_is_seen_without_another_change(tmp_path: Path) -> None:
    workspace, file = begun(tmp_path, "No title yet.\n")
    note = workspace.find("log.md")
    (file.parent / "other.md").write_text("# Renamed\n", encoding="utf-8")
    grow(file, "\nGrown meanwhile.\n")
    async with ReaderApp(workspace, note).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await until(pilot, lambda: "Grown meanwhile." in screen.opened.document.text)
        await pilot.press("escape")
        await until(pilot, lambda: bool(pilot.app.screen.query(NoteList)))
        entries = pilot.app.screen.query_one(NoteList)
        await until(pilot, lambda: "Renamed" in [each.title for each in entries.entries])
    workspace.close()


async def test_a_note_that_grows_while_it_is_read_keeps_its_place_and_answers_keys(tmp_path: Path) -> None:
    workspace, file = begun(tmp_path, BEGINNING)
    looks = 0
    async with ReaderApp(workspace, workspace.find("log.md")).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await pilot.press("pagedown")
        document = screen.opened.document
        for number in range(40):
            grow(file, f"Entry {number} of what came.\n\n")
            before = screen.view.scroll_offset.y
            await pilot.press("j")
            await pilot.pause(0.05)
            assert screen.view.scroll_offset.y == before + 1
            looks += screen.opened.document is not document
            document = screen.opened.document
        assert looks > 1  # it was followed while it grew, not only afterwards
        whole = file.read_text(encoding="utf-8")
        await until(pilot, lambda: "Entry 39 of what came." in screen.opened.document.text)
        assert screen.opened.note.body == whole
    workspace.close()


async def test_of_files_that_changed_only_those_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, file = begun(tmp_path, BEGINNING)
    other = workspace.find("other.md")
    grow(file, "\n#late\n")
    with monkeypatch.context() as patched:
        patched.setattr(files, "list_files", lambda _: pytest.fail("the whole folder was looked at"))
        [look] = workspace.look_through(frozenset({file, file.parent / ".log.md.swp"}))
    assert look.library is not None
    assert look.library.notes[1] is other
    assert workspace.take(look.library)
    assert [entry.note.key for entry in workspace.listing(tags=["late"])] == ["log.md"]
    for change in (
        lambda: (file.parent / "new.md").write_text("# New\n", encoding="utf-8"),
        lambda: file.write_text("---\nid: another\n---\n", encoding="utf-8"),
        lambda: file.unlink(),
        lambda: file.symlink_to("new.md"),
    ):
        change()
        *_, last = workspace.look_through(frozenset({file, file.parent / "new.md"}))
        assert last.library is not None
        workspace.take(last.library)
        told = [(note.id, note.title, note.body) for note in workspace.library.notes]
        again = Workspace(file.parent, tmp_path / "again.json")
        assert told == [(note.id, note.title, note.body) for note in again.library.notes]
        again.close()
    workspace.close()
