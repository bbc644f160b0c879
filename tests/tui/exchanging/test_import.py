"""Notes and passages in, in the app: looked at first, taken in, refused, stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual.app import App
from textual.widgets import Input, Static

from reader.library.bundled import bundled_notes
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.tui.screens import taking_in
from reader.tui.screens.errand import ErrandSheet
from reader.tui.screens.taking_in import ComingRows
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from reader.workspace.importing import Options, Report, import_source
from tests.tui.exchanging.sheets import asked, complaint, done, entered, said

CSV = """Highlight,Title,Author,URL,Note,Location,Date
Seeds sown too early rot,What the allotment taught me,,,My seeds did.,,2025-06-01 10:00:00
Nobody knows this one,A note that is not here,,,,,2025-06-01 10:00:00
,What the allotment taught me,,,,,2025-06-01 10:00:00
"""


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    file = tmp_path / "readwise.csv"
    file.write_text(CSV, encoding="utf-8")
    return file


@pytest.fixture
def note(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "tide.md").write_text("# The tide\n\nIt comes back.\n", encoding="utf-8")
    return folder


def preview(sheet: ErrandSheet) -> str:
    rows = sheet.query_one(ComingRows)
    return "\n".join([str(sheet.query_one("#coming", Static).content), *rows._lines])


async def test_passages_are_shown_first_and_then_taken_in(workspace: Workspace, csv: Path) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, csv)
        shown = preview(sheet)
        assert "1 passage would come, 1 waiting for a note, 1 refused" in shown
        assert "A note that is not here (1)" in shown
        assert workspace.store.annotations() == []
        await pilot.press("enter")
        await done(pilot)
        assert pilot.app.screen is not sheet
        assert "1 passage taken in" in said(pilot)[0]
        assert len(workspace.open("allotment").highlights) == 1


async def test_a_note_is_in_the_library_afterwards_and_esc_leaves_it_out(
    workspace: Workspace, notes: Path, note: Path
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, note)
        assert "1 note would come" in preview(sheet)
        assert "The tide → tide.md" in preview(sheet)
        await pilot.press("escape")
        assert pilot.app.screen is not sheet
        assert not list(notes.rglob("*tide*"))
        await asked(pilot, "import")
        await entered(pilot, note)
        await pilot.press("enter")
        await done(pilot)
        assert workspace.find("The tide")


@pytest.mark.parametrize(("turns", "count", "text"), [(0, 1, "back"), (1, 2, "back"), (2, 1, "late")])
async def test_a_changed_note_is_left_or_written_beside_or_over(
    workspace: Workspace, notes: Path, note: Path, turns: int, count: int, text: str
) -> None:
    import_source(workspace, note, Options())
    file = note / "tide.md"
    file.write_text("# The tide\n\nIt comes late.\n", encoding="utf-8")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, note)
        assert "Changed: tide.md" in preview(sheet)
        assert "+It comes late." in preview(sheet)
        await pilot.press(*["right"] * turns, "enter")
        await done(pilot)
        kept = list(notes.rglob("tide.md.replaced-*"))
        assert not kept or said(pilot)[-1].endswith(f"What was there is kept in {kept[0]}.")
    assert len(list(notes.rglob("*tide*.md"))) == count
    assert len(kept) == (turns == 2)
    assert all("back" in each.read_text(encoding="utf-8") for each in kept)
    assert text in (notes / "tide.md").read_text(encoding="utf-8")


async def test_new_notes_go_to_the_folder_that_is_named(
    workspace: Workspace, notes: Path, note: Path, tmp_path: Path
) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        sheet.query_one("#into", Input).value = str(tmp_path / "other")
        await entered(pilot, note)
        assert "The tide → tide.md" in preview(sheet)
        await pilot.press("enter")
        await done(pilot)
        assert f"reader {tmp_path / 'other'} opens it" in said(pilot)[0]
        await asked(pilot, "import")
        pilot.app.screen.query_one("#into", Input).value = str(notes / "kitchen")
        await entered(pilot, note)
        await pilot.press("enter")
        await done(pilot)
        assert said(pilot)[1] == "Folder of notes: 1 note taken in."
        assert workspace.find("The tide").key == "kitchen/tide.md"
    assert (tmp_path / "other" / "tide.md").exists()


async def test_what_cannot_be_taken_in_is_said_in_a_sentence(tmp_path: Path, workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, tmp_path / "nothing.csv")
        assert "nothing.csv" in complaint(sheet)
        assert sheet.query_one(ComingRows).display is False


async def test_nothing_goes_into_the_bundled_notes(tmp_path: Path, note: Path) -> None:
    bundled = Workspace(bundled_notes(), Store.open(tmp_path / "bundled" / "annotations.json"))
    async with ReaderApp(bundled).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, note)
        assert complaint(sheet).endswith("stay as they are. Name a folder for new notes.")
        into = sheet.query_one("#into", Input)
        assert into.has_focus
    bundled.close()


async def test_it_can_be_stopped_without_harm(
    workspace: Workspace, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = Event(), Event()

    def slowly(own: Workspace, path: Path, options: Options) -> Report:
        if not options.dry_run:
            reached.set()
            go_on.wait(10)
        return import_source(own, path, options)

    monkeypatch.setattr(taking_in, "import_source", slowly)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, csv)
        await pilot.press("enter")
        while not reached.is_set():
            await pilot.pause(0.01)
        await pilot.press("escape")
        go_on.set()
        await done(pilot)
        assert pilot.app.screen is sheet
        assert complaint(sheet).startswith("Stopped; what was taken before stays")
        assert workspace.store.annotations() == []
        await entered(pilot, csv)
        await pilot.press("enter")
        await done(pilot)
    assert len(workspace.open("allotment").highlights) == 1


async def test_a_look_can_be_stopped_too_and_a_long_preview_leaves_room_for_the_keys(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "long.csv"
    rows = "".join(f"Words {number},Elsewhere {number},,,,,\n" for number in range(200))
    file.write_text(CSV + rows, encoding="utf-8")
    reached, go_on = Event(), Event()

    def slowly(own: Workspace, path: Path, options: Options) -> Report:
        reached.set()
        go_on.wait(10)
        return import_source(own, path, options)

    monkeypatch.setattr(taking_in, "import_source", slowly)
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        sheet.query_one(Input).value = str(file)
        await pilot.pause()
        await pilot.press("enter")
        while not reached.is_set():
            await pilot.pause(0.01)
        await pilot.press("escape")
        go_on.set()
        await done(pilot)
        assert complaint(sheet) == "Stopped; nothing was taken in."
        await entered(pilot, file)
        assert "201 waiting for a note" in preview(sheet)
        keys = sheet.query_one("#hints").region
        assert keys.height > 0
        assert keys.bottom < 24


async def test_the_preview_is_put_away_when_another_name_is_typed(workspace: Workspace, csv: Path) -> None:
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, csv)
        sheet.query_one(Input).focus()
        await pilot.press("x")
        assert sheet.query_one(ComingRows).display is False


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light"])
@pytest.mark.parametrize("size", [(40, 16), (80, 24), (120, 40)], ids=["small", "middle", "large"])
async def test_the_import_looks_as_it_should(
    workspace: Workspace,
    csv: Path,
    svg: Callable[[App[None]], None],
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
    size: tuple[int, int],
) -> None:
    monkeypatch.chdir(csv.parent)
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=size) as pilot:
        await asked(pilot, "import")
        await entered(pilot, csv.name)
        svg(pilot.app)


async def test_what_will_be_done_with_a_changed_note_looks_as_it_should(
    workspace: Workspace, note: Path, svg: Callable[[App[None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(note.parent)
    import_source(workspace, note, Options())
    (note / "tide.md").write_text("# The tide\n\nIt comes late.\n", encoding="utf-8")
    (note / "wind.md").write_text("---\ntitle: The wind\n---\n\nIt turns.\n", encoding="utf-8")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        await asked(pilot, "import")
        await entered(pilot, note.name)
        svg(pilot.app)


async def test_no_sign_of_a_long_preview_stands_under_the_scrollbar(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "long.csv"
    # words of one letter fill a line to its end, or to one before it
    rows = "".join(f"W,{'a' * (1 + number % 2)} {'a ' * 60}{number},,,,,\n" for number in range(60))
    file.write_text(CSV + rows, encoding="utf-8")
    async with ReaderApp(workspace).run_test(size=(80, 24)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, file)
        coming = sheet.query_one(ComingRows)
        assert coming.show_vertical_scrollbar
        widths = {len(line) for line in coming._lines}
        assert max(widths) <= coming.scrollable_content_region.width
