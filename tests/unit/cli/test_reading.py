"""list, tags, show: reading at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.document.cells import cell_width
from tests.unit.cli.conftest import Shell

NOTE_FIELDS = ["id", "path", "title", "tags", "date", "words", "key_points", "highlights", "reflections"]


def test_list_says_in_json_what_the_design_says(reader: Shell) -> None:
    said = reader("list", "--json")
    assert said.code == 0
    first, second = said.json
    assert list(first) == NOTE_FIELDS
    assert (first["id"], first["path"], first["date"], first["key_points"]) == (
        "listening",
        "listening.md",
        "2024-05-02",
        2,
    )
    assert (second["id"], second["tags"], second["date"], second["highlights"]) == ("gardens.md", [], None, 0)


def test_list_is_readable_for_people(reader: Shell) -> None:
    out = reader("list").out
    assert " 2 May 2024  On listening" in out
    assert "listening  1 min, 0 of 2 key points reflected on  [craft, craft/ear]" in out


def test_list_narrows_by_every_tag_given(reader: Shell) -> None:
    assert [note["id"] for note in reader("list", "--tag", "CRAFT", "--tag", "craft/ear", "--json").json] == [
        "listening"
    ]
    assert reader("list", "--tag", "craft", "--tag", "none", "--json").json == []
    assert [note["id"] for note in reader("list", "--untagged", "--json").json] == ["gardens.md"]


def test_list_names_files_that_cannot_be_read(reader: Shell) -> None:
    (reader.folder / "old.md").write_bytes(b"caf\xe9")
    said = reader("list", "--json")
    assert len(said.json) == 2
    assert "old.md is not UTF-8" in said.err


def test_an_empty_library_says_so(reader: Shell, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    said = reader.bare("list", "--notes", str(empty), "--store", str(reader.store))
    assert (said.code, said.out) == (0, "No notes here.\n")


def test_tags_are_counted_with_those_below_them(reader: Shell) -> None:
    assert reader("tags", "--json").json == [{"tag": "craft", "count": 1}, {"tag": "craft/ear", "count": 1}]
    assert reader("tags").out == "craft  1\n  ear  1\nuntagged  1\n"


def test_show_prints_the_page_plain_to_a_pipe(reader: Shell) -> None:
    out = reader("show", "listening").out
    assert "\x1b" not in out
    assert "*" not in out
    assert "• Say back what you heard." in out
    assert out.startswith("2 May 2024 · craft, craft/ear\nAda Marsh (ward sister)\n")
    assert "reflection" not in out.lower()


@pytest.mark.parametrize("width", [8, 20, 40])
def test_show_keeps_to_the_width_asked_for(reader: Shell, width: int) -> None:
    out = reader("show", "gardens", "--width", str(width)).out
    assert max(cell_width(line) for line in out.splitlines()) <= width


@pytest.mark.parametrize("width", ["7", "0", "-1", "x", "99999"])
def test_a_width_that_is_no_page_is_wrong_usage(reader: Shell, width: str) -> None:
    said = reader("show", "gardens", "--width", width)
    assert said.code == 2
    assert said.err.startswith("reader: ")


def test_show_plain_says_in_words_what_is_drawn(reader: Shell) -> None:
    out = reader("show", "listening", "--plain").out
    assert "Heading 2: Key points" in out
    assert "- Say back what you heard." in out
    assert "Table:\nword, use\nhush, 1" in out
    assert "•" not in out


def test_show_prints_annotations_only_where_asked(reader: Shell) -> None:
    reader("reflect", "listening", "--point", "2", "--text", "A secret.")
    reader("highlight", "listening", "--quote", "quiet", "--color", "green")
    assert "secret" not in reader("show", "listening").out
    shown = reader("show", "listening", "--annotations").out
    assert "A secret." in shown
    assert "green (act)" in shown
    assert "A secret." in reader("show", "listening", "--annotations", "--plain").out


def test_show_in_json_has_the_text(reader: Shell) -> None:
    fields = reader("show", "gardens", "--json").json
    assert list(fields) == [*NOTE_FIELDS, "text"]
    assert fields["text"] == "Gardens\n\nA gardener prunes in winter."


def test_a_note_is_found_by_id_path_and_part_of_its_title(reader: Shell) -> None:
    for name in ("listening", "listening.md", str(reader.folder / "listening.md"), "n LISTEN"):
        assert reader("show", name, "--json").json["id"] == "listening"


def test_a_note_that_is_not_there_or_not_told_apart_is_one_sentence(reader: Shell) -> None:
    absent = reader("show", "zebra")
    assert (absent.code, absent.out, absent.err.count("\n")) == (1, "", 1)
    several = reader("show", "n")
    assert several.code == 1
    assert "gardens.md" in several.err
    assert "listening" in several.err


def test_a_broken_head_is_said_and_the_note_still_shown(reader: Shell) -> None:
    (reader.folder / "broken.md").write_text("---\ntitle: [\n---\nBody stays.\n", encoding="utf-8")
    said = reader("show", "broken.md")
    assert said.code == 0
    assert "Body stays." in said.out
    assert said.err != ""
