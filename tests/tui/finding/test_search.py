"""Searching the library: notes and annotations in one list, opened at the passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.widgets.result_list import broken, from_the_first_hit
from reader.workspace import Workspace
from tests.tui.drawing import drawn
from tests.tui.finding.looking import hit, reading, search, told, view_of
from tests.tui.waiting import until


async def test_notes_and_annotations_stand_in_one_list(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(120, 40)) as pilot:
        screen = await search(pilot, "tide")
        assert {found.kind for found in screen.results.found} == {"note", "reflection"}
        assert "My own tide" in drawn(pilot.app)


async def test_the_list_follows_the_typing_and_what_narrows_it(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, "r kind:highlight color:green")
        assert [found.kind for found in screen.results.found] == ["highlight"]


async def test_opening_a_result_lands_on_its_passage_and_q_comes_back_to_the_results(
    written: Workspace,
) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, '"line 27"')
        await pilot.press("enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"
        assert view_of(pilot).scroll_offset.y > 0
        assert hit(pilot) == "" or "Line 27" in hit(pilot)
        assert "Line 27" in drawn(pilot.app)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen and screen.is_at_rest)
        assert screen.typed == '"line 27"'
        assert len(screen.results.found) == 1


async def test_opening_a_reflection_lands_on_what_it_is_about(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(60, 12)) as pilot:
        await search(pilot, "budget")
        await pilot.press("enter")
        await pilot.pause()
        assert "A boat that waits" in drawn(pilot.app)


async def test_arrows_choose_while_one_types(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, "kept")
        await pilot.press("down")
        assert screen.results.cursor == min(1, len(screen.results.found) - 1)
        await pilot.press("up", "pagedown", "pageup")
        assert screen.results.cursor == 0
        assert screen.query_one("QueryLine").has_focus


async def test_a_result_can_be_clicked(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, "kettle")
        await pilot.click(screen.results, offset=(6, 0), times=2)
        await pilot.pause()
        assert reading(pilot).opened.note.key == "plain.md"


async def test_escape_goes_back_to_where_one_searched_from(written: Workspace) -> None:
    async with ReaderApp(written, written.find("harbour")).run_test(size=(80, 24)) as pilot:
        await search(pilot, "rope")
        await pilot.press("escape")
        assert reading(pilot).opened.note.id == "harbour"
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


@pytest.mark.parametrize("typed", ["", "( * )", '""""', "---"])
async def test_an_empty_query_says_what_may_be_typed(workspace: Workspace, typed: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await search(pilot, typed)
        shown = drawn(pilot.app)
        assert "tag: color: kind:" in shown or "Nothing was found" in shown
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_a_tag_that_is_not_there_is_said(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await search(pilot, "tag:zebra")
        assert "has the tag “zebra”" in drawn(pilot.app)


async def test_a_result_whose_note_has_gone_says_so(written: Workspace, notes: Path) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, "kettle")
        (notes / "plain.md").unlink()
        screen.open_result(0)
        await pilot.pause()
        assert "is no longer in the library." in told(pilot)[-1]
        assert pilot.app.screen is screen


async def test_a_note_written_while_results_are_open_is_found(written: Workspace, notes: Path) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        screen = await search(pilot, "zebra")
        assert screen.results.found == ()
        (notes / "zoo.md").write_text("# The zoo\n\nA zebra at last.\n", encoding="utf-8")
        written.reload()
        pilot.app.files_changed.publish(frozenset())  # type: ignore[attr-defined]
        await until(pilot, lambda: screen.is_at_rest and len(screen.results.found) == 1)


async def test_hidden_words_are_not_shown_among_the_results(written: Workspace) -> None:
    async with ReaderApp(written).run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        screen = await search(pilot, "budget")
        assert len(screen.results.found) == 1
        assert "My own tide" not in drawn(pilot.app)
        pilot.app.discreet = False  # type: ignore[attr-defined]
        await pilot.pause()
        assert "My own tide" in drawn(pilot.app)


async def test_markup_in_a_note_is_text(workspace: Workspace, notes: Path) -> None:
    (notes / "evil.md").write_text("# [red]x[/x]\n\nzebra [@click=app.quit]y[/]\n", encoding="utf-8")
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(40, 10)) as pilot:
        await search(pilot, "zebra")
        assert "[@click=app.quit]" in drawn(pilot.app)


def test_a_passage_is_broken_at_blanks() -> None:
    text = "one two three four"
    assert [text[start:end] for start, end in broken(text, 8, 3)] == ["one two", "three", "four"]
    assert [text[start:end] for start, end in broken(text, 8, 2)] == ["one two", "three four"]
    assert broken("", 8, 2) == []
    assert [len("漢" * 9)] == [sum(end - start for start, end in broken("漢" * 9, 8, 4))]


def test_a_hit_far_into_a_passage_is_brought_into_sight() -> None:
    text = "word " * 20 + "zebra here"
    at = text.index("zebra")
    cut, [(start, end)] = from_the_first_hit(text, [(at, at + 5)], 30)
    assert cut[start:end] == "zebra"
    assert end <= 30
