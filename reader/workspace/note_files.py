"""Writes a new note into a folder: whole or not at all, never outside the folder, never over another file."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path, PurePosixPath
from typing import Final

from reader.errors import OutputRefused
from reader.library.files import gated_name, leads_outside

_NO_LINKS: Final = frozenset([errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
"""What file systems without hard links answer (FAT, some network shares)."""


def write_note(folder: Path, relative: str, text: str, *, is_over: bool = False) -> None:
    """Write a note and make it durable.

    Args:
        folder: The folder notes go to; made where it is missing.
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
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if leads_outside(os.path.realpath(target.parent), os.path.realpath(folder)):
            raise _refused(target, "its folder is a link that leads elsewhere")
        if is_over and not stat.S_ISREG(target.lstat().st_mode):
            raise _refused(target, "what stands there is no plain file")
        temporary = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            _fill(temporary, text)
            _put_in_place(temporary, target, is_over=is_over)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except FileExistsError as error:
        raise _refused(target, "something stands there already") from error
    except OSError as error:
        raise _refused(target, (error.strerror or "unknown reason").lower()) from error


def _refused(target: Path, why: str) -> OutputRefused:
    return OutputRefused(f"“{gated_name(str(target))}” was not written: {why}; all is as it was.")


def _fill(temporary: Path, text: str) -> None:
    """Write a file that nobody knows yet, down to the disk."""
    with temporary.open("xb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, target: Path, *, is_over: bool) -> None:
    """Give a finished file its name; only with ``is_over`` may there be one of that name."""
    if is_over:
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
        return
    try:
        os.link(temporary, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with target.open("xb"):  # the name is ours from here on
            pass
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable, where folders can be opened for that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
