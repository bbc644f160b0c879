"""The list of the library's notes and what it says of each.

What needs a note to be parsed (words, key points) is worked out when it is asked for and remembered for as
long as the file stays as it is (same path, time and size), so that a list of thousands of notes costs what
is shown of it. Minutes are whole minutes, at least one; progress runs from 0 to 1; times are aware
datetimes in UTC.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.library.note import Note, Unreadable
from reader.workspace.facts import Facts

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation

WORDS_A_MINUTE: Final = 200
"""A calm pace; adults read English non-fiction at 175 to 300 words a minute (Brysbaert 2019)."""

LONG: Final = 256 * 1024
"""Bytes from which on a note's minutes are told from its size: some four hours."""

BYTES_A_WORD: Final = 6
"""Of English prose, the blank counted."""


class Sort(StrEnum):
    """The orders in which the library can be listed."""

    DATE = "date"
    TITLE = "title"
    READ = "read"
    ANNOTATED = "annotated"


class Totals(NamedTuple):
    """What the library holds, for the top line."""

    notes: int
    highlights: int
    reflections: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list.

    Attributes:
        note: The note, or the file that cannot be read as one.
        highlights: How many highlights are kept on it.
        reflections: How many reflections are kept on it.
        progress: How far it was read, 0 to 1.
        last_read: When it was last read, if ever.
    """

    note: Note | Unreadable
    highlights: int = 0
    reflections: int = 0
    progress: float = 0.0
    last_read: datetime.datetime | None = None
    _facts: Callable[[], Facts] = lambda: Facts(0, 0)
    _reflected: Callable[[], int] = lambda: 0

    @property
    def title(self) -> str:
        """Return the note's title; the path of a file that cannot be read."""
        return self.note.title if isinstance(self.note, Note) else self.note.key

    @property
    def words(self) -> int:
        """Return the number of words in the note's text."""
        return self._facts().words

    @property
    def minutes(self) -> int:
        """Return the minutes it takes to read, at least one; zero for a file that cannot be read.

        The words of a long note are not counted for it: that would hold the list until it is read.
        """
        if not isinstance(self.note, Note):
            return 0
        size = self.note.size
        words = size / BYTES_A_WORD if size > LONG else self.words
        return max(1, math.ceil(words / WORDS_A_MINUTE))

    @property
    def key_points(self) -> int:
        """Return how many key points the note has."""
        return self._facts().key_points

    @property
    def reflected(self) -> int:
        """Return how many of its key points have a reflection."""
        return self._reflected() if self.reflections else 0


def count(annotations: Iterable[Annotation]) -> tuple[int, int]:
    """Count highlights and reflections."""
    kinds = [each.kind for each in annotations]
    if not kinds:
        return 0, 0
    from reader.annotations.model import Kind

    return kinds.count(Kind.HIGHLIGHT), kinds.count(Kind.REFLECTION)


def matches(note: Note | Unreadable, text: str) -> bool:
    """Tell whether every word typed stands in a note's title, tags, date, topic, series, people or path."""
    words = text.casefold().split()
    if not words:
        return True
    fields = [note.key]
    if isinstance(note, Note):
        front = note.front
        fields += [
            note.title,
            *note.tags,
            front.topic,
            front.series,
            note.date.isoformat() if note.date else "",
        ]
        fields += [f"{person.name} {person.role}" for person in front.people]
    haystack = "\n".join(fields).casefold()
    return all(word in haystack for word in words)


def in_order(entries: Iterable[Entry], sort: Sort) -> list[Entry]:
    """Sort a list: newest, latest or most first, then by title; files that cannot be read last."""

    def rank(entry: Entry) -> tuple[bool, float, str, str]:
        return (
            isinstance(entry.note, Unreadable),
            -_weight(entry, sort),
            entry.title.casefold(),
            entry.note.key,
        )

    return sorted(entries, key=rank)


def _weight(entry: Entry, sort: Sort) -> float:
    if sort is Sort.DATE:
        date = entry.note.date if isinstance(entry.note, Note) else None
        return date.toordinal() if date else 0
    if sort is Sort.READ:
        return entry.last_read.timestamp() if entry.last_read else 0
    return entry.highlights + entry.reflections if sort is Sort.ANNOTATED else 0
