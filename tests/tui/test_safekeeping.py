"""What the screens do so that no word is lost: other windows, full disks, stores that cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.annotations.model import Annotation, Color
from reader.errors import SaveFailed
from reader.store import Store
from reader.tui import safekeeping
from reader.tui.app import ReaderApp
from reader.tui.screens import saving_again
from reader.tui.screens.copy_of_all import CopyOfAllScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.status import HintLine
from reader.workspace import Workspace
from tests.stored import texts
from tests.tui.waiting import banner, until


@pytest.fixture
def other(workspace: Workspace, notes: Path) -> Iterator[Workspace]:
    """Another window on the same store."""
    opened = Workspace(notes, workspace.store.path)
    yield opened
    opened.close()


async def test_a_window_shows_what_another_saved(workspace: Workspace, other: Workspace) -> None:
    app = ReaderApp(workspace, workspace.find("allotment"))
    app._watcher.start = lambda app: None  # type: ignore[method-assign]  # as on a disk that cannot be watched
    async with app.run_test(size=(120, 30)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        made = other.reflect(other.open("allotment"), "From the other window.")
        await until(pilot, lambda: screen.opened.find(made.id) is not None)
        other.edit(made.id, "And changed there.")
        await until(pilot, lambda: screen.opened.on_note[0].annotation.text == "And changed there.")


async def test_the_reader_is_told_when_words_were_changed_elsewhere_meanwhile(
    workspace: Workspace, other: Workspace
) -> None:
    opened = workspace.open("allotment")
    made = workspace.reflect(opened, "Mine.", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "enter", "enter")
        assert isinstance(pilot.app.screen, EditorScreen)
        other.refresh()
        other.edit(made.id, "Theirs.")
        await until(pilot, lambda: workspace.annotation(made.id).text == "Theirs.")
        await pilot.press(*" More.", "ctrl+s")
        assert "was changed elsewhere as well" in banner(pilot)
    after = workspace.annotation(made.id)
    assert after.text == "Mine. More."
    assert "Theirs." in [each.text for each in after.revisions]


async def test_a_copy_that_a_sync_tool_leaves_while_reading_is_merged(
    workspace: Workspace, notes: Path, tmp_path: Path
) -> None:
    there = Workspace(notes, tmp_path / "there" / "annotations.json")
    there.reflect(there.open("allotment"), "On the other machine.")
    there.close()
    async with ReaderApp(workspace).run_test(size=(120, 30)) as pilot:
        copy = workspace.store.path.with_name("annotations (1).json")
        copy.write_bytes((tmp_path / "there" / "annotations.json").read_bytes())
        await until(pilot, lambda: "was merged and set aside: 1 new." in banner(pilot))
    assert workspace.totals().reflections == 1


async def test_what_was_noticed_is_said_at_the_start_and_no_more_once_one_went_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "READ_IN", 0.0)
    workspace.store.notice("annotations.json was damaged; 3 records recovered.")
    app = ReaderApp(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        assert "3 records recovered" in banner(pilot)
        app._vigil.look()
        await pilot.press("enter")
        app._vigil.look()
        assert banner(pilot) == ""
        await pilot.press("q")
        assert banner(pilot) == ""


def make_too_new(path: Path) -> None:
    path.write_bytes(re.sub(rb'"schema":\s*\d+', b'"schema":99', path.read_bytes()))


async def test_notes_can_be_read_when_the_store_is_one_of_a_later_version(
    workspace: Workspace, notes: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "annotations.json"
    Store.open(path).close()
    make_too_new(path)
    before = path.read_bytes()
    shut = Workspace(notes, Store.open(path, for_reading_at_least=True))
    async with ReaderApp(shut).run_test(size=(120, 30)) as pilot:
        assert "written by a later version of Reader" in banner(pilot)
        await pilot.press("enter", "]", "h")
        assert banner(pilot).startswith("Not saved: ")
        assert "Nothing was saved" not in banner(pilot)  # said once
        await pilot.press("q", "q")
    shut.close()
    assert path.read_bytes() == before


async def test_a_store_that_could_not_be_read_is_there_as_soon_as_it_can(
    workspace: Workspace, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "RETRY_EVERY", 0.0)
    path = tmp_path / "locked" / "annotations.json"
    before = Workspace(notes, path)
    before.reflect(before.open("allotment"), "Kept before.")
    before.close()
    away = path.rename(path.with_name("away"))
    journal = path.with_name(path.name + ".journal")
    journal.rename(path.with_name("away.journal"))
    for left in path.parent.glob("*.previous"):
        left.unlink()
    path.mkdir()
    shut = Workspace(notes, Store.open(path, for_reading_at_least=True))
    async with ReaderApp(shut, shut.find("allotment")).run_test(size=(120, 30)) as pilot:
        assert "Nothing can be saved" in banner(pilot)
        path.rmdir()
        away.rename(path)
        path.with_name("away.journal").rename(journal)
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await until(pilot, lambda: len(screen.opened.on_note) == 1)
        assert banner(pilot) == ""
        await pilot.press("]", "h")
    shut.close()
    assert texts(path).count("Kept before.") == 1


@pytest.fixture
def full_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let nothing be saved; call it to make room again."""
    put = Store.put

    def refuse(store: Store, *annotations: Annotation) -> list[Annotation]:
        raise SaveFailed("Nothing was saved: annotations.json cannot be written (the disk is full).")

    monkeypatch.setattr(Store, "put", refuse)
    return lambda: monkeypatch.setattr(Store, "put", put)


