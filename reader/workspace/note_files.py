"""Writes a new note into a folder: whole or not at all, never outside the folder, never over another file."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from reader.errors import OutputRefused
from reader.library.files import gated_name, leads_outside
from reader.library.new_names import require_visible
from reader.store.durable import read_file
from reader.workspace.held_folder import held_folder


def write_note(folder: Path, relative: str, text: str, *, is_over: bool = False) -> None:
    """Write a note and make it durable.

    Args:
        folder: The folder notes go to, every link resolved; made where it is missing.
        relative: The path in it, with ``/``.
        text: All of the note.
        is_over: Replace the note that stands there; else whatever stands there is left and an error raised.

    Raises:
        OutputRefused: It would be outside the folder, or something else stands there, or it cannot be
            written; everything is as it was.
    """
    parts = PurePosixPath(relative).parts
    if not parts or relative.startswith("/") or ".." in parts or "\0" in relative:
        raise OutputRefused(f"“{gated_name(relative)}” is no place inside the folder; nothing was written.")
    target = folder.joinpath(*parts)
    parent = os.path.realpath(target.parent)
    if leads_outside(parent, str(folder)):
        raise _refused(target, "its folder is a link that leads elsewhere")
    try:
        require_visible(target)
        over = _before(target) if is_over else None
        with held_folder(Path(parent), is_private=False) as held:
            held.put(target.name, text.encode("utf-8"), over=over, is_private=False)
    except FileExistsError as error:
        raise _refused(target, "something stands there already") from error
    except OSError as error:
        raise _refused(target, (error.strerror or "unknown reason").lower()) from error


def _refused(target: Path, why: str) -> OutputRefused:
    return OutputRefused(f"“{gated_name(str(target))}” was not written: {why}; all is as it was.")


def _before(target: Path) -> bytes:
    """Return what the note holds that is replaced."""
    if not stat.S_ISREG(target.lstat().st_mode):
        raise _refused(target, "what stands there is no plain file")
    content = read_file(target)
    if content is None:
        raise _refused(target, "what stood there is gone")
    return content
