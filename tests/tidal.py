"""The smallest workspace that has something to write out: one note, and words on it."""

from __future__ import annotations

from pathlib import Path

from reader.store import Store
from reader.workspace import Workspace


def tidal(folder: Path) -> Workspace:
    """Make it in ``folder / "notes"``, with its store beside."""
    (folder / "notes").mkdir()
    (folder / "notes" / "tide.md").write_text("# The tide\n\nIt comes back.\n")
    made = Workspace(folder / "notes", Store.open(folder / "store" / "annotations.json"))
    made.reflect(made.open("tide.md"), "So do I.")
    return made
