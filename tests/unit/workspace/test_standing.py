"""How everything kept stands in the notes, as the doctor counts it."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.model import Color
from reader.library.scan import scan
from reader.workspace import Workspace
from reader.workspace.standing import Standing, count_standing
from tests.stored import reflection


def test_every_annotation_is_counted_where_it_stands(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("listening")
    for point in opened.document.key_points:
        workspace.highlight(opened, point.range, Color.RED)
    workspace.reflect(opened, "On all of it.")
    gone = workspace.reflect(opened, "Deleted.")
    workspace.delete(gone.id)
    note = folder / "listening.md"
    note.write_text(
        note.read_text(encoding="utf-8").replace("- Say back what you heard.\n", ""), encoding="utf-8"
    )
    kept = [*workspace.store.annotations(), *workspace.store.annotations(deleted=True)]
    standing = count_standing(scan(folder), [*kept, reflection("Far away.", note_id="no-such-note")])
    assert standing == Standing(in_place=3, ambiguous=0, orphans=1, elsewhere=1)


def test_a_renamed_note_still_holds_what_was_marked_in_it(workspace: Workspace, folder: Path) -> None:
    opened = workspace.open("gardens.md")
    workspace.highlight(opened, opened.document.whole_block(1), Color.RED)
    (folder / "gardens.md").rename(folder / "winter.md")
    assert count_standing(scan(folder), workspace.store.annotations()) == Standing(in_place=1)
