"""The end of a walk: what one wrote, on one page."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.walk import WalkScreen
from reader.tui.screens.walk_end import WalkEndScreen
from reader.workspace import Workspace

TO_THE_END = ["w", *"Peas.", "ctrl+s", "right", *"Tea with Omar.", "ctrl+s"]


def page(pilot: Pilot[None]) -> str:
    """What the end page shows."""
    screen = pilot.app.screen
    assert isinstance(screen, WalkEndScreen)
    summary = screen.summary
    rows = [summary.render_line(row).text for row in range(summary.size.height)]
    return " ".join(" ".join(rows).split())


async def test_the_end_shows_what_one_wrote_now_and_before(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, "Last year's beans.", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace).run_test(size=(80, 40)) as pilot:
        await pilot.press(*TO_THE_END)
        shown = page(pilot)
        for words in ("Seeds sown", "Peas.", "Last year's beans.", "A neighbour's", "Tea with Omar."):
            assert words in shown
        assert "2 of 3 points have words of yours" in shown
        assert "Still open: 2." in shown
        assert "Weeds" not in shown


async def test_an_end_with_nothing_written_says_so_kindly(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "right", "right", "right")
        assert "written nothing. That is a walk too" in page(pilot)
        await pilot.press("enter", "q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_enter_goes_to_the_passage(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*TO_THE_END, "j", "enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        assert screen.view.current_point == screen.opened.document.key_points[2].range
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_y_copies_the_whole_as_markdown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(ReaderApp, "copy", lambda _, text: copied.append(text))
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*TO_THE_END, "y")
    assert copied == [
        "# What the allotment taught me\n\n"
        "> Seeds sown too early rot; seeds sown too late sulk.\n\n"
        "Peas.\n\n"
        "> A neighbour's advice is worth more than a book's, and costs a cup of tea.\n\n"
        "Tea with Omar.\n"
    ]


async def test_b_goes_back_to_the_walk_and_a_finished_walk_begins_anew(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*TO_THE_END, "b")
        screen = pilot.app.screen
        assert isinstance(screen, WalkScreen)
        assert screen.area.text == "Tea with Omar."
        await pilot.press("ctrl+s", "q", "w")
        screen = pilot.app.screen
        assert isinstance(screen, WalkScreen)
        assert (screen.walk.index, screen.area.text) == (0, "")


async def test_undo_on_the_last_page_is_seen_there(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*TO_THE_END, "u")
        assert "Tea with Omar." not in page(pilot)
        assert "Peas." in page(pilot)
