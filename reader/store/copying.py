"""Copies of what is in memory: among the daily backups, or in a file of the reader's own."""

from __future__ import annotations

import os
from pathlib import Path

from reader.errors import SaveFailed
from reader.store import durable
from reader.store.identity import put_identity_beside
from reader.store.ledger import Ledger, clause
from reader.store.places import Places


def save_copy(ledger: Ledger, path: Path) -> Path:
    """Write all that is in memory to another file, with its key beside it where it is encrypted.

    Raises:
        SaveFailed: It could not be written, and what stood there is as it was; or the sentence says that it
            is there and may not be on the disk yet.
    """
    try:
        durable.make_place_for(path.absolute())
        if ledger.sealing.is_private:
            put_identity_beside(ledger.places, Places.of(path))
        _put(path, ledger.live.as_snapshot())
    except OSError as error:
        raise SaveFailed(f"No copy was saved: {clause(path, 'cannot be written', error)}.") from error
    return path


def make_backup(ledger: Ledger, why: str = "") -> Path:
    """Back up what is in memory. Raises `SaveFailed`."""
    try:
        return ledger.backups.make(ledger.live.as_snapshot(), why)
    except durable.NotDurable as error:
        what = clause(ledger.places.backups, "has a new backup, which may not be on the disk yet", error)
        raise SaveFailed(f"{what}.") from error
    except OSError as error:
        what = clause(ledger.places.backups, "cannot be written", error)
        raise SaveFailed(f"No backup was made: {what}.") from error


def _put(path: Path, copy: bytes) -> None:
    try:
        durable.replace_file(Path(os.path.realpath(path)), copy)
    except durable.NotDurable as error:
        what = clause(path, "was written and may not be on the disk yet", error)
        raise SaveFailed(f"{what}.") from error
