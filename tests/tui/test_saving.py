"""What one sees and can do while a save takes long: a disk that hangs, a store that another process holds."""

from __future__ import annotations

import threading

import pytest
from textual.pilot import Pilot

from reader.store.lock import FileLock
from reader.store.places import Places
from reader.tui import saving
from reader.tui.app import ReaderApp
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.markdown_area import MarkdownArea
from reader.tui.widgets.status import HintLine
from reader.workspace import Workspace
from tests.hanging import Disk
from tests.stored import texts
from tests.tui.waiting import banner, until


def page(pilot: Pilot[None]) -> ReadingScreen:
    """Return the page."""
    found = next(each for each in reversed(pilot.app.screen_stack) if isinstance(each, ReadingScreen))
    assert isinstance(found, ReadingScreen)
    return found


def said(pilot: Pilot[None]) -> str:
    """Return what is said at the end of the row of hints."""
    return pilot.app.screen.query_one(HintLine).right


def reading(workspace: Workspace) -> ReaderApp:
    """Return the app on a note."""
    return ReaderApp(workspace, workspace.find("allotment"))


async def test_keys_are_served_while_the_disk_hangs_and_saved_is_said_only_then(
    workspace: Workspace, disk: Disk
) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h")
        assert "saving …" in said(pilot)
        first = page(pilot).view.current_point
        await pilot.press("]")
        assert page(pilot).view.current_point != first
        assert page(pilot).opened.highlights == ()
        assert workspace.store.annotations() == []
        disk.go_on()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)
        assert "saved" in said(pilot)
    assert threading.get_ident() not in disk.synced_on


async def test_an_impatient_second_key_highlights_nothing_twice(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h", "h", "h")
        disk.go_on()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)
        await pilot.press("h")
        assert "highlighted already" in said(pilot)
    assert len(workspace.store.annotations()) == 1


async def test_what_is_asked_for_while_the_disk_hangs_is_done_in_that_order(
    workspace: Workspace, disk: Disk
) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h", "]", "h", "u")
        disk.go_on()
        await until(pilot, lambda: not pilot.app.saving.is_busy)  # type: ignore[attr-defined]
        first, second = workspace.store.annotations(), workspace.store.annotations(deleted=True)
        assert [len(first), len(second)] == [1, 1]
        assert first[0].created <= second[0].created
        await until(
            pilot, lambda: [each.annotation.id for each in page(pilot).opened.highlights] == [first[0].id]
        )


async def test_what_was_selected_since_stays_selected(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("v", "v", "right", "right")
        disk.hang()
        await pilot.press("3", "right", "right")
        selected = page(pilot).view.selected
        disk.go_on()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)
        assert page(pilot).view.selected == selected != page(pilot).opened.highlights[0].range


async def test_a_late_failure_is_said_and_nothing_is_shown_as_kept(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h")
        disk.go_on(is_full=True)
        await until(pilot, lambda: "the disk is full" in banner(pilot))
        assert page(pilot).opened.highlights == ()
        disk.go_on()
        await pilot.press("h")
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)
        assert banner(pilot) == ""
    assert len(workspace.store.annotations()) == 1


async def test_a_late_failure_is_said_elsewhere_if_one_has_left_the_page(
    workspace: Workspace, disk: Disk
) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h", "q")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ReadingScreen))
        disk.go_on(is_full=True)
        await until(
            pilot, lambda: any("the disk is full" in each.message for each in pilot.app._notifications)
        )
    assert workspace.store.annotations() == []


async def test_words_stay_on_the_sheet_until_they_are_safe(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear words.")
        disk.hang()
        await pilot.press("ctrl+s", "ctrl+s", "escape", "ctrl+g", "ctrl+g", "x")
        sheet = pilot.app.screen
        assert isinstance(sheet, EditorScreen)
        assert "Saving" in banner(pilot)
        assert sheet.words_now == "Dear words."
        disk.go_on()
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        assert "reflection saved" in said(pilot)
    assert [each.text for each in workspace.store.annotations()] == ["Dear words."]
    assert workspace.drafts.all() == []


async def test_words_whose_late_save_fails_can_be_written_on(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear")
        disk.hang()
        await pilot.press("ctrl+s")
        disk.go_on(is_full=True)
        await until(pilot, lambda: not pilot.app.screen.query_one(MarkdownArea).read_only)
        assert "Your words are still here" in banner(pilot)
        disk.go_on()
        await pilot.press(*" me", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
    assert [each.text for each in workspace.store.annotations()] == ["Dear me"]


async def test_another_process_that_holds_the_store_holds_up_no_key(
    workspace: Workspace, hurried: None
) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        with FileLock(Places.of(workspace.store.path).lock).held():
            await pilot.press("h", "]")
            assert "saving …" in said(pilot)
            assert page(pilot).opened.highlights == ()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)


async def test_the_end_waits_for_what_is_still_being_saved(
    workspace: Workspace, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reading(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h", "ctrl+q")
    said: list[str] = []

    def let_go(sentence: str) -> None:
        said.append(sentence)
        disk.go_on()

    monkeypatch.setattr(saving, "SOON", 0.05)
    assert app.saving.end(let_go)
    assert said == ["Still saving what you kept last; ctrl+c leaves without it."]
    assert len(workspace.store.annotations()) == 1
    workspace.close()
    assert texts(workspace.store.path) == [""]


async def test_the_end_says_what_could_not_be_saved(workspace: Workspace, disk: Disk) -> None:
    app = reading(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        disk.hang()
        await pilot.press("h", "ctrl+q")
    disk.go_on(is_full=True)
    said: list[str] = []
    assert not app.saving.end(said.append)
    assert any("the disk is full" in sentence for sentence in said)
