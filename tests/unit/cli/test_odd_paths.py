"""Paths that cannot be looked at: a home folder of nobody's, a name that is too long. One sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest

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
