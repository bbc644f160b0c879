"""Keys that come in one burst: each finds the screen as the one before has left it."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from reader.tui import keys_in_turn
from reader.tui.app import ReaderApp
from reader.tui.keys_in_turn import KeysInTurn
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_list import NoteList
from reader.workspace import Workspace


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send keys as a multiplexer does: all of them at once."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key(_NAMES.get(key, key), character))
    for _ in keys:
        await pilot.pause()


_NAMES = {"/": "slash", " ": "space", "]": "right_square_bracket", ".": "full_stop"}


def typed(app: App[None]) -> str:
    """Return what stands in the line or area one types in."""
    line = app.screen.focused
    if isinstance(line, Input):
        return line.value
    assert isinstance(line, TextArea)
    return line.text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("/bread", "bread"),
        ("swater", "water"),
        ("Jsquiet", "quiet"),
        ("Obread", "bread"),
        ("J/tea", "tea"),
        ("wI was first.", "I was first."),
    ],
)
async def test_letters_after_the_key_that_opens_a_line_are_in_the_line(
    workspace: Workspace, keys: str, text: str
) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await burst(pilot, *keys)
        assert typed(pilot.app) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("/weeds", "weeds"),
        ("sweeds", "weeds"),
        ("]rI was first.", "I was first."),
        ("Rhjkl", "hjkl"),
        ("]]wOnce more", "Once more"),
    ],
)
async def test_so_they_are_on_a_note(workspace: Workspace, keys: str, text: str) -> None:
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(100, 30)) as pilot:
        await burst(pilot, *keys)
        assert typed(pilot.app) == text


async def test_the_palette_has_the_letters_typed_after_its_key(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await burst(pilot, "ctrl+p", *"settings")
        assert typed(pilot.app) == "settings"


async def test_a_paste_goes_to_the_line_that_was_opened_before_it(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        pilot.app.post_message(events.Key("slash", "/"))
        pilot.app.post_message(events.Paste("bread"))
        pilot.app.post_message(events.Key("s", "s"))
        for _ in range(3):
            await pilot.pause()
        assert typed(pilot.app) == "breads"


async def test_a_letter_that_names_a_place_is_the_name(workspace: Workspace) -> None:
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(100, 30)) as pilot:
        await burst(pilot, "m", "q", "j")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert workspace.mark("q") is not None


async def test_keys_after_one_that_leaves_a_screen_are_for_the_screen_below(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await burst(pilot, "s", "a", "escape", "J", "q", "j", "j")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert pilot.app.screen.query_one(NoteList).cursor == 2


async def test_what_is_lost_with_a_widget_that_is_taken_away_holds_up_no_key_for_good(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        monkeypatch.setattr(keys_in_turn, "LONGEST", 0.01)
        monkeypatch.setattr(KeysInTurn, "on_keys_in_turn_followed", lambda app, message: None)
        await burst(pilot, "j", "j")
        while pilot.app.screen.query_one(NoteList).cursor < 2:
            await pilot.pause(0.01)
