"""Marks: places in notes, each known by one letter, found again after the note was edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader.errors import UsageError
from reader.gate import clean_line
from reader.workspace import places

if TYPE_CHECKING:  # for start-up cost
    from reader.library.note import Note
    from reader.workspace.places import Place

TABLE: Final = "marks"
"""The store's table of marks, one record a letter; an empty record is a mark that was taken away."""


class Mark(Struct, frozen=True):
    """A mark: its letter, its note (id and title as they were), and the place in it."""

    letter: str
    note_id: str
    title: str
    place: Place


def checked_letter(letter: str) -> str:
    """Return a letter that may name a mark.

    Raises:
        UsageError: It is not one visible character.
    """
    if len(letter) != 1 or letter.isspace() or not letter.isprintable():
        raise UsageError("A mark is named by one letter or sign.")
    return letter


def to_record(note: Note, place: Place) -> dict[str, object]:
    """Return what the store keeps of a mark."""
    return {"note": note.id, "title": note.title, "place": places.to_record(place)}


def from_record(letter: str, record: Mapping[str, object]) -> Mark | None:
    """Read a mark; None where there is none or it cannot be read."""
    note_id, title, place = record.get("note"), record.get("title"), record.get("place")
    if not isinstance(note_id, str) or not isinstance(place, dict):
        return None
    name = clean_line(title) if isinstance(title, str) else ""
    return Mark(clean_line(letter), note_id, name, places.from_record(place))
