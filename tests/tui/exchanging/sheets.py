"""What the tests of import and export in the app share."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input

from reader.tui.screens.errand import ErrandSheet
from reader.tui.widgets.status import Banner


async def asked(pilot: Pilot[None], action: str) -> ErrandSheet:
    """Open the sheet of a command."""
    await pilot.app.run_action(action)
    await pilot.pause()
    sheet = pilot.app.screen
    assert isinstance(sheet, ErrandSheet)
    return sheet


async def entered(pilot: Pilot[None], path: object) -> None:
    """Type a path, press enter and wait for what comes of it."""
    line = pilot.app.screen.query_one(Input)
    line.value = str(path)
    line.focus()
    await pilot.pause()
    await pilot.press("enter")
    await done(pilot)


async def done(pilot: Pilot[None]) -> None:
    """Wait until the work is done; the test's own time limit ends it when it never is."""
    while any(isinstance(each, ErrandSheet) and each.is_busy for each in pilot.app.screen_stack):
        await pilot.pause(0.01)
    await pilot.pause()


def complaint(sheet: ErrandSheet) -> str:
    """Return what the sheet complains of."""
    banner = sheet.query_one(Banner)
    return str(banner.content) if banner.display else ""


def said(pilot: Pilot[None]) -> list[str]:
    """Return what the app said in passing."""
    return [each.message for each in pilot.app._notifications]
