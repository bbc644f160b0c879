"""Notes on a disk that is slow or vanishes: keys are answered, and what is on screen stays."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from reader.annotations.model import Color
from reader.library import files
from reader.library.files import FileBytes, read_bytes
from reader.library.kept_note import KeptNote
from reader.store import Store
from reader.tui import disk as disk_reads
from reader.tui.app import ReaderApp
from reader.tui.opening import OpeningScreen
from reader.tui.screens.card import CardScreen
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.links import LinksScreen
from reader.tui.screens.placing import PlacingScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.review import ReviewScreen
from reader.tui.settings import Settings, keep
from reader.tui.widgets.context_page import ContextPage
from reader.tui.widgets.note_list import NoteList
from reader.tui.widgets.note_view import NoteView
from reader.tui.widgets.preview import Preview
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace, draft_subject, note_reading
from tests.tui.drawing import drawn
from tests.tui.waiting import until


class Hanging:
    """What notes are read by, which waits while it is told to; counts who waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers = threading.Event()
        self.answers.set()
        self.waiting = 0
        self._monkeypatch = monkeypatch

    async def begin(self, pilot: Pilot[None], listed: Workspace) -> None:
        """Once the list is there, let the disk hang, and the screen wait for it no moment."""
        await until(pilot, lambda: listed.library.is_whole)
        self._monkeypatch.setattr(disk_reads, "AT_ONCE", 0.0)
        self.answers.clear()

    def end(self) -> None:
        """Let the disk answer from now on, and the screen wait for it."""
        self.answers.set()
        self._monkeypatch.setattr(disk_reads, "AT_ONCE", 60.0)

    def read(self, real: str, root: str = os.sep) -> FileBytes | str:
        """Read a file when the disk answers."""
        self.wait()
        return read_bytes(real, root)

    def stat(self, path: Path) -> os.stat_result:
        """Look at a file when the disk answers."""
        self.wait()
        return os.stat(path)  # noqa: PTH116

    def wait(self) -> None:
        """Wait for the disk to answer."""
        self.waiting += 1
        self.answers.wait()
        self.waiting -= 1


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    made = Hanging(monkeypatch)
    monkeypatch.setattr(files, "read_bytes", made.read)
    monkeypatch.setattr(note_reading, "stat", made.stat)
    yield made
    made.answers.set()


@pytest.fixture
def listed(notes: Path, tmp_path: Path, patient_saves: None) -> Iterator[Workspace]:
    """A workspace of notes of which only a list has told, as at a second start."""
    store = Store.open(tmp_path / "listed.json")
    keep(store, Settings(welcomed=True))
    first = Workspace(notes, store, kept_in=tmp_path / "kept")
    for look in first.look_through():
        if look.library is not None:
            first.take(look.library)
    second = Workspace(notes, store, kept_in=tmp_path / "kept")
    assert all(isinstance(note, KeptNote) for note in second.library.notes)
    yield second
    store.close()


def screen_text(app: App[None]) -> str:
    view = app.screen.query_one(NoteView)
    return "\n".join(view.render_line(y).text for y in range(view.size.height))


