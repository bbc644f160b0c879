"""A vault opened as it is: its links, what links to a note, and what was kept of it by earlier versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.annotations.anchor import Status
from reader.annotations.model import Color
from reader.index.note_index import NoteIndex
from reader.library.scan import scan
from reader.workspace import Workspace
from reader.workspace.passages import find_quote
from tests.before_names import before_links_by_name
from tests.unit.workspace.conftest import Clock

HOME = """---
aliases: [Start, The door]
---
# Home

Met [[Zoë Petit|the nurse]] today; see [[Plan]], [[Nowhere]] and ![[map.png]].

- A key point with [[The plan of 1.2|a plan]] in it, which is long enough to be kept.
"""

FILES = {
    "Home.md": HOME,
    "People/Zoë Petit.md": "# Zoë\n\nShe keeps [[the door]] open. [A link](../Home.md). [[Zoë Petit]].\n",
    "Work/Plan.md": "---\naliases: The plan of 1.2\n---\n# Plan\n\nBack to [[Home#Home|where we began]].\n",
    "Work/Old/Plan.md": "# An older plan\n\n[[Plan]] is [[Work/Plan]] no more; [[start]].\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small vault in the place of the notes."""
    notes = tmp_path / "vault"
    for key, text in FILES.items():
        path = notes / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return notes


def backlinks(workspace: Workspace, note: str) -> list[tuple[str, str]]:
    """Where links lead to a note, and their words."""
    return [
        (each.note.key, workspace.document(each.note).text_of(each.range))
        for each in workspace.backlinks(workspace.find(note))()
    ]


def test_the_notes_that_link_here_are_found_by_name_path_and_other_name(workspace: Workspace) -> None:
    assert backlinks(workspace, "Home.md") == [
        ("People/Zoë Petit.md", "the door"),
        ("People/Zoë Petit.md", "A link"),
        ("Work/Old/Plan.md", "start"),
        ("Work/Plan.md", "where we began"),
    ]
    assert backlinks(workspace, "Work/Plan.md") == [
        ("Home.md", "Plan"),
        ("Home.md", "a plan"),
        ("Work/Old/Plan.md", "Work/Plan"[5:]),
    ]
    assert backlinks(workspace, "Work/Old/Plan.md") == []
    assert backlinks(workspace, "People/Zoë Petit.md") == [("Home.md", "the nurse")]


def test_a_name_that_changes_hands_leads_to_its_new_note_at_once(workspace: Workspace, folder: Path) -> None:
    home = workspace.find("Home.md")
    assert workspace.library.resolve_link(home, "[[Nowhere]]") is None
    (folder / "Nowhere.md").write_text("Here after all.\n", encoding="utf-8")
    (folder / "Work" / "Plan.md").rename(folder / "Work" / "Other.md")
    assert workspace.reload()
    found = [workspace.library.resolve_link(home, each) for each in ("[[Nowhere]]", "[[Plan]]")]
    assert [note.key for note in found if note] == ["Nowhere.md", "Work/Old/Plan.md"]
    assert backlinks(workspace, "Nowhere.md") == [("Home.md", "Nowhere")]


def test_words_of_a_link_are_found_and_the_name_behind_them_is_not(workspace: Workspace) -> None:
    [found] = workspace.search("the nurse today", scope="notes").found
    assert found.snippet.startswith("Met the nurse today; see Plan, Nowhere and map.png.")
    assert [each.note.key for each in workspace.search("petit met").found if each.note] == []


