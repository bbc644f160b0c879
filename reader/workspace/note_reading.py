"""Reads one note from the disk for its reader: when it is opened, and when its file may have changed.

Nothing here changes anything else, so all of it may run beside the screen: a disk may take its time, or
answer no more.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from os import stat
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader.library.kept_note import KeptNote
from reader.library.note import Note, Unreadable
from reader.workspace.places import NEVER_READ, Place, is_read

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Document
    from reader.library.scan import Library

AS_BEFORE: Final = "; this is the text as it was read before."
"""Ends the sentence on a file that can be read no more."""

UNREAD: Final = -1
"""Stands for the time of the last change of a note that could not be read when it was opened."""

ON_THE_WAY: Final = 0.06
"""Seconds for which a note is parsed until the place one left off: 300 KB of prose on the machine this was
written on. A longer way is gone while the beginning is shown; together with the rest it takes to open a note
this is less than what is felt (`reader.tui.disk.AT_ONCE`).
"""

STEP: Final = 0.005
"""Seconds between two looks whether the place is there."""

SHOWN_FIRST: Final = 6 * 1024
"""Code points of text made for a first screen: one of 60 rows of 80 cells holds 4,800."""


class Begun(Struct, frozen=True):
    """A note as its file is, and its document, of which the beginning is parsed, or more."""

    note: Note
    document: Document


def begin(note: Note, document: Document | None, *, is_whole: bool, until: Place = NEVER_READ) -> Begun:
    """Parse the beginning of a note, or all of it, with the text of its first screen.

    Args:
        note: The note.
        document: Its document, where it is at hand.
        is_whole: Whether all of it is to be parsed, and its text, headings and key points made.
        until: The place to be shown first: it is parsed as far as that, unless that takes longer than
            `ON_THE_WAY`.
    """
    from reader.document.parse import begin_to_parse

    if document is None:
        document = begin_to_parse(note.body)
    if is_whole:
        _ = document.text_hash, document.key_points
    else:
        first = until.block if _go_to(document, until) else 0
        letters = 0
        for block in islice(document.blocks, first, None):
            letters += len(block.text)
            if letters > SHOWN_FIRST:
                break
    return Begun(note, document)


def _go_to(document: Document, place: Place) -> bool:
    """Parse a document as far as a place, unless that takes too long; tell whether it is there."""
    give_up = perf_counter() + ON_THE_WAY
    while not (is_there := is_read(document, place)) and not document.is_heavy:
        begun = perf_counter()
        if begun >= give_up:
            break
        document.read_on(min(STEP, give_up - begun))
        if perf_counter() - begun < STEP / 10:  # another thread is at it
            sleep(STEP)
    return is_there


def read(note: Note, library: Library) -> Note:
    """Return a note with its text: of one that a list has kept only the list has told so far."""
    if not isinstance(note, KeptNote):
        return note
    again = library.reread(note)
    if isinstance(again, Note):
        return again
    return replace(_without_text(note), problems=(*note.problems, f"The file {again.reason}."))


def read_again(note: Note, library: Library) -> Note:
    """Return a note as its file is now; where that cannot be read, as it was, with the reason among its
    problems as long as that lasts.
    """
    if is_unread(note):
        again = library.reread(note)
        return again if isinstance(again, Note) else note
    problems = tuple(each for each in note.problems if not each.endswith(AS_BEFORE))
    try:
        status = stat(note.path)  # noqa: PTH116  # as the library reads it
    except OSError as error:
        from reader.library.files import says_why

        return _with_problems(note, (*problems, f"The file {says_why(error)}{AS_BEFORE}"))
    if (status.st_mtime_ns, status.st_size) == (note.modified_ns, note.size):
        return _with_problems(note, problems)
    again = library.reread(note)
    if isinstance(again, Unreadable):
        return _with_problems(note, (*problems, f"The file has changed and {again.reason}{AS_BEFORE}"))
    return again


def is_unread(note: Note) -> bool:
    """Tell whether a note's text could not be read since it was opened: nothing of it is known to be gone."""
    return note.modified_ns == UNREAD


def lost(note: Note) -> list[str]:
    """Return the sentence on why a note's file cannot be read any more; none where it can."""
    return [each for each in note.problems if each.endswith(AS_BEFORE)]


def _with_problems(note: Note, problems: tuple[str, ...]) -> Note:
    return note if problems == note.problems else replace(note, problems=problems)


def _without_text(note: Note) -> Note:
    """Return what is kept of a note whose text cannot be read."""
    return Note(
        note.id,
        note.key,
        note.path,
        note.title,
        note.tags,
        note.date,
        note.front,
        "",
        note.body_line,
        note.problems,
        UNREAD,
        note.size,
    )
