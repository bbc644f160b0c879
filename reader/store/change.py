"""What one transaction does to a table."""

from __future__ import annotations

import copy
from collections.abc import Iterator, MutableMapping

from reader.store.encoding import Record


class Change(MutableMapping[int, Record]):
    """A table as a TinyDB updater sees it: records are copied when first touched, so the table itself
    stays as it is.
    """

    def __init__(self, base: dict[str, Record]) -> None:
        self._base = base
        self._touched: dict[str, Record | None] = {}

    def __getitem__(self, doc_id: int) -> Record:
        key = str(doc_id)
        if key not in self._touched:
            self._touched[key] = copy.deepcopy(self._base[key])
        record = self._touched[key]
        if record is None:
            raise KeyError(doc_id)
        return record

    def __setitem__(self, doc_id: int, record: Record) -> None:
        self._touched[str(doc_id)] = record

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[str(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return self._touched[key] is not None if key in self._touched else key in self._base

    def __iter__(self) -> Iterator[int]:
        for key in self._base:
            if self._touched.get(key, self._base) is not None:
                yield int(key)
        for key, record in self._touched.items():
            if record is not None and key not in self._base:
                yield int(key)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every record; the inherited way takes the square of their number."""
        self._touched = dict.fromkeys(self._base)

    def made(self) -> dict[str, Record | None]:
        """Return what is different now, by key; ``None``: removed."""
        return {key: record for key, record in self._touched.items() if record != self._base.get(key)}
