"""On which days which notes were read: for looking back. One record a local day, its key ``2026-03-01``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # for start-up cost
    from reader.store.store import Store

TABLE: Final = "days"
"""The store's table of days."""


def take_note(store: Store, note_id: str, today: date) -> None:
    """Keep that a note was read today; writes only when that is news.

    Raises:
        SaveFailed: It could not be saved.
    """
    read = _notes(store.recall(TABLE, today.isoformat()) or {})
    if note_id not in read:
        store.remember(TABLE, today.isoformat(), {"notes": [*read, note_id]})


def notes_by_day(store: Store) -> dict[date, tuple[str, ...]]:
    """Return the ids of the notes read on each day on which any was."""
    found: dict[date, tuple[str, ...]] = {}
    for key, record in store.recall_all(TABLE).items():
        try:
            found[date.fromisoformat(key)] = _notes(record)
        except ValueError:
            continue
    return found


def _notes(record: Mapping[str, object]) -> tuple[str, ...]:
    kept = record.get("notes")
    return tuple(each for each in kept if isinstance(each, str)) if isinstance(kept, list) else ()
