"""Counts of key points reflected on, kept for the next start: never those of another state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.document.model import Document
from reader.index.places import counts_file
from reader.library.note import Note
from reader.workspace import Workspace
from reader.workspace.facts import LONG, Coverage, FactBook
from reader.workspace.passages import key_point
from tests.unit.workspace.conftest import Clock
from tests.unit.workspace.test_library import rewrite

HEAD = "# The long one\n\n## Key points\n\n- Begin.\n- Go on.\n- End.\n\n## The rest\n\n"
LONG_NOTE = HEAD + "Words that fill a page. " * (LONG // 24 + 1) + "\n"

Start = Callable[[], Workspace]


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Start:
    """Start Reader anew on the same library, store and cache."""
    (folder / "long.md").write_text(LONG_NOTE, encoding="utf-8")

    def begin() -> Workspace:
        made = Workspace(folder, tmp_path / "data" / "annotations.json", now=Clock())
        made.keep_index(tmp_path / "cache", keeps_words=not made.store.is_encrypted)
        return made

    return begin


def counted(workspace: Workspace) -> Coverage:
    note = workspace.find("long")
    workspace.counting(note)()
    coverage = workspace.coverage_at_hand(note)
    assert coverage is not None
    return coverage


def reflect(workspace: Workspace, point: int, words: str) -> str:
    opened = workspace.open("long")
    return workspace.reflect(opened, words, range=key_point(opened.document, point)).id


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were parsed to be counted."""
    asked: list[str] = []
    parse = FactBook.document

    def noted(book: FactBook, note: Note) -> Document:
        asked.append(note.key)
        return parse(book, note)

    monkeypatch.setattr(FactBook, "document", noted)
    return asked


def test_a_long_note_is_parsed_once_to_be_counted_and_not_with_each_start(
    start: Start, parsed: list[str]
) -> None:
    first = start()
    reflect(first, 2, "Already?")
    parsed.clear()
    assert counted(first) == (3, 1)
    assert parsed == ["long.md"]
    first.close()
    again = start()
    assert counted(again) == (3, 1)
    assert parsed == ["long.md"]
    again.close()


def test_another_state_of_the_note_or_of_what_is_kept_on_it_is_counted_anew(
    start: Start, folder: Path, parsed: list[str]
) -> None:
    first = start()
    name = reflect(first, 2, "Already?")
    assert counted(first) == (3, 1)
    reflect(first, 3, "Is it?")
    assert counted(first) == (3, 2)
    first.delete(name)
    first.close()
    second = start()
    assert counted(second) == (3, 1)
    second.close()
    rewrite(folder / "long.md", LONG_NOTE.replace("- Begin.\n", "- Begin.\n- Wait.\n"))
    third = start()
    assert counted(third) == (4, 1)
    third.restore(name)
    parsed.clear()
    assert counted(third) == (4, 2)
    assert parsed == ["long.md"]
    third.close()


@pytest.mark.parametrize("damage", [b"", b"00000000\n[1, {}]", b"\xff\x00", b'[1, {"a": 3}]'])
def test_a_damaged_file_costs_no_more_than_counting_again(
    start: Start, tmp_path: Path, damage: bytes
) -> None:
    first = start()
    reflect(first, 2, "Already?")
    assert counted(first) == (3, 1)
    file = counts_file(tmp_path / "cache", first.store.path)
    first.close()
    file.write_bytes(damage)
    again = start()
    assert counted(again) == (3, 1)
    again.close()
    assert file.read_bytes() != damage


def test_what_is_kept_names_neither_note_nor_words_and_only_its_owner_may_read_it(
    start: Start, tmp_path: Path
) -> None:
    first = start()
    reflect(first, 2, "Already?")
    counted(first)
    file = counts_file(tmp_path / "cache", first.store.path)
    kept = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert not any(word in kept for word in ("long", "Already", "Go on"))
    first.close()


def test_it_goes_where_words_may_not_be_in_the_cache(start: Start, tmp_path: Path) -> None:
    first = start()
    reflect(first, 2, "Already?")
    counted(first)
    file = counts_file(tmp_path / "cache", first.store.path)
    assert file.exists()
    first.keep_index(tmp_path / "cache", keeps_words=False)
    assert not file.exists()
    first.close()


def test_of_an_encrypted_store_nothing_is_kept(start: Start, tmp_path: Path) -> None:
    first = start()
    first.store.encrypt("a passphrase of some length")
    reflect(first, 2, "Already?")
    assert counted(first) == (3, 1)  # in a window that was open before
    assert not counts_file(tmp_path / "cache", first.store.path).exists()
    first.close()
