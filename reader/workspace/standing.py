"""How everything kept stands in the notes, counted without opening a workspace: changes nothing anywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from reader.annotations.anchor import Status
from reader.annotations.model import Annotation
from reader.document.parse import parse
from reader.library.note import Note
from reader.library.scan import Library
from reader.workspace.homes import find_homes
from reader.workspace.opened import place_each


class Standing(Struct, frozen=True):
    """Counts of annotations that are not deleted.

    Attributes:
        in_place: Found in their notes, also where the text was changed, or about the whole note.
        ambiguous: Their words stand in several places alike.
        orphans: Their words are no longer in the note.
        elsewhere: Their note is not in this library.
    """

    in_place: int = 0
    ambiguous: int = 0
    orphans: int = 0
    elsewhere: int = 0


def count_standing(library: Library, annotations: Iterable[Annotation]) -> Standing:
    """Look for every passage; one whose note was edited takes as long as opening that note."""
    present = [each for each in annotations if each.deleted is None]
    homeless = [each for each in present if _own_note(library, each) is None]
    homes = find_homes(library, homeless, lambda note: parse(note.body))
    by_note: dict[str, list[Annotation]] = defaultdict(list)
    elsewhere = 0
    for each in present:
        note = _own_note(library, each) or library.by_id(homes.get(each.id, ""))
        if note is None:
            elsewhere += 1
        else:
            by_note[note.id].append(each)
    found: Counter[Status] = Counter()
    for note in library.notes:
        if note.id in by_note:
            found.update(placed.status for placed in place_each(parse(note.body), by_note[note.id]))
    in_place = found[Status.ANCHORED] + found[Status.MOVED]
    return Standing(in_place, found[Status.AMBIGUOUS], found[Status.ORPHAN], elsewhere)


def _own_note(library: Library, annotation: Annotation) -> Note | None:
    """Return the note of an annotation's id; of two with one id in their heads, that of its path."""
    for note in library.notes:
        if note.key == annotation.note_key and note.front.id == annotation.note_id:
            return note
    return library.by_id(annotation.note_id)
