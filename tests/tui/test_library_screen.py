"""The library: what it lists, how one narrows it, how it fits the terminal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace
from textual.app import App
from textual.widgets import Input, Static

from reader.annotations.model import Annotation, Color
from reader.library.note import Note
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep, load
from reader.tui.widgets.fitting import fit_whole
from reader.tui.widgets.note_list import NoteList
from reader.tui.widgets.status import Banner, TopLine
from reader.tui.widgets.tag_list import TagList
from reader.tui.widgets.welcome import Welcome
from reader.workspace import Sort, Workspace
from reader.workspace.facts import Coverage, FactBook
from tests.tui.drawing import drawn
from tests.tui.waiting import until

ALLOTMENT = "What the allotment taught me"
BREAD = "Bread, and other slow meetings"
BOATS = "Two boats"


def listed(app: App[None]) -> list[str]:
    return [entry.title for entry in app.screen.query_one(NoteList).entries]


async def test_the_newest_note_comes_first_and_enter_opens_it(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert listed(pilot.app) == [ALLOTMENT, BREAD, BOATS]
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.opened.note.title == ALLOTMENT
        await pilot.press("q")
        assert isinstance(pilot.app.screen, LibraryScreen)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (("down",), 1),
        (("j", "j"), 2),
        (("j", "k"), 0),
        (("G",), 2),
        (("G", "g"), 0),
        (("end", "home"), 0),
        (("pagedown",), 2),
        (("G", "pageup"), 0),
        (("down", "up"), 0),
    ],
)
async def test_keys_move_through_the_list(workspace: Workspace, keys: tuple[str, ...], row: int) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        assert pilot.app.screen.query_one(NoteList).cursor == row


async def test_a_tag_leaves_its_notes_and_a_parent_those_below_it(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "down")
        assert listed(pilot.app) == [ALLOTMENT, BREAD]
        assert pilot.app.screen.query_one(TopLine).left == "patience"
        await pilot.press("down", "down")
        assert pilot.app.screen.query_one(TopLine).left == "work"
        assert listed(pilot.app) == [ALLOTMENT]
        await pilot.press("G")
        assert listed(pilot.app) == [BOATS]
        await pilot.press("escape")
        assert listed(pilot.app) == [ALLOTMENT, BREAD, BOATS]


async def test_space_asks_for_several_tags_and_a_note_must_have_all(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "down", "space", "down", "space")
        assert listed(pilot.app) == [BREAD]
        await pilot.press("space")
        assert listed(pilot.app) == [ALLOTMENT, BREAD]


async def test_left_folds_the_tags_inside_a_tag_away(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "down", "down", "down")
        assert "outdoors" in drawn(pilot.app)
        await pilot.press("left")
        assert "work ▸" in drawn(pilot.app)
        await pilot.press("right")
        assert "work ▾" in drawn(pilot.app)


@pytest.mark.parametrize("key", ["/", "f"])
async def test_typing_in_the_filter_narrows_the_list(workspace: Workspace, key: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press(key, "b", "r", "e")
        assert listed(pilot.app) == [BREAD]
        await pilot.press("enter", "enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        await pilot.press("q", "escape")
        assert listed(pilot.app) == [ALLOTMENT, BREAD, BOATS]


async def test_a_filter_that_nothing_fits_says_so_and_how_to_come_back(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("/", *"zebra")
        assert "No note fits “zebra” here." in drawn(pilot.app)
        await pilot.press("escape")
        assert listed(pilot.app) == [ALLOTMENT, BREAD, BOATS]


async def test_s_sorts_in_turn_and_the_order_is_kept(workspace: Workspace) -> None:
    workspace.highlight(
        workspace.open("two-boats.md"), workspace.open("two-boats.md").document.whole_block(1), Color.GREEN
    )
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("S")
        assert listed(pilot.app) == [BREAD, BOATS, ALLOTMENT]
        await pilot.press("S", "S")
        assert listed(pilot.app)[0] == BOATS
    assert load(workspace.store).sort is Sort.ANNOTATED


async def test_the_list_tells_what_was_reflected_on_and_highlighted(workspace: Workspace) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, "Too early, again.", range=opened.document.key_points[0].range)
    workspace.highlight(opened, opened.document.key_points[1].range, Color.BLUE)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "1 of 3 · 1 ◆" in drawn(pilot.app))
        assert pilot.app.screen.query_one(TopLine).right == "3 notes · 1 highlight · 1 reflection"


async def test_a_key_is_answered_while_a_note_is_counted_that_takes_long(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = workspace.open("allotment")
    workspace.reflect(opened, "Too early, again.", range=opened.document.key_points[0].range)
    counted, count = Event(), FactBook.count

    def wait(book: FactBook, note: Note, annotations: list[Annotation]) -> Coverage:
        assert counted.wait(60)
        return count(book, note, annotations)

    monkeypatch.setattr(FactBook, "count", wait)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        assert pilot.app.screen.query_one(NoteList).cursor == 1
        assert "1 of 3" not in drawn(pilot.app)
        counted.set()
        await until(pilot, lambda: "1 of 3" in drawn(pilot.app))
        counted.clear()
        edited = workspace.open("allotment")
        workspace.reflect(edited, "And late.", range=edited.document.key_points[1].range)
        pilot.app.screen.query_one(NoteList).refresh()
        await pilot.pause(0.1)
        assert "1 of 3" in drawn(pilot.app)
        counted.set()
        await until(pilot, lambda: "2 of 3" in drawn(pilot.app))


async def test_moving_through_the_list_previews_the_note(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(140, 30)) as pilot:
        await pilot.press("down")
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.show_preview()
        await until(pilot, lambda: "Dough rises when nobody is looking." in drawn(pilot.app))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_the_parts_of_a_series_can_be_told_apart_where_titles_are_cut(
    workspace: Workspace, notes: Path, size: tuple[int, int]
) -> None:
    title = "A long conversation about the weather in the valley and on the hills"
    for part in "12":
        (notes / f"{part}.md").write_text(f"# {title} ({part})\n", encoding="utf-8")
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await pilot.press("/", *"long")
        await pilot.pause()
        assert "… (1)" in drawn(pilot.app)
        assert "… (2)" in drawn(pilot.app)


async def test_a_click_moves_and_a_double_click_opens(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.click(NoteList, offset=(8, 3))
        assert pilot.app.screen.query_one(NoteList).cursor == 1
        await pilot.click(TagList, offset=(4, 1))
        assert listed(pilot.app) == [ALLOTMENT, BREAD]
        await pilot.click(TagList, offset=(4, 2), control=True)
        await pilot.click(TagList, offset=(4, 0))
        await pilot.click(NoteList, offset=(8, 6), times=2)
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.opened.note.title == BOATS


@pytest.mark.parametrize(
    ("width", "tags", "preview"), [(130, True, True), (80, True, False), (40, False, False)]
)
async def test_the_panes_fit_the_terminal(
    workspace: Workspace, width: int, tags: bool, preview: bool
) -> None:
    async with ReaderApp(workspace).run_test(size=(width, 12)) as pilot:
        screen = pilot.app.screen
        assert screen.query_one(TagList).region.width > 0 if tags else not screen.query_one(TagList).display
        assert screen.query_one("#preview").display is preview
        assert ALLOTMENT[:10] in drawn(pilot.app)


async def test_on_a_small_screen_tab_takes_turns_between_tags_and_notes(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(40, 10)) as pilot:
        await pilot.press("tab")
        assert "patience" in drawn(pilot.app)
        assert ALLOTMENT not in drawn(pilot.app)
        await pilot.press("down", "enter")
        assert listed(pilot.app) == [ALLOTMENT, BREAD]
        assert ALLOTMENT[:12] in drawn(pilot.app)


async def test_the_first_start_shows_how_to_begin_once(first_workspace: Workspace) -> None:
    async with ReaderApp(first_workspace).run_test(size=(80, 24)) as pilot:
        assert pilot.app.screen.query_one(Welcome).display
        await pilot.press("down")
        assert not pilot.app.screen.query_one(Welcome).display
        assert pilot.app.screen.query_one(NoteList).cursor == 1
    async with ReaderApp(first_workspace).run_test(size=(80, 24)) as pilot:
        assert not pilot.app.screen.query_one(Welcome).display


async def test_a_note_written_meanwhile_appears(workspace: Workspace, notes: Path) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        (notes / "new.md").write_text("# A new one\n", encoding="utf-8")
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.folder_look.begin()
        while "A new one" not in listed(pilot.app):
            await pilot.pause(0.01)


async def test_an_empty_folder_says_what_to_do(notes: Path, workspace: Workspace) -> None:
    for file in notes.rglob("*.md"):
        file.unlink()
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "There are no notes in" in str(pilot.app.screen.query_one("#empty", Static).render())


async def test_a_file_that_cannot_be_read_is_listed_with_what_is_wrong(
    notes: Path, workspace: Workspace
) -> None:
    (notes / "latin.md").write_bytes(b"caf\xe9")
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert "is not UTF-8: byte 0xE9 at line 1" in drawn(pilot.app)
        await pilot.press("G", "enter")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_markup_in_a_title_or_tag_is_text(notes: Path, workspace: Workspace) -> None:
    (notes / "evil.md").write_text(
        "---\ntitle: '[red]x[/x] [@click=app.quit]y'\ntags: ['[bold]t[/]']\ndate: 2030-01-01\n---\n",
        encoding="utf-8",
    )
    workspace.reload()
    async with ReaderApp(workspace).run_test(size=(130, 24)) as pilot:
        assert "[red]x[/x] [@click=app.quit]y" in drawn(pilot.app)
        await pilot.press("tab", "down", "down", "down")
        await pilot.press("/")
        pilot.app.screen.query_one("#filter", Input).value = "[@click=app.quit]z"
        await pilot.pause()
        assert "[@click=app.quit]z" in drawn(pilot.app)


async def test_a_store_that_cannot_be_written_is_said_and_reading_works(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = type(workspace.store)
    monkeypatch.setattr(store, "why_read_only", property(lambda _: "the folder may not be written to"))
    monkeypatch.setattr(store, "is_writable", property(lambda _: False))
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        assert pilot.app.screen.query_one("#trouble", Banner).display
        assert "Nothing can be saved: the folder may not be written to" in drawn(pilot.app)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReadingScreen)


async def test_q_quits_from_the_library(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(140, 30), (80, 24), (40, 10)])
async def test_the_library_looks_as_it_should(
    workspace: Workspace, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    keep(workspace.store, replace(Settings(welcomed=True), theme=theme))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.show_preview()
        await until(pilot, lambda: size[0] < 120 or "A plot of ground does not hurry." in drawn(pilot.app))
        svg(pilot.app)


async def test_the_preview_follows_what_is_typed_into_the_filter(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(160, 40)) as pilot:
        await pilot.press("/", *"boats")
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        preview = library.preview
        for _ in range(100):
            await pilot.pause(0.05)
            if preview._opened is not None and preview._opened.note.title == "Two boats":
                return
    raise AssertionError("the preview shows another note")


async def test_the_preview_of_a_long_note_reads_no_more_than_its_beginning(
    notes: Path, tmp_path: Path
) -> None:
    words = "The lock keeper counts the boats. " * 40
    (notes / "long.md").write_text(
        "---\ndate: 2026-01-01\n---\n# A long day\n\n" + f"{words}\n\n" * 1500, encoding="utf-8"
    )
    with closing(Workspace(notes, tmp_path / "other" / "annotations.json")) as workspace:
        async with ReaderApp(workspace).run_test(size=(140, 30)) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, LibraryScreen)
            screen.show_preview()
            await until(pilot, lambda: "The lock keeper counts the boats." in drawn(pilot.app))
            assert not workspace.open("long.md", anchor="later").document.is_complete


async def test_a_library_that_is_covered_makes_its_preview_when_it_is_seen_again(
    workspace: Workspace,
) -> None:
    async with ReaderApp(workspace).run_test(size=(140, 30)) as pilot:
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        preview = library.preview
        await pilot.press("enter")
        await pilot.pause(0.6)
        preview.show(None)
        library.show_preview()
        assert preview._opened is None
        await pilot.press("q")
        for _ in range(100):
            await pilot.pause(0.05)
            if preview._opened is not None:
                return
    raise AssertionError("there is no preview")


async def test_the_preview_begins_as_the_page_does(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(130, 40)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.show_preview()
        await until(pilot, lambda: screen.preview._opened is not None)
        opened = screen.preview._opened
        assert opened is not None
        await pilot.pause()
        previewed = drawn(pilot.app)
        title, date = previewed.rindex(opened.note.title), previewed.rindex(f"{opened.note.date:%B %Y}")
        assert title < date
        assert date < previewed.rindex(opened.document.blocks[1].text[:20])


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "1 min · money  health/care  Räume"),
        (33, "1 min · money  health/care  Räume"),
        (32, "1 min · money  health/care …"),
        (27, "1 min · money …"),
        (14, "1 min · money…"),
        (10, "1 min · m…"),
        (0, ""),
    ],
)
def test_tags_are_shown_whole_where_one_fits(width: int, shown: str) -> None:
    assert fit_whole("1 min · ", ("money", "health/care", "Räume"), "  ", width) == shown
