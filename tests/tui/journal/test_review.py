"""The review of the day: what comes up, in which context, what one says of it; the line in the library."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App

from reader.annotations.model import Annotation
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.review import ReviewScreen, ago
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from reader.workspace.spaced import is_available
from tests.tui.journal.conftest import NOW, Clock
from tests.tui.journal.looking import drawn

Year = dict[str, Annotation]


def shown(app: App[None]) -> str:
    """The id of what is shown; empty at the end."""
    assert isinstance(app.screen, ReviewScreen)
    return app.screen.due.annotation.id if app.screen.due else ""


async def test_the_library_says_how_many_are_due_and_v_opens_them(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "4 for review (V)" in drawn(pilot)
        await pilot.press("V")
        assert "review · 1 of 4" in drawn(pilot)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_each_comes_up_in_its_note(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 30)) as pilot:
        await pilot.press("V")
        await pilot.pause()
        assert shown(pilot.app) == year["soil"].id
        text = drawn(pilot)
        assert "You marked this (ask) on this day, a year ago" in text
        assert "▌ • Weeds come up first where the soil was left bare." in text
        assert "A plot of ground does not hurry." in text
        await pilot.press("enter")
        assert "You wrote this about the whole note 5 weeks ago" in drawn(pilot)


async def test_what_one_says_is_kept_and_the_end_counts_it(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("V")
        first = shown(pilot.app)
        await pilot.press("enter")
        second = shown(pilot.app)
        await pilot.press("l")
        third = shown(pilot.app)
        await pilot.press("d", "r", *"Still true", "ctrl+s")
        text = drawn(pilot)
        assert "That was all for today." in text
        assert "1 reflected on again · 1 kept · 1 to come less often · 1 done" in text
    assert workspace.review_state(first).interval == 7
    assert workspace.review_state(second).interval == 30
    assert workspace.review_state(third).is_done
    assert workspace.due_for_review() == []
    assert [each for each in workspace.store.annotations() if each.text == "Still true"]


async def test_saying_something_else_counts_in_place_of_the_first_word(
    workspace: Workspace, year: Year
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        first = shown(pilot.app)
        await pilot.press("l", "left")
        assert shown(pilot.app) == first
        await pilot.press("enter")
    assert workspace.review_state(first).times == 1
    assert workspace.review_state(first).interval == 7


async def test_leaving_the_editor_without_words_stays(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        first = shown(pilot.app)
        await pilot.press("r", "escape")
        assert shown(pilot.app) == first
    assert workspace.review_state(first).times == 0


async def test_the_note_is_opened_at_the_passage_and_the_page_scrolls(
    workspace: Workspace, year: Year
) -> None:
    async with ReaderApp(workspace).run_test(size=(60, 10)) as pilot:
        await pilot.press("V", "space", "b", "G", "g", "down", "up", "o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.opened.note.id == "allotment"


async def test_when_nothing_is_due_it_says_when_something_will_be(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "for review" not in drawn(pilot)
        await pilot.press("V", "enter", "l", "d", "r", "o", "left")
        assert "Nothing is due today." in drawn(pilot)


async def test_on_this_day_comes_after_what_is_due_also_when_it_is_not(
    workspace: Workspace, year: Year, time: Clock
) -> None:
    from reader.workspace.review import Verdict

    time.set_back(3)
    workspace.reviewed(year["soil"].id, Verdict.LESS)
    time.set_back(0)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("V", "enter", "enter", "enter")
        assert shown(pilot.app) == year["soil"].id
        assert "on this day, a year ago · seen once before" in drawn(pilot)


async def test_what_is_deleted_meanwhile_is_left_out(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        workspace.delete(year["soil"].id)
        assert isinstance(pilot.app, ReaderApp)
        pilot.app.annotations_changed.publish(None)
        await pilot.pause()
        assert shown(pilot.app) not in ("", year["soil"].id)
        assert "1 of 3" in drawn(pilot)


async def test_a_verdict_that_cannot_be_saved_is_said(
    workspace: Workspace, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.errors import SaveFailed

    def fail(*_: object) -> None:
        raise SaveFailed("The disk is full.")

    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        monkeypatch.setattr(workspace.store, "remember", fail)
        await pilot.press("enter")
        assert "Not saved: The disk is full." in drawn(pilot)
        assert "1 of 4" in drawn(pilot)


async def test_discreet_hides_what_was_written(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 30)) as pilot:
        await pilot.press("V", "enter")
        assert "moored by habit" in drawn(pilot)
        await pilot.press("P")
        assert "moored by habit" not in drawn(pilot)
        await pilot.press("r")
        assert isinstance(pilot.app.screen, ReviewScreen)


def test_how_long_ago_is_said_as_a_person_would() -> None:
    from datetime import timedelta

    today = NOW.date()
    said = {days: ago(today - timedelta(days=days), today) for days in (0, 1, 2, 20, 21, 90, 91, 400, 1000)}
    assert said == {
        0: "today",
        1: "yesterday",
        2: "2 days ago",
        20: "20 days ago",
        21: "3 weeks ago",
        90: "12 weeks ago",
        91: "2 months ago",
        400: "13 months ago",
        1000: "2 years ago",
    }


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_the_review_looks_as_it_should(
    workspace: Workspace, year: Year, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("V", "enter", "enter")
        await pilot.pause()
        svg(pilot.app)


@pytest.mark.skipif(not is_available(), reason="the package fsrs is not installed")
async def test_f_lets_spaced_repetition_choose_when_one_comes_back(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("V")
        first = shown(pilot.app)
        await pilot.press("f")
        assert "by spaced repetition" in drawn(pilot)
        await pilot.press("enter", "left", "l")
        state = workspace.review_state(first)
        assert state.card is not None
        assert state.times == 1
        await pilot.press("left", "f", "f")
        assert workspace.review_state(first).card is not None
