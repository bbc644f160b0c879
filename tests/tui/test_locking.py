"""An encrypted store on the screen: asked for before anything shows; once locked, nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from reader.errors import WrongPassphrase
from reader.store import Store, conversion
from reader.store.sealing import AGE, Sealed
from reader.tui import locking
from reader.tui.app import ReaderApp
from reader.tui.screens import lock
from reader.tui.screens.drafts import DraftsScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.lock import LockScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.settings import Settings, keep
from reader.tui.watcher import Watcher
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from tests.hanging import Disk
from tests.stored import NOON
from tests.tui.waiting import until

SECRET = "I was afraid of them."


@pytest.fixture(autouse=True)
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow the files by looking at them only, as on a disk that cannot be watched."""
    monkeypatch.setattr(Watcher, "start", lambda watcher, app: None)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> Sealed:
    """A key whose passphrase is "quick", without the second that a real one takes."""
    made = Sealed.make()

    def unlock(path: Path, phrase: str, *, mends: bool) -> Sealed:
        if phrase != "quick":
            raise WrongPassphrase("The passphrase does not open it; nothing was changed.")
        return made

    monkeypatch.setattr(conversion, "new_identity", lambda _: (made, AGE + b"-> made up\n"))
    monkeypatch.setattr(lock, "unlock", unlock)
    return made


@pytest.fixture
def encrypted(workspace: Workspace, notes: Path, key: Sealed) -> Iterator[Workspace]:
    """An open workspace on an encrypted store with a private word in it, as the program opens it."""
    workspace.reflect(workspace.open("allotment"), SECRET)
    workspace.store.encrypt("quick")
    workspace.store.close()
    opened = Workspace(notes, Store.open(workspace.store.path, for_reading_at_least=True, now=lambda: NOON))
    opened.unlock(key)
    yield opened
    opened.close()


@pytest.fixture
def locked(encrypted: Workspace, notes: Path) -> Workspace:
    """The same as a new process finds it."""
    encrypted.store.close()
    return Workspace(notes, Store.open(encrypted.store.path, for_reading_at_least=True, now=lambda: NOON))


def shown(pilot: Pilot[None]) -> str:
    """Return every letter on the screen."""
    size = pilot.app.size
    lines = pilot.app.screen._compositor.render_strips(size)
    return "\n".join("".join(segment.text for segment in line) for line in lines)


async def unlock(pilot: Pilot[None], phrase: str = "quick") -> None:
    await pilot.press(*phrase, "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, LockScreen) or not waiting(pilot))


def waiting(pilot: Pilot[None]) -> bool:
    return pilot.app.screen.query_one(Input).disabled


async def test_the_passphrase_is_asked_for_before_any_private_word_shows(locked: Workspace) -> None:
    async with ReaderApp(locked, locked.find("allotment")).run_test(size=(120, 30)) as pilot:
        assert isinstance(pilot.app.screen, LockScreen)
        assert SECRET not in shown(pilot)
        assert "allotment" not in shown(pilot).lower(), "not even the page shows"
        await unlock(pilot)
        assert isinstance(pilot.app.screen, ReadingScreen)
        await until(pilot, lambda: SECRET in shown(pilot))
    locked.close()


async def test_locked_words_are_not_counted_as_none_nor_their_writer_welcomed_as_a_stranger(
    locked: Workspace,
) -> None:
    async with ReaderApp(locked).run_test(size=(100, 30)) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        assert "3 notes" in shown(pilot)
        assert "0 reflections" not in shown(pilot)
        assert "Choose a note" not in shown(pilot)
        await pilot.press("ctrl+l")
        await unlock(pilot)
        await until(pilot, lambda: "1 reflection" in shown(pilot))
    locked.close()


async def test_a_wrong_passphrase_says_so_and_is_nowhere_to_be_seen(locked: Workspace) -> None:
    async with ReaderApp(locked).run_test() as pilot:
        await pilot.press(*"wrong")
        assert "wrong" not in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "does not open them" in shown(pilot))
        assert "wrong" not in shown(pilot)
        await unlock(pilot)
        assert isinstance(pilot.app.screen, LibraryScreen)
    locked.close()


