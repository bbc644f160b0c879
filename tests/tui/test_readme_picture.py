"""The picture at the head of the README is the program as it is, on a note that comes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.app import App

from reader.annotations.model import Color
from reader.library.bundled import bundled_notes
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_view import NoteView
from reader.workspace import Workspace

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Workspace]:
    """The bundled notes with what a leader may have made of one of them."""
    workspace = Workspace(
        bundled_notes(), Store.open(tmp_path / "annotations.json", now=lambda: NOW), now=lambda: NOW
    )
    keep(workspace.store, Settings(theme="reader-dark", welcomed=True))
    opened = workspace.open("health-care-2")
    text, points = opened.document.text, opened.document.key_points

    def words(passage: str) -> tuple[int, int]:
        start = text.index(passage)
        return start, start + len(passage)

    for passage, color in [
        ("extremely difficult to change in earnest how things are done", Color.RED),
        ("good leaders listen, take their hands off, support others", Color.YELLOW),
        ("Processes, generally, do not travel; principles do.", Color.GREEN),
    ]:
        workspace.highlight(opened, opened.document.range_of(*words(passage)), color)
    workspace.reflect(
        opened,
        "I said *not now* three times this week. What was burning each time, and who lit it?",
        range=points[1].range,
    )
    workspace.reflect(
        opened, "Ask Dina what she would stop doing first. Then **stop it**.", range=points[2].range
    )
    yield workspace
    workspace.close()


async def test_the_picture_in_the_readme_is_the_program_as_it_is(
    library: Workspace, svg: Callable[[App[None]], None]
) -> None:
    note = library.find("health-care-2")
    async with ReaderApp(library, note).run_test(size=(120, 36)) as pilot:
        view = pilot.app.screen.query_one(NoteView)
        view.today = NOW.date()
        await pilot.press("]", "]", "]")
        await pilot.pause()
        svg(pilot.app)
