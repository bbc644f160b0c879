"""Selecting by the caret and by the mouse, and following links."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.annotations.model import Color
from reader.document.model import Position
from reader.tui.screens.card import CardScreen
from reader.tui.screens.link import LinkScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_view import NoteView
from tests.tui.page.looking import (
    SIZES,
    Reading,
    highlighted,
    opened,
    place_of,
    rows_of,
    selected,
    view_of,
)

# The caret


async def to_the_start(pilot: Pilot[None]) -> None:
    view = view_of(pilot)
    await pilot.press("v")
    assert view.caret is not None
    view.caret.put(Position(1, 0))
    view.show_caret()


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("wv" + "e", "wheel"),
        ("v" + "ll", "A "),
        ("lv" + "h", "A"),
        ("v$", "A wheel that never stops cannot hear itself. The old owner knew it: once"),
        ("wwwv0", "A wheel that "),
        ("v)", "A wheel that never stops cannot hear itself. "),
        (")v(", "A wheel that never stops cannot hear itself. "),
        ("wwwwvb", "never "),
        ("wv}", None),
    ],
)
async def test_the_caret_selects_by_its_motions(reading: Reading, keys: str, chosen: str | None) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        await pilot.press(
            *({"$": "dollar_sign", ")": "right_parenthesis", "(": "left_parenthesis"}.get(k, k) for k in keys)
        )
        words = selected(pilot)
        assert words == chosen if chosen is not None else words.endswith("wheel.stop().")


async def test_up_and_down_keep_their_column(reading: Reading) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        view = view_of(pilot)
        await pilot.press("w", "w", "down", "down", "up", "up")
        assert view.caret is not None
        assert view.caret.position == Position(1, 8)


async def test_enter_highlights_what_the_caret_selected(reading: Reading) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        await pilot.press("w", "v", "e", "enter")
        await pilot.pause()
        assert highlighted(pilot) == [("wheel", Color.YELLOW)]
        assert view_of(pilot).caret is None


async def test_escape_puts_the_caret_away_and_then_lets_go_of_nothing_else(reading: Reading) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        await pilot.press("v", "w", "escape")
        assert view_of(pilot).caret is None
        assert selected(pilot) == ""
        assert isinstance(pilot.app.screen, ReadingScreen)


async def test_a_joined_emoji_is_one_step_for_the_caret(reading: Reading) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        view = view_of(pilot)
        document = opened(pilot).document
        block = next(index for index, each in enumerate(document.blocks) if "family" in each.text)
        start = document.blocks[block].text.index("👩")
        assert view.caret is not None
        view.caret.put(Position(block, start))
        await pilot.press("v", "right")
        assert selected(pilot) == "👩‍👩‍👧"


# The mouse


@pytest.mark.parametrize("size", SIZES)
async def test_a_drag_selects_over_blocks_and_never_bullets(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.mouse_down(NoteView, offset=place_of(pilot, "kitchen"))
        await pilot.hover(NoteView, offset=place_of(pilot, "leader"))
        await pilot.mouse_up(NoteView, offset=place_of(pilot, "leader"))
        assert selected(pilot) == "kitchen while dinner is on the stove.\n\nA "


async def test_a_drag_upwards_selects_the_same_words(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.mouse_down(NoteView, offset=place_of(pilot, "leader"))
        await pilot.hover(NoteView, offset=place_of(pilot, "kitchen"))
        await pilot.mouse_up(NoteView, offset=place_of(pilot, "kitchen"))
        assert selected(pilot) == "kitchen while dinner is on the stove.\n\nA "


async def test_a_drag_from_beyond_a_line_s_end_begins_with_the_next_words(reading: Reading) -> None:
    async with reading() as pilot:
        end = place_of(pilot, "Key points", len("Key points") + 5)
        await pilot.mouse_down(NoteView, offset=end)
        await pilot.hover(NoteView, offset=place_of(pilot, "the kitchen"))
        await pilot.mouse_up(NoteView, offset=place_of(pilot, "the kitchen"))
        assert selected(pilot) == "Nobody paints "


async def test_a_drag_to_the_edge_scrolls_on(reading: Reading) -> None:
    async with reading("long") as pilot:
        view = view_of(pilot)
        await pilot.mouse_down(NoteView, offset=(10, 8))
        await pilot.hover(NoteView, offset=(10, view.size.height - 1))
        before = view.scroll_offset.y
        for _ in range(5):
            view._drag.scroll_on(opened(pilot).document, view.size.height)
        assert view.scroll_offset.y > before
        first = selected(pilot)
        await pilot.mouse_up(NoteView, offset=(10, view.size.height - 1))
        assert first
        assert selected(pilot).startswith(first[:20])


async def test_a_double_click_selects_a_word_and_a_triple_click_the_block(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen", 2), times=2)
        assert selected(pilot) == "kitchen"
        await pilot.click(NoteView, offset=place_of(pilot, "answers", 2), times=3)
        assert (
            selected(pilot)
            == "A leader opens ways for others to find the answers, and does not own them all."
        )


async def test_the_frameworks_own_copy_key_finds_the_selection(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen", 2), times=2)
        assert pilot.app.screen.get_selected_text() == "kitchen"


async def test_escape_lets_go_of_a_selection(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen", 2), times=2)
        await pilot.press("escape")
        assert selected(pilot) == ""
        assert pilot.app.screen.get_selected_text() is None


async def test_y_copies_the_selection(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with reading() as pilot:
        monkeypatch.setattr(pilot.app, "copy", copied.append)
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen", 2), times=2)
        await pilot.press("y")
        await pilot.pause()
        assert copied == ["kitchen"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_highlights_sign_opens_its_card(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "h")
        await pilot.pause()
        await pilot.click(NoteView, offset=place_of(pilot, "◆"))
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_reflection_opens_it(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "r")
        await pilot.pause()
        await pilot.press(*"Not now.", "ctrl+s")
        await pilot.pause()
        await pilot.click(NoteView, offset=place_of(pilot, "Not now."))
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)


# Links


async def test_a_link_to_another_note_opens_it_and_q_comes_back(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "the river", 3))
        await pilot.pause()
        assert opened(pilot).note.id != "mill"
        await pilot.press("q")
        await pilot.pause()
        assert opened(pilot).note.id == "mill"


async def test_a_link_to_a_heading_of_another_note_lands_there(reading: Reading) -> None:
    async with reading("river.md") as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "its points", 3))
        await pilot.pause()
        assert opened(pilot).note.id == "mill"
        assert any("Key points" in row for row in rows_of(pilot))


async def test_a_web_address_is_shown_before_the_browser_opens(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.click(NoteView, offset=place_of(pilot, "empty", 1))
        await pilot.pause()
        assert isinstance(pilot.app.screen, LinkScreen)


async def test_enter_follows_the_link_at_the_caret(reading: Reading) -> None:
    async with reading() as pilot:
        await to_the_start(pilot)
        view, document = view_of(pilot), opened(pilot).document
        assert view.caret is not None
        view.caret.put(Position(1, document.blocks[1].text.index("the river")))
        view.show_caret()
        view.action_open_here()
        await pilot.pause()
        assert opened(pilot).note.id != "mill"
