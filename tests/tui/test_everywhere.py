"""What counts everywhere: help, palette, settings, discreet, undo, links, copying, the table of commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from inspect import signature
from typing import cast

import pytest
from msgspec.structs import replace
from textual.actions import parse
from textual.app import App
from textual.command import CommandPalette

from reader.annotations.model import Color
from reader.tui.app import ReaderApp
from reader.tui.browser import refusal
from reader.tui.clipboard import Tool, copy
from reader.tui.commands import COMMANDS, bindings, by_name, groups, in_scopes, markdown_table
from reader.tui.palette import ReaderCommands
from reader.tui.screens.card import CardScreen, ChooserScreen
from reader.tui.screens.help import HelpScreen, KeyTable, columns
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.link import LinkScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.settings import SettingsScreen
from reader.tui.settings import Settings, keep, load
from reader.tui.theme import NAMES, fitting_theme
from reader.workspace import Sort, Workspace
from tests.tui.drawing import drawn
from tests.tui.waiting import until


def test_every_command_has_a_name_of_its_own_and_something_to_say() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
    assert all(command.label and command.help and not command.help.endswith(".") for command in COMMANDS)


@pytest.mark.parametrize(
    "scopes", [("library", "rows"), ("reading",), ("caret",), ("editor",), ("typing",), ("app",)]
)
def test_no_key_means_two_things_in_one_place(scopes: tuple[str, ...]) -> None:
    keys = [key for command in in_scopes(*scopes) for key in command.keys]
    assert len(keys) == len(set(keys))


def test_the_readmes_table_names_every_command() -> None:
    table = markdown_table()
    assert all(command.help in table for command in COMMANDS)
    assert by_name("next_key_point").shown_key == "]"
    with pytest.raises(KeyError):
        by_name("make_coffee")


def test_a_binding_is_made_for_each_key() -> None:
    made = bindings("app", "back")
    assert [getattr(binding, "key", "") for binding in made] == ["q", "escape"]


async def test_help_shows_every_key_there_is(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(120, 40)) as pilot:
        await pilot.press("?")
        assert isinstance(pilot.app.screen, HelpScreen)
        tables = pilot.app.screen.query(KeyTable)
        assert sum(len(each.commands) for each in tables) == len(COMMANDS)
        await pilot.press("?")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await pilot.press("?", "q")
        assert isinstance(pilot.app.screen, LibraryScreen)


@pytest.mark.parametrize(
    ("keys", "group"),
    [((), "In the library"), (("enter",), "Reading"), (("J",), "In the journal"), (("V",), "Review")],
    ids=["library", "reading", "journal", "review"],
)
async def test_help_begins_with_the_keys_of_the_screen_one_comes_from(
    workspace: Workspace, keys: tuple[str, ...], group: str
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys, "?")
        await pilot.pause()
        shown = pilot.app.screen.query_one("#keys").region
        seen = [
            each.name for each in pilot.app.screen.query(".heading") if shown.contains_region(each.region)
        ]
        assert seen[0] == group


def test_the_columns_of_help_keep_every_group() -> None:
    left, right = columns(groups())
    assert [name for name, _ in [*left, *right]] == list(groups())


async def test_the_palette_offers_what_counts_here_and_does_it(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        offered = [hit.text or "" async for hit in ReaderCommands(pilot.app.screen).discover()]
        assert any(text.startswith("sort: ") for text in offered)
        assert not any(text.startswith("reflect: ") for text in offered)
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press("escape")
        [settings] = [
            hit
            async for hit in ReaderCommands(pilot.app.screen).search("settings")
            if str(hit.text).startswith("settings: ")
        ]
        outcome = settings.command()
        assert isinstance(outcome, Awaitable)
        await outcome
        await pilot.pause()
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_every_command_of_the_palette_in_a_note_can_be_carried_out(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        offered = {hit.text or "" async for hit in ReaderCommands(pilot.app.screen).discover()}
        wanted = [command for command in in_scopes("reading", "app") if command.name != "command_palette"]
        assert [c.name for c in wanted if f"{c.label}: {c.help}" not in offered] == []


@pytest.mark.parametrize(
    "keys", ["", "\t", "/", "J", "J/", "V", "L", "s", "w", "?"], ids=lambda keys: keys.strip() or repr(keys)
)
async def test_what_the_palette_offers_is_what_a_key_does_here(workspace: Workspace, keys: str) -> None:
    opened = workspace.open("allotment")
    workspace.highlight(opened, opened.document.key_points[0].range, Color.GREEN)
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press(*("tab" if key == "\t" else key for key in keys))
        offered = 0
        async for hit in ReaderCommands(pilot.app.screen).discover():
            command, node = cast("partial[object]", hit.command).args
            _, action, arguments = parse(command.call)
            signature(getattr(node, f"action_{action}")).bind(*arguments)
            is_bound = any(each.description == command.label for _, each in node._bindings)
            assert is_bound or not command.keys
            offered += 1
        assert offered > 10


async def test_leaving_a_walk_by_the_palette_saves_what_is_written(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("w", *"hello")
        [back] = [
            hit
            async for hit in ReaderCommands(pilot.app.screen).discover()
            if str(hit.text).startswith("back: Go back; in the library")
        ]
        outcome = back.command()
        assert isinstance(outcome, Awaitable)
        await outcome
        await pilot.pause()
        assert isinstance(pilot.app.screen, LibraryScreen)
    assert [each.text for each in workspace.store.annotations()] == ["hello"]


async def test_a_search_asked_for_while_searching_opens_no_second_one(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(100, 30)) as pilot:
        await pilot.press("s", *"dough")
        await pilot.app.run_action("search")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_settings_are_applied_at_once_and_kept(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(",", "right")
        assert pilot.app.theme == "reader-light"
        await pilot.press("left", "down", "enter", "down", "right", "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
    assert load(workspace.store) == Settings("reader-dark", 88, Sort.TITLE, True)


async def test_a_theme_chosen_in_the_palette_is_kept(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        pilot.app.theme = "ansi-light"
        await pilot.pause()
    assert load(workspace.store).theme == "ansi-light"


@pytest.mark.parametrize("theme", list(NAMES))
async def test_every_theme_draws_every_screen(workspace: Workspace, theme: str) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=(130, 30)) as pilot:
        await pilot.press("?", "q", ",", "escape", "enter", "]", "h", "enter", "escape", "r")
        assert pilot.app.theme == theme


@pytest.mark.parametrize(
    ("told", "theme"), [("15;0", "reader-dark"), ("0;15", "reader-light"), ("0;default;7", "reader-light")]
)
def test_the_theme_follows_the_terminal_where_it_tells(told: str, theme: str) -> None:
    assert fitting_theme({"COLORFGBG": told}) == theme
    assert fitting_theme({}) == "reader-dark"


@pytest.mark.parametrize(("key", "does"), [("enter", "enter open"), ("x", "enter delete")])
async def test_of_several_reflections_each_is_known_by_its_own_words(
    workspace: Workspace, key: str, does: str
) -> None:
    opened = workspace.open("allotment")
    for text in ("Said in spring.", "Said in autumn."):
        workspace.reflect(opened, text, range=opened.document.key_points[0].range)
    async with ReaderApp(workspace, opened.note).run_test(size=(100, 30)) as pilot:
        await pilot.press("right_square_bracket", key)
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooserScreen))
        sheet = drawn(pilot.app).partition("Several stand here")[2].partition(does)
        assert sheet[1]
        assert "Said in spring." in sheet[0]
        assert "Said in autumn." in sheet[0]
        await pilot.press("P")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ChooserScreen))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooserScreen))
        assert "Said in" not in drawn(pilot.app)
        assert len(workspace.open("allotment").reflections) == 2


async def test_undo_and_redo_work_from_the_library(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.highlight(opened, opened.document.key_points[0].range, Color.RED)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert workspace.totals().highlights == 0
        await pilot.press("ctrl+r")
        assert workspace.totals().highlights == 1


async def test_a_card_tells_all_and_recolours(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    made = workspace.highlight(opened, opened.document.key_points[0].range, Color.RED)
    async with ReaderApp(workspace).run_test(size=(90, 30)) as pilot:
        await pilot.press("enter", "]", "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        await pilot.press("2")
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert workspace.annotation(made.id).color is Color.GREEN


async def test_where_two_highlights_overlap_one_is_chosen(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    first, second = (
        workspace.highlight(opened, opened.document.key_points[0].range, color)
        for color in (Color.RED, Color.BLUE)
    )
    async with ReaderApp(workspace).run_test(size=(90, 30)) as pilot:
        await pilot.press("enter")
        found = [each for each in (workspace.open("allotment").placed) if each.is_highlight]
        chosen: list[object] = []
        pilot.app.push_screen(ChooserScreen(found), chosen.append)
        await pilot.press("down", "enter")
    assert chosen == [found[1]]
    assert {first.id, second.id} == {each.annotation.id for each in found}


@pytest.mark.parametrize(
    "address",
    [
        "--help",
        "-x http://a.b",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http:",
        "mailto:",
        "http://[",
        "a b",
    ],
)
def test_an_address_that_could_do_harm_is_refused_and_said(address: str) -> None:
    assert (refusal(address) or "").endswith(".")


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b#c", "HTTP://example.org", "mailto:a@example.org"]
)
def test_web_and_mail_addresses_may_be_followed(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("address", "keys", "answer"),
    [
        ("https://example.org", ["enter"], True),
        ("https://example.org", ["escape"], None),
        ("data:x", ["enter"], False),
    ],
)
async def test_a_link_is_opened_only_on_the_readers_word(
    workspace: Workspace, address: str, keys: list[str], answer: bool | None
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        answers: list[bool | None] = []
        pilot.app.push_screen(LinkScreen(address), answers.append)
        await pilot.pause()
        await pilot.press(*keys)
    assert answers == [answer]


@pytest.mark.parametrize(
    ("environment", "working", "said"),
    [
        ({"WAYLAND_DISPLAY": "w"}, {"wl-copy"}, "Copied with wl-copy."),
        ({"DISPLAY": ":0"}, {"xsel"}, "Copied with xsel."),
        (
            {"DISPLAY": ":0", "SSH_TTY": "t"},
            {"xclip"},
            "Copied through the terminal (OSC 52); some terminals ignore that.",
        ),
        (
            {"TMUX": "t"},
            {"tmux"},
            "Copied into tmux's buffer and, where the terminal allows it, the clipboard.",
        ),
    ],
)
def test_copying_tries_the_platforms_tool_first_and_says_what_it_did(
    environment: dict[str, str], working: set[str], said: str
) -> None:
    through_terminal: list[str] = []

    def run(tool: Tool, text: str) -> bool:
        return tool[0] in working

    assert copy("words", environment, through_terminal.append, run) == said
    assert bool(through_terminal) is not said.startswith("Copied with")


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(130, 50), (80, 24)])
async def test_help_looks_as_it_should(
    workspace: Workspace, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, replace(Settings(welcomed=True), theme=theme))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("?")
        svg(pilot.app)


async def test_what_is_said_in_passing_does_not_pile_up_over_the_page(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test() as pilot:
        await pilot.press("u", "ctrl+r", "u")
        assert [notice.message for notice in app._notifications] == ["There is nothing to undo."]
        app.warn("The disk is full.")
        await pilot.press("u", "ctrl+r")
        assert "The disk is full." in [notice.message for notice in app._notifications]
