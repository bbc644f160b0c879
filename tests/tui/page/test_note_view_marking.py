"""Key points, highlights and reflections: what each key does to the passage under it."""

from __future__ import annotations

import pytest
from textual.strip import Strip

from reader.annotations.model import Color
from reader.tui.screens.card import CardScreen, ChooserScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.status import TopLine
from tests.tui.page.looking import (
    SIZES,
    Reading,
    highlighted,
    opened,
    place_of,
    rows_of,
    view_of,
)

# Key points


@pytest.mark.parametrize("size", SIZES)
async def test_brackets_walk_the_key_points_and_a_marker_shows_which(
    reading: Reading, size: tuple[int, int]
) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]")
        assert "▌" in next(row for row in rows_of(pilot) if "Nobody paints" in row)
        await pilot.press("]")
        assert "▌" in next(row for row in rows_of(pilot) if "A leader opens" in row)
        assert "▌" not in next(row for row in rows_of(pilot) if "Nobody paints" in row)
        await pilot.press("[")
        assert "▌" in next(row for row in rows_of(pilot) if "Nobody paints" in row)


@pytest.mark.parametrize("size", SIZES)
async def test_h_highlights_the_key_point_under_the_cursor(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "h")
        await pilot.pause()
        assert highlighted(pilot) == [
            ("Nobody paints the kitchen while dinner is on the stove.", Color.YELLOW)
        ]
        assert "◆" in next(row for row in rows_of(pilot) if "Nobody paints" in row)


@pytest.mark.parametrize(("key", "color"), list(zip("12345", Color, strict=True)))
async def test_each_number_has_its_colour_and_its_own_sign(reading: Reading, key: str, color: Color) -> None:
    async with reading() as pilot:
        await pilot.press("]", key)
        await pilot.pause()
        assert [each for _, each in highlighted(pilot)] == [color]


async def test_another_number_recolours_the_same_passage(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.press("]", "1")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert [each for _, each in highlighted(pilot)] == [Color.RED]


async def test_h_without_anything_to_highlight_says_what_to_do(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert highlighted(pilot) == []
        assert any("]" in notice.message for notice in pilot.app._notifications)


async def test_x_deletes_and_u_brings_it_back(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.press("]", "h")
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert highlighted(pilot) == []
        await pilot.press("u")
        await pilot.pause()
        assert len(highlighted(pilot)) == 1
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert highlighted(pilot) == []


# Reflections


@pytest.mark.parametrize("size", SIZES)
async def test_a_reflection_stands_beside_or_under_its_key_point(
    reading: Reading, size: tuple[int, int]
) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "r")
        await pilot.pause()
        await pilot.press(*"Not now.", "ctrl+s")
        await pilot.pause()
        rows = rows_of(pilot)
        [written] = [row for row, text in enumerate(rows) if "Not now." in text]
        [passage] = [row for row, text in enumerate(rows) if "Nobody paints" in text]
        assert written == passage if size == (120, 40) else written == passage + 2
        assert "●" in rows[written]


async def test_the_margin_invites_a_reflection_beside_a_key_point_without_one(reading: Reading) -> None:
    async with reading(size=(120, 40)) as pilot:
        await pilot.press("]")
        assert "○ add a reflection (r)" in next(row for row in rows_of(pilot) if "Nobody paints" in row)


async def test_a_reflection_on_the_whole_note_stands_at_its_head(reading: Reading) -> None:
    async with reading(size=(120, 40)) as pilot:
        await pilot.press("R")
        await pilot.pause()
        await pilot.press(*"Again in spring.", "ctrl+s")
        await pilot.pause()
        assert [each.annotation.text for each in opened(pilot).on_note] == ["Again in spring."]
        assert "Again in spring." in "".join(rows_of(pilot)[:3])


@pytest.mark.parametrize("size", SIZES)
async def test_discreet_hides_every_private_word(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        await pilot.press("]", "r")
        await pilot.pause()
        await pilot.press(*"Secret.", "ctrl+s")
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        assert "Secret" not in "".join(rows_of(pilot))
        await pilot.press("P")
        await pilot.pause()
        assert "Secret" in "".join(rows_of(pilot))


async def test_enter_opens_the_card_of_what_stands_here(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.press("]", "h")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)


async def test_enter_lets_one_choose_where_several_stand(reading: Reading) -> None:
    async with reading() as pilot:
        await pilot.press("]", "h")
        await pilot.pause()
        await pilot.click(NoteView, offset=place_of(pilot, "kitchen"), times=2)
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("]", "[", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChooserScreen)


async def test_what_a_change_does_not_touch_is_not_laid_out_or_drawn_again(reading: Reading) -> None:
    async with reading(size=(120, 40)) as pilot:
        view = view_of(pilot)
        assert view.page is not None
        before, lines = drawn(view), view.page.lines
        await pilot.press("]", "2")
        await pilot.pause()
        after = drawn(view)[: len(before)]
        assert view.page.lines is lines
        changed = [row for row, strip in enumerate(after) if strip is not before[row]]
        assert changed
        assert len(changed) < len(after) // 2


def drawn(view: NoteView) -> list[Strip]:
    return [view.render_line(row) for row in range(view.size.height)]


async def test_a_preview_that_was_covered_is_set_for_the_size_and_theme_there_are_now(
    reading: Reading,
) -> None:
    async with reading(size=(140, 40)) as pilot:
        app = pilot.app
        library = app.screen_stack[0]
        assert isinstance(library, LibraryScreen)
        await pilot.press("q")
        await pilot.pause(0.2)
        preview = library.preview
        before = [preview.render_line(row) for row in range(20)]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.resize_terminal(124, 30)
        app.theme = "reader-light"
        await pilot.pause()
        await pilot.press("q")
        after = [preview.render_line(row) for row in range(20)]
        assert [strip.cell_length for strip in after] == [preview.size.width] * 20
        assert {strip.text for strip in after} != {""}
        assert after != before
        preview._compose_page()
        assert [preview.render_line(row) for row in range(20)] == after
        assert app.screen.has_class("-wide")
        await pilot.press("enter")
        await pilot.resize_terminal(70, 20)
        await pilot.press("q")
        await pilot.pause()
        assert not app.screen.has_class("-wide")
        assert app.screen.has_class("-middle")


async def test_a_covered_library_counts_what_was_marked_meanwhile_when_one_comes_back(
    reading: Reading,
) -> None:
    async with reading() as pilot:
        await pilot.press("q")
        await pilot.pause()
        top = pilot.app.screen.query_one(TopLine)
        before = top.right
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("]", "1")
        await pilot.pause()
        assert top.right == before
        await pilot.press("q")
        await pilot.pause()
        assert top.right != before
        assert "1 highlight" in top.right
