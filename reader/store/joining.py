"""Joining two sets of tables, as recovery and merging need it: annotations by their history, the rest
by being there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from reader.errors import BadRecord
from reader.store.encoding import Record, Tables

ANNOTATIONS: Final = "annotations"

UPKEEP: Final = "upkeep"
"""The table in which a store notes what it has to finish itself; never merged into another store."""


PURGED: Final = "purged"
"""The table of tombstones: what was deleted for good, by the key of its id, without a word of it."""


def tombstone(record: Record) -> Record:
    """Return what stays of a deleted annotation that goes for good: its id and when it was changed last."""
    return {"key": record.get("id"), "value": {"last": record.get("modified")}}


def is_gone(record: Record, stone: Record | None) -> bool:
    """Tell whether a state of an annotation is gone for good: deleted, or not newer than what was purged.

    A change made elsewhere after the deletion is newer, and brings the annotation back, as in any merge.
    """
    if stone is None:
        return False
    value = stone.get("value")
    last = _moment(value.get("last")) if isinstance(value, dict) else None
    changed = _moment(record.get("modified"))
    return bool(record.get("deleted")) or last is None or changed is None or changed <= last


def drop_purged(tables: Tables) -> int:
    """Take out of tables what was deleted for good; returns how many that were."""
    stones = {stone.get("key"): stone for stone in tables.get(PURGED, {}).values()}
    if not stones:
        return 0
    records = tables.get(ANNOTATIONS, {})
    gone = [key for key, record in records.items() if is_gone(record, stones.get(record.get("id")))]
    for key in gone:
        del records[key]
    return len(gone)


def _moment(written: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def joined(one: Record, other: Record) -> Record:
    """Join two records of one annotation; both texts are kept where each has one the other does not know of.

    Of the same state in two forms, the first is believed; of a whole record and a broken one, the whole.
    """
    if one == other or (
        one.get("version") == other.get("version") and one.get("modified") == other.get("modified")
    ):
        return one if _is_whole(one) or not _is_whole(other) else other
    from reader.annotations.merge import merged
    from reader.annotations.record import from_record, to_record

    try:
        return to_record(merged(from_record(one), from_record(other)))
    except (BadRecord, ValueError):
        return one if _is_whole(one) else other


def _is_whole(record: Record) -> bool:
    from reader.annotations.record import from_record

    try:
        from_record(record)
    except BadRecord:
        return False
    return True


def unite(base: Tables, other: Tables) -> int:
    """Add the records of ``other`` to ``base``, joining those both have.

    Returns:
        The number of records of ``base`` that were added or changed.
    """
    changed = 0
    for name, records in other.items():
        table = base.setdefault(name, {})
        for key, record in records.items():
            there = table.get(key)
            new = record if there is None else joined(there, record) if name == ANNOTATIONS else there
            if new is not there and new != there:
                table[key] = new
                changed += 1
    return max(0, changed - drop_purged(base))
