"""``reader export`` and ``reader import`` as a person types them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.terminal import Terminal, private_environment, reader_command
from tests.unit.cli.conftest import Shell

CSV = (
    "Highlight,Title,Author,URL,Note,Location,Date\nSay back what you heard.,,,,Mine.,,2024-05-02\n,,,,,,x\n"
)


def test_a_file_is_taken_in_and_reported_row_by_row(reader: Shell, tmp_path: Path) -> None:
    source = tmp_path / "highlights.csv"
    source.write_text(CSV, encoding="utf-8")
    said = reader("import", str(source))
    assert said.code == 0
    assert "1 taken, 0 already there, 1 refused" in said.out
    assert "row 3 (line 3): it has neither a highlight nor a note" in said.out
    fields = reader("import", str(source), "--json").json["sources"][0]
    assert (fields["taken"], fields["already"], len(fields["refused"])) == (0, 1, 1)


def test_one_bad_file_does_not_stop_the_others(reader: Shell, tmp_path: Path) -> None:
    good, missing = tmp_path / "good.csv", tmp_path / "missing.csv"
    good.write_text(CSV, encoding="utf-8")
    said = reader("import", str(missing), str(good))
    assert said.code == 1
    assert "no such file" in said.err.lower()
    assert "1 taken" in said.out


def test_what_waits_is_listed_without_a_source(reader: Shell, tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_text("Highlight,Title\nWords of a book not here yet,Winter\n", encoding="utf-8")
    reader("import", str(source))
    assert "Winter (1 passage)" in reader("import").out
    (reader.folder / "winter.md").write_text("# Winter\n\nWords of a book not here yet.\n", encoding="utf-8")
    assert "Nothing waits" in reader("import").out
    assert len(reader("annotations", "winter.md", "--json").json) == 1


def test_out_and_in_again_on_another_store_gives_the_same(reader: Shell, tmp_path: Path) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet", "--color", "red")
    reader("reflect", "listening", "--text", "All of it.")
    before = reader("annotations", "--json").json
    for name in ("json", "jsonld"):
        file = tmp_path / f"out.{name}"
        assert reader("export", "--format", name, "--output", str(file)).code == 0
        other = ["--notes", str(reader.folder), "--store", str(tmp_path / name / "store.json")]
        assert reader.bare("import", str(file), *other).code == 0
        assert reader.bare("annotations", "--json", *other).json == before


def test_export_prints_and_filters(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet", "--color", "red")
    reader("reflect", "listening", "--text", "Private.")
    assert "Private." in reader("export").out
    said = reader("export", "listening", "--no-reflections", "--format", "jsonld")
    assert json.loads(said.out)["total"] == 1
    assert "<mark" in reader("export", "listening", "--format", "html").out


def test_wrong_usage_is_said_in_a_sentence(reader: Shell, tmp_path: Path) -> None:
    assert reader("export", "--mirror").code == 2
    assert reader("export", "--format", "html").code == 2
    assert reader("export", "--format", "csv", "--output", str(tmp_path)).code == 2
    assert reader("export", "--kind", "reflection", "--no-reflections").code == 2
    assert reader("export", "--template", str(tmp_path / "none")).code == 1


def test_a_changed_note_is_left_written_beside_or_written_over_as_one_chooses(
    reader: Shell, tmp_path: Path
) -> None:
    source = tmp_path / "winter.md"
    source.write_text("# Winter\n\nIt is cold.\n", encoding="utf-8")
    reader("import", str(source))
    source.write_text("# Winter\n\nIt is mild.\n", encoding="utf-8")
    said = reader("import", str(source))
    assert "0 taken, 0 already there, 1 changed." in said.out
    assert "left as it is (--changed beside or --changed over writes it)" in said.out
    assert "  -It is cold." in said.out
    assert "1 taken" in reader("import", str(source), "--changed", "beside").out
    assert "cold" in (reader.folder / "winter.md").read_text(encoding="utf-8")
    assert "mild" in (reader.folder / "winter-2.md").read_text(encoding="utf-8")
    (reader.folder / "winter-2.md").unlink()
    said = reader("import", str(source), "--changed", "over")
    [kept] = reader.folder.glob("winter.md.replaced-*")
    assert "1 taken" in said.out
    assert f"what it held before is kept in {kept}" in said.out
    assert "cold" in kept.read_text(encoding="utf-8")
    assert "mild" in (reader.folder / "winter.md").read_text(encoding="utf-8")
    assert reader("import", str(source), "--changed", "sideways").code == 2


def test_a_dry_run_names_what_would_come(reader: Shell, tmp_path: Path) -> None:
    folder, rows = tmp_path / "in", tmp_path / "x.csv"
    folder.mkdir()
    (folder / "w.md").write_text("# Winter\n\nIt is cold.\n", encoding="utf-8")
    rows.write_text(CSV, encoding="utf-8")
    assert "  w.md: Winter" in reader("import", str(folder), "--dry-run").out
    assert "“Say back what you heard.” · On listening" in reader("import", str(rows), "--dry-run").out
    assert not (reader.folder / "w.md").exists()
    assert reader("annotations", "--json").json == []


def test_only_what_is_asked_for_goes_out(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet", "--color", "red")
    reader("highlight", "gardens", "--quote", "A gardener prunes", "--color", "blue")
    reader("reflect", "gardens", "--text", "Mine.")

    def out(*filters: str) -> list[str]:
        said = json.loads(reader("export", "--format", "json", *filters).out)
        return sorted(each.get("text") or each["selectors"]["quote"]["exact"] for each in said["annotations"])

    assert out("--tag", "craft") == ["The room is quiet"]
    assert out("--color", "blue") == ["A gardener prunes"]
    assert out("--kind", "reflection") == ["Mine."]
    assert out("gardens") == ["A gardener prunes", "Mine."]
    assert out("--since", "2999-01-01") == []
    assert reader("export", "--since", "2026-02-30").code == 2


def test_a_folder_of_markdown_is_kept_in_step_around_ones_own_words(reader: Shell, tmp_path: Path) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet")
    vault = tmp_path / "vault"
    reader("export", "--output", str(vault))
    [file] = vault.iterdir()
    file.write_text(file.read_text(encoding="utf-8") + "\nMy own line.\n", encoding="utf-8")
    refused = reader("export", "--output", str(vault))
    assert (refused.code, "is not as Reader wrote it" in refused.err) == (1, True)
    reader("highlight", "listening", "--quote", "Say back what you heard.")
    for how in ("--append", "--mirror"):
        assert reader("export", "--output", str(vault), how).code == 0
        text = file.read_text(encoding="utf-8")
        assert "My own line." in text
        assert text.count("Say back what you heard.") == 1


def test_a_template_of_ones_own_is_filled_in(reader: Shell, tmp_path: Path) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet", "--color", "red")
    template, target = tmp_path / "t.txt", tmp_path / "out.txt"
    template.write_text(
        "{% for n in notes %}{{ n.title }}: {{ n.annotations[0].exact }} ({{ n.annotations[0].meaning }})"
        "{% endfor %}",
        encoding="utf-8",
    )
    assert reader("export", "--template", str(template), "--output", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == "On listening: The room is quiet (doubt)"


def test_ctrl_c_ends_an_import_with_a_sentence_and_the_same_command_completes_it(tmp_path: Path) -> None:
    notes, source = tmp_path / "notes", tmp_path / "rows.csv"
    notes.mkdir()
    (notes / "n.md").write_text("# Winter\n\nIt is cold.\n", encoding="utf-8")
    rows = "".join(f"It is cold.,Winter,thought {number}\n" for number in range(10_000))
    source.write_text(f"Highlight,Title,Note\n{rows}", encoding="utf-8")
    environment = private_environment(tmp_path / "home")
    command = [*reader_command(), "--notes", str(notes)]
    with Terminal([*command, "import", str(source)], environment) as terminal:
        terminal.wait_for("of 10,000")
        terminal.press("\x03")
        terminal.wait_for("Stopped. What was taken before stays; the same command again goes on from there.")
        assert terminal.wait_for_end() == 130
    taken = json.loads(subprocess.check_output([*command, "annotations", "--json"], env=environment))
    assert len(taken) < 20_000
    subprocess.check_call([*command, "import", str(source)], env=environment, stdout=subprocess.DEVNULL)
    taken = json.loads(subprocess.check_output([*command, "annotations", "--json"], env=environment))
    assert sorted(each["text"] for each in taken if each["kind"] == "reflection") == sorted(
        f"thought {number}" for number in range(10_000)
    )


PAGE = "<html><body><nav><a href='/'>Home</a></nav><form><input></form></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.html", PAGE.encode(), "holds no article, only menus, forms or links"),
        ("empty.md", b"", "empty"),
        ("mark.txt", b"\xef\xbb\xbf\n", "empty"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        ("zip.docx", b"PK\x03\x04 and no more", "is damaged"),
        ("cut.json", b'{"rows": [\n {"id": 1,}\n]}', "line 2, column"),
        ("shape.json", b'{"annotations": {"a": 1}}', "of no annotation format"),
        ("deep.json", b'{"a":' * 100_000, "nested too deep"),
        ("columns.csv", b"Title,Author,Note\nWinter,Me,hm\n", "no column \u201cHighlight\u201d"),
        ("scan.pdf", b"%PDF-1.7", "is a PDF"),
    ],
)
def test_a_source_that_holds_nothing_is_refused_in_one_sentence(
    reader: Shell, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    before = sorted(reader.folder.rglob("*"))
    refused = reader("import", str(source))
    assert refused.code == 1
    assert said in refused.err
    assert name in refused.err
    assert refused.err.count("\n") == 1
    assert refused.out == ""
    assert sorted(reader.folder.rglob("*")) == before


def test_what_is_good_in_a_bad_table_is_taken_and_the_rest_refused_with_its_place(
    reader: Shell, tmp_path: Path
) -> None:
    source = tmp_path / "rows.csv"
    head = "Highlight,Title,Author,URL,Note,Location,Date\n"
    rows = (
        '"Say back\nwhat you heard.",On listening,,,"two\nlines",,2024-02-30\n'
        '"The room is quiet",On listening,,,"two\nlines",,2024-02-29\n'
        "On listening,Say back what you heard.,,Somebody,,,\n"
        '"never closed,On listening,,,,,\n'
        "Ask one more question,On listening,,,caf\xe9,,2024-03-01\n"
    )
    source.write_bytes((head + rows).encode("latin-1"))
    said = reader("import", str(source)).out
    assert "2 taken, 0 already there, 3 refused" in said
    assert "read as Windows-1252" in said
    assert "row 2 (line 2): “2024-02-30” is no date" in said
    assert "row 4 (line 7): “Somebody” in the column of addresses is none" in said
    assert "row 5 (line 8): a quotation mark" in said
    texts = [each["text"] for each in reader("annotations", "--kind", "reflection", "--json").json]
    assert sorted(texts) == ["café", "two\nlines"]


def test_a_page_of_beginnings_says_so(reader: Shell, tmp_path: Path) -> None:
    post = (
        '<article class="hentry"><h2 class="entry-title"><a href="/{0}">Post {0}</a></h2>'
        '<div class="entry-summary"><p>So it begins […]</p></div><a href="/{0}">Read more</a></article>'
    )
    source = tmp_path / "list.html"
    source.write_text(f"<html><body>{post.format(1)}{post.format(2)}</body></html>", encoding="utf-8")
    assert "These are beginnings, not whole posts" in reader("import", str(source)).out


def test_what_a_format_has_no_room_for_is_said(reader: Shell, tmp_path: Path) -> None:
    reader("highlight", "listening", "--quote", "The room is quiet")
    reader("reflect", "listening", "--text", "On all of it.")
    said = reader("export", "--format", "csv", "--output", str(tmp_path / "x.csv"))
    assert "1 reflection on a whole note is not in it" in said.out
    assert "1 reflection on a whole note is not in it" in reader("export", "--format", "csv").err
    assert "not in it" not in reader("export", "--format", "csv", "--no-reflections").err
    assert "not in it" not in reader("export", "--output", str(tmp_path / "x.md")).out


def test_a_pipe_or_terminal_is_told_of_private_words_beside_what_it_gets(reader: Shell) -> None:
    reader("highlight", "listening", "--quote", "a gift")
    for name in ("markdown", "csv", "json"):
        assert reader("export", "--format", name).err == ""
    reader("reflect", "listening", "--quote", "a gift", "--text", "Private.")
    for name in ("markdown", "csv", "json", "jsonld", "hypothesis"):
        said = reader("export", "--format", name)
        assert said.err == "reader: 1 highlight and 1 reflection; holds private words.\n"
        assert "reader: " not in said.out
    for left_out in ("--no-reflections", "--only-shared"):
        assert reader("export", left_out).err == ""
