"""The journal: what it gathers, how it is narrowed and grouped, what is done in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import process_time

import pytest
from msgspec.structs import replace
from textual.app import App
from textual.widgets import Input

from reader.annotations.model import Annotation, Color, Kind
from reader.library.note import Note
from reader.tui import disk
from reader.tui.app import ReaderApp
from reader.tui.screens.card import CardScreen
from reader.tui.screens.earlier import EarlierScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.journal import JournalScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.placing import PlacingScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.journal_list import JournalList
from reader.tui.widgets.status import HintLine
from reader.tui.widgets.written_words import WrittenWords
from reader.workspace import Workspace
from reader.workspace.browsing import gather_kept, look_for
from reader.workspace.note_reading import Begun
from tests.tui.journal.conftest import Clock
from tests.tui.journal.looking import counted, drawn, headings, listed, settled
from tests.tui.waiting import until

Year = dict[str, Annotation]

NEWEST_FIRST = ["tea", "again", "early", "slow", "dough", "boat", "soil"]


def ids(year: Year, *names: str) -> list[str]:
    return [year[name].id for name in names]


async def test_everything_kept_stands_there_the_newest_first(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        assert listed(pilot) == ids(year, *NEWEST_FIRST)
        assert headings(pilot) == [
            "Today",
            "Yesterday",
            "Tuesday 24 February",
            "Friday 23 January",
            "4 March 2025",
        ]
        assert "Too early again, with the budget talk." in drawn(pilot)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_it_is_grouped_by_note_tag_and_colour_in_turn(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "S")
        assert headings(pilot) == [
            "What the allotment taught me",
            "Bread, and other slow meetings",
            "Two boats",
        ]
        await pilot.press("S")
        assert headings(pilot) == ["habit", "Hospitality", "patience", "timing", "work/outdoors"]
        await pilot.press("S")
        assert headings(pilot) == [
            "yellow: key",
            "green: act",
            "blue: ask",
            "purple: feel",
            "without a colour",
        ]
        assert listed(pilot)[3:5] == ids(year, "slow", "dough")  # a reflection stands with its highlight
        await pilot.press("S")
        assert headings(pilot)[0] == "Today"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("budget", ["again", "boat"]),
        ("tag:timing", ["early"]),
        ("tag:hospitality", ["slow", "dough"]),
        ("color:purple", ["slow", "dough"]),
        ("kind:reflection since:2026-02-01", ["again", "slow"]),
        ("before:2026", ["soil"]),
        ("after:2026-01 meetings", ["slow", "dough"]),
        ("after:2026-02-24 before:2026-02-25", ["slow", "dough"]),
        ("in:boats", ["boat"]),
        ("status:anchored weeds", ["soil"]),
        ("patience -seeds", ["tea", "slow", "dough", "soil"]),
    ],
)
async def test_what_is_typed_narrows_it(
    workspace: Workspace, year: Year, typed: str, found: list[str]
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        await settled(pilot)
        await pilot.press("/")
        pilot.app.screen.query_one("#filter", Input).value = typed
        await pilot.pause()
        assert listed(pilot) == ids(year, *found)
        await pilot.press("enter", "escape")
        assert listed(pilot) == ids(year, *NEWEST_FIRST)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("status:lost", "“lost” is not a status; there are anchored, moved, ambiguous, orphan."),
        ("color:brown", "“brown” is not a colour"),
        ("after:soon", "“soon” is not a date"),
        ("tag:zebra", "Nothing kept fits “tag:zebra” here."),
        ("[@click=app.quit]x", "[@click=app.quit]x"),
    ],
)
async def test_what_cannot_be_found_or_understood_is_said(
    workspace: Workspace, year: Year, typed: str, said: str
) -> None:
    async with ReaderApp(workspace).run_test(size=(110, 24)) as pilot:
        await pilot.press("J", "f")
        pilot.app.screen.query_one("#filter", Input).value = typed
        await pilot.pause()
        assert said in drawn(pilot)


async def test_its_parts_are_walked_with_the_arrows(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 24)) as pilot:
        await pilot.press("J", "right")
        assert listed(pilot) == ids(year, "tea", "early", "dough", "soil")
        await pilot.press("tab")
        assert listed(pilot) == ids(year, "again", "slow", "boat")
        await pilot.press("left", "left", "left")
        assert listed(pilot) == ids(year, "oven")
        assert counted(pilot) == {
            "everything": 7,
            "highlights": 4,
            "reflections": 3,
            "without a place": 0,
            "deleted": 1,
        }


async def test_a_part_can_be_clicked_on(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 24)) as pilot:
        await pilot.press("J")
        await pilot.click("SectionBar", offset=(18, 0))
        assert listed(pilot) == ids(year, "tea", "early", "dough", "soil")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (0, "Nothing is kept yet."),
        (1, "Nothing is highlighted yet."),
        (2, "Nothing is written yet."),
        (3, "Everything you kept has its place."),
        (4, "Nothing was deleted."),
    ],
)
async def test_an_empty_part_says_what_would_fill_it(workspace: Workspace, parts: int, said: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", *["right"] * parts, "enter", "space", "x", "t", "e", "r", "y", "p", "1")
        assert isinstance(pilot.app.screen, JournalScreen)
        assert said in drawn(pilot)


async def test_enter_opens_the_passage_and_back_leads_to_the_journal(
    workspace: Workspace, year: Year
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 8)) as pilot:
        await pilot.press("J", "down", "down", "enter")
        await pilot.pause()
        reading = pilot.app.screen
        assert isinstance(reading, ReadingScreen)
        assert reading.opened.note.id == "allotment"
        assert "Seeds sown too early" in drawn(pilot)
        await pilot.press("J")
        assert isinstance(pilot.app.screen, JournalScreen)
        assert len(pilot.app.screen_stack) == 2


async def test_a_note_that_is_gone_is_said_and_its_words_are_there(
    workspace: Workspace, year: Year, notes: Path
) -> None:
    (notes / "two-boats.md").unlink()
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(130, 30)) as pilot:
        await pilot.press("J", "right", "right", "right")
        await settled(pilot)
        assert listed(pilot) == ids(year, "boat")
        assert "its note is not here" in drawn(pilot)
        assert "Its note is not in this library." in drawn(pilot)
        await pilot.press("r")
        assert isinstance(pilot.app.screen, JournalScreen)
        await pilot.press("space")
        assert isinstance(pilot.app.screen, CardScreen)
        await pilot.press("escape", "enter", *"bread", "enter")
        assert isinstance(pilot.app.screen, PlacingScreen)
        await pilot.press("v", "v", "}", "enter")
        await settled(pilot)
        assert listed(pilot) == []
    home = workspace.note_of(workspace.annotation(year["boat"].id))
    assert home is not None
    assert home.id == "bread"


async def test_tags_are_edited_in_place(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "t", *"pati", "right", ",", *" tea", "enter")
        assert workspace.annotation(year["tea"].id).tags == ("patience", "tea")
        assert "#tea" in drawn(pilot)
        await pilot.press("t", "escape")
        assert isinstance(pilot.app.screen, JournalScreen)
        await pilot.press("u")
        assert workspace.annotation(year["tea"].id).tags == ()


async def test_what_is_deleted_is_a_part_away_and_comes_back(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "x")
        assert year["tea"].id not in listed(pilot)
        await pilot.press("left", "x")
        assert year["tea"].id not in listed(pilot)
        assert workspace.annotation(year["tea"].id).deleted is None
        await pilot.press("right", "x", "u")
        assert listed(pilot) == ids(year, *NEWEST_FIRST)


async def test_a_highlight_is_recoloured_and_a_reflection_written_on(
    workspace: Workspace, year: Year
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "4")
        assert workspace.annotation(year["tea"].id).color is Color.RED
        await pilot.press("e", *"Two cups", "ctrl+s")
        [new] = [each for each in workspace.store.annotations() if each.on == year["tea"].id]
        assert (new.kind, new.text) == (Kind.REFLECTION, "Two cups")
        await pilot.press("g", "e")
        assert isinstance(pilot.app.screen, EditorScreen)
        await pilot.press(*", or three", "escape")
        assert workspace.annotation(new.id).text == "Two cups, or three"
        await pilot.press("1")
        assert pilot.app.screen.query_one(HintLine).right == "only a highlight has a colour"


async def test_a_link_is_shown_by_its_words_in_the_list_and_on_the_card(workspace: Workspace) -> None:
    workspace.reflect(
        workspace.open("bread"), "See [[Two boats|the boats]] and [a page](https://example.org)."
    )
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        assert "See the boats and a page." in drawn(pilot)
        await pilot.press("space")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "See the boats and a page." in drawn(pilot)
        assert "[" not in drawn(pilot)


async def test_markdown_is_shown_by_its_words_in_the_list_and_drawn_on_the_card(workspace: Workspace) -> None:
    workspace.reflect(workspace.open("bread"), "I said **not now** ~~twice~~ and `meant` it.\n\n- one\n- two")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        assert "I said not now twice and meant it. one two" in drawn(pilot)
        await pilot.press("space")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "I said not now twice and meant it." in drawn(pilot)
        assert "• two" in drawn(pilot)
        written = pilot.app.screen.query_one(WrittenWords)
        [bold] = [each for each in written.render_line(0) if each.text == "not now"]
        assert bold.style is not None
        assert bold.style.bold
        assert written.size.height == 4


async def test_a_quote_is_shown_as_it_is_read(workspace: Workspace, notes: Path) -> None:
    (notes / "code.md").write_text("# Code\n\nCall `run(**named)` or `a[b](c)`.\n", encoding="utf-8")
    workspace.reload()
    opened = workspace.open("code")
    workspace.highlight(opened, opened.document.whole_block(1), Color.GREEN)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        assert "Call run(**named) or a[b](c)." in drawn(pilot)
        await pilot.press("space")
        assert "Call run(**named) or a[b](c)." in drawn(pilot)


async def test_a_reflection_on_the_same_passage_is_written_with_r(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "down", "r", *"And now", "ctrl+s")
    placed = workspace.annotations(text="And now")[0]
    assert placed.annotation.selectors is not None
    assert placed.annotation.selectors.quote.exact == "Seeds sown too early rot; seeds sown too late sulk."


async def test_earlier_texts_are_seen_on_the_card_and_brought_back(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "down", "space")
        assert "e earlier texts" in drawn(pilot)
        await pilot.press("e")
        assert isinstance(pilot.app.screen, EarlierScreen)
        assert "Too early again, with the talk about budgets." in drawn(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, JournalScreen)
    again = workspace.annotation(year["again"].id)
    assert again.text == "Too early again, with the talk about budgets."
    assert again.revisions[-1].text == "Too early again, with the budget talk."


async def test_earlier_texts_are_there_from_the_page_too(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(90, 40)) as pilot:
        await pilot.press("]", "enter", "enter", "e")
        assert isinstance(pilot.app.screen, EarlierScreen)
        await pilot.press("enter")
    assert workspace.annotation(year["again"].id).text == "Too early again, with the talk about budgets."


async def test_a_lost_passage_is_put_back_by_hand(workspace: Workspace, lost: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "right", "right", "right")
        await settled(pilot)
        assert listed(pilot) == ids(lost, "tea", "soil")
        assert "no longer in the note" in drawn(pilot)
        await pilot.press("down", "enter")
        assert isinstance(pilot.app.screen, PlacingScreen)
        assert "Weeds come up first where the soil was left bare." in drawn(pilot)
        await pilot.press("enter", "n")
        assert isinstance(pilot.app.screen, PlacingScreen)
        await pilot.press("v", "v", "}", "enter")
        await settled(pilot)
        assert listed(pilot) == ids(lost, "tea")
    placed = workspace.placed(workspace.annotation(lost["soil"].id))
    assert placed.range is not None
    assert not placed.range.is_empty


async def test_of_places_alike_one_is_chosen(workspace: Workspace, lost: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "right", "right", "right")
        await settled(pilot)
        assert "stands in several places" in drawn(pilot)
        await pilot.press("enter", "n", "n", "N")
        await pilot.pause()
        assert "2 of 2" in drawn(pilot)
        await pilot.press("enter")
        await settled(pilot)
    opened = workspace.open("allotment")
    found = opened.find(lost["tea"].id)
    assert found is not None
    assert found.range == opened.document.key_points[3].range


async def test_leaving_the_choice_changes_nothing(workspace: Workspace, lost: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "right", "right", "right")
        await settled(pilot)
        await pilot.press("p", "q")
        assert isinstance(pilot.app.screen, JournalScreen)
    assert workspace.annotation(lost["tea"].id) == lost["tea"]


async def test_what_was_deleted_meanwhile_leaves_the_list(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        workspace.delete(year["tea"].id)
        assert isinstance(pilot.app, ReaderApp)
        pilot.app.annotations_changed.publish(None)
        await pilot.pause()
        assert listed(pilot) == ids(year, *NEWEST_FIRST[1:])


async def test_a_change_that_cannot_be_saved_is_said(
    workspace: Workspace, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.errors import SaveFailed

    def fail(*_: object) -> None:
        raise SaveFailed("The disk is full.")

    monkeypatch.setattr(workspace.store, "put", fail)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "x")
        assert "Not saved: The disk is full." in drawn(pilot)
        assert listed(pilot) == ids(year, *NEWEST_FIRST)


PRIVATE = ["budget", "kneading? I", "boat like that", "habit", "timing"]


@pytest.mark.parametrize("size", [(140, 60), (80, 60)])
async def test_discreet_hides_every_private_word(
    workspace: Workspace, year: Year, size: tuple[int, int]
) -> None:
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("J", "P")
        for keys in (["G"], ["S"], ["S"], ["right", "right"], ["g"], ["down"], ["space"]):
            await pilot.press(*keys)
            if isinstance(pilot.app.screen, JournalScreen):
                await settled(pilot)
            shown = drawn(pilot)
            assert [word for word in PRIVATE if word in shown.replace("out of habit", "")] == []
        await pilot.press("e")
        assert isinstance(pilot.app.screen, CardScreen)
        await pilot.press("escape", "t", "e")
        assert isinstance(pilot.app.screen, JournalScreen)
        await pilot.press("P", "left", "left")
        assert "budget" in drawn(pilot)


async def test_thousands_are_listed_at_once(workspace: Workspace, time: Clock) -> None:
    opened = workspace.open("bread")
    first = workspace.highlight(opened, opened.document.whole_block(0), Color.BLUE)
    copies = [replace(first, id=f"{first.id[:-5]}{number:05}") for number in range(5_000)]
    workspace.store.put(*copies)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J")
        await settled(pilot)
        rows = pilot.app.screen.query_one(JournalList)
        assert rows.row_count == 5_001
        start = process_time()
        for _ in range(20):
            await pilot.press("pagedown")
        assert process_time() - start < 4
        await pilot.press("G")
        assert rows.cursor == 5_000


async def test_where_they_stand_is_looked_for_off_the_screens_thread(
    workspace: Workspace, lost: Year
) -> None:
    found = {each.annotation.id: each for some in look_for(gather_kept(workspace), {}) for each in some}
    assert not found[lost["tea"].id].range
    known = {**found}
    assert list(look_for(gather_kept(workspace), known)) == []


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40), (200, 50), (20, 5)])
@pytest.mark.parametrize("theme", ["ansi-dark", "reader-light"])
async def test_it_is_drawn_at_every_size(
    workspace: Workspace, lost: Year, size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("J")
        await settled(pilot)
        await pilot.press("G", "pageup", "right", "S", "/", "x", "escape", "t", "escape")
        await pilot.resize_terminal(size[0] + 3, size[1] + 1)
        assert pilot.app.screen.query_one(JournalList).row_count == 4


async def test_it_can_be_read_without_colour(
    workspace: Workspace, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with ReaderApp(workspace).run_test(size=(80, 30)) as pilot:
        await pilot.press("J")
        assert all(sign in drawn(pilot) for sign in "◆▲●▌")


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_the_journal_looks_as_it_should(
    workspace: Workspace, lost: Year, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("J", "down")
        await settled(pilot)
        svg(pilot.app)


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
async def test_choosing_a_place_looks_as_it_should(
    workspace: Workspace, lost: Year, svg: Callable[[App[None]], None], theme: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "right", "right", "right")
        await settled(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "1 of 2" in drawn(pilot)
        svg(pilot.app)


async def test_the_page_comes_beside_also_when_stored_words_stood_there_meanwhile(
    workspace: Workspace, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, go_on = Workspace.begin, Event()

    def slowly(own: Workspace, note: Note, **options: bool) -> Begun:
        assert go_on.wait(60)
        return begin(own, note, **options)

    async with ReaderApp(workspace).run_test(size=(120, 40)) as pilot:
        await pilot.press("J")
        await settled(pilot)
        monkeypatch.setattr(Workspace, "begin", slowly)
        monkeypatch.setattr(disk, "AT_ONCE", 0.0)
        await pilot.press("down")
        await until(pilot, lambda: "Reading its note" in drawn(pilot))
        go_on.set()
        await until(pilot, lambda: "#work/outdoors" in drawn(pilot))  # which the page alone has


async def test_only_the_passage_under_the_cursor_is_marked_beside(workspace: Workspace, year: Year) -> None:
    async with ReaderApp(workspace).run_test(size=(200, 50)) as pilot:
        await pilot.press("J")
        await settled(pilot)
        await pilot.press("down")
        await settled(pilot)
        rows = [row for row in drawn(pilot).splitlines() if "▌ •" in row]
        assert len(rows) == 1
        assert "Seeds sown too early" in rows[0]
