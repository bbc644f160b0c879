"""Where the notes are that come with Reader."""

from __future__ import annotations

from pathlib import Path


def bundled_notes() -> Path:
    """Return the folder of the bundled notes: ``reader/_notes`` in a wheel, ``notes`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_notes"
    return installed if installed.is_dir() else package.parent / "notes"
