"""Paths that cannot be looked at: a home folder of nobody's, a name that is too long. One sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.preferences import preferences_path
from tests.unit.cli.conftest import Shell

COMMANDS = [
    ("backup", "{}"),
    ("restore", "{}", "--yes"),
    ("merge", "{}"),
    ("config", "notes", "{}"),
    ("import", "{}"),
    ("export", "--format", "json", "--output", "{}"),
    ("export", "--template", "{}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "path", ["~nobody-of-that-name/words.json", "w" * 300 + ".json"], ids=["user", "long"]
)
def test_a_path_nobody_can_look_at_costs_a_sentence(
    reader: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], path: str
) -> None:
    away = tmp_path / "away"
    away.mkdir(mode=0o700)
    monkeypatch.chdir(away)
    reader("reflect", "gardens", "--text", "Dear.")
    said = reader(*(word.format(path) for word in command))
    if said.code == 0:  # written under a name that is odd, and one's own
        assert (away / path).is_file()
    else:
        assert said.code in (1, 2)
        assert said.err.startswith("reader: ")
    assert [each["text"] for each in reader("annotations", "--json").json] == ["Dear."]


@pytest.mark.parametrize("path", ["~nobody-of-that-name", "w" * 300])
def test_a_library_and_a_store_nobody_can_look_at_cost_a_sentence(
    reader: Shell, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert reader.bare(path).code in (1, 2)
    assert reader.bare("list", "--notes", path).err.startswith("reader: The library ")
    assert reader.bare("doctor", "--store", f"{path}/{'w' * 300}", "--notes", str(reader.folder)).code == 0


@pytest.mark.parametrize(
    "words", [("list",), ("show", "gardens"), ("list", "--notes", "."), ("reflect", "gardens")]
)
def test_a_terminal_that_stands_in_a_folder_that_is_gone_is_told_so(
    reader: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    said = reader(*words)
    assert said.code == 2
    assert "no longer there" in said.err


def test_preferences_that_name_what_is_no_path_are_said(reader: Shell) -> None:
    preferences_path().parent.mkdir(parents=True)
    preferences_path().write_text('{"notes": "/tmp/\\u0000"}', encoding="utf-8")
    said = reader.bare("list", "--store", str(reader.store))
    assert said.code == 1
    assert "names no folder that can be" in said.err


def test_a_store_that_can_be_no_file_is_said(reader: Shell) -> None:
    for command in ("list", "doctor"):
        said = reader.bare(command, "--store", "/", "--notes", str(reader.folder))
        assert (said.code, said.err) == (2, "reader: The store is a file; / is a folder.\n")
