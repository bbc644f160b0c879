"""``reader export`` and ``reader import`` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

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
