"""Finding in a note: as one types, across formatting and lines, and in one's own reflections."""

from __future__ import annotations

import pytest

from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.widgets.find_bar import FindBar
from reader.tui.widgets.status import HintLine
from reader.workspace import Workspace
from tests.tui.drawing import drawn
from tests.tui.finding.looking import hit, lit, reading, said, told, view_of
from tests.tui.waiting import until

SIZES = [(40, 10), (80, 24), (120, 40)]


def app_on(workspace: Workspace, note: str = "harbour") -> ReaderApp:
    return ReaderApp(workspace, workspace.find(note))


@pytest.mark.parametrize("size", SIZES)
async def test_all_hits_are_lit_and_counted_as_one_types(workspace: Workspace, size: tuple[int, int]) -> None:
    async with app_on(workspace).run_test(size=size) as pilot:
        await pilot.press("/", *"tid")
        assert lit(pilot) == ["tid", "tid", "Tid", "tid"]
        assert said(pilot) == ("1 of 4", "")
        await pilot.press("e")
        assert lit(pilot) == ["tide", "tide", "Tide", "tide"]


async def test_a_phrase_with_a_bold_word_in_it_is_one_hit(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(60, 24)) as pilot:
        await pilot.press("/", *"tide,", "space", *"and", "space", *"the", "space", *"tide")
        assert lit(pilot) == ["tide, and the tide"]


async def test_capitals_count_once_one_is_typed(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"rope")
        assert lit(pilot) == ["Rope", "Rope", "Rope"]
        await pilot.press("/")
        await pilot.press("ctrl+u", *"Tides")
        assert lit(pilot) == ["Tides"]


async def test_n_and_shift_n_go_from_hit_to_hit_and_round(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide", "enter")
        assert hit(pilot) == "tide, and the "[:14]
        await pilot.press("n")
        assert hit(pilot).startswith("tide waits")
        await pilot.press("N", "N")
        assert hit(pilot).startswith("tide.")
        await pilot.press("n")
        assert hit(pilot).startswith("tide, and")
        assert pilot.app.screen.query_one(HintLine).right.startswith("1 of 4")


async def test_arrows_go_through_the_hits_while_typing(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide", "down", "down")
        assert said(pilot)[0] == "3 of 4"
        await pilot.press("up")
        assert said(pilot)[0] == "2 of 4"


async def test_escape_goes_back_to_where_one_was(workspace: Workspace) -> None:
    async with app_on(workspace, "lighthouse").run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        before = view_of(pilot).scroll_offset.y
        await pilot.press("/", *"Line", "space", *"29")
        assert view_of(pilot).scroll_offset.y > before
        await pilot.press("escape")
        assert view_of(pilot).scroll_offset.y == before
        assert lit(pilot) == []
        assert not pilot.app.screen.query_one(FindBar).display


async def test_after_staying_escape_puts_the_hits_out_and_backspace_goes_back(workspace: Workspace) -> None:
    async with app_on(workspace, "lighthouse").run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"Line", "space", *"29", "enter")
        there = view_of(pilot).scroll_offset.y
        await pilot.press("escape")
        assert lit(pilot) == []
        assert view_of(pilot).scroll_offset.y == there > 0
        await pilot.press("backspace")
        assert view_of(pilot).scroll_offset.y == 0
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_regular_expression_is_taken_on_request(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"rot|rests", "tab")
        assert lit(pilot) == ["rests", "rot"]
        await pilot.press("tab")
        assert lit(pilot) == []
        assert said(pilot) == ("nothing", "")


async def test_a_bad_expression_is_said_under_the_line_while_typing(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", "tab", *"(tide")
        assert "This is no regular expression" in said(pilot)[1]
        assert "This is no regular expression" in drawn(pilot.app)
        await pilot.press(")")
        assert said(pilot) == ("1 of 4", "")


@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
async def test_hits_in_reflections_are_counted_and_lit(written: Workspace, size: tuple[int, int]) -> None:
    async with app_on(written).run_test(size=size) as pilot:
        await pilot.press("/", *"budget")
        assert said(pilot)[0] == "in a reflection  1 of 1"
        page = view_of(pilot).page
        assert page is not None
        rows = [view_of(pilot).render_line(row) for row in range(size[1] - 2)]
        [style] = [segment.style for row in rows for segment in row if segment.text == "budget"]
        assert style is not None
        assert style.bgcolor == page.styles["hit"].bgcolor


async def test_hidden_words_are_not_looked_through(written: Workspace) -> None:
    async with app_on(written).run_test(size=(80, 24)) as pilot:
        await pilot.press("P", "/", *"budget")
        assert said(pilot)[0] == "nothing"


async def test_words_hidden_meanwhile_are_hits_no_longer(written: Workspace) -> None:
    async with app_on(written).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide", "enter")
        assert pilot.app.screen.query_one(HintLine).right.startswith("1 of 5")
        await pilot.press("P")
        assert pilot.app.screen.query_one(HintLine).right.startswith("1 of 4")


async def test_a_highlight_made_meanwhile_keeps_the_hits(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide", "enter", "n", "]", "h")
        await pilot.pause()
        assert len(lit(pilot)) == 4
        assert len(reading(pilot).opened.highlights) == 1


async def test_n_begins_again_where_the_hits_were_put_out(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide", "enter", "escape", "n")
        assert len(lit(pilot)) == 4


async def test_n_without_anything_looked_for_says_how_to_begin(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        assert told(pilot) == ["Nothing was looked for yet; / begins."]


async def test_a_long_note_is_looked_through_beside_the_screen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.screens.finding.AT_ONCE", 10)
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"tide")
        await until(pilot, lambda: said(pilot)[0] == "1 of 4")
        assert lit(pilot) == ["tide", "tide", "Tide", "tide"]


@pytest.mark.parametrize("typed", ["   ", "zebra", "((((", "[@click=app.quit]x[/]"])
async def test_nothing_found_is_no_trouble(workspace: Workspace, typed: str) -> None:
    async with app_on(workspace).run_test(size=(40, 10)) as pilot:
        await pilot.press("/")
        reading(pilot).bar.line.value = typed
        await pilot.pause()
        assert lit(pilot) == []
        await pilot.press("enter", "q")
        assert isinstance(pilot.app.screen, LibraryScreen)
