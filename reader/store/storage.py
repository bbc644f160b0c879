"""The TinyDB `Storage` of the store: TinyDB reads and writes through it, the `Ledger` under it keeps
what is written.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from reader.store.change import Change
from reader.store.encoding import Record
from reader.store.identity import Unlock, stays_locked
from reader.store.journal import Operation
from reader.store.ledger import FOLD_AT, Ledger
from reader.store.lock import PATIENCE
from reader.store.places import Places
from reader.store.sealing import Plain

Watcher = Callable[[str | None, str, Record | None, Record | None], object]
"""Is told of a change: table, key, the record before and after; with no table all may be others."""


class JournalStorage(Storage):
    """Keeps TinyDB's tables in memory, and on the disk as a snapshot and a journal."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        unlock: Unlock = stays_locked,
        patience: float = PATIENCE,
        fold_at: int = FOLD_AT,
        ledger: type[Ledger] = Ledger,
    ) -> None:
        self._watchers: list[Watcher] = []
        self.ledger = ledger(
            Places.of(path), Plain(), unlock, now, self._tell, patience=patience, fold_at=fold_at
        )
        self.ledger.open()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables; TinyDB takes tables out of this dict when it drops them, so it is a new one."""
        return dict(self.ledger.live.tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the tables what TinyDB says, in one transaction.

        TinyDB does so only where it drops whole tables.
        """
        self.ledger.transact(lambda tables: _differences(tables, data))

    def close(self) -> None:
        """Fold what the journal holds and let go of the files."""
        self.ledger.close()

    def watch(self, take: Watcher) -> None:
        """Tell of each change to a record from now on."""
        self._watchers.append(take)

    @property
    def memory(self) -> AbstractContextManager[object]:
        """To be held while what is in memory is looked through; see `LiveTables.memory`."""
        return self.ledger.live.memory

    def table(self, name: str) -> dict[str, Record]:
        """Return the records of a table; not to be changed."""
        return self.ledger.live.tables.get(name, {})

    def change(self, name: str, updater: Callable[[Change], None]) -> None:
        """Carry out a TinyDB updater as one transaction. Raises `SaveFailed`; then nothing was changed."""

        def operations(tables: dict[str, dict[str, Record]]) -> list[Operation]:
            change = Change(tables.get(name, {}))
            updater(change)
            return [(name, key, record) for key, record in change.made().items()]

        self.ledger.transact(operations)

    def _tell(self, name: str | None, key: str, before: Record | None, after: Record | None) -> None:
        for take in self._watchers:
            take(name, key, before, after)


def _differences(old: dict[str, dict[str, Record]], new: dict[str, dict[str, Any]]) -> list[Operation]:
    made: list[Operation] = []
    for name in {**old, **new}:
        before, after = old.get(name, {}), new.get(name, {})
        made += [(name, key, None) for key in before if key not in after]
        made += [(name, str(key), record) for key, record in after.items() if before.get(str(key)) != record]
    return made
