"""Import and export in the app while the store is encrypted: done with the key at hand, and not without."""

# ruff: noqa: F401, F811  # fixtures of other files

from __future__ import annotations

import os
from pathlib import Path
from threading import Event

import pytest

from reader.annotations.model import Kind
from reader.tui.app import ReaderApp
from reader.tui.screens import taking_in
from reader.tui.screens.lock import LockScreen
from reader.workspace import Workspace
from reader.workspace.importing import Options, Report, import_source
from tests.tui.exchanging.sheets import asked, complaint, done, entered, said
from tests.tui.test_locking import SECRET, encrypted, key, locked, shown, unlock, unwatched
from tests.tui.waiting import until


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    file = tmp_path / "in.csv"
    file.write_text(
        "Highlight,Title,Author,URL,Note,Location,Date\n"
        "Seeds sown too early rot,What the allotment taught me,,,Mine.,,\n",
        encoding="utf-8",
    )
    return file


def reflections(workspace: Workspace) -> list[str]:
    return sorted(each.text for each in workspace.store.annotations() if each.kind is Kind.REFLECTION)


async def test_what_is_sealed_is_added_to_and_written_out_while_it_is_open(
    encrypted: Workspace, passages: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.json"
    async with ReaderApp(encrypted).run_test(size=(80, 30)) as pilot:
        sheet = await asked(pilot, "import")
        await entered(pilot, passages)
        assert complaint(sheet) == ""
        await pilot.press("enter")
        await done(pilot)
        assert reflections(encrypted) == [SECRET, "Mine."]
        await asked(pilot, "export")
        await pilot.press("shift+tab", *["right"] * 4)
        await entered(pilot, target)
    assert SECRET in target.read_text(encoding="utf-8")
    files = [Path(at, name) for at, _, names in os.walk(encrypted.store.path.parent) for name in names]
    assert not [file for file in files if b"Mine." in file.read_bytes()]


async def test_nothing_is_written_out_of_what_is_locked(locked: Workspace, tmp_path: Path) -> None:
    async with ReaderApp(locked).run_test(size=(80, 30)) as pilot:
        await pilot.press("escape")
        sheet = await asked(pilot, "export")
        await entered(pilot, tmp_path / "out.md")
        assert "passphrase is needed" in complaint(sheet)
    assert not (tmp_path / "out.md").exists()
    locked.close()


async def test_what_ends_under_a_lock_shows_once_it_is_opened(
    encrypted: Workspace, passages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = Event(), Event()

    def slowly(own: Workspace, path: Path, options: Options) -> Report:
        if not options.dry_run:
            reached.set()
            go_on.wait(30)
        return import_source(own, path, options)

    monkeypatch.setattr(taking_in, "import_source", slowly)
    app = ReaderApp(encrypted)
    async with app.run_test(size=(80, 30)) as pilot:
        await asked(pilot, "import")
        await entered(pilot, passages)
        await pilot.press("enter")
        await until(pilot, reached.is_set)
        app.action_lock()
        await until(pilot, lambda: encrypted.store.is_locked and not app.saving.is_busy)
        go_on.set()
        await done(pilot)
        assert isinstance(app.screen, LockScreen)
        assert encrypted.store.annotations() == []
        assert "Seeds" not in shown(pilot)
        await unlock(pilot)
        await until(pilot, lambda: bool(said(pilot)))
        assert reflections(encrypted) == [SECRET, "Mine."]
