"""Merging another store's file into this one: a conflict copy, another machine's store, a backup."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.annotations.merge import have_met, merged
from reader.annotations.model import Annotation
from reader.annotations.record import from_record, to_record
from reader.errors import BadRecord, SaveFailed, StoreTooNew, StoreUnavailable
from reader.gate import clean_line
from reader.library.typed_paths import is_there
from reader.store import durable
from reader.store.encoding import Record, Tables
from reader.store.identity import Unlock
from reader.store.joining import ANNOTATIONS, PURGED, UPKEEP, drop_purged, is_gone
from reader.store.journal import Operation
from reader.store.ledger import clause
from reader.store.loading import load
from reader.store.places import Places
from reader.store.sealing import Plain, Sealing, is_sealed
from reader.store.snapshot import SCHEMA
from reader.store.storage import JournalStorage
from reader.store.table import document_id

if TYPE_CHECKING:  # for start-up cost
    from reader.store.salvage import Salvaged


class MergeReport(Struct, frozen=True):
    """What merging a file did: ids of annotations, and what of the file could not be read."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    met: tuple[str, ...] = ()  # changed on both sides, neither knowing of the other; both texts are kept
    unreadable: int = 0
    problems: tuple[str, ...] = ()


class _Counts(Struct):
    added: list[str]
    changed: list[str]
    met: list[str]
    unreadable: int


def merge_file(storage: JournalStorage, path: Path) -> MergeReport:
    """Merge ``path``, in one transaction; see `Store.merge`."""
    other = read_store_file(path, storage.ledger.sealing, storage.ledger.unlock)
    counts = _Counts([], [], [], other.lost)

    def operations(tables: Tables) -> list[Operation]:
        counts.added, counts.changed, counts.met, counts.unreadable = [], [], [], other.lost
        return [
            *_annotations(tables, _without(other.tables, tables.get(PURGED, {})), counts),
            *_purged(tables, other.tables),
            *_state(tables, other.tables),
        ]

    try:
        storage.ledger.transact(operations)
    except SaveFailed as error:
        raise SaveFailed(f"{clean_line(str(path))} was not merged. {error}") from error
    problems = tuple(other.problems)
    return MergeReport(
        tuple(counts.added), tuple(counts.changed), tuple(counts.met), counts.unreadable, problems
    )


def read_store_file(path: Path, sealing: Sealing, unlock: Unlock) -> Salvaged:
    """Read a store's file, whatever state it is in, with its journal where one belongs to it.

    Args:
        path: The file.
        sealing: What may open it, if it is encrypted.
        unlock: Returns what opens it, if it is encrypted with another key.

    Raises:
        StoreLocked: It is encrypted, and ``unlock`` did not open it.
        StoreUnavailable: It cannot be read, or there is nothing of a store in it.
        StoreTooNew: A later version wrote it.
    """
    name = clean_line(str(path))
    try:
        content = durable.read_file(path)
    except OSError as error:
        raise StoreUnavailable(f"{name} cannot be read ({error.strerror}).") from error
    if content is None:
        raise StoreUnavailable(f"There is no file {name}.")
    plain, sealing = _unsealed(path, content, sealing, unlock)
    from reader.store.salvage import salvage

    found = salvage(plain)
    if found.meta is not None and found.meta.schema > SCHEMA:
        raise StoreTooNew(f"{name} was written by a later version of Reader; please update Reader.")
    if not found.records and found.problems:
        raise StoreUnavailable(f"{name} holds nothing of a store ({'; '.join(found.problems)}).")
    journal = Places.of(path).journal
    if found.meta is not None and not found.problems and is_there(journal):
        try:
            found.tables = load(Places.of(path), sealing).tables
        except OSError as error:  # without it the newest words would be missing, and nobody told
            raise StoreUnavailable(f"{clause(journal, 'cannot be read', error)}.") from error
    return found


def _unsealed(path: Path, content: bytes, sealing: Sealing, unlock: Unlock) -> tuple[bytes, Sealing]:
    """Open a store's file; returns its bytes and what opens its journal."""
    if not is_sealed(content):
        return content, Plain()
    if sealing.is_private:
        with suppress(ValueError):
            return sealing.unseal_file(content), sealing
    other = unlock(path)
    try:
        return other.unseal_file(content), other
    except ValueError:
        raise StoreUnavailable(
            f"{clean_line(str(path))} is damaged or was encrypted with another key; it was left as it is."
        ) from None


def _annotations(tables: Tables, others: Tables, counts: _Counts) -> list[Operation]:
    ours = {record.get("id"): (key, record) for key, record in tables.get(ANNOTATIONS, {}).items()}
    made: dict[str, Record] = {}
    for record in others.get(ANNOTATIONS, {}).values():
        try:
            theirs = from_record(record)
        except BadRecord:
            counts.unreadable += 1
            continue
        key, there = ours.get(theirs.id, (str(document_id(theirs.id)), None))
        there = made.get(key, there)
        result = _joined(there, theirs, counts)
        if result is not None:
            made[key] = to_record(result)
    return [(ANNOTATIONS, key, record) for key, record in made.items()]


def _without(others: Tables, stones: dict[str, Record]) -> Tables:
    """Return the other store's tables without what either of the two deleted for good."""
    tables = {**others, ANNOTATIONS: dict(others.get(ANNOTATIONS, {}))}
    drop_purged(tables)
    drop_purged({ANNOTATIONS: tables[ANNOTATIONS], PURGED: stones})
    return tables


def _purged(tables: Tables, others: Tables) -> list[Operation]:
    """Take out of here what was deleted for good there."""
    stones = {stone.get("key"): stone for stone in others.get(PURGED, {}).values()}
    return [
        (ANNOTATIONS, key, None)
        for key, record in tables.get(ANNOTATIONS, {}).items()
        if is_gone(record, stones.get(record.get("id")))
    ]


def _joined(there: Record | None, theirs: Annotation, counts: _Counts) -> Annotation | None:
    """Join one annotation; ``None`` when that changes nothing here."""
    if there is None:
        counts.added.append(theirs.id)
        return theirs
    try:
        ours = from_record(there)
    except BadRecord:
        counts.changed.append(theirs.id)
        return theirs
    result = merged(ours, theirs)
    if have_met(ours, theirs):
        counts.met.append(theirs.id)
    if result == ours:
        return None
    counts.changed.append(theirs.id)
    return result


def _state(tables: Tables, others: Tables) -> list[Operation]:
    """Take over the small state that is missing here."""
    return [
        (name, key, record)
        for name, records in others.items()
        if name not in (ANNOTATIONS, UPKEEP)
        for key, record in records.items()
        if key not in tables.get(name, {})
    ]
