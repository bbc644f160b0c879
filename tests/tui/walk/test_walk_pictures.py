"""Pictures of a walk and of its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from textual.app import App

from reader.tui.app import ReaderApp
from reader.tui.screens.walk import WalkScreen
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from reader.workspace.walk import resume

TODAY = datetime(2026, 3, 5, tzinfo=UTC).date()
LOOKS = [
    ("reader-dark", (120, 40)),
    ("reader-light", (120, 40)),
    ("reader-dark", (80, 24)),
    ("reader-light", (40, 10)),
    ("ansi-dark", (80, 24)),
]


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=lambda value: str(value))
async def test_the_walk_looks_as_it_did(
    workspace: Workspace, svg: Callable[[App[None], str], None], theme: str, size: tuple[int, int]
) -> None:
    keep(workspace.store, replace(Settings(welcomed=True), theme=theme))
    opened = workspace.open("allotment")
    bare = opened.document.key_points[1].range
    workspace.reflect(opened, "The **budget**, again.\n\n- say it first\n- then ask", range=bare)
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        pilot.app.push_screen(WalkScreen(workspace.open("allotment"), resume(workspace.store, opened), TODAY))
        await pilot.pause()
        await pilot.press(*"Peas, *twice*.", "ctrl+s")
        await pilot.pause()
        svg(pilot.app, "walk")
        await pilot.press("right", *"Tea with Omar.", "ctrl+s")
        await pilot.pause()
        svg(pilot.app, "end")
