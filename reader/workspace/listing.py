"""The list of the library's notes and what it says of each.

What needs a note to be parsed (words, key points) is worked out when it is asked for and remembered for as
long as the file stays as it is (same path, time and size), so that a list of thousands of notes costs what
is shown of it. Minutes are whole minutes, at least one; progress runs from 0 to 1; times are aware
datetimes in UTC.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from reader.deferred import cached_property
from reader.library.note import Note, Unreadable
from reader.library.tags import within
from reader.workspace.facts import Coverage, Facts
from reader.workspace.places import NEVER_READ, Place

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation

WORDS_A_MINUTE: Final = 200
"""A calm pace; adults read English non-fiction at 175 to 300 words a minute (Brysbaert 2019)."""

LONG: Final = 64 * 1024
"""Bytes from which on a note's minutes are told from its size: some fifty; counting words takes 7 ns each."""

BYTES_A_WORD: Final = 6
"""Of English prose, the blank counted."""


class Sort(StrEnum):
    """The orders in which the library can be listed."""

    DATE = "date"
    TITLE = "title"
    READ = "read"
    ANNOTATED = "annotated"


class Totals(Struct, frozen=True):
    """What the library holds, for the top line."""

    notes: int
    highlights: int
    reflections: int


class KeptOn(Protocol):
    """What is kept on a note, and what its text holds."""

    def annotations_of(self, note: Note) -> list[Annotation]:
        """Return its annotations."""

    def kept_place(self, note: Note) -> Place:
        """Return where one is in it."""

    def facts_of(self, note: Note) -> Facts:
        """Return what parsing it tells."""

    def coverage_of(self, note: Note) -> Coverage:
        """Return how many key points it has, and how many of them have a reflection."""

    def coverage_at_hand(self, note: Note) -> Coverage | None:
        """Return the same if nobody has to wait for it."""

    def counting(self, note: Note) -> Callable[[], Coverage]:
        """Return what counts it, for a thread beside the screen."""


class Entry(Struct, frozen=True):
    """One line of the list; what it says besides the note is looked up when it is asked for.

    Attributes:
        note: The note, or the file that cannot be read as one.
    """

    note: Note | Unreadable
    _kept: KeptOn

    @property
    def title(self) -> str:
        """Return the note's title; the path of a file that cannot be read."""
        return self.note.title if isinstance(self.note, Note) else self.note.key

    @property
    def highlights(self) -> int:
        """Return how many highlights are kept on it."""
        return sum(each.kind == "highlight" for each in self._annotations)

    @property
    def reflections(self) -> int:
        """Return how many reflections are kept on it."""
        return sum(each.kind == "reflection" for each in self._annotations)

    @property
    def progress(self) -> float:
        """Return how far it was read, 0 to 1."""
        return self._place.progress

    @property
    def last_read(self) -> datetime.datetime | None:
        """Return when it was last read, if ever."""
        return self._place.last_read

    @property
    def words(self) -> int:
        """Return the number of words in the note's text."""
        return self._kept.facts_of(self.note).words if isinstance(self.note, Note) else 0

    @property
    def minutes(self) -> int:
        """Return the minutes it takes to read, at least one; zero for a file that cannot be read.

        They are told from the words as they are written, so that no note need be parsed to be listed.
        """
        if not isinstance(self.note, Note):
            return 0
        size = self.note.size
        words = size / BYTES_A_WORD if size > LONG else self.note.words
        return max(1, math.ceil(words / WORDS_A_MINUTE))

    @property
    def key_points(self) -> int:
        """Return how many key points the note has."""
        return self._kept.facts_of(self.note).key_points if isinstance(self.note, Note) else 0

    @property
    def reflected(self) -> int:
        """Return how many of its key points have a reflection."""
        return self._kept.coverage_of(self.note).reflected if isinstance(self.note, Note) else 0

    @property
    def coverage_at_hand(self) -> Coverage | None:
        """Return how many key points it has and how many have a reflection, if nobody has to wait for it."""
        return self._kept.coverage_at_hand(self.note) if isinstance(self.note, Note) else Coverage(0, 0)

    def counting(self) -> Callable[[], object]:
        """Return what counts them, for a thread beside the screen; they are at hand after that."""
        return self._kept.counting(self.note) if isinstance(self.note, Note) else lambda: None

    @property
    def _place(self) -> Place:
        return self._kept.kept_place(self.note) if isinstance(self.note, Note) else NEVER_READ

    @property
    def _annotations(self) -> list[Annotation]:
        return self._kept.annotations_of(self.note) if isinstance(self.note, Note) else []


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


class Ordered:
    """The whole list in an order.

    Attributes:
        entries: All of it.
    """

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        """The rows of each spelling of a tag."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, entry in enumerate(self.entries):
            if isinstance(entry.note, Note):
                for tag in entry.note.tags:
                    rows[tag].append(row)
        return rows

    def tagged(self, wanted: Iterable[str]) -> list[Entry]:
        """Return the notes that have each of at least one tag, or one nested in it."""
        fitting = [{row for tag in within(each, self._rows) for row in self._rows[tag]} for each in wanted]
        return [self.entries[row] for row in sorted(set.intersection(*fitting))]

    def untagged(self) -> list[Entry]:
        """Return the notes without any tag."""
        return [each for each in self.entries if isinstance(each.note, Note) and not each.note.tags]


def in_order(entries: Iterable[Entry], sort: Sort) -> list[Entry]:
    """Sort a list: newest, latest or most first, then by title; files that cannot be read last."""
    weigh = _WEIGHTS[sort]

    def rank(entry: Entry) -> tuple[bool, float, str, str]:
        note = entry.note
        if isinstance(note, Note):
            return (False, -weigh(entry, note), note.title.casefold(), note.key)
        return (True, 0, note.key.casefold(), note.key)

    return sorted(entries, key=rank)


def _last_read(entry: Entry, _: Note) -> float:
    read = entry.last_read
    return read.timestamp() if read else 0


_WEIGHTS: Final[Mapping[Sort, Callable[[Entry, Note], float]]] = {
    Sort.DATE: lambda _, note: note.date.toordinal() if note.date else 0,
    Sort.TITLE: lambda _entry, _note: 0,
    Sort.READ: _last_read,
    Sort.ANNOTATED: lambda entry, _: entry.highlights + entry.reflections,
}
"""What puts a note before others in an order."""
