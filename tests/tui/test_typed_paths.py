"""What a person types as a path, however odd, costs a sentence; the app and the words stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.tui.app import ReaderApp
from reader.tui.screens.copy_of_all import CopyOfAllScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from tests.tui.exchanging.sheets import asked, complaint, entered
from tests.tui.waiting import until

ODD = pytest.mark.parametrize(
    "typed", ["~nobody-of-that-name/w.json", "w" * 300 + ".json"], ids=["user", "long"]
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "~nobody-of-that-name").touch()  # a file, so that nothing can be written in it
    monkeypatch.chdir(tmp_path)


@ODD
@pytest.mark.parametrize("errand", ["export", "import"])
async def test_a_sheet_stays_and_says_why(workspace: Workspace, errand: str, typed: str) -> None:
    workspace.reflect(workspace.open("allotment"), "Dear.")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, errand)
        await entered(pilot, Path(typed))
        assert pilot.app.screen is sheet
        assert complaint(sheet)


@ODD
async def test_a_copy_of_all_can_be_named_again(workspace: Workspace, typed: str) -> None:
    workspace.reflect(workspace.open("allotment"), "Dear.")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.app.run_action("save_copy_of_all")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        sheet = pilot.app.screen
        assert isinstance(sheet, CopyOfAllScreen)
        await until(pilot, lambda: "cannot be written" in str(sheet.query_one(Banner).render()))
        assert pilot.app.screen is sheet


@ODD
async def test_words_that_should_go_to_a_file_stay_on_the_sheet(workspace: Workspace, typed: str) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "R", *"dear words", "ctrl+o")
        pilot.app.screen.query_one("#copy-path", Input).value = typed
        await pilot.press("enter")
        await pilot.pause()
        sheet = pilot.app.screen
        assert isinstance(sheet, EditorScreen)
        assert "Not written" in str(sheet.query_one("#trouble", Banner).render())
        assert sheet.words_now == "dear words"
