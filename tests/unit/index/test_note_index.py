"""The index of notes: read again only where files changed, found as the text is, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.document.model import Document
from reader.document.parse import parse
from reader.index.note_index import NoteIndex
from reader.index.terms import Term, term
from reader.library.note import Note
from reader.library.scan import Library, scan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tea.md").write_text("# Tea\n\nThe *kettle* sings. [Milk](milk.md) is near.\n\n- pour\n- wait\n")
    (notes / "milk.md").write_text(
        "---\ntags: [cold]\npeople: [Ada Marsh]\n---\n\n# Milk\n\nThe jug is full.\n"
    )
    return notes


class Reading:
    """Parses, and remembers what was parsed."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def __call__(self, note: Note) -> Document:
        self.keys.append(note.key)
        return parse(note.body)


def refreshed(index: NoteIndex, library: Library) -> list[str]:
    reading = Reading()
    for _ in index.update(library.notes, reading):
        pass
    return reading.keys


def found(index: NoteIndex, *typed: str) -> list[str]:
    terms = [term(each) or Term(("?",)) for each in typed]
    return sorted(key for key, _ in index.search(terms))


def test_only_changed_files_are_read_again(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "cache" / "notes.sqlite3"
    index = NoteIndex(file)
    assert refreshed(index, scan(folder)) == ["milk.md", "tea.md"]
    index.close()
    index = NoteIndex(file)
    assert refreshed(index, scan(folder)) == []
    (folder / "tea.md").write_text("# Tea\n\nThe pot is empty.\n")
    os.utime(folder / "tea.md", ns=(1, 1))
    assert refreshed(index, scan(folder)) == ["tea.md"]
    assert found(index, "kettle") == []
    assert found(index, "pot") == ["tea.md"]


def test_what_is_gone_is_no_longer_found(folder: Path) -> None:
    index = NoteIndex(None)
    refreshed(index, scan(folder))
    (folder / "tea.md").unlink()
    refreshed(index, scan(folder))
    assert found(index, "kettle") == []
    assert index.kept().keys() == {"milk.md"}


def test_facts_are_those_of_the_parsed_note(folder: Path) -> None:
    index = NoteIndex(None)
    library = scan(folder)
    refreshed(index, library)
    for note in library.notes:
        kept, document = index.kept_of(note), parse(note.body)
        assert kept is not None
        assert (kept.words, kept.key_points) == (document.words, len(document.key_points))


def test_words_are_found_across_formatting_and_not_across_blocks(folder: Path) -> None:
    index = NoteIndex(None)
    refreshed(index, scan(folder))
    assert found(index, "the kettle sings") == ["tea.md"]
    assert found(index, "pour wait") == []
    assert found(index, "pour", "wait") == ["tea.md"]
    assert found(index, "ada mar") == ["milk.md"]
    assert found(index, "cold") == ["milk.md"]


def test_links_are_kept_by_the_name_they_lead_to(folder: Path) -> None:
    index = NoteIndex(None)
    refreshed(index, scan(folder))
    [link] = index.links_to("Milk")
    assert (link.key, link.target) == ("tea.md", "milk.md")
    document = parse(scan(folder).notes[1].body)
    assert document.blocks[link.block].text[link.start : link.stop] == "Milk"


def test_half_an_update_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.index.note_index.BATCH", 1)
    index = NoteIndex(None)
    assert next(index.update(scan(folder).notes, Reading())) == 1
    assert [note.key for note in index.pending(scan(folder).notes)] == ["tea.md"]
    assert found(index, "jug") == ["milk.md"]


def test_another_window_s_work_is_seen(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite3"
    one, two = NoteIndex(file), NoteIndex(file)
    assert one.pending(scan(folder).notes)
    refreshed(two, scan(folder))
    assert one.pending(scan(folder).notes) == []
    assert found(one, "kettle") == ["tea.md"]


def test_an_index_deleted_while_open_is_made_again(folder: Path, tmp_path: Path) -> None:
    index = NoteIndex(tmp_path / "notes.sqlite3")
    refreshed(index, scan(folder))
    index.forget()
    assert found(index, "kettle") == []
    refreshed(index, scan(folder))
    assert found(index, "kettle") == ["tea.md"]
