"""Notes that nobody writes: they open, one gets around in them, no word of them is lost, and one can leave.

The short forms run always, those as large as one may meet them with `long`. What holds is looked at, and no
clock (`tests/benchmarks/awkward.py` has the times).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.app import App

from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.note_view import NoteView
from reader.workspace import OpenNote, Workspace
from tests.benchmarks.opening import made_up
from tests.terminal import Terminal, private_environment, reader_command
from tests.tui.waiting import until


@dataclass(frozen=True)
class Awkward:
    """A note, its last words on the page, a word to find with how often it stands there, and its headings."""

    body: str
    last: str
    sought: str
    times: int
    headings: int = 0


def headings(count: int) -> Awkward:
    body = "".join(f"## Part {number}\n\nWords {number}.\n\n" for number in range(count))
    return Awkward(body, f"Words {count - 1}.", f"Part {count - 2}", 1, count)


def nested(depth: int) -> Awkward:
    body = "".join("  " * level + f"- item {level} here\n" for level in range(depth))
    return Awkward(body, f"item {depth - 1} here", "here", depth)


def table(rows: int) -> Awkward:
    body = "| a | b |\n|---|---|\n" + "".join(f"| row {row} | *words* |\n" for row in range(rows))
    return Awkward(body, f"row {rows - 1}", "row", rows)


def one_word(letters: int) -> Awkward:
    return Awkward("x" * letters + " the END", "the END", "the END", 1)


def one_line(words: int) -> Awkward:
    return Awkward("words and more " * words + "the END", "the END", "the END", 1)


def definitions(count: int) -> Awkward:
    body = "".join(f"[a{number}]: /u{number}\n" for number in range(count))
    return Awkward(f"{body}\nSee [this][a{count - 1}] at the END", "See this at the END", "this at", 1)


def book(letters: int) -> Awkward:
    return Awkward(made_up(letters) + "\n\nThis is the END\n", "At the end.", "the END", 1, -1)


NOTES: dict[str, Callable[[], Awkward]] = {
    "2,000 headings": lambda: headings(2_000),
    "a list nested 200 deep": lambda: nested(200),
    "a table of 1,000 rows": lambda: table(1_000),
    "one word of 5 MB": lambda: one_word(5_000_000),
    "one line of 5 MB": lambda: one_line(333_000),
    "5,000 link definitions": lambda: definitions(5_000),
}
HUGE: dict[str, Callable[[], Awkward]] = {
    "100,000 headings": lambda: headings(100_000),
    "a table of 5,000 rows": lambda: table(5_000),
    "a table of 100,000 rows": lambda: table(100_000),
    "100,000 link definitions": lambda: definitions(100_000),
    "50 MB": lambda: book(50_000_000),
}


def in_a_library(body: str, folder: Path) -> Workspace:
    """A library of one note, whose reader has seen the first start's lines."""
    (folder / "notes").mkdir()
    (folder / "notes" / "awkward.md").write_text(body, encoding="utf-8")
    store = Store.open(folder / "annotations.json")
    keep(store, Settings(theme="reader-dark", welcomed=True))
    return Workspace(folder / "notes", store)


def view_of(app: App[None]) -> NoteView:
    return app.screen.query_one(NoteView)


def page(app: App[None]) -> str:
    view = view_of(app)
    return "\n".join(view.render_line(row).text.strip() for row in range(view.size.height))


def opened(app: App[None]) -> OpenNote:
    assert isinstance(app.screen, ReadingScreen)
    return app.screen.opened


async def get_around(note: Awkward, folder: Path) -> None:
    """Open a note, page, go to its end, find a word, use the outline, and leave."""
    workspace = in_a_library(note.body, folder)
    app = ReaderApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("space", "G")  # before it is read, for most
        await until(pilot, lambda: opened(app).document.is_ready)
        await pilot.press("G")
        assert note.last in page(app)
        text = opened(app).document.text
        assert text.count(note.sought) == note.times
        await pilot.press("g", "slash", *note.sought, "enter")
        await until(pilot, lambda: note.sought in page(app))
        if note.headings:
            await pilot.press("t")
            assert isinstance(app.screen, ReadingScreen)
            listed = app.screen.outline.headings
            assert note.headings in (len(listed), -1)
            await pilot.press("end", "enter")
            assert listed[-1].title in page(app)
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("q")
    assert app.return_code == 0
    workspace.close()


@pytest.mark.parametrize("name", NOTES)
async def test_one_gets_around_in_an_awkward_note(name: str, tmp_path: Path) -> None:
    await get_around(NOTES[name](), tmp_path)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", HUGE)
async def test_one_gets_around_in_a_huge_note(name: str, tmp_path: Path) -> None:
    await get_around(HUGE[name](), tmp_path)


@pytest.fixture(scope="module")
def library_of_10_mb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "book.md").write_text(made_up(10_000_000), encoding="utf-8")
    return folder


MOMENTS = [
    ("ctrl+q", 0.1),
    ("G", 0.1),
    pytest.param("ctrl+q", 0.0, marks=pytest.mark.long),
    pytest.param("ctrl+q", 0.5, marks=pytest.mark.long),
    pytest.param("ctrl+q", 2.0, marks=pytest.mark.long),
    pytest.param("q", 0.0, marks=pytest.mark.long),
    pytest.param("t", 0.3, marks=pytest.mark.long),
]


@pytest.mark.parametrize(("key", "seconds"), MOMENTS)
def test_the_program_ends_well_whenever_one_leaves(
    key: str, seconds: float, tmp_path: Path, library_of_10_mb: Path
) -> None:
    command = [*reader_command(), str(library_of_10_mb / "book.md")]
    with Terminal(command, private_environment(tmp_path)) as terminal:
        terminal.wait_for("%")
        terminal.rest(seconds)
        terminal.press(key)
        if key != "ctrl+q":
            terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        assert "Traceback" not in terminal.raw
        assert "Error" not in terminal.raw
