"""Waiting for what runs beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from reader.tui.widgets.status import Banner


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait until something holds, and is drawn; the test's own time limit is the only clock."""
    while not holds():
        await pilot.pause(0.01)
    await pilot.pause()


def banner(pilot: Pilot[Any]) -> str:
    """Return what the banner of the screen says; empty when it is not there."""
    found = pilot.app.screen.query_one("#trouble", Banner)
    return str(found.content) if found.display else ""
