"""Words out in the app: what it says beforehand, what is written, and what is never written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual.app import App
from textual.widgets import Input, Static

from reader.annotations.model import Color
from reader.exchange.exported import ExportedNote
from reader.tui.app import ReaderApp
from reader.tui.screens import giving_out
from reader.tui.screens.errand import ErrandSheet
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, gather
from reader.workspace.progress import Progress
from tests.tui.exchanging.sheets import asked, complaint, done, entered, said


@pytest.fixture
def marked(workspace: Workspace) -> Workspace:
    opened = workspace.open("allotment")
    first, second, _ = (point.range for point in opened.document.key_points)
    workspace.highlight(opened, first, Color.GREEN)
    workspace.reflect(opened, "Only for me.", range=second)
    bread = workspace.open("bread")
    workspace.reflect(bread, "Wait longer.")
    return workspace


def forecast(sheet: ErrandSheet) -> str:
    return str(sheet.query_one("#forecast", Static).content)


async def test_it_says_beforehand_what_it_will_hold(marked: Workspace) -> None:
    async with ReaderApp(marked, marked.find("allotment")).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        assert forecast(sheet) == "1 highlight and 2 reflections of 2 notes; holds private words."
        await pilot.press("shift+tab", "down", "right")
        assert forecast(sheet) == "1 highlight and 1 reflection of 1 note; holds private words."
        await pilot.press("down", "right")
        assert forecast(sheet) == "1 highlight of 1 note; no private words."


async def test_what_was_chosen_is_written_and_said(marked: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    async with ReaderApp(marked, marked.find("allotment")).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        await pilot.press("shift+tab", "down", "right", "down", "right")
        await entered(pilot, target)
        assert pilot.app.screen is not sheet
        assert said(pilot) == [f"1 file written: {target}."]
    text = target.read_text(encoding="utf-8")
    assert "Seeds sown too early rot" in text
    assert "Only for me." not in text
    assert "Wait longer." not in text
    assert target.stat().st_mode & 0o777 == 0o600


async def test_every_format_is_written(marked: Workspace, tmp_path: Path) -> None:
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        names = ["a.md", "pages", "a.jsonld", "a.csv", "own.json", "hypothesis.json"]
        for turns, name in enumerate(names):
            await asked(pilot, "export")
            await pilot.press("shift+tab", *["right"] * turns)
            await entered(pilot, tmp_path / name)
    files = [tmp_path / name for name in names if name != "pages"]
    assert all("Seeds sown too early rot" in file.read_text(encoding="utf-8") for file in files)
    assert (tmp_path / "pages" / "index.html").exists()


async def test_a_file_of_the_readers_own_is_written_over_only_when_asked_twice(
    marked: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "mine.md"
    target.write_text("My own page.", encoding="utf-8")
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        await entered(pilot, target)
        assert "is not as Reader wrote it; nothing was written" in complaint(sheet)
        assert "--force" not in complaint(sheet)
        assert target.read_text(encoding="utf-8") == "My own page."
        await pilot.press("x", "backspace")
        await entered(pilot, target)
        assert target.read_text(encoding="utf-8") == "My own page."
        await entered(pilot, target)
        assert pilot.app.screen is not sheet
    assert "Only for me." in target.read_text(encoding="utf-8")


async def test_readers_own_format_says_that_deleted_ones_go_with_it(marked: Workspace) -> None:
    marked.delete(marked.open("bread").on_note[0].annotation.id)
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        assert forecast(sheet) == "1 highlight and 1 reflection of 1 note; holds private words."
        await pilot.press("shift+tab", *["right"] * 4)
        assert forecast(sheet).startswith("1 highlight and 2 reflections, 1 of them deleted, of 2 notes;")
        assert "Earlier words and deleted ones go with it" in forecast(sheet)


async def test_a_file_of_markdown_is_kept_in_step_around_ones_own_words(
    marked: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "out.md"
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        await asked(pilot, "export")
        await entered(pilot, target)
        target.write_text(target.read_text(encoding="utf-8") + "\nMy own line.\n", encoding="utf-8")
        marked.reflect(marked.open("bread"), "Said later.")
        sheet = await asked(pilot, "export")
        await pilot.press("shift+tab", *["down"] * 3, "right", "right")
        assert "your own words stay" in forecast(sheet)
        await entered(pilot, target)
    text = target.read_text(encoding="utf-8")
    assert "My own line." in text
    assert "Said later." in text


async def test_gathering_shows_a_count_and_can_be_stopped(
    marked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = Event(), Event()

    def slowly(own: Workspace, choice: Choice, progress: Progress) -> list[ExportedNote]:
        progress("gathering", 1, 3)
        reached.set()
        go_on.wait(10)
        return gather(own, choice, progress)

    monkeypatch.setattr(giving_out, "gather", slowly)
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        sheet.query_one(Input).value = str(tmp_path / "out.md")
        await pilot.press("enter")
        while not reached.is_set():
            await pilot.pause(0.01)
        await pilot.pause()
        assert str(sheet.query_one("#progress", Static).content) == "Gathering: 1 of 3   esc stop"
        await pilot.press("escape")
        go_on.set()
        await done(pilot)
        assert complaint(sheet).startswith("Stopped;")
    assert not (tmp_path / "out.md").exists()


async def test_a_format_that_needs_a_folder_or_a_file_says_so(marked: Workspace, tmp_path: Path) -> None:
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        await pilot.press("shift+tab", "right")
        await entered(pilot, tmp_path / "all.html")
        assert "name a folder" in complaint(sheet)
        await pilot.press("shift+tab", "right", "right")
        await entered(pilot, tmp_path)
        assert "name it, for example ~/words.csv" in complaint(sheet)


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(40, 16), (80, 24), (120, 40)], ids=["small", "middle", "large"])
async def test_the_export_looks_as_it_should(
    marked: Workspace, svg: Callable[[App[None]], None], theme: str, size: tuple[int, int]
) -> None:
    keep(marked.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(marked, marked.find("allotment")).run_test(size=size) as pilot:
        sheet = await asked(pilot, "export")
        sheet.query_one(Input).cursor_blink = False
        await pilot.pause()
        svg(pilot.app)


async def test_pressing_enter_twice_writes_over_no_note(marked: Workspace) -> None:
    note = marked.find("allotment").path
    before = note.read_bytes()
    async with ReaderApp(marked).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "export")
        for _ in range(3):
            await entered(pilot, note)
            assert pilot.app.screen is sheet
            assert "one of your notes" in complaint(sheet)
    assert note.read_bytes() == before
