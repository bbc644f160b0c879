"""A folder of notes that changes step by step: files come, go, claim each other's ids and are no text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

CHANGES: Final = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", "y", "a.md", "\xff", None])), max_size=8
)
"""The name of a file, without its suffix, and the id it is to claim: "" for none, None for the file to go."""


def change(folder: Path, step: int, name: str, content: str | None) -> None:
    """Make one change; each is made at a time of its own."""
    path = folder / f"{name}.md"
    if content is None:
        path.unlink(missing_ok=True)
        return
    head = f"---\nid: {content}\n---\n" if content else ""
    path.write_bytes(f"{head}# Note {step}\n".encode("latin-1"))
    os.utime(path, ns=(step, step))