def test_an_index_of_an_earlier_version_is_made_anew(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.keep_index(tmp_path / "cache")
    with before_links_by_name(), monkeypatch.context() as then:
        schema = "".join(each for each in _schema().splitlines(keepends=True) if not each.startswith("--"))
        then.setattr("reader.index.note_index._SCHEMA", schema)
        assert list(workspace.update_index())
        assert backlinks(workspace, "People/Zoë Petit.md") == []
        workspace.forget_search()
    assert [link for _, link in backlinks(workspace, "People/Zoë Petit.md")] == ["the nurse"]
    workspace.forget_search()
    [file] = (tmp_path / "cache").glob("notes-*.sqlite3")
    with sqlite3.connect(file) as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM links WHERE target LIKE '[[%'").fetchall()
    assert count == HOME.count("[[") + 6


def _schema() -> str:
    from reader.index import note_index

    return note_index._SCHEMA


def test_the_index_keeps_a_link_by_the_last_part_of_its_name(workspace: Workspace) -> None:
    index = NoteIndex(None)
    for _ in index.update(workspace.library.notes, workspace.document):
        pass
    assert [link.target for link in index.links_to("The plan of 1.2")] == ["[[The plan of 1.2]]"]
    assert [link.target for link in index.links_to("plan")] == ["[[Plan]]", "[[Plan]]", "[[Work/Plan]]"]


# What was kept by an earlier version


def test_nothing_that_was_marked_before_is_lost(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "data" / "annotations.json"
    before = Workspace(folder, store, now=Clock())
    with before_links_by_name():
        home = before.open("Home.md")
        for quote in ("Met [[Zoë Petit|the nurse]] today", "today; see", "[[Plan]]", "Zoë Petit|the nu"):
            before.highlight(home, find_quote(home.document, quote), Color.GREEN)
        before.reflect(home, "Ask her.", range=home.document.key_points[0].range)
        before.remember_place(home, home.document.key_points[0].range.start, 0.5)
        assert {each.status for each in before.open("Home.md").placed} == {Status.ANCHORED}
        before.close()
    kept = store.read_bytes()
    after = Workspace(folder, store, now=Clock())
    again = after.open("Home.md")
    again = again.with_placed(after.anchor_pending(again))
    shown = [
        (again.document.text_of(each.range), each.status) for each in again.placed if each.range is not None
    ]
    assert shown == [
        ("Met the nurse today", Status.ANCHORED),
        ("the nurse", Status.ANCHORED),
        ("today; see", Status.ANCHORED),
        ("Plan", Status.ANCHORED),
        ("A key point with a plan in it, which is long enough to be kept.", Status.ANCHORED),
    ]
    assert again.pending == ()
    assert after.place(again) == again.document.key_points[0].range.start
    after.close()
    assert store.read_bytes() == kept  # looking writes nothing


def test_what_was_marked_before_goes_with_its_note_to_another_name(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "data" / "annotations.json"
    before = Workspace(folder, store, now=Clock())
    with before_links_by_name():
        home = before.open("Home.md")
        before.highlight(home, find_quote(home.document, "Met [[Zoë Petit|the nurse]] today"), Color.GREEN)
        before.close()
    (folder / "Home.md").rename(folder / "Work" / "House.md")
    after = Workspace(folder, store, now=Clock())
    [placed] = after.open("Work/House.md").placed
    assert placed.status is Status.ANCHORED
    after.close()


def test_words_on_a_whole_note_go_with_it_though_its_title_had_brackets(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "data" / "annotations.json"
    (folder / "Odd.md").write_text("# On [[Work/Plan|the plan]]\n", encoding="utf-8")
    before = Workspace(folder, store, now=Clock())
    with pytest.MonkeyPatch.context() as then:
        then.setattr("reader.library.wikilinks.with_words", str)
        before.reload()
        odd = before.open(scan(folder).find("Odd.md"))
        assert odd.note.title == "On [[Work/Plan|the plan]]"
        before.reflect(odd, "Of all of it.")
        before.close()
    (folder / "Odd.md").rename(folder / "Work" / "Odd.md")
    after = Workspace(folder, store, now=Clock())
    assert after.find("Work/Odd.md").title == "On the plan"
    assert [each.annotation.text for each in after.open("Work/Odd.md").on_note] == ["Of all of it."]
    after.close()
