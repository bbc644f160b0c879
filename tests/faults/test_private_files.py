"""Who could read along: every file of a session is its owner's alone, and no log or crash holds a word."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.store import Store
from reader.tui.app import ReaderApp
from reader.workspace import Workspace
from tests.terminal import Terminal, private_environment, reader_command

SECRET = "I was afraid of them."


def run(home: Path, *words: str, **environment: str) -> str:
    """Run a command as somebody whose umask hides nothing."""
    done = subprocess.run(
        [*reader_command(), *words],
        env=private_environment(home) | environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        umask=0,
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def open_to_others(home: Path) -> list[str]:
    """List what others may look into, with its mode."""
    found = [(each, stat.S_IMODE(each.lstat().st_mode)) for each in home.rglob("*")]
    return [f"{mode:o} {each.relative_to(home)}" for each, mode in found if mode & 0o077]


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_everything_a_session_makes_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, is_encrypted: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    phrase = tmp_path / "phrase"
    phrase.write_text("correct horse")
    given = {"READER_PASSPHRASE_FILE": str(phrase)}
    seen = tmp_path / "seen"
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nstat -c %a "$1" "$(dirname "$1")" > {seen}\necho "Edited." > "$1"\n')
    editor.chmod(0o755)
    run(home, "reflect", "health-care-2", "--text", SECRET)
    if is_encrypted:
        run(home, "encrypt", **given)
    run(home, "reflect", "health-care-2", "--point", "1", "--text", f"{SECRET} 2", **given)
    run(home, "search", "afraid", **given)
    run(home, "backup", **given)
    run(home, "backup", str(home / "elsewhere" / "copy.json"), **given)
    run(home, "export", "--format", "json", "--output", str(home / "out" / "all.json"), **given)
    run(home, "config", "notes", str(home), **given)
    with Terminal(
        [*reader_command(), "reflect", "--notes", str(notes_of(home)), "listening"],
        private_environment(home) | given | {"EDITOR": str(editor)},
    ) as terminal:
        assert terminal.wait_for_end() == 0, terminal.text
    assert seen.read_text().split() == ["600", "700"]
    ours = [each for each in open_to_others(home) if "notes-of-mine" not in each]
    assert ours == []
    store = home / "data" / "better-way-reader"
    holding = [
        each.name for each in store.rglob("*") if each.is_file() and SECRET.encode() in each.read_bytes()
    ]
    assert bool(holding) is not is_encrypted, holding
    cached = [
        each for each in (home / "cache").rglob("*") if each.is_file() and b"afraid" in each.read_bytes()
    ]
    assert bool(cached) is not is_encrypted, cached


def notes_of(home: Path) -> Path:
    folder = home / "notes-of-mine"
    folder.mkdir(exist_ok=True)
    (folder / "listening.md").write_text("# Listening\n\n- Ask one more question.\n")
    return folder


def test_no_key_and_no_word_is_logged_even_where_the_environment_asks_for_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    log = tmp_path / "textual.log"
    asked = {"TEXTUAL_LOG": str(log), "TEXTUAL": "debug,devtools", "TEXTUAL_SCREENSHOT": "1"}
    run(home, "reflect", "health-care-2", "--text", SECRET)
    with Terminal(reader_command(), private_environment(home) | asked) as terminal:
        terminal.wait_for("All notes")
        terminal.press("J")
        terminal.wait_for("afraid")
        terminal.press("q", "q")
        terminal.wait_for_end()
    assert not log.exists()
    assert list(home.glob("*.svg")) == []


def test_the_app_opens_whatever_the_environment_asks_of_textual(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    asked = {"TEXTUAL_DRIVER": "nowhere:Driver", "TEXTUAL_COLOR_SYSTEM": "many", "TEXTUAL_SHOW_RETURN": "1"}
    with Terminal(reader_command(), private_environment(home) | asked) as terminal:
        terminal.wait_for("All notes")
        terminal.press("q")
        terminal.wait_for_end()
        assert "returned" not in terminal.text


class Mistake(Exception):
    """An error that nobody expected."""


async def test_a_crash_says_where_and_holds_no_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(notes_of(tmp_path), Store.open(tmp_path / "store" / "annotations.json"))
    app = ReaderApp(workspace)

    def fail(text: str) -> None:
        raise Mistake(f"cannot {text}")

    async def crash() -> None:
        async with app.run_test() as pilot:
            pilot.app.call_later(fail, SECRET)
            await pilot.pause()

    with pytest.raises(Mistake):
        await crash()
    app._print_error_renderables()
    printed = capsys.readouterr().err
    assert "Mistake" in printed
    assert "test_private_files.py" in printed
    assert SECRET not in printed
    assert "afraid" not in printed
    workspace.close()


def test_errors_a_person_meets_hold_no_private_words(tmp_path: Path) -> None:
    """The words of a draft or of a record are in no sentence about why they could not be kept."""
    store = Store.open(tmp_path / "annotations.json")
    (tmp_path / "annotations.json.drafts").write_text("in the way")
    with pytest.raises(ReaderError) as raised:
        store.drafts.keep("one", SECRET, {"note": SECRET})
    assert "afraid" not in str(raised.value)
    store.close()
