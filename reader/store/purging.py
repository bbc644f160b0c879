"""Deleting for good: what was deleted leaves the store, its history, drafts, last generation and backups.

A tombstone stays: the id and the time of the last change, without a word. By it a merge with a store that
still has the annotation does not bring it back; only a change made there after the deletion does.

Killed at any moment: the first step is one transaction that takes the records out and writes down what is
still to be cleaned; the next opening finishes that. Files are removed, not overwritten.
"""

from __future__ import annotations

import errno
from collections.abc import Collection
from pathlib import Path
from typing import Final

from msgspec import Struct

from reader.annotations.record import from_record
from reader.errors import BadRecord, SaveFailed, StoreError
from reader.gate import clean_line
from reader.store import durable
from reader.store.conversion import private_files
from reader.store.drafts import Drafts
from reader.store.encoding import Record, Tables
from reader.store.joining import ANNOTATIONS, PURGED, UPKEEP, tombstone
from reader.store.journal import Operation
from reader.store.ledger import Ledger
from reader.store.lock import PATIENCE
from reader.store.salvage import salvage
from reader.store.sealing import Sealing, is_sealed
from reader.store.table import document_id

_UNFINISHED: Final = "purge"
_ABOUT_ONE: Final = ("review",)  # tables whose keys are ids of annotations


class Purge(Struct, frozen=True):
    """What deleting for good takes away, and what of it stays."""

    ids: tuple[str, ...] = ()  # the deleted annotations
    earlier_texts: int = 0  # of these
    drafts: tuple[str, ...] = ()  # keys of drafts about them
    files: tuple[Path, ...] = ()  # backups and files set aside that hold them, or cannot be looked into
    kept_texts: int = 0  # earlier texts of what is still there; they stay


def plan_purge(ledger: Ledger, drafts: Drafts) -> Purge:
    """Say what deleting for good would take away; changes nothing."""
    deleted, earlier, kept = [], 0, 0
    for record in ledger.live.tables.get(ANNOTATIONS, {}).values():
        try:
            annotation = from_record(record)
        except BadRecord:
            continue
        if annotation.deleted is None:
            kept += len(annotation.revisions)
        else:
            deleted.append(annotation.id)
            earlier += len(annotation.revisions)
    ids = frozenset(deleted)
    files = [file for file in private_files(ledger.places) if _may_hold(file, ids, ledger)] if ids else []
    return Purge(tuple(sorted(ids)), earlier, tuple(_drafts_about(drafts, ids)), tuple(files), kept)


def purge(ledger: Ledger, drafts: Drafts, ids: Collection[str]) -> None:
    """Delete annotations for good. What was restored meanwhile stays.

    Raises:
        SaveFailed: Nothing was taken away; or all was taken out of the store, and the next opening cleans the
            rest: the sentence says which.
    """
    wanted = frozenset(ids)
    ledger.transact(lambda tables: _taken_out(tables, wanted))
    try:
        finish_purge(ledger, drafts)
    except (OSError, StoreError) as error:
        raise SaveFailed(
            f"It is out of the store, but backups may still hold it; the next opening removes them ({error})."
        ) from error


def finish_purge(ledger: Ledger, drafts: Drafts) -> None:
    """Remove what a purge has still to remove; does nothing where there is nothing."""
    mark = ledger.live.tables.get(UPKEEP, {}).get(_key())
    if mark is None or ledger.why_read_only:
        return
    ids = frozenset(str(each) for each in mark.get("value", {}).get("ids", ()))
    with ledger.lock.held(PATIENCE):
        ledger.fold()
        for file in (ledger.places.previous_snapshot, ledger.places.previous_journal):
            _remove(file)
        for file in private_files(ledger.places):
            if file.parent != ledger.places.drafts and _may_hold(file, ids, ledger):
                _remove(file)
        for key in _drafts_about(drafts, ids):
            drafts.drop(key)
        if _drafts_about(drafts, ids):
            raise OSError(errno.EACCES, "a draft cannot be removed")
        durable.sync_folder(ledger.places.folder)
        ledger.transact(lambda tables: [(UPKEEP, _key(), None)])
        ledger.fold()


def finish_purge_if_needed(ledger: Ledger, drafts: Drafts) -> None:
    """After opening: finish a purge that was cut short."""
    try:
        finish_purge(ledger, drafts)
    except (OSError, StoreError) as error:
        ledger.notice(f"What was deleted for good is not out of all backups yet: {clean_line(str(error))}")


def _remove(file: Path) -> None:
    durable.insist(file.unlink, missing_ok=True)


def _key() -> str:
    return str(document_id(_UNFINISHED))


def _taken_out(tables: Tables, ids: frozenset[str]) -> list[Operation]:
    made: list[Operation] = []
    gone: list[str] = []
    for key, record in tables.get(ANNOTATIONS, {}).items():
        name = record.get("id")
        if isinstance(name, str) and name in ids and record.get("deleted"):
            made.append((ANNOTATIONS, key, None))
            made.append((PURGED, str(document_id(name)), tombstone(record)))
            made += [(table, str(document_id(name)), None) for table in _ABOUT_ONE]
            gone.append(name)
    if gone:
        mark: Record = {"key": _UNFINISHED, "value": {"ids": gone}}
        made.append((UPKEEP, _key(), mark))
    return [each for each in made if each[2] is not None or each[1] in tables.get(each[0], {})]


def _drafts_about(drafts: Drafts, ids: frozenset[str]) -> list[str]:
    return [each.key for each in drafts.all() if {each.about.get("on"), each.about.get("edits")} & ids]


def _may_hold(file: Path, ids: frozenset[str], ledger: Ledger) -> bool:
    """Tell whether a backup or a file set aside holds one of these, as far as it can be looked into."""
    if file.parent == ledger.places.drafts:
        return False
    try:
        content = durable.read_file(file)
    except OSError:
        return True
    if content is None:
        return False
    if file.name.startswith(ledger.places.journal.name):
        return _lines_may_hold(content, ids, ledger.sealing)
    if is_sealed(content):
        try:
            content = ledger.sealing.unseal_file(content)
        except (ValueError, StoreError):
            return True
    found = salvage(content)
    if found.problems:
        return any(each.encode() in content for each in ids)
    return any(record.get("id") in ids for record in found.tables.get(ANNOTATIONS, {}).values())


def _lines_may_hold(content: bytes, ids: frozenset[str], sealing: Sealing) -> bool:
    if is_sealed(content):
        return True  # a piece torn off in the clear and sealed afterwards
    if not sealing.is_private:
        return any(each.encode() in content for each in ids)
    return True  # half a line cannot be opened
