"""A note as a list kept it: what the list shows is at hand, the rest comes when it is asked for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reader.library.note import FrontMatter, Note, Person

_REST: Final = frozenset({"path", "front", "body_line", "problems"})


@dataclass(frozen=True, eq=False)  # its own slots: `slots=True` would make them of the fields alone
class KeptNote(Note):
    """A note as a list kept it from an earlier scan (`kept_note` makes it).

    Its text is read from its file when it is first asked for, "" where that cannot be read; what the list
    does not show is taken apart then. It compares and hashes without its text, so that thousands of them cost
    no reading.

    Attributes:
        folder: The library; a link in the note's path is followed only where it ends inside it.
        words: As `Note.words`.
    """

    __slots__ = ("_is_unread", "_rest", "folder", "words")

    folder: Path
    words: int

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # as it is declared for each
        """Give what is not at hand: Python asks here for a slot that is empty."""
        if name == "body":
            return self._read()
        if name not in _REST:
            raise AttributeError(name)
        self._unfold()
        return getattr(self, name)

    def _read(self) -> str:
        from reader.library.scan import read_note

        read = read_note(self.path, self.folder)
        object.__setattr__(self, "_is_unread", not isinstance(read, Note))
        if not isinstance(read, Note):
            return ""  # it may be there again the next time
        object.__setattr__(self, "body", read.body)
        return read.body

    def _unfold(self) -> None:
        import json

        try:
            name, body_line, problems, row, *more = json.loads(getattr(self, "_rest"))  # noqa: B009  # no field
            front = _front_of(row, *more)
            values = (self.folder / (name or self.key), body_line, tuple(problems), front)
        except (ValueError, TypeError, RecursionError):  # a list that somebody wrote: it says no more
            values = (self.folder / self.key, 0, (), FrontMatter())
        for each, value in zip(("path", "body_line", "problems", "front"), values, strict=True):
            object.__setattr__(self, each, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptNote) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash(self._state())

    def _state(self) -> tuple[object, ...]:
        return (self.key, self.folder, self.id, self.modified_ns, self.size, self.problems)


AT_HAND: Final = ("key", "id", "title", "tags", "date", "modified_ns", "size", "words", "folder")
"""What `kept_note` takes, in this order, and then `rest_of` the note."""

_WITHOUT_ALIASES: Final = "]]]"
"""How what `rest_of` gives of a note ends that has no other name."""

_SET: Final[Any] = [
    getattr(KeptNote if name in KeptNote.__slots__ else Note, name).__set__ for name in (*AT_HAND, "_rest")
]


def kept_note(*values: object) -> KeptNote:
    """Return a note of what a list kept (`AT_HAND`, `rest_of`), in a third of the time its class takes."""
    note: KeptNote = object.__new__(KeptNote)
    for take, value in zip(_SET, values, strict=True):
        take(note, value)
    return note


def could_not_be_read(note: Note) -> bool:
    """Tell whether a note's text was asked for last while its file could not be read: nothing that depends on
    it is known.
    """
    return isinstance(note, KeptNote) and getattr(note, "_is_unread", False)


def aliases_of(note: Note) -> tuple[str, ...]:
    """Return the other names of a note; what was kept of the many that have none is not taken apart."""
    is_without = isinstance(note, KeptNote) and str(getattr(note, "_rest", "")).endswith(_WITHOUT_ALIASES)
    return () if is_without else note.front.aliases


def rest_of(note: Note, name: str) -> str:
    """Return what of a note the list does not show, as JSON.

    Args:
        note: The note.
        name: Its path below the library where that is not its key, else "".
    """
    import json

    front = note.front
    row = [
        front.id,
        front.title,
        front.tags,
        front.date.isoformat() if front.date else None,
        front.topic,
        [(person.name, person.role) for person in front.people],
        front.series,
        front.source,
        front.ignored,
    ]
    kept = [name, note.body_line, note.problems, row, *([front.aliases] if front.aliases else [])]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _front_of(row: list[Any], aliases: list[str] | tuple[str, ...] = ()) -> FrontMatter:
    own_id, title, tags, day, topic, people, series, source, ignored = row
    return FrontMatter(
        own_id,
        title,
        tuple(tags),
        datetime.date.fromisoformat(day) if day else None,
        topic,
        tuple(Person(*person) for person in people),
        series,
        source,
        tuple(aliases),
        tuple(ignored),
    )
