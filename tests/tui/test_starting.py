"""The first drawing: it has the text on it, nothing is drawn in vain before it, and nothing stays undrawn."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from reader.tui import app as application
from reader.tui.app import ReaderApp
from reader.tui.screens.reading import ReadingScreen
from reader.tui.starting import Starting
from reader.workspace import Workspace
from tests.tui.drawing import drawn
from tests.tui.waiting import until


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the screen said each time something was brought on the terminal."""
    said: list[str] = []
    display = Starting._display

    def watch(app: Starting, screen: Screen[Any], renderable: RenderableType | None) -> None:
        display(app, screen, renderable)
        if renderable is not None and not app._batch_count:
            said.append(drawn(app))

    monkeypatch.setattr(Starting, "_display", watch)
    return said


async def test_the_first_that_one_sees_of_a_note_is_its_text(workspace: Workspace, shown: list[str]) -> None:
    app = ReaderApp(workspace, workspace.find("allotment"))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: shown)
        assert isinstance(app.screen, ReadingScreen)
        assert "A plot of ground does not hurry." in shown[0]


async def test_a_note_opened_from_the_list_is_not_blank_first(workspace: Workspace, shown: list[str]) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: shown)
        shown.clear()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen) and shown)
        of_the_page = [each for each in shown if "2 May 2025 · 1 min" not in each]  # so it is in the list
        assert "A plot of ground does not hurry." in of_the_page[0]


async def test_the_first_that_one_sees_of_the_library_is_its_list(
    workspace: Workspace, shown: list[str]
) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: shown)
        assert "Two boats" in shown[0]


async def test_what_waits_for_the_first_drawing_comes_after_it_and_is_never_forgotten(
    workspace: Workspace, shown: list[str]
) -> None:
    seen: list[int] = []
    app = ReaderApp(workspace)
    app.once_drawn(lambda: seen.append(len(shown)))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: seen)
        assert seen[0] > 0
        app.once_drawn(lambda: seen.append(-1))
        await until(pilot, lambda: len(seen) == 2)


async def test_what_one_does_next_is_imported_while_one_looks_at_the_list(
    workspace: Workspace, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(application, "_import_what_comes_next", lambda: seen.append(len(shown)))
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: seen)
        assert seen[0] > 0


async def test_what_changed_while_drawing_was_held_back_is_drawn_after_that(
    workspace: Workspace, shown: list[str]
) -> None:
    app = ReaderApp(workspace, workspace.find("allotment"))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: shown)
        compositor = app.screen._compositor
        await until(pilot, lambda: not compositor._dirty_regions)
        with app.batch_update():
            before = len(shown)
            compositor._dirty_regions.add(app.screen.region)
            app.screen._refresh_layout()
            await pilot.pause()
            assert len(shown) == before
        await until(pilot, lambda: len(shown) > before)
        await until(pilot, lambda: not compositor._dirty_regions)
