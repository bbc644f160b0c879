"""Moving over the page: lines, pages, blocks, and the place that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseScrollDown

from reader.document.model import Position, Range
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.status import HintLine
from reader.workspace import Workspace
from tests.tui.page.looking import (
    SIZES,
    Reading,
    block_at_top,
    opened,
    place_of,
    rows_of,
    selected,
    view_of,
)
from tests.tui.page.mill import long_note

KEY_PAIRS = [("down", "up"), ("j", "k"), ("space", "b"), ("pagedown", "pageup")]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("there", "back"), KEY_PAIRS)
async def test_what_scrolls_down_scrolls_up_again(
    reading: Reading, there: str, back: str, size: tuple[int, int]
) -> None:
    async with reading("long", size) as pilot:
        before = rows_of(pilot)
        await pilot.press(there, there)
        after = rows_of(pilot)
        assert after != before
        await pilot.press(back, back)
        assert rows_of(pilot) == before


async def test_a_page_down_keeps_two_rows_to_find_the_line_again(reading: Reading) -> None:
    async with reading("long") as pilot:
        before = rows_of(pilot)
        await pilot.press("space")
        assert rows_of(pilot)[:2] == before[-2:]


@pytest.mark.parametrize("size", SIZES)
async def test_the_ends_are_a_key_away(reading: Reading, size: tuple[int, int]) -> None:
    async with reading("long", size) as pilot:
        await pilot.press("G")
        assert any("Paragraph 59:" in row for row in rows_of(pilot))
        assert view_of(pilot).progress == 1.0
        await pilot.press("g")
        assert any("A long day" in row for row in rows_of(pilot))


async def test_blocks_are_gone_through_one_by_one(reading: Reading) -> None:
    async with reading("long") as pilot:
        await pilot.press("}", "}")
        assert view_of(pilot).place.block == 2
        await pilot.press("{")
        assert view_of(pilot).place.block == 1


async def test_the_wheel_scrolls(reading: Reading) -> None:
    async with reading("long") as pilot:
        view = view_of(pilot)
        before = rows_of(pilot)
        view.post_message(MouseScrollDown(view, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert rows_of(pilot) != before


async def test_the_words_at_the_top_stay_when_the_window_is_made_narrower(reading: Reading) -> None:
    async with reading("long", (120, 40)) as pilot:
        await pilot.press("space", "space", "}")
        place = view_of(pilot).place
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert view_of(pilot).place == place
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert view_of(pilot).place == place


async def test_the_place_is_kept_until_tomorrow(reading: Reading) -> None:
    async with reading("long") as pilot:
        await pilot.press("space", "space")
        place = view_of(pilot).place
        await pilot.press("q")
    async with reading("long") as pilot:
        assert view_of(pilot).place == place


@pytest.mark.parametrize("rows", [2, 4, 5])
async def test_marking_moves_nothing_on_the_screen(reading: Reading, rows: int) -> None:
    async with reading(size=(80, 24)) as pilot:
        await pilot.press("]", *["j"] * rows)
        top = view_of(pilot).scroll_offset.y
        await pilot.press("h")
        await pilot.pause()
        assert len(opened(pilot).highlights) == 1
        assert view_of(pilot).scroll_offset.y == top


async def test_z_changes_the_reading_width_and_keeps_the_place(reading: Reading) -> None:
    async with reading("long", (120, 40)) as pilot:
        await pilot.press("space")
        place = view_of(pilot).place
        width = view_of(pilot).reading_width
        await pilot.press("z")
        assert view_of(pilot).reading_width != width
        assert view_of(pilot).place == place


async def test_a_file_changed_by_an_editor_is_shown_at_the_same_place(reading: Reading, notes: Path) -> None:
    async with reading("long") as pilot:
        await pilot.press("space", "space", "}")
        first = block_at_top(pilot)
        changed = long_note(60).replace("# A long day", "# A longer day\n\nNew at the top.")
        (notes / "long.md").write_text(changed, encoding="utf-8")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        screen.file_look.files_changed(frozenset({notes / "long.md"}))
        await pilot.pause()
        assert "New at the top." in opened(pilot).document.text
        assert block_at_top(pilot) == first
        assert "read again" in screen.query_one(HintLine).right


async def test_a_failed_save_says_so_and_keeps_the_selection(
    reading: Reading, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.errors import SaveFailed
    from reader.tui.widgets.status import Banner

    def fail(*args: object) -> None:
        raise SaveFailed("the disk is full.")

    async with reading() as pilot:
        monkeypatch.setattr(workspace, "highlight", fail)
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen", 2), times=2)
        await pilot.press("h")
        await pilot.pause()
        assert selected(pilot) == "kitchen"
        assert pilot.app.screen.query_one("#trouble", Banner).display


@pytest.mark.parametrize("size", [(40, 10), (12, 4), (200, 60)])
async def test_the_page_opens_at_any_size(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "G", "g", "v", "j", "escape")
        assert all(len(row) >= 0 for row in rows_of(pilot))


async def test_an_empty_note_is_a_page_too(reading: Reading, notes: Path, workspace: Workspace) -> None:
    (notes / "empty.md").write_text("", encoding="utf-8")
    workspace.reload()
    async with reading("empty.md") as pilot:
        await pilot.press("]", "v", "h", "G", "x", "y", "r", "}", "{", "enter", "space")
        await pilot.pause()
        assert Range(Position(0, 0), Position(0, 0)) == view_of(pilot).visible_range
