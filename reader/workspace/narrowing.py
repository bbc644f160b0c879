"""Which notes and annotations a query's ``tag: color: kind: in: before: after:`` leave over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from reader.annotations.model import Annotation
from reader.library.note import Note
from reader.library.scan import Library
from reader.library.tags import has_tag
from reader.workspace.query import NOTE, Query


class Narrowing:
    """A query's limits, applied to notes and annotations."""

    def __init__(self, query: Query, library: Library, note_of: Callable[[Annotation], Note | None]) -> None:
        self._query = query
        self._library = library
        self._note_of = note_of
        self._compared: dict[tuple[str, str], bool] = {}

    def fits_note(self, note: Note) -> bool:
        """Tell whether a note lies within the limits; a note without a date lies within no span of days."""
        query = self._query
        if not query.is_narrowed:
            return True
        return (
            (not query.kinds or NOTE in query.kinds)
            and self._has_tags(note.tags)
            and self._is_in_time(note.date)
            and self._is_in_place(note.key, note.title)
        )

    def fits_annotation(self, annotation: Annotation) -> bool:
        """Tell whether an annotation lies within the limits; a tag may stand on it or on its note."""
        query = self._query
        if query.kinds and str(annotation.kind) not in query.kinds:
            return False
        if query.colors and annotation.color not in query.colors:
            return False
        if (query.after or query.before) and not self._is_in_time(annotation.created.astimezone().date()):
            return False
        if not query.tags and not query.places:
            return True
        note = self._note_of(annotation)
        tags = (*annotation.tags, *(note.tags if note else ()))
        key, title = (note.key, note.title) if note else (annotation.note_key, annotation.note_title)
        return self._has_tags(tags) and self._is_in_place(key, title)

    def _has_tags(self, tags: tuple[str, ...]) -> bool:
        return all(any(self._is_tag(tag, wanted) for tag in tags) for wanted in self._query.tags)

    def _is_tag(self, tag: str, wanted: str) -> bool:
        """Tell whether a tag is a wanted one or below it; each spelling is compared once."""
        known = self._compared.get((tag, wanted))
        if known is None:
            known = self._compared[tag, wanted] = has_tag((tag,), wanted)
        return known

    def knows_tag(self, tag: str, annotations: Iterable[Annotation]) -> bool:
        """Tell whether any note or annotation has a tag."""
        return any(has_tag(note.tags, tag) for note in self._library.notes) or any(
            has_tag(each.tags, tag) for each in annotations
        )

    def _is_in_time(self, day: date | None) -> bool:
        after, before = self._query.after, self._query.before
        if after is None and before is None:
            return True
        return day is not None and (after is None or day >= after) and (before is None or day < before)

    def _is_in_place(self, key: str, title: str) -> bool:
        places = self._query.places
        return not places or any(place in key.lower() or place in title.lower() for place in places)