async def test_a_note_on_a_disk_that_hangs_is_waited_for_and_can_be_left(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await hanging.begin(pilot, listed)
        await pilot.press("enter")
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("down", "enter")
        assert isinstance(app.screen, OpeningScreen)
        hanging.answers.set()
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert "Dough rises" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_note_that_comes_while_something_lies_over_it_waits_for_that(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await hanging.begin(pilot, listed)
        await pilot.press("enter", "question_mark")
        hanging.answers.set()
        await until(pilot, lambda: not hanging.waiting)
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert "A plot of ground" in screen_text(app)


async def test_one_thread_at_most_waits_for_the_preview_and_the_last_note_is_shown(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed).run_test(size=(140, 30)) as pilot:
        app = pilot.app
        await hanging.begin(pilot, listed)
        await pilot.press("down")
        await until(pilot, lambda: hanging.waiting == 1)
        await pilot.press("down")
        await pilot.pause(0.2)
        assert app.screen.query_one(NoteList).cursor == 2
        assert hanging.waiting == 1
        hanging.answers.set()
        preview = app.screen.query_one(Preview)

        def shown() -> str:
            return "\n".join(preview.render_line(y).text for y in range(12))

        await until(pilot, lambda: "Nobody had tied them" in shown())


async def test_what_is_marked_is_shown_while_the_disk_does_not_tell_of_the_file(
    workspace: Workspace, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ReaderApp(workspace, workspace.find("allotment"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(disk_reads, "AT_ONCE", 0.0)
        hanging.answers.clear()
        await pilot.press("right_square_bracket", "h")
        await pilot.press("right_square_bracket", "1")
        assert isinstance(app.screen, ReadingScreen)
        assert len(app.screen.opened.highlights) == 2
        assert hanging.waiting == 1


async def test_a_folder_that_vanishes_is_said_the_text_stays_and_all_is_well_when_it_is_back(
    workspace: Workspace, notes: Path
) -> None:
    app = ReaderApp(workspace, workspace.find("allotment"))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        banner = screen.query_one("#trouble", Banner)
        elsewhere = notes.rename(notes.parent / "elsewhere")
        screen.file_look.files_changed(frozenset({notes}))
        await pilot.pause()
        assert "The file is no longer there" in str(banner.render())
        assert "Seeds sown too early rot" in screen_text(app)
        await pilot.press("right_square_bracket", "h")
        assert len(screen.opened.highlights) == 1
        elsewhere.rename(notes)
        screen.file_look.begin()
        await pilot.pause()
        assert not banner.display
        assert not screen.opened.note.problems
        assert len(workspace.open("allotment").highlights) == 1
        (notes / "allotment.md").write_text("# Another text\n\nIt came back changed.\n", encoding="utf-8")
        screen.file_look.begin()
        await pilot.pause()
        assert "It came back changed." in screen_text(app)


async def test_a_note_that_could_not_be_read_when_it_was_opened_is_read_when_it_can(
    listed: Workspace, notes: Path
) -> None:
    opened = listed.open("allotment")
    left = opened.document.key_points[1].range.start
    listed.remember_place(opened, left, 0.5)
    async with ReaderApp(listed).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: listed.library.is_whole)
        elsewhere = notes.rename(notes.parent / "elsewhere")
        await pilot.press("enter")
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        assert "no longer there" in screen.opened.note.problems[-1]
        await pilot.press("q", "enter")
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        elsewhere.rename(notes)
        screen.file_look.begin()
        await pilot.pause()
        assert "A plot of ground" in screen_text(app)
        assert not screen.opened.note.problems
    assert listed.place(listed.open("allotment")) == left


def note_id(app: App[None]) -> str:
    assert isinstance(app.screen, ReadingScreen)
    return app.screen.opened.note.id


async def test_a_step_back_that_is_not_waited_for_stays_on_the_way(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed, listed.find("Two boats")).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("O", *"bread", "enter")
        await until(pilot, lambda: note_id(app) == "bread")
        await hanging.begin(pilot, listed)
        await pilot.press("backspace")
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("escape")
        assert note_id(app) == "bread"
        hanging.end()
        await pilot.press("backspace")
        assert note_id(app) == "two-boats.md"
        await pilot.press(">")
        assert note_id(app) == "bread"
        await pilot.press(">")
        assert note_id(app) == "bread"


async def follow_to_bread(pilot: Pilot[None], listed: Workspace) -> None:
    """Follow a link from the page to the note about bread."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
    page = pilot.app.screen
    assert isinstance(page, ReadingScreen)
    page.go_to(listed.find("bread"))
    await until(pilot, lambda: note_id(pilot.app) == "bread")


async def test_the_note_a_link_was_followed_from_is_gone_back_to_after_a_wait_that_was_given_up(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed, listed.find("Two boats")).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await follow_to_bread(pilot, listed)
        await hanging.begin(pilot, listed)
        await pilot.press("q")
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("escape")
        assert note_id(app) == "bread"
        hanging.end()
        await pilot.press("q")
        assert note_id(app) == "two-boats.md"
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)


async def test_on_a_disk_that_never_answers_one_gets_away_all_the_same(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed, listed.find("Two boats")).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await follow_to_bread(pilot, listed)
        await hanging.begin(pilot, listed)
        await pilot.press("q", "escape", "q", "escape", "q")
        assert isinstance(app.screen, LibraryScreen)


@pytest.fixture
def kept(listed: Workspace) -> Workspace:
    """Two words kept some days ago, each in a note of its own."""
    for name in ("bread", "Two boats"):
        opened = listed.open(name)
        listed.highlight(opened, opened.document.whole_block(1), Color.GREEN)
    listed._now = lambda: datetime.now(UTC) + timedelta(days=9)
    return listed


async def test_a_review_goes_on_while_the_disk_hangs(kept: Workspace, hanging: Hanging) -> None:
    async with ReaderApp(kept).run_test(size=(100, 30)) as pilot:
        app = pilot.app
        await hanging.begin(pilot, kept)
        await pilot.press("V")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        first, second = (each.note.title for each in app.screen._queue)
        assert "Reading its note" in drawn(app)
        assert first in drawn(app)
        await pilot.press("enter")
        await until(pilot, lambda: "review · 2 of 2" in drawn(app))
        assert second in drawn(app)
        assert first not in drawn(app)
        hanging.answers.set()
        await until(pilot, lambda: "Reading its note" not in drawn(app))
        page = app.screen.query_one(ContextPage)
        assert page.opened is not None
        assert page.opened.note.title == second
        assert page.has_focus


@pytest.mark.parametrize(
    ("key", "screen", "leave"),
    [("p", PlacingScreen, "q"), ("r", EditorScreen, "escape"), ("space", CardScreen, "escape")],
)
async def test_what_is_done_in_the_journal_waits_for_a_disk_that_hangs_and_can_be_left(
    kept: Workspace,
    hanging: Hanging,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    screen: type[Screen[object]],
    leave: str,
) -> None:
    async with ReaderApp(kept).run_test(size=(130, 30)) as pilot:
        app = pilot.app
        await hanging.begin(pilot, kept)
        await pilot.press("J")
        await until(pilot, lambda: "Reading its note" in drawn(app))
        journal = app.screen
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        await pilot.press("escape")
        assert app.screen is journal
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, OpeningScreen))
        hanging.answers.set()
        await until(pilot, lambda: isinstance(app.screen, screen))
        await pilot.press(leave)
        await until(pilot, lambda: app.screen is journal)


async def test_a_draft_is_gone_on_with_once_its_note_is_read(listed: Workspace, hanging: Hanging) -> None:
    opened = listed.open("bread")
    subject = draft_subject(opened, range=opened.document.whole_block(1))
    listed.keep_draft(subject.key, "half", subject.about)
    async with ReaderApp(listed).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, DraftsScreen))
        await hanging.begin(pilot, listed)
        await pilot.press("enter")
        assert isinstance(app.screen, OpeningScreen)
        hanging.answers.set()
        await until(pilot, lambda: isinstance(app.screen, EditorScreen) and app.screen.words_now == "half")


async def test_a_mark_in_another_note_is_gone_to_once_that_is_read(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed, listed.find("bread")).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await pilot.press("m", "a", "O", *"boats", "enter")
        await until(pilot, lambda: note_id(app) == "two-boats.md")
        await hanging.begin(pilot, listed)
        await pilot.press("'", "a")
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("escape")
        assert note_id(app) == "two-boats.md"
        await pilot.press("'", "a")
        hanging.answers.set()
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen) and note_id(app) == "bread")


async def test_links_that_lead_here_are_looked_for_while_the_disk_hangs(
    listed: Workspace, hanging: Hanging
) -> None:
    async with ReaderApp(listed, listed.find("allotment")).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await hanging.begin(pilot, listed)
        await pilot.press("o", "o")
        page = app.screen
        assert isinstance(page, ReadingScreen)
        assert "looking for links" in drawn(app)
        await pilot.press("v")
        assert page.view.caret
        hanging.answers.set()
        await until(pilot, lambda: isinstance(app.screen, LinksScreen))
        assert "Two boats" in drawn(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is page
        assert "looking for links" not in drawn(app)
