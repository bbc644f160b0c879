"""``reader list`` answers from what it said last only where nothing has changed since."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from reader.cli import kept_answer
from tests.unit.cli.conftest import GARDENS, Shell


def answers(home: Path) -> list[Path]:
    return sorted(home.rglob("answer-*"))


@pytest.fixture
def settled(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A library and a store whose files count as old enough, listed once."""
    monkeypatch.setattr(kept_answer, "SETTLED_NS", -(10**18))
    reader("highlight", "listening", "--quote", "to listen well is a gift")
    reader("list", "--json")
    return reader


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names the workspaces that are opened from now on."""
    from reader.cli import listing

    names: list[str] = []
    whole = listing._listed

    def counted(arguments: object) -> tuple[str, bool]:
        names.append("opened")
        return whole(arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(listing, "_listed", counted)
    return names


def test_where_nothing_changed_the_same_is_said_and_nothing_opened(settled: Shell, opened: list[str]) -> None:
    said = settled("list", "--json")
    assert opened == []
    assert said.code == 0
    assert [note["highlights"] for note in said.json] == [1, 0]


def _a_word_of_the_same_length(shell: Shell) -> None:
    path = shell.folder / "gardens.md"
    times = path.stat()
    path.write_text(GARDENS.replace("# Gardens", "# Orchard"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _a_note_replaced_by_another_of_the_same_time(shell: Shell) -> None:
    path, other = shell.folder / "gardens.md", shell.folder / "new.md"
    other.write_text(GARDENS.replace("# Gardens", "# Orchard"), encoding="utf-8")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def _a_new_note(shell: Shell) -> None:
    (shell.folder / "below").mkdir()
    (shell.folder / "below" / "third.md").write_text("# Third\n", encoding="utf-8")


def _a_note_gone(shell: Shell) -> None:
    (shell.folder / "gardens.md").unlink()


def _a_note_renamed(shell: Shell) -> None:
    (shell.folder / "gardens.md").rename(shell.folder / "plots.md")


def _a_reflection(shell: Shell) -> None:
    shell("reflect", "listening", "--text", "Mine.")


def _a_highlight_deleted(shell: Shell) -> None:
    [kept] = shell("annotations", "--json").json
    shell("delete", kept["id"])


CHANGES: Final[list[Callable[[Shell], None]]] = [
    _a_word_of_the_same_length,
    _a_note_replaced_by_another_of_the_same_time,
    _a_new_note,
    _a_note_gone,
    _a_note_renamed,
    _a_reflection,
    _a_highlight_deleted,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__.strip("_"))
def test_any_change_is_seen(settled: Shell, change: Callable[[Shell], None]) -> None:
    before = settled("list", "--json")
    change(settled)
    after = settled("list", "--json")
    assert after.out != before.out
    for kept in answers(settled.folder.parent):
        kept.unlink()
    assert settled("list", "--json").out == after.out


def test_a_file_that_cannot_be_read_is_named_each_time(settled: Shell) -> None:
    (settled.folder / "old.md").write_bytes(b"caf\xe9")
    assert "old.md is not UTF-8" in settled("list").err
    assert "old.md is not UTF-8" in settled("list").err


def test_nothing_is_kept_while_a_file_is_so_young_that_a_change_could_go_unseen(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "to listen well is a gift")
    reader("list", "--json")
    assert answers(reader.folder.parent) == []


def test_nothing_is_kept_where_a_link_leads_on(settled: Shell) -> None:
    (settled.folder / "again.md").symlink_to(settled.folder / "gardens.md")
    before = answers(settled.folder.parent)
    settled("list", "--json")
    assert answers(settled.folder.parent) == before
    assert kept_answer.grounds_of(settled.folder, settled.store) is None


def test_nothing_is_kept_of_an_encrypted_store(settled: Shell) -> None:
    assert kept_answer.grounds_of(settled.folder, settled.store) is not None
    settled.store.with_name(settled.store.name + ".identity").write_bytes(b"age-encryption.org/v1\n")
    assert kept_answer.grounds_of(settled.folder, settled.store) is None


def test_the_answer_is_its_owners_alone(settled: Shell) -> None:
    kept = answers(settled.folder.parent)
    assert [each.stat().st_mode & 0o777 for each in kept] == [0o600]
    assert "gift" not in kept[0].read_text(encoding="utf-8")


def test_a_broken_answer_is_made_anew(settled: Shell) -> None:
    before = settled("list", "--json").out
    for kept in answers(settled.folder.parent):
        kept.write_bytes(b"\xff\xfe")
    assert settled("list", "--json").out == before
