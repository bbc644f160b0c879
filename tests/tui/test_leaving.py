"""Leaving with words that are not kept yet: they are in a draft, or one is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.annotations.model import Annotation
from reader.errors import SaveFailed
from reader.store import Store
from reader.store.drafts import Drafts
from reader.tui.app import ReaderApp
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.walk import WalkScreen
from reader.workspace import Workspace
from tests.tui.waiting import banner, until

ASKED = "ctrl+q once more"
WORDS = "Dear words."


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let neither reflection nor draft be kept; call it to make room for drafts again."""
    keep = Drafts.keep

    def refuse(store: Store, *annotations: Annotation) -> list[Annotation]:
        raise SaveFailed("Nothing was saved: annotations.json cannot be written (the disk is full).")

    def refuse_draft(drafts: Drafts, key: str, text: str, about: dict[str, Any]) -> None:
        raise SaveFailed("The draft could not be kept (the disk is full).")

    monkeypatch.setattr(Store, "put", refuse)
    monkeypatch.setattr(Drafts, "keep", refuse_draft)
    return lambda: monkeypatch.setattr(Drafts, "keep", keep)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch, hurried: None) -> Event:
    """Let a draft be kept only once this is set."""
    keep, go_on = Drafts.keep, Event()

    def slowly(drafts: Drafts, key: str, text: str, about: dict[str, Any]) -> None:
        assert go_on.wait(60)
        keep(drafts, key, text, about)

    monkeypatch.setattr(Drafts, "keep", slowly)
    return go_on


def begun(workspace: Workspace) -> ReaderApp:
    return ReaderApp(workspace, workspace.find("allotment"))


async def written(pilot: Pilot[None], *, on_a_walk: bool = False) -> EditorScreen | WalkScreen:
    """Write some words and return where."""
    await pilot.press(*(["w"] if on_a_walk else ["]", "r"]), *WORDS)
    sheet = pilot.app.screen
    assert isinstance(sheet, WalkScreen if on_a_walk else EditorScreen)
    return sheet


def words_on(sheet: EditorScreen | WalkScreen) -> str:
    return sheet.area.text if isinstance(sheet, WalkScreen) else sheet.words_now


@pytest.mark.parametrize("on_a_walk", [False, True])
async def test_what_was_typed_a_moment_ago_is_a_draft_when_one_leaves(
    workspace: Workspace, on_a_walk: bool
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await written(pilot, on_a_walk=on_a_walk)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert [draft.text for draft in workspace.drafts.all()] == [WORDS]


@pytest.mark.parametrize("on_a_walk", [False, True])
@pytest.mark.parametrize("after", ["typing", "saving", "a draft"])
async def test_words_that_can_be_kept_nowhere_are_not_left_unasked(
    workspace: Workspace, full_disk: Callable[[], None], on_a_walk: bool, after: str
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        sheet = await written(pilot, on_a_walk=on_a_walk)
        if after == "saving":
            await pilot.press("ctrl+s")
        elif after == "a draft":
            sheet.drafting.keep()
        if after != "typing":
            await until(pilot, lambda: "the disk is full" in banner(pilot))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: ASKED in banner(pilot))
        assert ("ctrl+o" in banner(pilot)) is not on_a_walk
        await pilot.press("!", "ctrl+q")  # who writes on is asked anew
        await until(pilot, lambda: ASKED in banner(pilot))
        assert not app._exit
        assert words_on(sheet) == f"{WORDS}!"
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_once_there_is_room_again_one_leaves_without_being_asked(
    workspace: Workspace, full_disk: Callable[[], None]
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        sheet = await written(pilot)
        sheet.drafting.keep()
        await until(pilot, lambda: "the disk is full" in banner(pilot))
        full_disk()
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    assert [draft.text for draft in workspace.drafts.all()] == [WORDS]


async def test_words_that_another_screen_covers_are_asked_about_too(
    workspace: Workspace, full_disk: Callable[[], None]
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        sheet = await written(pilot)
        app.push_screen(HelpScreen())
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: any(ASKED in each.message for each in app._notifications))
        assert sheet.is_attached
        assert not app._exit


async def test_words_taken_out_again_and_words_as_they_were_keep_nobody(
    workspace: Workspace, full_disk: Callable[[], None]
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await written(pilot)
        await pilot.press(*["backspace"] * len(WORDS), "ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_on_a_slow_disk_one_is_told_and_leaves_once_the_words_are_kept(
    workspace: Workspace, slow_disk: Event
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await written(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: ASKED in banner(pilot))
        assert not app._exit
        slow_disk.set()
        await until(pilot, lambda: app._exit)
    assert [draft.text for draft in workspace.drafts.all()] == [WORDS]


@pytest.mark.parametrize("way", ["ended from outside", "asked twice"])
async def test_where_there_is_room_again_the_words_are_a_draft_in_the_end(
    workspace: Workspace, full_disk: Callable[[], None], way: str
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        sheet = await written(pilot)
        sheet.drafting.keep()
        await until(pilot, lambda: "the disk is full" in banner(pilot))
        if way == "asked twice":
            await pilot.press("ctrl+q")
            await until(pilot, lambda: ASKED in banner(pilot))
            full_disk()
            await pilot.press("ctrl+q")
        else:
            full_disk()
            app.exit()
        await until(pilot, lambda: app._exit)
    assert [draft.text for draft in workspace.drafts.all()] == [WORDS]


async def test_words_written_to_a_file_are_not_said_to_be_kept_nowhere(
    workspace: Workspace, full_disk: Callable[[], None], tmp_path: Path
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        await written(pilot)
        await pilot.press("ctrl+o", *str(tmp_path / "w.md"), "enter")
        await until(pilot, lambda: (tmp_path / "w.md").exists())
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_an_answer_that_comes_late_does_not_end_what_one_went_on_with(
    workspace: Workspace, slow_disk: Event
) -> None:
    app = begun(workspace)
    async with app.run_test(size=(120, 30)) as pilot:
        sheet = await written(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: ASKED in banner(pilot))
        await pilot.press("ctrl+g", "ctrl+g")
        await until(pilot, lambda: not sheet.is_attached)
        slow_disk.set()
        await until(pilot, lambda: not app.saving.is_busy)
        assert not app._exit
