"""Taking notes in: a report of what came of them, and nothing written that was not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.annotations.model import Color
from reader.errors import OutputRefused, Stopped
from reader.library.bundled import bundled_notes
from reader.workspace import Workspace
from reader.workspace.importing import Options, Report, import_source
from tests.unit.exchange.imported_notes import CASES

PAGE = CASES / "squarespace-70-listing.html"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.fixture
def workspace(library: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(library, tmp_path / "annotations.json")
    yield opened
    opened.close()


def test_imported_notes_are_in_the_library_at_once(workspace: Workspace) -> None:
    report = import_source(workspace, PAGE, Options())
    assert (report.format, len(report.taken), report.already) == ("web page", 2, 0)
    assert workspace.find("The empty chair").key == "2022-03-09-the-empty-chair.md"


def test_a_dry_run_says_what_would_come_and_writes_nothing(workspace: Workspace, library: Path) -> None:
    report = import_source(workspace, PAGE, Options(dry_run=True))
    assert report.taken == ("2022-03-09-the-empty-chair.md", "2022-03-02-an-earlier-note-on-waiting.md")
    assert list(library.iterdir()) == []


def test_highlights_stay_on_a_note_that_is_written_over(workspace: Workspace, library: Path) -> None:
    import_source(workspace, PAGE, Options())
    opened = workspace.open("The empty chair")
    start = opened.document.text.index("Keep a place")
    marked = opened.document.range_of(start, start + len("Keep a place for whoever"))
    workspace.highlight(opened, marked, Color.YELLOW)
    file = library / "2022-03-09-the-empty-chair.md"
    file.write_text(
        file.read_text().replace("One chair stayed empty", "One chair, the blue one, stayed empty")
    )
    left = _changed(import_source(workspace, PAGE, Options()))
    assert left == [(file.name, False)]
    assert "blue" in file.read_text()
    assert _changed(import_source(workspace, PAGE, Options(changed="over"))) == [(file.name, True)]
    assert "blue" not in file.read_text()
    [highlight] = workspace.open("The empty chair").highlights
    assert highlight.range is not None
    assert workspace.open("The empty chair").document.text_of(highlight.range) == "Keep a place for whoever"


def test_what_was_refused_and_what_is_uncertain_is_reported(workspace: Workspace) -> None:
    report = import_source(workspace, CASES / "vault", Options())
    assert [(each.place, each.why) for each in report.refused] == [("vault/empty.md", "is empty")]
    assert "vault/Index.md: No note was found for the link to “Missing page”." in report.remarks


def test_a_second_import_reports_that_all_is_there(workspace: Workspace) -> None:
    import_source(workspace, CASES / "pasted-listing.txt", Options())
    again = import_source(workspace, CASES / "pasted-listing.txt", Options())
    assert (again.taken, again.already, again.changed) == ((), 3, ())


def test_the_bundled_notes_are_never_written_to(workspace: Workspace) -> None:
    with pytest.raises(OutputRefused, match="--into DIR"):
        import_source(workspace, PAGE, Options(into=bundled_notes()))


def test_progress_is_told_and_stopping_leaves_whole_notes(workspace: Workspace, library: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if (what, done) == ("writing", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_source(workspace, PAGE, Options(progress=stop))
    assert [path.name for path in library.iterdir()] == ["2022-03-09-the-empty-chair.md"]
    assert len(import_source(workspace, PAGE, Options()).taken) == 1


def _changed(report: Report) -> list[tuple[str, bool]]:
    return [(each.path, each.is_written) for each in report.changed]


def test_a_look_at_a_folder_is_counted_and_can_be_stopped(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"n{number}.md").write_text(f"# Note {number}\n\nWords.\n", encoding="utf-8")
    counted: list[tuple[str, int, int]] = []
    import_source(workspace, folder, Options(dry_run=True, progress=lambda *step: counted.append(step)))
    assert [step for step in counted if step[0] == "reading"] == [("reading", n, 3) for n in (1, 2, 3)]
    assert ("comparing", 6, 6) in counted

    def stop(what: str, done: int, total: int) -> None:
        if (what, done) == ("reading", 2):
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        import_source(workspace, folder, Options(dry_run=True, progress=stop))
