"""Another theme: at once on all that is seen, and on the rest when one comes back to it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.marks import MarksScreen
from reader.tui.screens.reading import ReadingScreen
from reader.workspace import Workspace

SIZE = (120, 40)


async def picture(pilot: Pilot[None]) -> str:
    await pilot.pause()
    await pilot.wait_for_scheduled_animations()
    return pilot.app.export_screenshot(title="Reader", simplify=True)


async def begun_in(workspace: Workspace, theme: str, *keys: str) -> str:
    """Return what the screen shows when the theme was there from the beginning."""
    app = ReaderApp(workspace)
    app.theme = theme
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        return await picture(pilot)


@pytest.mark.parametrize("theme", ["reader-light", "ansi-dark"])
async def test_a_covered_screen_has_the_theme_when_it_comes_back(workspace: Workspace, theme: str) -> None:
    await begun_in(workspace, theme, "enter", "q")  # the library says afterwards how far one has read
    app = ReaderApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, ReadingScreen)
        library = app.screen_stack[0]
        before = library.styles.background
        app.theme = theme
        await pilot.pause()
        assert library.styles.background == before  # nobody sees it
        page = await picture(pilot)
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)
        assert library.styles.background != before
        back = await picture(pilot)
    assert page == await begun_in(workspace, theme, "enter")
    assert back == await begun_in(workspace, theme, "enter", "q")


async def test_what_is_seen_under_a_sheet_has_the_theme_at_once(workspace: Workspace) -> None:
    await begun_in(workspace, "reader-light", "enter", "q")
    app = ReaderApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "m")
        assert isinstance(app.screen, MarksScreen)
        app.theme = "reader-light"
        under = await picture(pilot)
        await pilot.press("escape", "q")
        back = await picture(pilot)
    assert under == await begun_in(workspace, "reader-light", "enter", "m")
    assert back == await begun_in(workspace, "reader-light", "enter", "q")


async def test_several_changes_and_screens_end_in_the_last_theme(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "J")
        app.theme = "reader-light"
        await pilot.pause()
        app.theme = "ansi-light"
        await pilot.pause()
        app.theme = "reader-light"
        await pilot.pause()
        await pilot.press("q")
        page = await picture(pilot)
    assert page == await begun_in(workspace, "reader-light", "enter")
