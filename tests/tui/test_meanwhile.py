"""What comes late or changes meanwhile puts no words elsewhere, loses none, and ends nothing."""

# ruff: noqa: F401, F811  # fixtures of other files

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.document.model import Range
from reader.store.drafts import Draft, Drafts
from reader.tui import disk as disk_reads
from reader.tui import everywhere
from reader.tui.app import ReaderApp
from reader.tui.opening import OpeningScreen
from reader.tui.screens import editor
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.lock import LockScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.review import ReviewScreen
from reader.tui.screens.walk import WalkScreen
from reader.workspace import Workspace, draft_subject
from tests.hanging import Disk
from tests.stored import NOON
from tests.tui.drawing import drawn
from tests.tui.test_locking import encrypted, key, unwatched
from tests.tui.test_slow_disk import Hanging, hanging, listed
from tests.tui.waiting import until

PASSAGE = "Nobody had tied them"


def is_on(pilot: Pilot[Any], screen: type[Any]) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, screen)


def kept_drafts(workspace: Workspace) -> list[str]:
    return [each.text for each in workspace.drafts.all()]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("# Two boats", "# Two boats\n\nA paragraph that came before all others."),
        lambda text: text.partition("# Two boats")[0] + "# Two boats\n",
    ],
    ids=["longer", "shorter"],
)
async def test_a_file_that_changes_under_the_sheet_moves_no_words(
    workspace: Workspace, notes: Path, change: Callable[[str], str]
) -> None:
    async with ReaderApp(workspace, workspace.find("Two boats")).run_test(size=(80, 24)) as pilot:
        await until(pilot, is_on(pilot, ReadingScreen))
        page = pilot.app.screen
        assert isinstance(page, ReadingScreen)
        before = page.opened.document
        start = before.text.index(PASSAGE)
        page._marking.reflect(Range(before.position_of(start), before.position_of(start + len(PASSAGE))))
        await until(pilot, is_on(pilot, EditorScreen))
        await pilot.press(*"mine")
        file = notes / "two-boats.md"
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        page.file_look.begin()
        await until(pilot, lambda: page.opened.document is not before)
        await pilot.press("ctrl+s")
        await until(pilot, is_on(pilot, ReadingScreen))
    [kept] = workspace.store.annotations()
    assert kept.selectors is not None
    assert (kept.text, kept.selectors.quote.exact) == ("mine", PASSAGE)


async def test_a_note_renamed_and_edited_while_it_is_read_goes_on_under_its_name(
    workspace: Workspace, notes: Path
) -> None:
    opened = workspace.open("Two boats")
    kept = workspace.reflect(opened, "Untie them.", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace, opened.note).run_test(size=(80, 24)) as pilot:
        await until(pilot, is_on(pilot, ReadingScreen))
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        text = opened.note.path.read_text(encoding="utf-8")
        now = opened.note.path.rename(notes / "boats, two.md")
        now.write_text(f"{text}\nA line that came later.\n", encoding="utf-8")
        workspace.reload()
        screen.file_look.files_changed(frozenset({opened.note.path, now}))
        await until(pilot, lambda: screen.opened.note.path == now)
        assert "renamed" in drawn(pilot.app)
        assert "no longer there" not in drawn(pilot.app)
        assert [each.annotation.id for each in screen.opened.reflections] == [kept.id]


async def test_a_note_that_arrives_under_a_sheet_waits_for_it(
    hanging: Hanging,
    listed: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disk_reads, "AT_ONCE", 0.01)
    app = ReaderApp(listed)
    async with app.run_test(size=(140, 50)) as pilot:
        await pilot.pause()
        hanging.answers.clear()
        await pilot.press("enter")
        await until(pilot, is_on(pilot, OpeningScreen))
        app.action_jump()
        await until(pilot, lambda: not isinstance(app.screen, OpeningScreen))
        sheet = app.screen
        hanging.answers.set()
        await pilot.pause(0.3)
        assert app.screen is sheet
        await pilot.press("escape")
        await until(pilot, is_on(pilot, ReadingScreen))
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running


async def test_drafts_are_offered_while_the_note_is_still_read(
    hanging: Hanging,
    listed: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disk_reads, "AT_ONCE", 0.01)
    monkeypatch.setattr(everywhere, "AT_START", 0.05)
    hanging.answers.set()
    note = listed.find("Two boats")
    subject = draft_subject(listed.open(note))
    listed.keep_draft(subject.key, "left words", subject.about)
    hanging.answers.clear()
    app = ReaderApp(listed, note)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, is_on(pilot, DraftsScreen))
        hanging.answers.set()
        await pilot.pause(0.3)
        assert isinstance(app.screen, DraftsScreen)
        await pilot.press("escape")
        await until(pilot, is_on(pilot, ReadingScreen))
    assert kept_drafts(listed) == ["left words"]


