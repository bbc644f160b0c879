"""What is said when a file stands in its place and its folder cannot be synced: both."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.preferences import PreferencesUnusable, configure_notes, configured_notes
from reader.errors import OutputRefused, SaveFailed
from reader.store.identity import change_passphrase, is_encrypted_store, unlock
from reader.tui.screens.editor import write_new_file
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, gather, write_to
from reader.workspace.importing import Options, import_source
from reader.workspace.note_files import write_note
from tests.tidal import tidal

DOUBT = "may not be on the disk yet"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tidal(tmp_path)


@pytest.fixture
def no_sync(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let no folder be synced from now on, but for some times at first."""
    sync = os.fsync

    def begin(*, but_for: int = 0) -> None:
        left = but_for

        def fsync(descriptor: int) -> None:
            nonlocal left
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                left -= 1
                if left < 0:
                    raise OSError(errno.EIO, "Input/output error")
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)

    return begin


def test_a_new_note_stands_there_and_is_told_of(tmp_path: Path, no_sync: Callable[..., None]) -> None:
    no_sync()
    assert DOUBT in write_note(tmp_path, "deep/x.md", "words").doubt
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["x.md"]


def test_a_note_written_over_keeps_what_it_held(tmp_path: Path, no_sync: Callable[..., None]) -> None:
    (tmp_path / "x.md").write_text("before")
    no_sync(but_for=1)  # that of the name under which it is kept
    written = write_note(tmp_path, "x.md", "words", is_over=True)
    assert DOUBT in written.doubt
    assert (tmp_path / "x.md").read_text() == "words"
    assert (tmp_path / written.kept).read_text() == "before"


def test_a_note_whose_copy_beside_it_may_be_lost_is_not_written_over(
    tmp_path: Path, no_sync: Callable[..., None]
) -> None:
    (tmp_path / "x.md").write_text("before")
    no_sync()
    with pytest.raises(OutputRefused, match="all is as it was"):
        write_note(tmp_path, "x.md", "words", is_over=True)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x.md", "before")]


def test_an_import_says_of_each_note_that_it_came(
    tmp_path: Path, workspace: Workspace, no_sync: Callable[..., None]
) -> None:
    source = tmp_path / "wind.md"
    source.write_text("# The wind\n\nIt turns.\n")
    no_sync()
    report = import_source(workspace, source, Options())
    assert report is not None
    assert (report.taken, report.refused) == (("wind.md",), ())
    assert [DOUBT in each for each in report.remarks] == [True]
    assert workspace.find("wind").title == "The wind"


def test_an_export_says_so_and_is_known_to_be_readers(
    tmp_path: Path, workspace: Workspace, no_sync: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out" / "words.md"
    with monkeypatch.context():
        no_sync()
        with pytest.raises(OutputRefused, match=DOUBT):
            write_to(workspace, path, "markdown", gather(workspace, Choice()))
        assert "So do I." in path.read_text()
    monkeypatch.undo()
    workspace.reflect(workspace.open("tide.md"), "Twice a day.")
    outcome = write_to(workspace, path, "markdown", gather(workspace, Choice()))
    assert outcome.written == (path,)  # without --force


def test_a_copy_of_all_and_a_backup_say_so(
    tmp_path: Path, workspace: Workspace, no_sync: Callable[..., None]
) -> None:
    store = workspace.store
    store.backup()  # its folder is made
    before = len(list((tmp_path / "store").rglob("*.json")))
    no_sync()
    with pytest.raises(SaveFailed, match=DOUBT):
        store.save_copy(tmp_path / "copy.json")
    assert "So do I." in (tmp_path / "copy.json").read_text()
    with pytest.raises(SaveFailed, match=DOUBT):
        store.backup()
    assert len(list((tmp_path / "store").rglob("*.json"))) == before + 1


def test_words_written_to_a_file_of_ones_own_say_so(tmp_path: Path, no_sync: Callable[..., None]) -> None:
    no_sync()
    with pytest.raises(OutputRefused, match=DOUBT):
        write_new_file(tmp_path / "words.md", "words")
    assert (tmp_path / "words.md").read_text() == "words\n"


def test_words_that_cannot_be_written_leave_no_part_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused, match=r"Not written to .*: No space left on device"):
        write_new_file(tmp_path / "words.md", "words")
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_that_is_in_place_is_not_said_to_be_the_old_one(
    tmp_path: Path, workspace: Workspace, no_sync: Callable[..., None]
) -> None:
    store = workspace.store
    store.encrypt("the one until now")
    store.close()
    sealing = unlock(store.path, "the one until now")
    no_sync(but_for=1)  # that of the key's copy
    with pytest.raises(SaveFailed, match=f"new passphrase is in place, but {DOUBT}"):
        change_passphrase(store.path, sealing, "the one from now on")
    assert unlock(store.path, "the one from now on").key == sealing.key


def test_a_store_that_is_encrypted_or_decrypted_is_not_said_to_be_as_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, sync = workspace.store, os.fsync

    def change_over(change: Callable[[], object], said: str) -> None:
        was = is_encrypted_store(store.path)

        def fsync(descriptor: int) -> None:
            if stat.S_ISDIR(os.fstat(descriptor).st_mode) and is_encrypted_store(store.path) is not was:
                raise OSError(errno.EIO, "Input/output error")
            sync(descriptor)

        with monkeypatch.context() as failing:
            failing.setattr(os, "fsync", fsync)
            with pytest.raises(SaveFailed, match=f"It is {said} now, but .* {DOUBT} .*: keep the passphrase"):
                change()
        assert is_encrypted_store(store.path) is store.is_encrypted is not was
        workspace.reflect(workspace.open("tide.md"), f"Written when it was {said}.")

    change_over(lambda: store.encrypt("a passphrase"), "encrypted")
    change_over(store.decrypt, "decrypted")
    assert len(list(store.annotations())) == 3


def test_a_preference_that_is_in_force_is_not_said_to_be_unwritten(
    tmp_path: Path, no_sync: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    configure_notes(tmp_path)
    no_sync()
    with pytest.raises(PreferencesUnusable, match=DOUBT):
        configure_notes(tmp_path / "others")
    assert configured_notes() == tmp_path / "others"
