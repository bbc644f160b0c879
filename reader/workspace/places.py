"""The place kept in a note: where one left off, found again after the note was edited.

A place is kept as block, offset and the words that stand there, not as a row of the screen. Only the block
it stands in is compared when a note is opened again, so that a long note costs no more than a short one.
Offsets are code points of the block's text; progress runs from 0 to 1; times are RFC 3339 in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Document
    from reader.document.position import Position
    from reader.library.note import Note
    from reader.store.store import Store

TABLE: Final = "reading"
"""The store's table of places, one record a note id."""

WORDS_KEPT: Final = 64
"""Code points of the text kept from the place on: a line or so, enough to tell it from others in one note."""

FARTHEST: Final = 2_000
"""Blocks either side looked through for those words: each has its inline text parsed for it."""

SCREEN: Final = 30
"""Blocks that fill a screen of 60 rows, each with a blank row after it."""


class Place(Struct, frozen=True):
    """Where one left off in a note, and when."""

    block: int
    offset: int
    block_hash: str
    exact: str
    progress: float
    last_read: datetime | None


NEVER_READ: Final = Place(0, 0, "", "", 0.0, None)
"""The place in a note that was never opened."""


def place_at(document: Document, position: Position, progress: float, now: datetime) -> Place:
    """Describe a position so that it can be found again."""
    if not document.blocks:
        return Place(0, 0, "", "", 0.0, now)
    block = document.blocks[position.block]
    exact = block.text[position.offset : position.offset + WORDS_KEPT]
    return Place(position.block, position.offset, block.hash, exact, min(1.0, max(0.0, progress)), now)


def kept_place(store: Store, note: Note) -> Place:
    """Return the place kept for a note, with progress and when it was last read."""
    return from_record(store.recall(TABLE, note.id) or {})


def is_read(document: Document, place: Place) -> bool:
    """Tell whether a document is read as far as a place and the screen that begins there; the place in a note
    edited since needs all of it.
    """
    if document.is_complete or place == NEVER_READ:
        return True
    last = place.block + SCREEN if place.block else 0
    return last < len(document.blocks) and document.blocks[place.block].hash == place.block_hash


def position_of(document: Document, place: Place) -> Position:
    """Find a kept place again: its block, else the nearest block with its words, else about as far down."""
    from reader.document.position import Position

    count = len(document.blocks)
    if count == 0:
        return Position(0, 0)
    if place.block < count:
        block = document.blocks[place.block]
        if block.hash == place.block_hash:
            return Position(place.block, min(place.offset, len(block.text)))
    for index in _outwards(min(place.block, count - 1), count) if place.exact.strip() else ():
        offset = document.blocks[index].text.find(place.exact)
        if offset >= 0:
            return Position(index, offset)
    return Position(min(place.block, count - 1), 0)


def _outwards(middle: int, count: int) -> Iterator[int]:
    """Yield every index below ``count``, the nearest to ``middle`` first."""
    yield middle
    for distance in range(1, min(count, FARTHEST)):
        if middle - distance >= 0:
            yield middle - distance
        if middle + distance < count:
            yield middle + distance


def to_record(place: Place) -> dict[str, object]:
    """Return what the store keeps of a place."""
    return {
        "block": place.block,
        "offset": place.offset,
        "block_hash": place.block_hash,
        "exact": place.exact,
        "progress": round(place.progress, 4),
        "last_read": place.last_read.isoformat().replace("+00:00", "Z") if place.last_read else None,
    }


def from_record(record: Mapping[str, object]) -> Place:
    """Read a place; what is missing or of the wrong shape becomes the note's beginning, never an error."""
    block, offset = record.get("block"), record.get("offset")
    progress, exact, block_hash = record.get("progress"), record.get("exact"), record.get("block_hash")
    return Place(
        block=max(0, block) if isinstance(block, int) else 0,
        offset=max(0, offset) if isinstance(offset, int) else 0,
        block_hash=block_hash if isinstance(block_hash, str) else "",
        exact=exact if isinstance(exact, str) else "",
        progress=min(1.0, max(0.0, float(progress))) if isinstance(progress, int | float) else 0.0,
        last_read=_moment(record.get("last_read")),
    )


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
