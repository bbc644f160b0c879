"""A note that is longer than what is read at once: shown from its beginning on, and the rest comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.app import App
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar

from reader.annotations.model import Color
from reader.document.model import AT_ONCE, Document, Position
from reader.tui.app import ReaderApp
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.code_colors import lexer_for
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.status import HintLine
from reader.workspace import Workspace, note_reading
from tests.tui.page.looking import Reading

PART = (
    "## Part {0}\n\nThe river at mile {0} runs past a [mill][m] and a note[^n].\n\n- Point {0} is *kept*.\n\n"
)
BOOK = "# The book\n\n" + "".join(map(PART.format, range(2500))) + "[m]: mill.md\n\n[^n]: At the very end.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "book.md").write_text(BOOK, encoding="utf-8")
    (folder / "mill.md").write_text("# The mill\n", encoding="utf-8")
    return folder


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read beyond what the first screen took."""
    monkeypatch.setattr("reader.tui.screens.note_screen.read_on", lambda *_: None)
    monkeypatch.setattr(note_reading, "ON_THE_WAY", 0.0)


def view_of(app: App[None]) -> NoteView:
    return app.screen.query_one(NoteView)


async def until_ready(pilot: Pilot[None]) -> None:
    """Wait until the note is read and its text made; the test's own time limit is the only clock."""
    opened = view_of(pilot.app).opened
    assert opened is not None
    while not opened.document.is_ready:
        await pilot.pause(0.01)
    await pilot.pause()


def rows(view: NoteView) -> list[str]:
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


