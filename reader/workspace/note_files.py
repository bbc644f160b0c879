"""Writes a note into a folder: whole or not at all, never outside the folder, never over another file.

Where a note is to be replaced, the file that stood there stays beside it: it may hold words of the reader's.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path, PurePosixPath

from msgspec import Struct

from reader.errors import OutputRefused
from reader.library.files import gated_name, leads_outside
from reader.library.new_names import require_visible
from reader.store.durable import NotDurable, read_file
from reader.store.places import names_aside
from reader.workspace.held_folder import HeldFolder, held_folder


class Written(Struct, frozen=True):
    """A note that stands in its place.

    Attributes:
        kept: The path in the folder, with ``/``, under which the file that was replaced is kept; empty: there
            was none. Its name is not that of a note.
        doubt: A sentence on why it may not be on the disk yet; empty where it is.
    """

    kept: str = ""
    doubt: str = ""


def write_note(folder: Path, relative: str, text: str, *, is_over: bool = False) -> Written:
    """Write a note and make it durable.

    Args:
        folder: The folder notes go to, every link resolved; made where it is missing.
        relative: The path in it, with ``/``.
        text: All of the note.
        is_over: Replace the note that stands there; else whatever stands there is left and an error raised.

    Raises:
        OutputRefused: It would be outside the folder, or something else stands there, or it cannot be
            written; everything is as it was, or it is said what is not.
    """
    place = PurePosixPath(relative)
    if not place.parts or relative.startswith("/") or ".." in place.parts or "\0" in relative:
        raise OutputRefused(f"“{gated_name(relative)}” is no place inside the folder; nothing was written.")
    target = folder.joinpath(*place.parts)
    parent = os.path.realpath(target.parent)
    if leads_outside(parent, str(folder)):
        raise _refused(target, "its folder is a link that leads elsewhere")
    content = text.encode("utf-8")
    try:
        require_visible(target)
        over = _before(target) if is_over else None
        with held_folder(Path(parent), is_private=False) as held:
            if over is not None:
                return _replaced(held, place, content, over)
            return Written(doubt=_put(held, place, content, None))
    except FileExistsError as error:
        raise _refused(target, "something stands there already") from error
    except OSError as error:
        raise _refused(target, _why(error)) from error


def _replaced(held: HeldFolder, place: PurePosixPath, content: bytes, over: bytes) -> Written:
    """Put a note in the place of another, which keeps a name beside it."""
    aside = _set_aside(held, place.name, over)
    try:
        doubt = _put(held, place, content, over)
    except BaseException as error:
        if held.holds(place.name, over):
            held.drop(aside)  # the note stands where it stood
        elif isinstance(error, OSError):
            raise OutputRefused(
                f"“{gated_name(str(place))}” was not written: {_why(error)}; "
                f"what it held before is kept in “{gated_name(aside)}”."
            ) from error
        raise
    return Written(str(place.with_name(aside)), doubt)


def _put(held: HeldFolder, place: PurePosixPath, content: bytes, over: bytes | None) -> str:
    """Put a note in its place; return why that may not be on the disk yet, empty where it is."""
    try:
        held.put(place.name, content, over=over, is_private=False)
    except NotDurable as error:
        return f"“{gated_name(str(place))}” was written and may not be on the disk yet: {_why(error)}."
    return ""


def _set_aside(held: HeldFolder, name: str, content: bytes) -> str:
    """Give a file a free second name with the date in it; return that."""
    names = names_aside(name, "replaced", datetime.now().astimezone())
    while True:
        aside = next(names)
        try:
            held.keep(name, content, aside)
        except FileExistsError:
            continue
        except BaseException:
            if held.holds(name, content):
                held.drop(aside)
            raise
        return aside


def _why(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


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
