"""What is made anew is never called by what cannot be seen; what is called so already stays usable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import OutputRefused, ReaderError, SaveFailed
from reader.gate import clean_name
from reader.library.new_names import require_visible
from reader.store import Store
from reader.tui.screens.editor import write_new_file
from reader.workspace import Workspace
from reader.workspace.exporting import Choice, gather, write_to
from reader.workspace.importing import Options, import_source
from reader.workspace.note_files import write_note
from tests.hostile import CONTROLS
from tests.tidal import tidal

DECEIVING = {"soft hyphen": "a\u00adb", "filler": "\u3164", "joiner with nothing to join": "a\u200db"}
HOSTILE = {**CONTROLS, **DECEIVING}
PLAIN = [
    "plain words.md",
    "Ünïcode.md",
    "סָמִי\u200f.md",
    "क्\u200dष.md",
    "family 👨\u200d👩\u200d👧.md",
    "[red]x.md",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tidal(tmp_path)


def _export(workspace: Workspace, path: Path) -> None:
    write_to(workspace, path, "markdown", gather(workspace, Choice()))


def _import(workspace: Workspace, path: Path) -> None:
    import_source(workspace, workspace.library.folder / "tide.md", Options(False, path))


def _put_aside(workspace: Workspace, path: Path) -> None:
    try:
        write_new_file(path, "words")
    except OSError as error:
        raise SaveFailed(f"Not written: {error.strerror}.") from error


MADE: dict[str, Callable[[Workspace, Path], object]] = {
    "export to a folder": _export,
    "export to a file": lambda workspace, path: _export(workspace, path.with_name(path.name + ".md")),
    "export below": lambda workspace, path: _export(workspace, path / "below.md"),
    "import": _import,
    "a note": lambda workspace, path: write_note(path.parent, f"{path.name}/x.md", "words"),
    "a copy of all": lambda workspace, path: workspace.store.save_copy(path),
    "a backup": lambda workspace, path: workspace.store.backup(path),
    "words put aside": _put_aside,
}


@pytest.mark.parametrize("made", MADE)
def test_nothing_new_is_called_what_cannot_be_seen(made: str, tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    for control in HOSTILE.values():
        with pytest.raises(ReaderError, match=r"cannot be seen|no place inside") as refused:
            MADE[made](workspace, folder / f"Zq{control.replace('/', '')}x")
        assert clean_name(str(refused.value)) == str(refused.value)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("control", HOSTILE)
def test_a_store_is_not_begun_under_a_name_that_cannot_be_seen(control: str, tmp_path: Path) -> None:
    name = HOSTILE[control].replace("/", "")
    store = Store.open(tmp_path / f"Zq{name}" / "annotations.json")
    assert "cannot be seen" in store.why_read_only
    assert list(tmp_path.iterdir()) == []


def test_what_is_called_so_already_is_used(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "Zq\x1b]0;owned\x07"
    folder.mkdir()
    _export(workspace, folder)
    _export(workspace, folder / "words.md")
    old = folder / "old\u202e.md"
    old.touch()
    _export(workspace, old)
    write_note(folder, "x.md", "words")
    assert sorted(each.name for each in folder.iterdir()) == ["old\u202e.md", "tide.md", "words.md", "x.md"]
    store = Store.open(folder / "annotations.json")
    assert store.is_writable


@pytest.mark.parametrize("name", PLAIN)
def test_real_words_of_any_script_are_names(name: str, tmp_path: Path, workspace: Workspace) -> None:
    require_visible(tmp_path / name)
    _export(workspace, tmp_path / name)
    assert (tmp_path / name).is_file()


def test_the_files_of_an_export_are_called_what_can_be_seen(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number, control in enumerate(HOSTILE.values()):
        (notes / f"{number}Zq{control.replace('/', '').replace(chr(0), '')}x.md").write_text(
            f"# A{number}\n\nwords {number}\n"
        )
    workspace = Workspace(notes, Store.open(tmp_path / "store" / "annotations.json"))
    for each in workspace.library.notes:
        workspace.reflect(workspace.open(each), "words")
    _export(workspace, tmp_path / "out")
    into = tmp_path / "into"
    report = import_source(workspace, notes, Options(False, into))
    assert len(list((tmp_path / "out").iterdir())) == len(list(into.iterdir())) == len(HOSTILE)
    assert report.refused == ()


def test_a_refusal_says_what_to_do(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(OutputRefused) as refused:
        _export(workspace, tmp_path / "Zq\x07.md")
    assert str(refused.value).endswith(
        "Zq␇.md” was not written: its name holds controls or characters that cannot be seen; "
        "give it a plain one."
    )
