"""Looking back in pictures: the numbers are the workspace's, and they can be read at any size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from textual.app import App
from textual.widgets import Sparkline

from reader.annotations.model import Annotation
from reader.document.model import Position
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.pictures import SilentNotes
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.heat_strip import shade
from reader.workspace import Workspace
from tests.tui.journal.conftest import Clock
from tests.tui.journal.looking import drawn

Year = dict[str, Annotation]


@pytest.fixture
def read(workspace: Workspace, year: Year, time: Clock) -> Year:
    """A winter of reading, and one note that nothing was written on."""
    for week in range(20):
        for day in range(0, 7, 1 + week % 3):
            time.set_back(7 * week + day)
            for name in ("allotment", "bread", "two-boats.md")[: 1 + (week * day) % 3]:
                workspace.remember_place(workspace.open(name), Position(0, 0), 0.5)
    time.set_back(0)
    workspace.delete(year["boat"].id)
    return year


async def test_the_numbers_are_those_of_the_workspace(workspace: Workspace, read: Year) -> None:
    found = workspace.statistics()
    async with ReaderApp(workspace).run_test(size=(120, 40)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        text = drawn(pilot)
        assert f"{found.covered} of {found.key_points}" in text
        for name in ("read", "highlights", "reflections"):
            line = pilot.app.screen.query_one(f"#weeks-{name}", Sparkline)
            assert line.data == [getattr(week, name) for week in found.weeks]
        assert sum(week.read for week in found.weeks) > 0
        assert [each.tag for each in found.tags] == ["patience", "work/outdoors", "Hospitality"]
        assert "4 ◆  2 ●" in text
        assert "26 weeks" in text


async def test_a_note_not_reflected_on_is_opened_from_there(workspace: Workspace, read: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        await pilot.press("tab")
        assert isinstance(pilot.app.focused, SilentNotes)
        assert "▌ Two boats" in drawn(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.opened.note.title == "Two boats"
        await pilot.press("q", "q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_with_nothing_kept_it_says_what_will_be_counted(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        assert "There is nothing to look back on yet." in drawn(pilot)


async def test_discreet_shows_no_private_word(workspace: Workspace, read: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(120, 40)) as pilot:
        await pilot.press("L", "P")
        await pilot.pause()
        assert [word for word in ("habit", "timing", "budget") if word in drawn(pilot)] == []


def test_a_day_is_as_full_as_its_share_of_the_fullest() -> None:
    assert [shade(count, 8) for count in range(9)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert shade(0, 0) == 0


async def test_the_strip_ends_with_today(workspace: Workspace, read: Year) -> None:
    assert workspace.statistics().days[-1].day == date(2026, 3, 4)
    assert workspace.statistics().days[0].day == date(2026, 3, 2) - timedelta(weeks=25)


@pytest.mark.parametrize("size", [(200, 50), (20, 5)])
@pytest.mark.parametrize("theme", ["ansi-light", "reader-dark"])
async def test_they_are_drawn_at_every_size(
    workspace: Workspace, read: Year, size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("L", "pagedown", "end", "home")
        await pilot.pause()
        assert "Reader   lookin" in drawn(pilot)


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(120, 40), (80, 36), (40, 10)])
async def test_the_pictures_look_as_they_should(
    workspace: Workspace, read: Year, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("L")
        await pilot.pause()
        svg(pilot.app)
