"""Search over notes and annotations as a person uses it."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

from reader.annotations.model import Color
from reader.document.model import Position, Range
from reader.workspace import Workspace
from reader.workspace.passages import find_quote, key_point
from reader.workspace.search import Results
from tests.unit.workspace.conftest import Clock


@pytest.fixture
def marked(workspace: Workspace) -> Workspace:
    opened = workspace.open("listening")
    highlight = workspace.highlight(opened, key_point(opened.document, 3), Color.GREEN)
    workspace.reflect(opened, "I filled every pause with advice.", on=highlight.id)
    workspace.tag(highlight.id, ["pauses"])
    gardens = workspace.open("gardens")
    workspace.highlight(gardens, find_quote(gardens.document, "prunes in winter"), Color.YELLOW)
    return workspace


def lit(results: Results) -> list[tuple[str, list[str]]]:
    return [(each.kind, [each.snippet[start:end] for start, end in each.hits]) for each in results.found]


def test_notes_and_annotations_come_in_one_list_with_the_words_lit(marked: Workspace) -> None:
    assert sorted(lit(marked.search("silence"))) == [("highlight", ["silence"]), ("note", ["silence"])]
    assert lit(marked.search("PAUSE advice")) == [("reflection", ["pause", "advice"])]


@pytest.mark.parametrize(
    ("written", "snippet"),
    [
        ("I **never** `pause` here.", "I never pause here."),
        ("See [the pause](https://example.org/x) \\* once", "See the pause * once"),
        ("# Pause\n\n- one\n- *two*", "Pause one two"),
        ("- a pause", "a pause"),
        ("2 * 3 is no pause", "2 * 3 is no pause"),
    ],
)
def test_a_reflection_is_shown_without_the_signs_of_markdown(
    workspace: Workspace, written: str, snippet: str
) -> None:
    workspace.reflect(workspace.open("listening"), written)
    [found] = workspace.search("pause", scope="annotations").found
    assert found.snippet == snippet
    assert [found.snippet[start:end].casefold() for start, end in found.hits] == ["pause"]
    [same] = workspace.search("kind:reflection").found
    assert same.snippet == snippet


def test_a_result_leads_to_its_passage(marked: Workspace) -> None:
    for found in marked.search("silence").found:
        assert found.note is not None
        opened = marked.open(found.note)
        passage = marked.passage(found, opened)
        assert passage is not None
        assert "silence" in opened.document.text_of(passage)
        assert marked.passage(found) == passage


def test_a_link_of_a_vault_is_shown_by_its_words(workspace: Workspace) -> None:
    workspace.reflect(
        workspace.open("listening"), "A lull, as in [[The empty chair|that meeting]], is enough."
    )
    [found] = workspace.search("meeting enough", scope="annotations").found
    assert found.snippet == "A lull, as in that meeting, is enough."
    assert [found.snippet[start:end] for start, end in found.hits] == ["meeting", "enough"]
    [same] = workspace.search("kind:reflection").found
    assert same.snippet == found.snippet
    [sought] = workspace.search("chair lull", scope="annotations").found
    assert sought.snippet == found.snippet


def test_the_best_passage_of_a_note_is_shown(marked: Workspace) -> None:
    [found] = marked.search('"feels polite" question', scope="notes").found
    assert found.range is not None
    assert marked.document(marked.find("listening")).text_of(found.range) == "question than feels polite"


def test_a_title_that_is_in_the_text_too_is_not_said_twice(marked: Workspace, folder: Path) -> None:
    (folder / "trust.md").write_text("# Trust in the team\n\nNobody is born with it.\n", encoding="utf-8")
    marked.reload()
    [found] = marked.search("trust").found
    assert (found.title, found.snippet, found.hits) == ("Trust in the team", "Nobody is born with it.", ())
    assert marked.passage(found) == Range(Position(0, 0), Position(0, 5))


def test_a_word_in_the_title_comes_first(marked: Workspace) -> None:
    first, *_ = marked.search("gardens").found
    assert first.title == "Gardens"
    assert first.title_hits == ((0, 7),)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("tag:craft", ["highlight", "note", "reflection"]),
        ("tag:pauses", ["highlight"]),
        ("color:green", ["highlight"]),
        ("colour:gr colour:yellow", ["highlight", "highlight"]),
        ("kind:reflection", ["reflection"]),
        ("in:garden prunes", ["highlight", "note"]),
        ("in:notes silence", ["note"]),
        ("after:2025 silence", ["highlight"]),
        ("before:2025 silence", ["note"]),
        ("in:notes after:2024-05-02", ["note"]),
        ("in:notes since:2024-05", ["note"]),
        ("in:notes after:2024-05-03", []),
        ("in:notes before:2024-05-02", []),
        ("in:notes until:2024-05-02", ["note"]),
        ("in:notes after:2024-05 before:2024-06", ["note"]),
        ("in:notes before:2024-05", []),
        ("silence -leave", []),
        ("ward sister", ["note"]),
    ],
)
def test_a_search_is_narrowed(marked: Workspace, query: str, kinds: list[str]) -> None:
    results = marked.search(query)
    assert sorted(each.kind for each in results.found) == kinds
    assert results.total == len(kinds)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Type a word"),
        ('" ( * )', "There is no word in that"),
        ("color:pinkish silence", "“pinkish” is not a colour; there are yellow, green"),
        ("before:noon", "“noon” is not a date"),
        ("kind:poem", "“poem” is not a kind"),
        ("tag:nowhere", "No note and no annotation has the tag “nowhere”."),
        ("zzzzqq", "Nothing was found for “zzzzqq”."),
    ],
)
def test_what_cannot_be_searched_is_said_in_a_sentence(marked: Workspace, query: str, said: str) -> None:
    assert said in marked.search(query).sentence


@pytest.mark.parametrize(
    "query", ['"', "'; DROP TABLE words", "a AND OR NOT (", "NEAR(a b)", "title:x", "*", "-"]
)
def test_operators_and_quotes_are_only_text(marked: Workspace, query: str) -> None:
    marked.search(query)


def test_a_title_is_found_that_one_half_remembers(marked: Workspace) -> None:
    assert [each.title for each in marked.search("gardans").found] == ["Gardens"]
    assert [each.title for each in marked.search("onlstn").found] == ["On listening"]


def test_deleting_and_undoing_are_seen_at_once(marked: Workspace) -> None:
    [reflection] = marked.search("advice").found
    assert reflection.annotation is not None
    marked.delete(reflection.annotation.id)
    assert marked.search("advice").found == ()
    marked.undo()
    assert len(marked.search("advice").found) == 1
    marked.edit(reflection.annotation.id, "I held my tongue.")
    assert marked.search("advice").found == ()
    assert len(marked.search("tongue").found) == 1


def test_a_changed_file_is_found_by_its_new_words(marked: Workspace, folder: Path) -> None:
    marked.search("x")
    (folder / "gardens.md").write_text("# Gardens\n\nRoses need sun.\n", encoding="utf-8")
    os.utime(folder / "gardens.md", ns=(10**18, 10**18))
    marked.reload()
    assert [each.title for each in marked.search("roses").found] == ["Gardens"]
    [highlight] = marked.search("prunes").found
    assert highlight.kind == "highlight"
    assert marked.passage(highlight) is None


def test_an_annotation_whose_note_is_gone_is_still_found(marked: Workspace, folder: Path) -> None:
    (folder / "gardens.md").unlink()
    marked.reload()
    [found] = marked.search("prunes").found
    assert (found.note, found.title) == (None, "Gardens")
    assert marked.passage(found) is None


@pytest.fixture
def cached(marked: Workspace, tmp_path: Path) -> Workspace:
    marked.keep_index(tmp_path / "cache")
    return marked


def test_a_kept_index_answers_after_a_restart_without_parsing(
    cached: Workspace, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lit(cached.search("silence"))
    list(cached.update_index())
    cached.close()
    monkeypatch.setattr("reader.workspace.search.parse", lambda _: pytest.fail("parsed"))
    parsing = import_module("reader.document.parse")  # the package has a function of that name
    monkeypatch.setattr(parsing, "begin_to_parse", lambda _: pytest.fail("parsed"))
    again = Workspace(folder, tmp_path / "data" / "annotations.json", now=Clock())
    again.keep_index(tmp_path / "cache")
    assert lit(again.search("silence")) == before
    assert [(each.words > 0, each.key_points) for each in again.listing()] == [(True, 3), (True, 2)]
    again.close()


def test_private_words_stay_out_of_the_cache_when_that_is_wished(cached: Workspace, tmp_path: Path) -> None:
    def in_cache(word: bytes) -> bool:
        cached._close_index()
        return any(word in file.read_bytes() for file in (tmp_path / "cache").iterdir())

    assert cached.search("advice").found
    assert in_cache(b"advice")
    cached.keep_index(tmp_path / "cache", keeps_words=False)
    assert len(cached.search("advice").found) == 1
    assert not in_cache(b"advice")


def test_a_large_change_is_left_to_the_background(cached: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.workspace.search.AT_ONCE", 0)
    assert cached.search("silence", scope="notes").pending == 2
    assert list(cached.update_index()) == [0]
    results = cached.search("silence", scope="notes")
    assert (results.pending, len(results.found)) == (0, 1)


def test_links_that_lead_here_are_listed(workspace: Workspace) -> None:
    [link] = workspace.backlinks(workspace.find("listening"))()
    assert link.note.title == "Gardens"
    assert workspace.document(link.note).text_of(link.range) == "the other note"
    assert workspace.backlinks(workspace.find("gardens"))() == []


def test_recent_notes_and_jumping_by_letters(workspace: Workspace) -> None:
    for name in ("listening", "gardens"):
        opened = workspace.open(name)
        workspace.remember_place(opened, opened.document.whole_block(0).start, 0.1)
    assert [note.title for note in workspace.recent()] == ["Gardens", "On listening"]
    assert [note.title for note, _ in workspace.jump("")] == ["Gardens", "On listening"]
    assert [note.title for note, _ in workspace.jump("lis")] == ["On listening"]
    assert workspace.jump("xyz") == []


def test_a_mark_is_found_again_after_its_note_was_edited(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens")
    position = find_quote(opened.document, "prunes").start
    workspace.set_mark("a", opened, position)
    file = folder / "gardens.md"
    file.write_text(file.read_text().replace("# Gardens", "# Gardens\n\nNew.\n\nMore of it."))
    os.utime(folder / "gardens.md", ns=(10**18, 10**18))
    workspace.reload()
    [mark] = workspace.marks()
    document = workspace.open(mark.note_id).document
    place = workspace.marked_place(mark, document)
    assert document.blocks[place.block].text[place.offset :].startswith("prunes")
    workspace.remove_mark("a")
    assert workspace.marks() == []
    assert workspace.mark("a") is None
