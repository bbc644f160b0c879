"""The folder is looked through beside the screen: keys are answered meanwhile, and it ends true."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.files import FoundFile
from reader.library.note import Note, Unreadable
from reader.library.scan import read_file
from reader.store import Store
from reader.tui import folder_look
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_list import NoteList
from reader.tui.widgets.status import TopLine
from reader.workspace import Workspace, rescan
from reader.workspace.importing import Options, import_source
from tests.tui.drawing import drawn
from tests.tui.waiting import until


@pytest.fixture
def begun(notes: Path, tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    """Start again and again on the same library, with what the last start kept."""
    opened: list[Workspace] = []

    def begin() -> Workspace:
        for each in opened:
            each.close()
        store = Store.open(tmp_path / "begun.json")
        keep(store, Settings(welcomed=True))
        opened[:] = [Workspace(notes, store, kept_in=tmp_path / "kept")]
        return opened[0]

    yield begin
    for each in opened:
        each.close()


class Gate:
    """Lets files be read only as they are let through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.through = threading.Semaphore(0)
        monkeypatch.setattr(rescan, "read_file", self.read)
        monkeypatch.setattr(rescan, "FIRST_LOOK", 0.0)

    def read(self, file: FoundFile) -> Note | Unreadable:
        """Wait, as for a slow disk."""
        self.through.acquire(timeout=30)
        return read_file(file)


def titles(pilot: Pilot[None]) -> list[str]:
    return [entry.title for entry in pilot.app.screen_stack[0].query_one(NoteList).entries]


def top(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen_stack[0].query_one(TopLine).left)


async def test_the_list_fills_while_files_are_read_and_keys_are_answered(
    begun: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    monkeypatch.setattr(folder_look, "PATIENCE", 0.05)
    workspace = begun()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert titles(pilot) == []
        await until(pilot, lambda: "waiting for the disk" in top(pilot))
        gate.through.release()
        await until(pilot, lambda: titles(pilot) == ["What the allotment taught me"])
        await until(pilot, lambda: "of 3" in top(pilot) or "waiting for the disk" in top(pilot))
        await pilot.press("enter")
        assert not isinstance(pilot.app.screen, LibraryScreen)
        await pilot.press("escape")
        gate.through.release(2)
        await until(pilot, lambda: workspace.library.is_whole)
        assert len(titles(pilot)) == 3
        assert top(pilot) == ""


async def test_a_folder_is_not_said_to_be_empty_before_it_was_looked_through(
    begun: Callable[[], Workspace], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in notes.rglob("*.md"):
        file.unlink()
    (notes / "only.md").write_text("# The only one\n", encoding="utf-8")
    gate = Gate(monkeypatch)
    workspace = begun()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "no notes" not in drawn(pilot.app)
        assert "0 notes" not in drawn(pilot.app)
        (notes / "only.md").unlink()
        gate.through.release(50)
        await until(pilot, lambda: "There are no notes in" in drawn(pilot.app))
        assert workspace.library.is_whole


async def test_the_kept_list_is_shown_at_once_and_ends_true(
    begun: Callable[[], Workspace], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ReaderApp(begun()).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(titles(pilot)) == 3)
    (notes / "two-boats.md").unlink()
    (notes / "new.md").write_text("# A new one\n", encoding="utf-8")
    gate = Gate(monkeypatch)
    workspace = begun()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "Two boats" in titles(pilot)
        assert "A new one" not in titles(pilot)
        gate.through.release(1)  # one file is new, and no other is read
        await until(pilot, lambda: workspace.library.is_whole)
        await until(pilot, lambda: "A new one" in titles(pilot))
        assert "Two boats" not in titles(pilot)


async def test_what_changes_while_the_folder_is_looked_through_is_seen_by_one_more_look(
    begun: Callable[[], Workspace], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    workspace = begun()
    done: list[str] = []
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        (notes / "zebra.md").write_text("# A new one\n", encoding="utf-8")
        screen.folder_look.begin(lambda: done.append("again"))
        gate.through.release(50)
        await until(pilot, lambda: "A new one" in titles(pilot))
        await until(pilot, lambda: bool(done))


async def test_a_folder_that_vanishes_is_said_and_what_was_listed_stays(
    begun: Callable[[], Workspace], notes: Path
) -> None:
    async with ReaderApp(begun()).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(titles(pilot)) == 3)
        notes.rename(notes.parent / "elsewhere")
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.folder_look.begin()
        await until(pilot, lambda: "is not there" in top(pilot))
        assert len(titles(pilot)) == 3
        await pilot.press("enter")
        assert not isinstance(pilot.app.screen, LibraryScreen)


async def test_what_waited_for_a_note_is_attached_when_its_file_comes(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.workspace.waiting.MOST_TOGETHER", 1)
    store = Store.open(tmp_path / "waiting.json")
    keep(store, Settings(welcomed=True))
    source = tmp_path / "kindle.csv"
    said = [f"Snow number {number} falls on the far hills" for number in range(3)]
    rows = "".join(f"{each},Winter,,,,,\n" for each in said)
    source.write_text(f"Highlight,Title,Author,URL,Note,Location,Date\n{rows}", encoding="utf-8")
    workspace = Workspace(notes, store, kept_in=tmp_path / "kept")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: workspace.library.is_whole)
        import_source(workspace, source, Options())
        (notes / "w.md").write_text("# Winter\n\n" + "\n\n".join(said) + "\n", encoding="utf-8")
        await until(pilot, lambda: "3 highlights" in str(pilot.app.screen.query_one(TopLine).right))
        assert not workspace.is_attaching
    workspace.close()
