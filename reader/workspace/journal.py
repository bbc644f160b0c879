"""Gathers annotations across notes, filtered, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader.library.tags import has_tag
from reader.workspace.opened import Placed, place_each, placed_nowhere

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation, Color, Kind
    from reader.document.model import Document
    from reader.library.note import Note
    from reader.store.store import Store
    from reader.workspace.homes import Homes

NOT_HERE: Final = "its note is not in this library"
"""Why an annotation has no place whose note is not known here."""


class Wanted(Struct, frozen=True):
    """Which annotations are wanted; what is None or empty does not narrow."""

    tag: str | None = None
    color: Color | None = None
    kind: Kind | None = None
    since: datetime | None = None
    text: str = ""
    deleted: bool = False

    def fits(self, annotation: Annotation, note: Note | None) -> bool:
        """Tell whether an annotation is wanted; a tag may stand on it or on its note."""
        tags = (*annotation.tags, *(note.tags if note else ()))
        return (
            (self.tag is None or has_tag(tags, self.tag))
            and (self.color is None or annotation.color is self.color)
            and (self.kind is None or annotation.kind is self.kind)
            and (self.since is None or annotation.created >= self.since)
            and (not self.text or _has_words(annotation, self.text))
        )


def gather(
    store: Store,
    homes: Homes,
    document: Callable[[Note], Document],
    note: Note | None,
    wanted: Wanted,
) -> list[Placed]:
    """Return the wanted annotations of one note, or of all, placed; without a note there is no place."""
    if note is not None:
        found = homes.annotations_of(note, deleted=wanted.deleted)
    else:
        found = store.annotations(deleted=wanted.deleted)
    by_note: dict[str, tuple[Note, list[Annotation]]] = {}
    placed: list[Placed] = []
    for each in found:
        home = note or homes.note_of(each)
        if not wanted.fits(each, home):
            continue
        if home is None:
            placed.append(placed_nowhere(each, NOT_HERE))
        else:
            by_note.setdefault(home.id, (home, []))[1].append(each)
    for home, its_own in by_note.values():
        placed += place_each(document(home), its_own)
    return placed


def _has_words(annotation: Annotation, text: str) -> bool:
    quote = annotation.selectors.quote.exact if annotation.selectors else ""
    haystack = "\n".join((quote, annotation.text, annotation.note_title, *annotation.tags)).casefold()
    return all(word in haystack for word in text.casefold().split())
