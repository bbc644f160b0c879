"""Joining two sets of tables, as recovery and merging need it: annotations by their history, the rest
by being there.
"""

from __future__ import annotations

from typing import Final

from reader.annotations.merge import merged
from reader.annotations.record import from_record, to_record
from reader.errors import BadRecord
from reader.store.encoding import Record, Tables

ANNOTATIONS: Final = "annotations"

UPKEEP: Final = "upkeep"
"""The table in which a store notes what it has to finish itself; never merged into another store."""


def joined(one: Record, other: Record) -> Record:
    """Join two records of one annotation; both texts are kept where each has one the other does not know of.

    Of the same state in two forms, the first is believed; of a whole record and a broken one, the whole.
    """
    if one == other or (
        one.get("version") == other.get("version") and one.get("modified") == other.get("modified")
    ):
        return one if _is_whole(one) or not _is_whole(other) else other
    try:
        return to_record(merged(from_record(one), from_record(other)))
    except (BadRecord, ValueError):
        return one if _is_whole(one) else other


def _is_whole(record: Record) -> bool:
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
    return changed
