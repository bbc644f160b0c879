"""Small pieces of state by table and key: places, marks, choices. Known from the moment they are asked for,
durable once kept.
"""

from __future__ import annotations

from collections.abc import Callable

from tinydb.table import Document

from reader.store.change import Change
from reader.store.encoding import Record
from reader.store.storage import JournalStorage
from reader.store.table import JournalTable, document_id


class SmallState:
    """What a store keeps beside annotations.

    A screen asks for a save that another thread makes (`intend`). Until that is done `recall` already gives
    the new value: who leaves a note and comes back while the disk is slow finds the place just left. Only
    what `remember`, or the call that `intend` returned, has come back from is durable.
    """

    _storage: JournalStorage

    def __init__(self) -> None:
        self._intended: dict[tuple[str, str], Record] = {}
        self._given_up = 0  # intentions that could not be kept: what is recalled is another again

    def _table(self, name: str) -> JournalTable:
        """Return a table."""
        raise NotImplementedError

    def remember(self, table: str, key: str, value: Record) -> None:
        """Keep a small piece of state. Raises `SaveFailed`."""

        def updater(change: Change) -> None:
            change[document_id(key)] = {"key": key, "value": value}

        self._table(table).change(updater)

    def intend(self, table: str, key: str, value: Record) -> Callable[[], None]:
        """Let `recall` give this value from now on; what is returned keeps it, as `remember` does.

        Where that fails, `recall` gives again what is kept.
        """
        name = table, key
        with self._storage.memory:
            self._intended[name] = value

        def keep() -> None:
            is_kept = False
            try:
                self.remember(table, key, value)
                is_kept = True
            finally:
                with self._storage.memory:
                    if self._intended.get(name) is value:  # nothing later is intended
                        del self._intended[name]
                        self._given_up += not is_kept

        return keep

    def recall(self, table: str, key: str) -> Record | None:
        """Return a piece of state, or ``None``."""
        with self._storage.memory:
            intended = self._intended.get((table, key))
            document = None if intended is not None else self._table(table).get(doc_id=document_id(key))
        if intended is not None:
            return intended
        value = document.get("value") if isinstance(document, Document) else None
        return value if isinstance(value, dict) else None

    def recall_all(self, table: str) -> dict[str, Record]:
        """Return all pieces of state of a table by key."""
        found: dict[str, Record] = {}
        with self._storage.memory:
            documents = self._table(table).all()
            intended = {key: value for (name, key), value in self._intended.items() if name == table}
        for document in documents:
            key, value = document.get("key"), document.get("value")
            if isinstance(key, str) and isinstance(value, dict):
                found[key] = value
        return found | intended

    def _forget_intentions(self) -> None:
        """Let go of what was not kept yet: the store is locked, or everything in it is another."""
        with self._storage.memory:
            self._intended.clear()
