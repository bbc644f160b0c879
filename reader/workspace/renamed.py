"""Which note of the library an open one is whose file is gone: it was renamed or moved, mostly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.library.note import Note
    from reader.library.scan import Library


def renamed(
    gone: Note,
    library: Library,
    annotations: Iterable[Annotation],
    note_of: Callable[[Annotation], Note | None],
    came: Collection[str],
) -> Note | None:
    """Return the note that a note without a file is now; None where none is, or more than one may be.

    It is the one with its id, or else the only one with its text that came as it went, or else the one of
    its title that is home to all of its annotations that have one. One that stood beside it with the same
    text (notes begun from one form, a copy) is another note.

    Args:
        gone: The note as it was read.
        library: As it was looked through after the file had gone.
        annotations: Those made on ``gone``.
        note_of: Gives an annotation's home.
        came: The keys of the notes that came as it went.
    """
    if not library.is_whole:
        return None
    same = library.by_id(gone.id)
    if same is not None:
        return same if same.path != gone.path else None  # else the library does not know yet
    if gone.body.strip():
        new = (each for each in library.notes if each.key in came and each.size == gone.size)
        alike = [each for each in new if each.body == gone.body]
        if len(alike) == 1:
            return alike[0]
    homes = {home.id: home for each in annotations if (home := note_of(each)) is not None}
    [home] = homes.values() if len(homes) == 1 else [None]
    return home if home is not None and home.title == gone.title else None