async def test_words_stay_on_the_sheet_while_the_disk_is_full_and_are_saved_when_it_is_not(
    workspace: Workspace, full_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving_again, "TRY_AFTER", 0.1)
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear words.", "ctrl+s")
        sheet = pilot.app.screen
        assert isinstance(sheet, EditorScreen)
        assert "the disk is full" in banner(pilot)
        assert "ctrl+o" in banner(pilot)
        assert sheet.words_now == "Dear words."
        full_disk()
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        assert banner(pilot) == ""
    assert [each.annotation.text for each in workspace.open("allotment").reflections] == ["Dear words."]
    assert workspace.drafts.all() == []


async def test_one_who_writes_on_is_not_interrupted_by_the_next_try(
    workspace: Workspace, full_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving_again, "TRY_AFTER", 0.05)
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear", "ctrl+s", *" me")
        full_disk()
        await pilot.pause(0.3)
        sheet = pilot.app.screen
        assert isinstance(sheet, EditorScreen)
        assert sheet.words_now == "Dear me"
        await pilot.press("ctrl+s")
    assert [each.annotation.text for each in workspace.open("allotment").reflections] == ["Dear me"]


async def test_all_that_is_kept_can_be_copied_to_a_file_of_ones_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.reflect(workspace.open("allotment"), "Take me with you.")
    target = tmp_path / "copy.json"
    async with ReaderApp(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.app.run_action("save_copy_of_all")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CopyOfAllScreen)
        line = pilot.app.screen.query_one(Input)
        line.value = str(workspace.store.path)
        await pilot.press("enter")
        assert "is there already" in banner(pilot)
        line.value = str(target)
        await pilot.press("enter")
        assert not isinstance(pilot.app.screen, CopyOfAllScreen)
    assert texts(target) == ["Take me with you."]
    assert target.stat().st_mode & 0o777 == 0o600


async def test_what_is_still_being_looked_for_says_so_and_so_does_what_has_no_place(
    workspace: Workspace, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = workspace.open("allotment")
    for point in opened.document.key_points:
        workspace.highlight(opened, point.range, Color.RED)
    file = notes / "allotment.md"
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        whole.replace("- Weeds come up first where the soil was left bare.\n", ""), encoding="utf-8"
    )
    workspace.reload()
    look = ReadingScreen.look_for_pending
    monkeypatch.setattr(ReadingScreen, "look_for_pending", lambda screen: None)
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(120, 30)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        hints = screen.query_one(HintLine)
        await until(pilot, lambda: "looking for 3 passages …" in hints.right)
        monkeypatch.setattr(ReadingScreen, "look_for_pending", look)
        screen.look_for_pending()
        await until(pilot, lambda: "1 without a place (J)" in hints.right)
        file.write_text(whole, encoding="utf-8")
        await until(pilot, lambda: len(screen.opened.highlights) == 3 and "without" not in hints.right)


async def test_what_is_told_while_the_window_closes_finds_nobody_and_does_no_harm(
    workspace: Workspace,
) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.screen_stack == []
    app._vigil._show(is_news=True, could_save=False, was_locked=False)
    app._files_changed(frozenset())
    assert app.return_code == 0