async def test_a_walk_that_ends_before_its_draft_was_found_keeps_it(
    workspace: Workspace, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"precious")
        await until(pilot, is_on(pilot, WalkScreen))
        assert isinstance(app.screen, WalkScreen)
        app.screen.drafting.keep()
        await until(pilot, lambda: not app.saving.is_busy)
    assert kept_drafts(workspace) == ["precious"]
    answers, read = threading.Event(), Drafts._read

    def slow(drafts: Drafts, file: Path) -> Draft | None:
        answers.wait(20)
        return read(drafts, file)

    monkeypatch.setattr(Drafts, "_read", slow)
    app = ReaderApp(workspace)
    monkeypatch.setattr(app, "offer_drafts", lambda: None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        await until(pilot, is_on(pilot, WalkScreen))
        walk = app.screen
        assert isinstance(walk, WalkScreen)
        (notes / "allotment.md").write_text("---\nid: allotment\n---\n", encoding="utf-8")
        walk.file_look.begin()
        await until(pilot, lambda: app.screen is not walk)
        answers.set()
        await pilot.pause()
    assert app.saving.end(print)
    assert kept_drafts(workspace) == ["precious"]


async def test_what_is_written_on_a_walk_stays_a_draft_under_a_lock_that_came_after_a_slow_save(
    encrypted: Workspace,
    disk: Disk,
) -> None:
    app = ReaderApp(encrypted)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"Early")
        await until(pilot, is_on(pilot, WalkScreen))
        walk = app.screen
        assert isinstance(walk, WalkScreen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: walk.walk.index == 1 and not app.saving.is_busy)
        walk.action_walk_go(-1)
        await until(pilot, lambda: walk.walk.index == 0 and not app.saving.is_busy)
        await pilot.press(*" bird")
        disk.hang()
        app.saving.make(
            lambda: encrypted.store.remember("some", "thing", {"is": "kept"}),
            lambda _: app.annotations_changed.publish(None),
            failed=print,
        )
        app.action_lock()
        disk.go_on()
        time.sleep(0.3)  # the writer saves and locks before the screen's thread has its turn
        await until(pilot, lambda: encrypted.store.is_locked and not app.saving.is_busy)
        assert isinstance(app.screen, LockScreen)
        assert walk.area.text == "Early bird"
        assert len(list(encrypted.store._storage.ledger.places.drafts.glob("*.json"))) == 1


async def test_a_review_goes_on_after_a_lock_that_came_after_a_slow_save(
    encrypted: Workspace,
    disk: Disk,
) -> None:
    encrypted._now = lambda: NOON + timedelta(days=9)
    encrypted.reflect(encrypted.open("Two boats"), "another")
    encrypted._now = lambda: NOON + timedelta(days=30)
    app = ReaderApp(encrypted)
    async with app.run_test(size=(100, 30)) as pilot:
        review = ReviewScreen()
        app.push_screen(review)
        await until(pilot, lambda: review.is_mounted and review.due is not None)
        before = len(review._queue)
        disk.hang()
        review.action_review_keep()
        app.action_lock()
        disk.go_on()
        time.sleep(0.3)  # as above
        await until(pilot, lambda: encrypted.store.is_locked and not app.saving.is_busy)
        assert len(review._queue) == before > 0


async def test_a_file_of_ones_own_that_hangs_keeps_no_other_sheet_waiting(
    workspace: Workspace, tmp_path: Path, hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, write = threading.Event(), editor.write_new_file

    def slow(path: Path, text: str) -> None:
        answers.wait(20)
        write(path, text)

    monkeypatch.setattr(editor, "write_new_file", slow)
    app = ReaderApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, is_on(pilot, ReadingScreen))
        await pilot.press("R")
        await until(pilot, is_on(pilot, EditorScreen))
        await pilot.press(*"mine", "ctrl+o")
        app.screen.query_one("#copy-path").value = str(tmp_path / "own.md")  # type: ignore[attr-defined]
        await pilot.press("enter", "escape", "escape")
        await until(pilot, is_on(pilot, ReadingScreen))
        await pilot.press("R")
        await until(pilot, is_on(pilot, EditorScreen))
        await pilot.press(*"second")
        assert isinstance(app.screen, EditorScreen)
        assert app.screen.words_now == "second"
        answers.set()  # it is written while its sheet is gone
        await until(pilot, lambda: not app.beside.is_busy)
        await pilot.press("escape")
        await until(pilot, is_on(pilot, ReadingScreen))
    assert (tmp_path / "own.md").read_text(encoding="utf-8").strip() == "mine"
    assert sorted(each.text or "" for each in workspace.store.annotations()) == ["mine", "second"]


async def renamed_while_writing(pilot: Pilot[None], workspace: Workspace, notes: Path) -> None:
    """Write words on a whole note, whose file gets another name; wait until the page beneath knows."""
    await pilot.press("R", *"mine")
    page = pilot.app.screen_stack[-2]
    assert isinstance(page, ReadingScreen)
    now = (notes / "two-boats.md").rename(notes / "boats-two.md")
    workspace.reload()
    page.file_look.files_changed(frozenset({page.opened.note.path, now}))
    await until(pilot, lambda: page.opened.note.key == "boats-two.md")


async def test_words_on_a_note_that_is_renamed_meanwhile_are_on_its_page(
    workspace: Workspace, notes: Path
) -> None:
    app = ReaderApp(workspace, workspace.find("two-boats.md"))
    async with app.run_test(size=(120, 30)) as pilot:
        await renamed_while_writing(pilot, workspace, notes)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        assert isinstance(app.screen, ReadingScreen)
        assert [each.annotation.text for each in app.screen.opened.placed] == ["mine"]


async def test_a_draft_on_a_note_that_is_renamed_meanwhile_is_gone_on_with(
    workspace: Workspace, notes: Path
) -> None:
    app = ReaderApp(workspace, workspace.find("two-boats.md"))
    async with app.run_test(size=(120, 30)) as pilot:
        await renamed_while_writing(pilot, workspace, notes)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)
    again = ReaderApp(workspace)
    async with again.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: isinstance(again.screen, DraftsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(again.screen, EditorScreen))
        assert isinstance(again.screen, EditorScreen)
        await until(pilot, lambda: again.screen.words_now == "mine")  # type: ignore[attr-defined]
