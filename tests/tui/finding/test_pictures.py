"""Pictures of finding: the bar, the outline, the search; wide, at 80 and at 40 columns; dark and light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from textual.app import App

from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from tests.tui.finding.looking import search, view_of

TODAY = datetime(2026, 3, 5, tzinfo=UTC).date()
SIZES = [(120, 40), (80, 24), (40, 10)]
THEMES = ["reader-dark", "reader-light"]

Svg = Callable[[App[None]], None]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize(
    "keys", [("/", *"tide", "down"), ("/", "tab", *"(tide")], ids=["words", "bad-pattern"]
)
async def test_the_find_bar(
    written: Workspace, svg: Svg, size: tuple[int, int], theme: str, keys: tuple[str, ...]
) -> None:
    keep(written.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(written, written.find("harbour")).run_test(size=size) as pilot:
        view_of(pilot).today = TODAY
        view_of(pilot).compose_page()
        await pilot.press(*keys)
        pilot.app.screen.query_one("QueryLine").cursor_blink = False  # type: ignore[attr-defined]
        await pilot.pause()
        svg(pilot.app)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
async def test_the_outline(written: Workspace, svg: Svg, size: tuple[int, int], theme: str) -> None:
    keep(written.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(written, written.find("harbour")).run_test(size=size) as pilot:
        view_of(pilot).today = TODAY
        view_of(pilot).compose_page()
        await pilot.press("t", "down", "down")
        await pilot.pause()
        svg(pilot.app)


@pytest.mark.parametrize("theme", [*THEMES, "ansi-dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
async def test_the_search(written: Workspace, svg: Svg, size: tuple[int, int], theme: str) -> None:
    keep(written.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(written).run_test(size=size) as pilot:
        screen = await search(pilot, "tide wait")
        screen.results.today = TODAY
        pilot.app.screen.query_one("QueryLine").cursor_blink = False  # type: ignore[attr-defined]
        screen.results.refresh()
        await pilot.pause()
        svg(pilot.app)
