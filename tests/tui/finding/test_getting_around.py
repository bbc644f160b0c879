"""Getting around: outline, links, marks, back and forward, recent notes, a note by a few letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.document.model import Position
from reader.document.parse import parse
from reader.tui.app import ReaderApp
from reader.tui.screens.jump import JumpScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.links import LinksScreen
from reader.tui.screens.marks import MarksScreen
from reader.tui.screens.trail import Stop, Trail
from reader.tui.widgets.outline_pane import OutlinePane, depths, told_apart
from reader.tui.widgets.place_list import PlaceList, lit_words
from reader.workspace import Workspace
from tests.tui.drawing import drawn
from tests.tui.finding.looking import reading, told, view_of

SIZES = [(40, 10), (80, 24), (120, 40)]


def app_on(workspace: Workspace, note: str = "harbour") -> ReaderApp:
    return ReaderApp(workspace, workspace.find(note))


def outline_of(app: ReaderApp) -> OutlinePane:
    return app.screen.query_one(OutlinePane)


# The outline


@pytest.mark.parametrize("size", SIZES)
async def test_t_shows_the_headings_and_enter_goes_to_one(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app = app_on(workspace, "lighthouse")
    async with app.run_test(size=size) as pilot:
        await pilot.press("t")
        assert "Night 3" in drawn(app)
        await pilot.press(*["down"] * 20, "enter")
        await pilot.pause()
        assert view_of(pilot).has_focus
        assert "Night 20" in drawn(app)
        assert view_of(pilot).place.block == outline_of(app).headings[20].block


async def test_the_section_one_reads_is_marked_while_scrolling(workspace: Workspace) -> None:
    app = app_on(workspace, "lighthouse")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "down", "enter")
        before = outline_of(app).current
        assert before == 1
        await pilot.press("space")
        await pilot.pause()
        current = outline_of(app).current
        assert current > before
        assert reading(pilot).opened.document.headings[current].title in drawn(app)
        await pilot.press("G", "g")
        await pilot.pause()
        assert outline_of(app).current == 0


async def test_the_heading_chosen_stays_marked_near_the_notes_end(workspace: Workspace) -> None:
    app = app_on(workspace, "lighthouse")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "G", "enter")
        await pilot.pause()
        assert outline_of(app).current == outline_of(app).row_count - 1


@pytest.mark.parametrize("key", ["t", "escape", "q"])
async def test_the_outline_is_put_away_again(workspace: Workspace, key: str) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", key)
        await pilot.pause()
        assert not outline_of(app).display
        assert view_of(pilot).has_focus


async def test_headings_with_the_same_words_are_told_apart(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert "1 of 2" in drawn(app)
        assert "2 of 2" in drawn(app)


async def test_a_note_without_headings_says_so(workspace: Workspace) -> None:
    app = app_on(workspace, "plain.md")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert told(pilot) == ["This note has no headings."]


def test_headings_are_set_in_by_what_they_stand_under() -> None:
    headings = parse("# A\n\n### B\n\n### B\n\n## C\n\n# b\n").headings
    assert depths(headings) == (0, 1, 1, 1, 0)
    assert told_apart(headings) == ("", "1 of 3", "2 of 3", "", "3 of 3")


# Links


async def test_o_lists_the_links_from_here_and_to_here(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, LinksScreen)
        rows = app.screen.query_one(PlaceList).rows
        assert [(row.sign, row.title) for row in rows] == [
            ("→", "the lighthouse"),
            ("→", "https://example.org/winter"),
            ("→", "what was learnt"),
            ("←", "The lighthouse keeper"),
        ]
        assert "From the harbour one saw it" in rows[3].below


async def test_a_link_of_the_list_is_followed_and_q_comes_back(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"
        await pilot.press("q")
        assert reading(pilot).opened.note.id == "harbour"
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_link_that_leads_here_is_gone_to_where_it_stands(workspace: Workspace) -> None:
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "G", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"
        assert "From the harbour one saw it" in drawn(app).replace("\n", " ").replace("  ", "")


async def test_a_note_without_links_says_so(workspace: Workspace) -> None:
    app = app_on(workspace, "plain.md")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("o")
        assert "No link stands in this note" in drawn(app)


# Marks


async def test_a_mark_is_kept_and_gone_to_from_another_note(workspace: Workspace) -> None:
    app = app_on(workspace, "lighthouse")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space")
        place = view_of(pilot).place
        await pilot.press("m", "j")
        assert reading(pilot).view.place == place
    app = app_on(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("'")
        assert "The lighthouse keeper" in drawn(app)
        await pilot.press("j")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"
        assert view_of(pilot).place == place


async def test_a_letter_that_marks_nothing_says_so(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("'")
        assert isinstance(pilot.app.screen, MarksScreen)
        assert "No place is marked yet" in drawn(pilot.app)
        await pilot.press("x")
        assert told(pilot) == ["No place is marked x."]


async def test_a_mark_in_a_note_that_has_gone_says_so(workspace: Workspace, notes: Path) -> None:
    workspace.set_mark("a", workspace.open("plain.md"), view_start())
    (notes / "plain.md").unlink()
    workspace.reload()
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("'", "enter")
        assert "is no longer in the library; the mark a is kept." in told(pilot)[0]


def view_start() -> Position:
    return Position(0, 0)


# The way one came


async def test_backspace_goes_back_through_notes_and_forward_again(workspace: Workspace) -> None:
    async with app_on(workspace, "lighthouse").run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "down", "down", "down", "enter")
        night = view_of(pilot).place
        await pilot.press("O", *"harb", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "harbour"
        await pilot.press("backspace")
        assert (reading(pilot).opened.note.id, view_of(pilot).place) == ("lighthouse", night)
        await pilot.press("<")
        assert view_of(pilot).scroll_offset.y == 0
        await pilot.press(">")
        assert view_of(pilot).place == night
        await pilot.press("shift+backspace")
        assert reading(pilot).opened.note.id == "harbour"
        await pilot.press(">")
        assert reading(pilot).opened.note.id == "harbour"


async def test_the_way_back_leads_to_a_note_left_before(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("q", "O", *"light", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"
        await pilot.press("backspace")
        assert reading(pilot).opened.note.id == "harbour"
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_note_that_has_gone_is_left_out_of_the_way_back(workspace: Workspace, notes: Path) -> None:
    async with app_on(workspace, "plain.md").run_test(size=(80, 24)) as pilot:
        await pilot.press("O", *"light", "enter")
        (notes / "plain.md").unlink()
        workspace.reload()
        await pilot.press("backspace")
        assert reading(pilot).opened.note.id == "lighthouse"


def test_the_trail_goes_back_and_forward_and_forgets_what_was_ahead() -> None:
    trail = Trail()
    a, b, c = (Stop(name, Position(0, 0)) for name in "abc")
    trail.leave(a)
    trail.leave(a)
    assert len(trail) == 1
    assert trail.back(b, lambda _: True) == trail.back(b, lambda _: True) == a
    trail.went_back(a, b)
    assert trail.forward(a, lambda _: True) == b
    trail.went_forward(b, a)
    assert trail.forward(b, lambda _: True) is None
    assert trail.back(b, lambda stop: stop != a) is None
    trail.leave(a)
    assert trail.back(b, lambda _: True) == a
    trail.went_back(a, b)
    trail.leave(a)
    assert trail.forward(c, lambda _: True) is None
    assert trail.back(a, lambda _: True) is None


# To a note by a few letters


async def test_before_typing_the_notes_read_last_are_listed(workspace: Workspace) -> None:
    async with app_on(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("q", "O")
        assert isinstance(pilot.app.screen, JumpScreen)
        assert "Read last" in drawn(pilot.app)
        assert "The harbour in winter" in drawn(pilot.app)


async def test_a_few_letters_lead_to_a_note(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(40, 10)) as pilot:
        await pilot.press("O", *"lkeep", "enter")
        await pilot.pause()
        assert reading(pilot).opened.note.id == "lighthouse"


async def test_letters_that_fit_no_title_say_so(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("O", *"zzzz", "enter")
        assert "No title fits these letters." in drawn(pilot.app)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


def test_words_that_were_looked_for_are_lit_within_a_text() -> None:
    from rich.style import Style

    plain, light = Style(), Style(bold=True)
    assert lit_words("a harbour", [(2, 5)], plain, light) == [("a ", plain), ("har", light), ("bour", plain)]
    assert lit_words("ab", [(0, 9)], plain, light) == [("ab", light)]
