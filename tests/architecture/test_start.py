"""What the first text loads: no more than it shows (not how long that takes, which a machine decides)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT

SESSION = """
import sys
from pathlib import Path
from reader.store import Store
from reader.workspace import Workspace
from reader.cli.application import import_app

notes, folder, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
workspace = Workspace(notes, Store.open(folder / "store" / "annotations.json"), kept_in=folder / "cache")
workspace.keep_index(folder / "cache")
loaded, shown = [], []

def look(app):
    loaded.extend(sys.modules)
    shown.append(app.export_screenshot())
    if mode == "first text":
        app.exit()
    else:
        app.set_interval(0.05, lambda: leave(app))

def leave(app):
    if workspace.library.is_whole:
        told = [each.key_points for each in workspace.listing()]
        app.exit()

ReaderApp = import_app()
sys.modules["reader.tui.everywhere"].AT_START = 60  # however busy the machine is
ReaderApp.do_what_could_wait = look
if mode == "first text":  # what looks through the folder beside the screen is no part of it
    from reader.tui.folder_look import FolderLook
    FolderLook.begin = lambda look: None
note = workspace.library.notes[0] if notes.is_file() else None
ReaderApp(workspace, note).run(headless=True, size=(100, 30))
workspace.close()
print("kingfisher" in shown[0])
print(*loaded)
"""

NEVER_AT_FIRST = {
    "pygments",
    "regex",
    "sqlite3",
    "ssl",
    "watchfiles",
    "yaml",
    "textual.widgets._text_area",
    "reader.annotations.anchor",
    "reader.annotations.merge",
    "reader.document.find",
    "reader.exchange",
    "reader.index.note_index",
    "reader.store.conversion",
    "reader.store.copies",
    "reader.store.merging",
    "reader.store.recovery",
    "reader.store.salvage",
    "reader.tui.browser",
    "reader.tui.clipboard",
    "reader.tui.palette",
    "reader.tui.screens.card",
    "reader.tui.screens.editor",
    "reader.tui.screens.journal",
    "reader.tui.screens.lock",
    "reader.tui.screens.settings",
    "reader.tui.widgets.preview",
    "reader.workspace.review",
    "reader.workspace.search",
}
"""What takes long to import, and what belongs to other screens."""

NEVER_IN_A_LIST = NEVER_AT_FIRST | {
    "markdown_it",
    "reader.annotations.model",
    "reader.document.model",
    "reader.library.files",
    "reader.library.front_matter",
    "reader.tui.screens.reading",
}
"""What reads, parses or draws notes: a list that was kept needs none of it."""


def test_a_list_that_was_seen_before_is_shown_without_what_reads_notes(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.md").write_text("# The kingfisher\n\nText.\n", encoding="utf-8")
    loaded_at_first_text(tmp_path / "notes", tmp_path, "a whole session")
    assert loaded_at_first_text(tmp_path / "notes", tmp_path, "first text") & NEVER_IN_A_LIST == set()


def test_a_long_note_is_shown_without_what_changes_or_finds_anything(tmp_path: Path) -> None:
    note = tmp_path / "one.md"
    note.write_text("# The kingfisher\n\n" + "It waits above the water.\n\n" * 20_000, encoding="utf-8")
    assert loaded_at_first_text(note, tmp_path, "first text") & NEVER_AT_FIRST == set()


def loaded_at_first_text(notes: Path, folder: Path, mode: str) -> set[str]:
    """Start the app in a process of its own; return the modules it had loaded with its first text."""
    ended = subprocess.run(
        [sys.executable, "-c", SESSION, str(notes), str(folder), mode],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"HOME": str(folder)},
    )
    is_shown, loaded = ended.stdout.splitlines()[-2:]
    assert is_shown == "True" or mode != "first text"
    return set(loaded.split())