@pytest.mark.usefixtures("unhurried")
async def test_the_first_screen_is_there_before_the_note_is_read(workspace: Workspace) -> None:
    assert len(BOOK) > AT_ONCE
    app = ReaderApp(workspace, workspace.find("book"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = view_of(app)
        document = workspace.open(workspace.find("book"), anchor="later").document
        assert not document.is_complete
        assert "The book" in rows(view)
        text = "The river at mile 0 runs past a mill and a note[1]."
        assert any(text in row for row in rows(view))
        await pilot.press("space")
        assert view.scroll_offset.y > 0
        assert view.progress < 0.05


@pytest.mark.usefixtures("unhurried")
async def test_what_needs_the_whole_note_says_that_it_is_being_read(workspace: Workspace) -> None:
    app = ReaderApp(workspace, workspace.find("book"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("G", "]", "t"):
            await pilot.press(key)
            await pilot.pause()
            assert "reading …" in app.screen.query_one(HintLine).right
        await pilot.press("j")
        assert not view_of(app).is_waiting


async def test_g_reaches_the_end_as_soon_as_it_is_read(reading: Reading) -> None:
    async with reading("book") as pilot:
        view = view_of(pilot.app)
        await pilot.press("G")
        await until_ready(pilot)
        await pilot.pause()
        assert any("At the very end." in row for row in rows(view))
        assert view.progress == 1.0


async def test_a_key_point_is_found_and_marked_in_a_long_note(reading: Reading, workspace: Workspace) -> None:
    async with reading("book") as pilot:
        await pilot.press("]")
        await until_ready(pilot)
        await pilot.press("h")
        await pilot.pause()
        [highlight] = workspace.open("book").highlights
        assert highlight.annotation.selectors is not None
        assert highlight.annotation.selectors.quote.exact == "Point 0 is kept."


@pytest.mark.usefixtures("unhurried")
async def test_a_highlight_in_sight_is_drawn_before_the_note_is_read(workspace: Workspace) -> None:
    first = workspace.open("book")
    workspace.highlight(first, first.document.key_points[0].range, Color.YELLOW)
    fresh = Workspace(workspace.library.folder, workspace.store)
    opened = fresh.open("book", anchor="later")
    assert not opened.document.is_complete
    [placed] = opened.highlights
    assert placed.range == first.document.key_points[0].range
    assert [each.id for each in opened.pending] == [placed.annotation.id]
    opened.document.finish()
    found = opened.with_placed(fresh.anchor_pending(opened))
    assert not found.pending
    assert [each.range for each in found.highlights] == [placed.range]


async def test_one_comes_back_to_where_one_left_off_far_down(reading: Reading, workspace: Workspace) -> None:
    async with reading("book") as pilot:
        await pilot.press("G")
        await until_ready(pilot)
        await pilot.press("b", "b", "b")
        await pilot.pause()
        left = view_of(pilot.app).place
        await pilot.press("q")
    again = Workspace(workspace.library.folder, workspace.store)
    app = ReaderApp(again, again.find("book"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until_ready(pilot)
        await pilot.pause()
        assert left.block > 1000
        assert view_of(app).place == left


@pytest.mark.usefixtures("unhurried")
async def test_leaving_before_the_note_is_read_keeps_the_place_kept_before(workspace: Workspace) -> None:
    opened = workspace.open("book")
    place = opened.document.key_points[2000].range.start
    workspace.remember_place(opened, place, 0.8)
    again = Workspace(workspace.library.folder, workspace.store)
    app = ReaderApp(again, again.find("book"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        assert screen.view.place != place
        screen.show(screen.opened, screen.view.place)  # as after a change that another window made
        await pilot.press("q")
        await pilot.pause()
    assert again.place(again.open("book")) == place


MIDDLE = "Point 1200 is kept."


def left_in_the_middle(workspace: Workspace) -> Position:
    """Leave the book where its words are `MIDDLE`, and tell the place."""
    opened = workspace.open("book")
    [block] = [number for number, each in enumerate(opened.document.blocks) if each.text == MIDDLE]
    workspace.remember_place(opened, Position(block, 0), 0.5)
    return Position(block, 0)


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("was_previewed", [False, True])
async def test_a_place_that_is_soon_there_is_the_first_thing_shown(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, was_previewed: bool
) -> None:
    place = left_in_the_middle(workspace)
    monkeypatch.setattr(note_reading, "ON_THE_WAY", 60.0)
    again = Workspace(workspace.library.folder, workspace.store)
    if was_previewed:
        previewed = again.open_begun(again.begin(again.find("book"), to_place=False), anchor="later")
        assert len(previewed.document.blocks) < place.block
    app = ReaderApp(again, again.find("book"))
    async with app.run_test(size=(80, 24)):
        view = view_of(app)
        assert view.opened is not None
        assert not view.opened.document.is_complete  # what comes after it can wait
        assert view.place == place
        assert MIDDLE in rows(view)[0]


def words_at(view: NoteView) -> str:
    assert view.opened is not None
    return view.opened.document.blocks[view.place.block].text


@pytest.mark.parametrize("is_edited", [False, True])
async def test_one_is_back_as_soon_as_the_place_is_read_and_after_an_edit_once_all_is(
    workspace: Workspace, notes: Path, monkeypatch: pytest.MonkeyPatch, is_edited: bool
) -> None:
    left_in_the_middle(workspace)
    if is_edited:
        text = BOOK.replace("## Part 0", "New.\n\nNewer.\n\n## Part 0")
        (notes / "book.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(note_reading, "ON_THE_WAY", 0.0)
    told: list[Callable[[Document], None]] = []
    monkeypatch.setattr("reader.tui.screens.note_screen.read_on", lambda *given: told.append(given[2]))
    again = Workspace(workspace.library.folder, workspace.store)
    app = ReaderApp(again, again.find("book"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = view_of(app)
        assert view.opened is not None
        document = view.opened.document
        assert view.place.block == 0
        assert "The book" in rows(view)
        while view.place.block == 0:
            document.read_on(0.0)
            told[-1](document)
            await pilot.pause()
        assert words_at(view) == MIDDLE
        assert document.is_complete is is_edited


async def test_the_rest_of_a_note_is_not_read_once_its_screen_is_closed(reading: Reading) -> None:
    async with reading("book") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await pilot.press("q")
        await pilot.pause()
        running = [worker for worker in pilot.app.workers if worker.group == "reading"]
        assert not [worker for worker in running if worker.is_running]


async def test_the_scroll_bar_looks_as_drawn_anew_wherever_one_goes(workspace: Workspace) -> None:
    app = ReaderApp(workspace, workspace.library.by_id("book.md"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until_ready(pilot)
        bar = view_of(app).vertical_scrollbar
        for key in ("j", "space", "space", "k", "G", "b", "b", "k", "g", *["space"] * 12, "j", "G", "g"):
            await pilot.press(key)
            drawn = app.export_screenshot(simplify=True)
            bar.refresh()
            await pilot.pause()
            assert app.export_screenshot(simplify=True) == drawn
            assert bar.position == view_of(app).scroll_offset.y
            assert bar.window_virtual_size == view_of(app).virtual_size.height


async def test_a_line_further_in_a_long_note_does_not_draw_the_scroll_bar(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ReaderApp(workspace, workspace.library.by_id("book.md"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until_ready(pilot)
        await pilot.press("j")
        drawn: list[ScrollBar] = []
        drawing = ScrollBar.render

        def drawing_noted(bar: ScrollBar) -> RenderableType:
            drawn.append(bar)
            return drawing(bar)

        monkeypatch.setattr(ScrollBar, "render", drawing_noted)
        top = view_of(app).scroll_offset.y
        await pilot.press(*["j"] * 10)
        assert view_of(app).scroll_offset.y == top + 10
        assert len(drawn) <= 2  # it moves by an eighth of a cell in 60 rows


async def test_what_colours_code_further_down_is_there_before_the_code_is_drawn(
    workspace: Workspace, notes: Path
) -> None:
    lexer_for.cache_clear()
    (notes / "book.md").write_text(
        BOOK + "\n```python\nturns = 7\n```\n\n```no-such\nx\n```\n", encoding="utf-8"
    )
    workspace.reload()
    app = ReaderApp(workspace, workspace.library.by_id("book.md"))
    async with app.run_test() as pilot:
        await until_ready(pilot)
        while lexer_for.cache_info().currsize < 2:
            await pilot.pause(0.01)
        known = lexer_for.cache_info().misses
        await pilot.press("G")
        assert any("turns" in row for row in rows(view_of(app)))
        assert lexer_for.cache_info().misses == known
