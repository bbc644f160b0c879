"""What one can do on every screen that saves while the disk hangs, and what is said once it answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from reader.annotations.model import Color
from reader.store import Store
from reader.store.drafts import Draft, Drafts
from reader.store.lock import FileLock
from reader.store.places import Places
from reader.tui.app import ReaderApp
from reader.tui.screens.copy_of_all import CopyOfAllScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.review import ReviewScreen
from reader.tui.screens.taking_in import ImportScreen
from reader.tui.screens.walk import WalkScreen
from reader.tui.widgets.status import Banner, HintLine, TopLine
from reader.workspace import Workspace, draft_subject
from tests.hanging import Disk
from tests.tui.test_saving import page, reading, said
from tests.tui.waiting import banner, until


def walk(pilot: Pilot[None]) -> WalkScreen:
    """Return the walk."""
    assert isinstance(pilot.app.screen, WalkScreen)
    return pilot.app.screen


def is_idle(pilot: Pilot[None]) -> bool:
    """Tell whether nothing is being saved."""
    assert isinstance(pilot.app, ReaderApp)
    return not pilot.app.saving.is_busy


def kept(workspace: Workspace) -> list[str]:
    """Return the words of all reflections in the store."""
    return sorted(each.text for each in workspace.store.annotations())


async def test_on_a_walk_keys_are_answered_and_one_goes_on_once_the_words_are_safe(
    workspace: Workspace, disk: Disk
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early")
        disk.hang()
        await pilot.press("ctrl+s", "ctrl+s", "escape", "ctrl+g", "ctrl+g", "x")
        assert "Saving" in banner(pilot)
        assert (walk(pilot).walk.index, walk(pilot).area.text) == (0, "Early")
        prompt = walk(pilot).prompt
        await pilot.press("tab")
        assert walk(pilot).prompt == prompt + 1
        assert kept(workspace) == []
        disk.go_on()
        await until(pilot, lambda: walk(pilot).walk.index == 1)
        assert (banner(pilot), walk(pilot).area.text) == ("", "")
        await pilot.press("y", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
    assert kept(workspace) == ["Early", "y"]
    assert workspace.drafts.all() == []
    assert threading.get_ident() not in disk.synced_on


async def test_an_undo_asked_for_while_a_walks_words_are_saved_comes_after_them(
    workspace: Workspace, disk: Disk
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early")
        disk.hang()
        await pilot.press("ctrl+s", "ctrl+z")
        disk.go_on()
        await until(pilot, lambda: walk(pilot).walk.index == 1 and is_idle(pilot))
        assert kept(workspace) == []
        assert [each.text for each in workspace.store.annotations(deleted=True)] == ["Early"]


async def test_words_of_a_walk_whose_late_save_fails_can_be_written_on(
    workspace: Workspace, disk: Disk
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early")
        disk.hang()
        await pilot.press("ctrl+s")
        disk.go_on(is_full=True)
        await until(pilot, lambda: not walk(pilot).area.read_only)
        assert "the disk is full" in banner(pilot)
        assert walk(pilot).walk.index == 0
        disk.go_on()
        await pilot.press(*"!", "ctrl+s")
        await until(pilot, lambda: walk(pilot).walk.index == 1)
    assert kept(workspace) == ["Early!"]


async def test_who_quits_while_words_are_saved_finds_them_saved_and_no_draft(
    workspace: Workspace, disk: Disk
) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early")
        walk(pilot).drafting.keep()
        disk.hang()
        await pilot.press("ctrl+s", "ctrl+q")
    disk.go_on()
    assert app.saving.end(pytest.fail)
    assert kept(workspace) == ["Early"]
    assert workspace.drafts.all() == []


async def test_a_draft_that_is_long_in_coming_is_waited_for_and_not_written_over(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, hurried: None
) -> None:
    opened = workspace.open("allotment")
    subject = draft_subject(opened, range=opened.document.key_points[0].range)
    async with reading(workspace).run_test(size=(80, 24)) as pilot:
        workspace.keep_draft(subject.key, "half", subject.about)
        answers, read = threading.Event(), Drafts.get

        def slowly(drafts: Drafts, key: str) -> Draft | None:
            answers.wait()
            return read(drafts, key)

        monkeypatch.setattr(Drafts, "get", slowly)
        await pilot.press("]", "r", *"lost")
        sheet = pilot.app.screen
        assert isinstance(sheet, EditorScreen)
        assert sheet.words_now == ""
        assert "Looking" in banner(pilot)
        answers.set()
        await until(pilot, lambda: sheet.words_now == "half")
        await pilot.press(*" way", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
    assert kept(workspace) == ["half way"]


async def test_a_mark_is_known_at_once_and_said_once_it_is_safe(workspace: Workspace, disk: Disk) -> None:
    async with reading(workspace).run_test(size=(80, 12)) as pilot:
        disk.hang()
        await pilot.press("m", "a")
        assert "saving …" in said(pilot)
        marked = page(pilot).view.place
        await pilot.press("G")
        assert page(pilot).view.place != marked
        await pilot.press("'", "a")
        await until(pilot, lambda: page(pilot).view.place == marked)
        disk.go_on()
        await until(pilot, lambda: is_idle(pilot))
        assert [
            mark.letter for mark in Workspace(workspace.library.folder, workspace.store.path).marks()
        ] == ["a"]
        await pilot.press("m", "b")
        await until(pilot, lambda: "marked b" in said(pilot))
        disk.hang()
        await pilot.press("m", "c")
        disk.go_on(is_full=True)
        await until(pilot, lambda: "the disk is full" in banner(pilot))
        assert "saving" not in said(pilot)
        assert workspace.mark("c") is None


async def test_a_note_opened_again_while_its_place_is_saved_opens_there(
    workspace: Workspace, disk: Disk
) -> None:
    async with reading(workspace).run_test(size=(80, 12)) as pilot:
        disk.hang()
        await pilot.press("G")
        left = page(pilot).view.place
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        await until(pilot, lambda: page(pilot).view.place == left)
        disk.go_on()


@pytest.fixture
def due(notes: Path, tmp_path: Path) -> Workspace:
    """A workspace in which three passages are due for review."""
    now = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    clock = [now - timedelta(days=9)]
    store = Store.open(tmp_path / "review" / "annotations.json", now=lambda: clock[0])
    made = Workspace(notes, store, now=lambda: clock[0])
    plot = made.open("allotment")
    for point in plot.document.key_points[:3]:
        made.highlight(plot, point.range, Color.YELLOW)
    clock[0] = now
    return made


def review(pilot: Pilot[None]) -> tuple[str, str]:
    """Return where the review is, and what is said of the last one."""
    top = pilot.app.screen.query_one(TopLine)
    return top.left, top.right


async def test_a_review_goes_on_while_the_disk_hangs_and_counts_what_is_kept(
    due: Workspace, disk: Disk
) -> None:
    async with ReaderApp(due).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        first = pilot.app.screen
        assert isinstance(first, ReviewScreen)
        assert first.due is not None
        name = first.due.annotation.id
        disk.hang()
        await pilot.press("l", "left", "enter")
        assert review(pilot) == ("review · 2 of 3", "")
        assert pilot.app.screen.query_one(HintLine).right == "saving …"
        assert due.review_state(name).times == 0
        disk.go_on()
        await until(pilot, lambda: "again in" in review(pilot)[1] and is_idle(pilot))
        assert (due.review_state(name).times, due.review_state(name).interval) == (1, 7)
        assert pilot.app.screen.query_one(HintLine).right == ""
        await pilot.press("enter", "d")
        await until(pilot, lambda: is_idle(pilot))
    assert due.due_for_review() == []


async def test_a_review_goes_back_to_what_could_not_be_kept(due: Workspace, disk: Disk) -> None:
    async with ReaderApp(due).run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        disk.hang()
        await pilot.press("enter", "enter")
        assert review(pilot)[0] == "review · 3 of 3"
        disk.go_on(is_full=True)
        await until(pilot, lambda: is_idle(pilot))
        assert review(pilot)[0] == "review · 1 of 3"
        assert "the disk is full" in str(pilot.app.screen.query_one("#trouble", Banner).content)
        disk.go_on()
        await pilot.press("enter")
        await until(pilot, lambda: is_idle(pilot))
        assert banner(pilot) == ""
    assert len(due.due_for_review()) == 2


async def test_what_is_taken_in_waits_for_what_was_asked_for_before_and_can_be_left(
    workspace: Workspace, disk: Disk, tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "Highlight,Title,Author,URL,Note,Location,Date\n"
        "Seeds sown too early rot,What the allotment taught me,,,Mine did.,,2025-06-01 10:00:00\n",
        encoding="utf-8",
    )
    async with reading(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("]", "]")
        disk.hang()
        await pilot.press("h")
        for _ in range(2):
            await pilot.app.run_action("app.import")
            await pilot.pause()
            sheet = pilot.app.screen
            assert isinstance(sheet, ImportScreen)
            sheet.query_one("#source", Input).value = str(file)
            await pilot.press("enter")
            assert sheet.is_busy
            await pilot.press("escape")
            assert pilot.app.screen is not sheet
        await pilot.app.run_action("app.import")
        await pilot.pause()
        sheet = pilot.app.screen
        assert isinstance(sheet, ImportScreen)
        sheet.query_one("#source", Input).value = str(file)
        await pilot.press("enter")
        disk.go_on()
        await until(pilot, lambda: not sheet.is_busy)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not sheet)
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 2)
    assert len(workspace.store.annotations()) == 3


async def test_a_copy_of_all_does_not_wait_for_a_store_that_hangs(
    workspace: Workspace, tmp_path: Path, hurried: None
) -> None:
    opened = workspace.open("allotment")
    workspace.highlight(opened, opened.document.key_points[1].range, Color.BLUE)
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]")
        with FileLock(Places.of(workspace.store.path).lock).held():
            await pilot.press("h")
            assert "saving …" in said(pilot)
            await pilot.app.run_action("app.save_copy_of_all")
            await pilot.pause()
            pilot.app.screen.query_one(Input).value = str(tmp_path / "copy.json")
            await pilot.press("enter")
            await until(pilot, lambda: not isinstance(pilot.app.screen, CopyOfAllScreen))
            assert not is_idle(pilot)
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 2)
    assert len(Store.open(tmp_path / "copy.json").annotations()) == 1


async def test_what_waited_for_a_note_is_attached_without_holding_up_a_key(
    workspace: Workspace, notes: Path, disk: Disk, tmp_path: Path
) -> None:
    from reader.workspace.importing import Options, import_source

    file = tmp_path / "mine.csv"
    file.write_text(
        "Highlight,Title,Author,URL,Note,Location,Date\n"
        "It comes back every day,The tide,,,,,2025-06-01 10:00:00\n",
        encoding="utf-8",
    )
    import_source(workspace, file, Options())
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        disk.hang()
        (notes / "tide.md").write_text("# The tide\n\nIt comes back every day.\n", encoding="utf-8")
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        library.folder_look.begin()
        await until(pilot, lambda: len(workspace.library.notes) == 4)
        await pilot.press("down")
        assert workspace.store.annotations() == []
        disk.go_on()
        await until(pilot, lambda: library._totals.highlights == 1)


async def test_what_was_said_of_a_change_is_said_no_more_once_it_is_undone(workspace: Workspace) -> None:
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear", "ctrl+s")
        assert "reflection saved" in said(pilot)
        await pilot.press("u")
        assert "reflection saved" not in said(pilot)


async def test_while_a_later_change_is_saved_the_earlier_is_not_said_to_be_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, hurried: None
) -> None:
    answers = [threading.Event(), threading.Event()]
    highlight, calls = Workspace.highlight, iter(answers)

    def slowly(own: Workspace, *arguments: object, **options: object) -> object:
        next(calls).wait()
        change: Callable[..., object] = highlight
        return change(own, *arguments, **options)

    monkeypatch.setattr(Workspace, "highlight", slowly)
    async with reading(workspace).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "h", "]", "h")
        answers[0].set()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 1)
        assert "saving …" in said(pilot)
        answers[1].set()
        await until(pilot, lambda: len(page(pilot).opened.highlights) == 2)
        assert "saved" in said(pilot)


async def test_keys_that_come_too_fast_for_a_sheet_put_away_nothing_but_the_sheet(
    workspace: Workspace,
) -> None:
    async with reading(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("m")
        sheet = pilot.app.screen
        for key in "abc":  # all of them reach it before it has looked at the first
            sheet.post_message(Key(key, key))
        await pilot.pause()
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        await until(pilot, lambda: "marked a" in said(pilot))
    assert [mark.letter for mark in workspace.marks()] == ["a"]
