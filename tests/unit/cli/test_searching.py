"""``reader search`` and ``reader review``."""

from __future__ import annotations

import os
from pathlib import Path

from tests.unit.cli.conftest import Shell


def test_search_prints_the_passages(reader: Shell) -> None:
    said = reader("search", "quiet", "room")
    assert said.code == 0
    assert said.out.startswith("listening  On listening\n    The room is quiet.")


def test_search_speaks_json(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "To listen is a craft")
    found = reader("search", "craft", "listen", "--json").json
    assert sorted(each["kind"] for each in found) == ["highlight", "note"]
    text = reader("show", "listening", "--json").json
    for each in found:
        assert each["note"] == "listening"
        assert each["end"] > each["start"] >= 0
        assert [each["snippet"][start:end].lower() for start, end in each["hits"]]
    assert text


def test_search_is_narrowed_by_place(reader: Shell) -> None:
    reader("highlight", "gardens", "--quote", "prunes in winter")

    def kinds(place: str) -> list[str]:
        return [each["kind"] for each in reader("search", "winter", "--in", place, "--json").json]

    assert (kinds("annotations"), kinds("notes")) == (["highlight"], ["note"])


def test_what_cannot_be_searched_is_said_on_stderr(reader: Shell) -> None:
    said = reader("search", "()")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("reader: There is no word in that; type a word to look for, or tag: color:")
    assert said.err.count("\n") == 1
    assert reader("search", "zebra", "--json").json == []
    assert reader("search", "color:pink", "--json").err.startswith("reader: “pink” is not a colour")


def test_searching_keeps_its_cache_private(reader: Shell) -> None:
    reader("search", "quiet")
    cache = Path(os.environ["XDG_CACHE_HOME"], "better-way-reader")
    files = list(cache.iterdir())
    assert {file.name.partition("-")[0] for file in files} == {"notes", "words"}
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_list_from_the_cache_is_the_same_list(reader: Shell) -> None:
    first = reader("list", "--json").json
    assert reader("list", "--json").json == first
    (reader.folder / "gardens.md").write_text("# Gardens\n\n- one\n- two\n- three four\n", encoding="utf-8")
    os.utime(reader.folder / "gardens.md", ns=(10**18, 10**18))
    [gardens] = [each for each in reader("list", "--json").json if each["id"] == "gardens.md"]
    assert (gardens["words"], gardens["key_points"]) == (5, 3)


def test_review_says_that_nothing_is_due(reader: Shell) -> None:
    assert reader("review").out == "Nothing is due today.\n"
    assert reader("review", "--json").json == {"due": [], "on_this_day": []}


def test_a_verdict_is_kept(reader: Shell) -> None:
    made = reader("highlight", "listening", "--quote", "To listen is a craft", "--json").json
    assert reader("review", made["id"], "keep").out == "It comes up again in 7 days.\n"
    assert reader("review", made["id"], "done", "--json").json["days"] is None
    assert reader("review", made["id"]).code == 2
    assert reader("review", "nothing", "keep").code == 1


def test_review_looks_back(reader: Shell) -> None:
    reader("reflect", "listening", "--point", "1", "--text", "yes")
    statistics = reader("review", "--stats", "--json").json
    assert (statistics["notes"], statistics["covered"]) == (2, 1)
    assert statistics["weeks"][-1]["reflections"] == 1
    assert statistics["not_reflected_on"] == ["gardens.md"]
    said = reader("review", "--stats").out
    assert "1 of 3 key points reflected on" in said
    assert "█  1" in said
