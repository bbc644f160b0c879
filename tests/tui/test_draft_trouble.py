"""What is said of a draft that cannot be kept: one sentence, and only as long as it is true."""

from __future__ import annotations

import shutil

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from reader.store.places import drafts_folder
from reader.tui.app import ReaderApp
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.walk_view import WalkView
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from tests.tui.waiting import until


def said(screen: Screen[object]) -> str:
    banner = screen.query_one("#trouble", Banner)
    return str(banner.render()) if banner.display else ""


async def keep_draft(pilot: Pilot[None]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, EditorScreen | WalkView)
    screen.drafting.keep()
    await pilot.pause()


@pytest.mark.parametrize("keys", [("enter", "R"), ("w",)], ids=["sheet", "walk"])
async def test_once_a_draft_is_kept_it_is_no_longer_said_that_none_can_be(
    workspace: Workspace, keys: tuple[str, ...]
) -> None:
    folder = drafts_folder(workspace.store.path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    folder.touch()  # a file has the folder's name
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: bool(pilot.app.screen.query(TextArea)))
        await pilot.press(*"dear words")
        await keep_draft(pilot)
        screen = pilot.app.screen
        await until(pilot, lambda: "could not be kept" in said(screen))
        assert said(screen).lower().count("draft could not") == 1
        assert said(screen).startswith("The draft")
        folder.unlink()
        await pilot.press("!")
        await keep_draft(pilot)
        await until(pilot, lambda: said(screen) == "")
    assert [draft.text for draft in workspace.drafts.all()] == ["dear words!"]


async def test_a_damaged_draft_is_told_of_once_and_stays(workspace: Workspace) -> None:
    folder = drafts_folder(workspace.store.path)
    workspace.drafts.keep("one", "readable", {})
    damaged = folder / "damaged.json"
    damaged.write_bytes(b"{half")

    async def told_at_a_start() -> list[str]:
        async with ReaderApp(workspace).run_test(size=(80, 24), notifications=True) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
            return [each.message for each in pilot.app._notifications if "cannot be read" in each.message]

    assert [damaged.name in each for each in await told_at_a_start()] == [True]
    assert await told_at_a_start() == []
    damaged.rename(folder / "moved.json")  # as one that is in the way of another is
    assert await told_at_a_start() == []
    (folder / "another.json").write_bytes(b"{half of another")
    assert ["another.json" in each for each in await told_at_a_start()] == [True]
    assert (folder / "moved.json").read_bytes() == b"{half"
    for name in ("third.json", "fourth.json"):
        (folder / name).write_bytes(f"{{half of {name}".encode())
    told = [*await told_at_a_start(), *await told_at_a_start()]
    assert ["And 1 more." in each for each in told] == [True, False]
    assert all(any(name in each for each in told) for name in ("third.json", "fourth.json"))  # each by name
    assert await told_at_a_start() == []