async def test_notes_can_be_read_without_the_words_and_nothing_is_saved(locked: Workspace) -> None:
    async with ReaderApp(locked, locked.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert "A plot of ground" in shown(pilot)
        assert "ctrl+l" in str(pilot.app.screen.query_one("#trouble", Banner).content)
        await pilot.press("]", "h")
        assert SECRET not in shown(pilot)
        assert locked.store.annotations() == []
        await pilot.press("ctrl+l")
        await unlock(pilot)
        await until(pilot, lambda: SECRET in shown(pilot))
        assert [each.text for each in locked.store.annotations()] == [SECRET]
    locked.close()


async def test_locking_hides_the_page_lets_go_of_the_words_and_returns_to_the_same_place(
    encrypted: Workspace,
) -> None:
    async with ReaderApp(encrypted, encrypted.find("allotment")).run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: SECRET in shown(pilot))
        await pilot.press("]", "]", "v", "l", "l")
        await pilot.pause(0.3)
        before = shown(pilot)
        assert SECRET in before
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen)
        assert SECRET not in shown(pilot)
        assert "plot of ground" not in shown(pilot)
        store = encrypted.store
        assert store.annotations() == []
        assert store._storage.ledger.live.tables == {}
        assert not store._storage.ledger.sealing.is_private, "the key is gone"
        assert encrypted.undo() is None
        await pilot.press("escape", "J", "q", "ctrl+p", "P", "ctrl+l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen), "no key leads past it"
        pilot.app.screen.query_one(Input).value = ""
        await unlock(pilot)
        await pilot.pause()
        assert shown(pilot) == before


async def test_the_lock_covers_the_screen_while_the_disk_hangs_and_words_are_saved_before_they_are_let_go(
    encrypted: Workspace, disk: Disk
) -> None:
    async with ReaderApp(encrypted, encrypted.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"Dear words.")
        disk.hang()
        await pilot.press("ctrl+s")
        await pilot.app.run_action("app.lock")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen)
        disk.go_on()
        await until(pilot, lambda: encrypted.store.is_locked)
        await unlock(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingScreen))
        assert "Dear words." in [each.text for each in encrypted.store.annotations()]
        await until(pilot, lambda: "Dear words." in shown(pilot))
    assert encrypted.drafts.all() == []
    encrypted.close()


async def test_words_being_written_are_a_sealed_draft_before_the_lock_and_on_the_sheet_after_it(
    encrypted: Workspace,
) -> None:
    async with ReaderApp(encrypted, encrypted.find("allotment")).run_test(size=(120, 30)) as pilot:
        await pilot.press("]", "r", *"half a thought")
        app = pilot.app
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "half a thought" not in shown(pilot)
        [file] = (encrypted.store.path.parent / "annotations.json.drafts").iterdir()
        assert file.read_bytes().startswith(AGE)
        await unlock(pilot)
        assert isinstance(app.screen, EditorScreen)
        assert app.screen.query_one(TextArea).text == "half a thought"
        assert [draft.text for draft in encrypted.drafts.all()] == ["half a thought"]
        await pilot.press("ctrl+s")
        assert "half a thought" in [each.text for each in encrypted.store.annotations()]


async def test_it_locks_itself_when_nobody_is_there(
    encrypted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "LOOK_EVERY", 0.02)
    keep(encrypted.store, Settings(theme="reader-dark", welcomed=True, lock_after=1))
    async with ReaderApp(encrypted).run_test() as pilot:
        await pilot.press("j")
        assert not isinstance(pilot.app.screen, LockScreen)
        app = pilot.app
        assert isinstance(app, ReaderApp)
        app._touched -= 120
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))


async def test_off_means_that_it_never_locks_itself(
    encrypted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(encrypted.store, Settings(theme="reader-dark", welcomed=True, lock_after=0))
    async with ReaderApp(encrypted).run_test() as pilot:
        app = pilot.app
        assert isinstance(app, ReaderApp)
        app._touched -= 1e9
        app._lock_if_idle()
        assert not app.is_locked


async def test_a_window_asks_when_another_one_encrypts(
    workspace: Workspace, notes: Path, key: Sealed
) -> None:
    workspace.reflect(workspace.open("allotment"), SECRET)
    path = workspace.store.path
    workspace.store.close()
    here = Workspace(notes, Store.open(path, for_reading_at_least=True, now=lambda: NOON))
    async with ReaderApp(here, here.find("allotment")).run_test(size=(120, 30)) as pilot:
        assert SECRET in shown(pilot)
        other = Store.open(path)
        other.encrypt("quick")
        other.close()
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        assert SECRET not in shown(pilot)
        await unlock(pilot)
        await until(pilot, lambda: SECRET in shown(pilot))
    here.close()


async def test_drafts_of_an_earlier_session_are_offered_only_when_it_is_open(
    encrypted: Workspace, notes: Path
) -> None:
    encrypted.keep_draft("note:allotment", "unfinished", {"note_id": "allotment", "note_title": "x"})
    encrypted.store.close()
    again = Workspace(notes, Store.open(encrypted.store.path, for_reading_at_least=True, now=lambda: NOON))
    async with ReaderApp(again).run_test() as pilot:
        assert isinstance(pilot.app.screen, LockScreen)
        await unlock(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        assert "unfinished" in shown(pilot)
    again.close()


async def test_the_lock_of_a_plain_store_says_what_to_do(make_app: Callable[[], ReaderApp]) -> None:
    async with make_app().run_test() as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, LockScreen)
        assert "reader encrypt" in "".join(str(each.message) for each in pilot.app._notifications)
