"""A library for the tests of the page, and a way to open one of its notes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.tui.app import ReaderApp
from reader.workspace import Workspace
from tests.tui.page.looking import Reading
from tests.tui.page.mill import MILL, RIVER, long_note


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "mill.md").write_text(MILL, encoding="utf-8")
    (folder / "river.md").write_text(RIVER, encoding="utf-8")
    (folder / "long.md").write_text(long_note(60), encoding="utf-8")
    return folder


@pytest.fixture
def reading(workspace: Workspace) -> Reading:
    """Open a note on a screen of some size."""

    @asynccontextmanager
    async def read(note: str = "mill", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        app = ReaderApp(workspace, workspace.find(note))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return read
