"""highlight, reflect, annotations, edit, delete, restore, history: what the app does has a command."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from reader.errors import SaveFailed
from tests.unit.cli.conftest import Shell

ANNOTATION_FIELDS = (
    "id kind note status exact prefix suffix start end color text tags created modified".split()  # noqa: SIM905
)


class Typed(io.TextIOWrapper):
    """A stdin with these bytes in it, that is a terminal or not."""

    def __init__(self, content: bytes, *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def test_highlight_says_in_json_what_the_design_says(reader: Shell) -> None:
    made = reader("highlight", "listening", "--quote", "a craft", "--color", "blue", "--json").json
    assert list(made) == ANNOTATION_FIELDS
    assert (made["kind"], made["note"], made["status"], made["color"]) == (
        "highlight",
        "listening",
        "anchored",
        "blue",
    )
    text = reader("show", "listening", "--json").json["text"]
    assert text[made["start"] : made["end"]] == made["exact"] == "a craft"
    assert made["created"].endswith("Z")
    assert reader("annotations", "--json").json == [made]
    assert reader("list", "--json").json[0]["highlights"] == 1


def test_a_quote_that_occurs_twice_is_refused_with_both_places(reader: Shell) -> None:
    said = reader("highlight", "listening", "--quote", "to listen")
    assert said.code == 0
    said = reader("highlight", "listening", "--quote", "listen")
    assert said.code == 1
    assert "4 times" in said.err or "3 times" in said.err or "2 times" in said.err
    assert "1. " in said.err
    assert "2. " in said.err
    assert reader("highlight", "listening", "--quote", "listen", "--occurrence", "2").code == 0


def test_a_quote_that_does_not_occur_is_said(reader: Shell) -> None:
    said = reader("highlight", "listening", "--quote", "zebra")
    assert said.code == 1
    assert "do not stand in this note" in said.err
    assert reader("annotations", "--json").json == []


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["--point", "2"], "Say back what you heard."),
        (["--quote", "quiet"], "quiet"),
        ([], None),
    ],
)
def test_reflect_takes_a_point_a_quote_or_the_whole_note(
    reader: Shell, words: list[str], about: str | None
) -> None:
    made = reader("reflect", "listening", *words, "--text", "My words.", "--json").json
    assert (made["kind"], made["exact"], made["text"]) == ("reflection", about, "My words.")
    assert (made["start"] is None) == (about is None)


def test_reflect_on_a_highlight_takes_its_passage(reader: Shell) -> None:
    mark = reader("highlight", "listening", "--quote", "a gift", "--json").json
    made = reader("reflect", "listening", "--on", mark["id"], "--text", "Is it?", "--json").json
    assert (made["start"], made["end"]) == (mark["start"], mark["end"])


def test_reflect_refuses_what_is_no_highlight_of_this_note(reader: Shell) -> None:
    mark = reader("highlight", "listening", "--quote", "a gift", "--json").json
    thought = reader("reflect", "listening", "--text", "words", "--json").json
    assert reader("reflect", "gardens", "--on", mark["id"], "--text", "x").code == 2
    assert reader("reflect", "listening", "--on", thought["id"], "--text", "x").code == 2
    assert reader("reflect", "listening", "--on", "none", "--text", "x").code == 1
    assert reader("reflect", "listening", "--point", "9", "--text", "x").code == 1
    assert len(reader("annotations", "--json").json) == 2


def test_reflect_reads_its_words_from_a_pipe(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("Zwölf\nZeilen\n".encode()))
    assert reader("reflect", "gardens", "--json").json["text"] == "Zwölf\nZeilen"


def test_an_empty_pipe_keeps_nothing(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(b" \n"))
    said = reader("reflect", "gardens")
    assert said.code == 2
    assert reader("annotations", "--json").json == []


def test_reflect_opens_the_editor_on_a_private_file_and_removes_it(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(
        "#!/bin/sh\n"
        f'stat -c %a "$1" > "{tmp_path}/mode"\necho "$1" > "{tmp_path}/name"\necho Typed. >> "$1"\n'
    )
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{editor}'")
    monkeypatch.setattr(sys, "stdin", Typed(b"", terminal=True))
    made = reader("reflect", "gardens", "--json").json
    assert made["text"] == "Typed."
    assert (tmp_path / "mode").read_text().strip() == "600"
    assert not Path((tmp_path / "name").read_text().strip()).parent.exists()
    assert reader("edit", made["id"], "--json").json["text"] == "Typed.Typed."


@pytest.mark.parametrize("editor", ["false", "/no/such/editor", "'unclosed"])
def test_an_editor_that_fails_keeps_nothing(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.setattr(sys, "stdin", Typed(b"", terminal=True))
    said = reader("reflect", "gardens")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_without_editor_and_pipe_it_says_how_to_give_words(
    reader: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(b"", terminal=True))
    said = reader("reflect", "gardens")
    assert said.code == 2
    assert "--text" in said.err


def test_words_that_cannot_be_saved_are_kept_in_a_file(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from reader.store.store import Store

    def full(self: Store, *annotations: object) -> None:
        raise SaveFailed("The disk is full; nothing was saved.")

    monkeypatch.setattr(Store, "put", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = reader("reflect", "gardens", "--text", "Dear words.")
    assert said.code == 1
    [kept] = tmp_path.glob("reflection-*.md")
    assert str(kept) in said.err
    assert kept.read_text() == "Dear words."
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_annotations_are_narrowed(reader: Shell) -> None:
    mark = reader("highlight", "listening", "--quote", "quiet", "--color", "red", "--json").json["id"]
    thought = reader("reflect", "gardens", "--text", "Frost.", "--json").json["id"]

    def ids(*words: str) -> list[str]:
        return [each["id"] for each in reader("annotations", *words, "--json").json]

    assert ids() == [thought, mark]
    assert (
        ids("listening")
        == ids("--kind", "highlight")
        == ids("--color", "red")
        == ids("--tag", "craft")
        == [mark]
    )
    assert ids("--since", "2001-01-01") == ids("--status", "anchored") == [thought, mark]
    assert ids("--since", "today") == ids("--since", "2001") == [thought, mark]
    assert (
        ids("--since", "2999-01-01")
        == ids("--since", "2999-01")
        == ids("--deleted")
        == ids("--status", "orphan")
        == []
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--color", "pink"],
        ["--kind", "x"],
        ["--status", "x"],
        ["--since", "2026-02-30"],
        ["--since", "last week"],
    ],
)
def test_a_filter_that_makes_no_sense_is_wrong_usage(reader: Shell, words: list[str]) -> None:
    said = reader("annotations", *words)
    assert (said.code, said.out) == (2, "")


def test_a_highlight_whose_passage_is_gone_is_an_orphan_and_says_so(reader: Shell) -> None:
    reader("highlight", "gardens", "--quote", "prunes in winter")
    (reader.folder / "gardens.md").write_text("# Gardens\n\nNothing at all of that kind.\n", encoding="utf-8")
    [orphan] = reader("annotations", "--json").json
    assert (orphan["status"], orphan["start"], orphan["exact"]) == ("orphan", None, "prunes in winter")
    assert "[orphan:" in reader("annotations").out


def test_edit_keeps_the_earlier_words_and_history_shows_them(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "First.", "--json").json["id"]
    assert reader("edit", made, "--text", "Second.", "--json").json["text"] == "Second."
    history = reader("history", made, "--json").json
    assert [each["text"] for each in history["revisions"]] == ["First.", "Second."]
    assert "First." in reader("history", made).out


def test_delete_and_restore_are_each_others_way_back(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "Words.", "--json").json["id"]
    assert reader("delete", made).code == 0
    assert reader("annotations", "--json").json == []
    assert [each["id"] for each in reader("annotations", "--deleted", "--json").json] == [made]
    assert reader("restore", made, "--json").json["text"] == "Words."
    assert len(reader("annotations", "--json").json) == 1


def test_earlier_words_can_be_brought_back(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "First.", "--json").json["id"]
    reader("edit", made, "--text", "Second.")
    assert "\n1. " in reader("history", made).out
    assert reader("restore", made, "--revision", "1", "--json").json["text"] == "First."
    assert "Second." in [each["text"] for each in reader("history", made, "--json").json["revisions"]]
    assert reader("restore", made, "--revision", "9").code == 2


def test_the_numbers_of_history_are_those_restore_takes_and_what_stands_now_has_none(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "First.", "--json").json["id"]
    reader("edit", made, "--text", "Second.")
    history = reader("history", made).out
    assert "\n2. " not in history
    assert history.index("First.") < history.index("now, since") < history.index("Second.")
    assert reader("restore", made, "--revision", "2").code == 2


def test_words_that_are_there_already_are_not_called_saved(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "Words.", "--json").json["id"]
    assert reader("edit", made, "--text", "Words.").out.startswith("It has these words already.")
    assert len(reader("history", made, "--json").json["revisions"]) == 1


def test_each_place_of_words_that_stand_often_is_on_a_line_and_none_is_passed_over(reader: Shell) -> None:
    lines = reader("highlight", "listening", "--quote", "e").err.splitlines()
    assert lines[0].endswith("say which with --occurrence:")
    assert [line.split(".")[0].strip() for line in lines[1:10]] == [*map(str, range(1, 10))]
    assert lines[10].strip().startswith("and ")
    assert len(lines) == 11


def test_the_same_words_are_highlighted_once_and_change_their_colour_when_asked(reader: Shell) -> None:
    words = ("highlight", "gardens", "--quote", "prunes")
    first = reader(*words, "--color", "green", "--json").json
    assert reader(*words).out.startswith("It is highlighted already.")
    assert reader(*words, "--color", "green", "--json").json["id"] == first["id"]
    assert "another colour" in reader(*words, "--color", "red").out
    [kept] = reader("annotations", "--json").json
    assert (kept["id"], kept["color"]) == (first["id"], "red")


def test_what_is_not_deleted_needs_no_restoring(reader: Shell) -> None:
    made = reader("reflect", "gardens", "--text", "Words.", "--json").json["id"]
    assert reader("restore", made).out.startswith("It is there as it was.")
    reader("delete", made)
    assert reader("delete", made).out.startswith("It was deleted already.")


@pytest.mark.parametrize("command", ["edit", "delete", "restore", "history"])
def test_an_unknown_id_is_one_sentence(reader: Shell, command: str) -> None:
    said = reader(command, "no-such-id", *(["--text", "x"] if command == "edit" else []))
    assert said.code == 1
    assert said.err == "reader: No annotation has the id “no-such-id”.\n"


def test_a_highlight_cannot_be_edited(reader: Shell) -> None:
    made = reader("highlight", "gardens", "--quote", "winter", "--json").json["id"]
    assert reader("edit", made, "--text", "x").code == 2


def test_the_store_is_private_whatever_the_umask(reader: Shell) -> None:
    before = os.umask(0)
    try:
        reader("reflect", "gardens", "--text", "Words.")
    finally:
        os.umask(before)
    assert stat.S_IMODE(reader.store.stat().st_mode) == 0o600
    assert stat.S_IMODE(reader.store.parent.stat().st_mode) == 0o700
