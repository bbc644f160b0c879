"""A TinyDB `Table` whose changes are single transactions: locked, caught up, appended, synced, and only then
applied.

Document ids are whole numbers, because stock TinyDB reads them with ``int``; they are made of time and random
bits, or of the key a record is known by, never counted up: numbers that count up collide between processes
(DESIGN section 5).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from tinydb import TinyDB
from tinydb.table import Document, Table

from reader.store.change import Change
from reader.store.encoding import Record, collector_off
from reader.store.storage import JournalStorage

_KEY_BYTES: Final = 12  # 96 bits: a million keys meet by chance once in 10**17 stores


def document_id(key: str) -> int:
    """Return the document id of the record known by ``key``; the same on every machine."""
    return int.from_bytes(
        hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest(), "big"
    )


class JournalTable(Table):
    """A table of a `JournalStorage`, with indexes in memory by the value of a field."""

    def __init__(self, storage: JournalStorage, name: str, **options: Any) -> None:  # noqa: ANN401 - TinyDB's own
        self._journal_storage = storage
        self._indexes: dict[str, dict[object, dict[str, None]]] = {}
        super().__init__(storage, name, **options)
        storage.watch(self._take_notice)

    def change(self, updater: Callable[[Change], None]) -> None:
        """Let ``updater`` change the table in one transaction, under the lock and on the newest state.

        Raises:
            SaveFailed: Nothing was changed, on the disk or in memory.
        """
        self._journal_storage.change(self._name, updater)

    def having(self, field: str, value: object) -> list[tuple[str, Record]]:
        """Return the records whose field has this value, with their keys, without looking at the others.

        They are the table's own, which a copy of each would cost more than finding them; not to be changed.
        """
        with self._journal_storage.memory:
            if field not in self._indexes:
                self._indexes[field] = self._index_by(field)
            records = self._read_table()
            keys = self._indexes[field].get(_hashable(value), ())
            return [(key, records[key]) for key in keys if key in records]

    def everything(self) -> list[tuple[str, Record]]:
        """Return all records with their keys, as `having` does."""
        with self._journal_storage.memory:
            return list(self._read_table().items())

    def __iter__(self) -> Iterator[Document]:
        """Iterate over the records there are now; another thread may save meanwhile."""
        return (Document(record, int(key)) for key, record in self.everything())

    def _take_notice(self, name: str | None, key: str, before: Record | None, after: Record | None) -> None:
        """Keep the indexes in step with one record, or forget them because all records may be others now."""
        if name is None:
            self._indexes.clear()
            self.clear_cache()
        elif name == self._name:
            self._note_change(key, before, after)

    def _note_change(self, key: str, before: Record | None, after: Record | None) -> None:
        for field, index in self._indexes.items():
            if before is not None:
                index.get(_hashable(before.get(field)), {}).pop(key, None)
            if after is not None:
                index.setdefault(_hashable(after.get(field)), {})[key] = None
        self.clear_cache()

    def _index_by(self, field: str) -> dict[object, dict[str, None]]:
        index: dict[object, dict[str, None]] = {}
        with collector_off():
            for key, record in list(self._read_table().items()):
                index.setdefault(_hashable(record.get(field)), {})[key] = None
        return index

    def _read_table(self) -> dict[str, Record]:  # type: ignore[override]
        return self._journal_storage.table(self._name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        self.change(updater)

    def _get_next_id(self) -> int:
        """Make an id of time and 64 random bits."""
        return time.time_ns() // 1_000_000 << 64 | int.from_bytes(os.urandom(8), "big")


def _hashable(value: object) -> object:
    return value if isinstance(value, str) or value is None else repr(value)


class JournalTinyDB(TinyDB):
    """TinyDB with tables that know the journal: ``JournalTinyDB(path, storage=JournalStorage, now=...)``."""

    table_class: type[Table] = JournalTable
