"""What has to be done on the disk after reading a store and before writing it: tidy, set aside, back
up, migrate.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from reader.gate import clean_line
from reader.store import durable
from reader.store.backups import Backups
from reader.store.chain import Loaded
from reader.store.generation import new_name
from reader.store.migrate import migrate
from reader.store.places import Places
from reader.store.sealing import Sealing
from reader.store.snapshot import SCHEMA, Snapshot, encode_snapshot


def prepare_files(
    places: Places,
    loaded: Loaded,
    sealing: Sealing,
    backups: Backups,
    moment: datetime,
    notice: Callable[[str], None],
) -> None:
    """Make the files ready for writing; under the lock. What is not whole is set aside before it is written
    over.

    Raises:
        OSError: Nothing may be written; what was read is still as it was.
    """
    for temporary in places.temporaries():
        durable.discard(temporary)
    for file, why in loaded.set_aside.items():
        _set_aside(places, file, why, loaded, moment, notice)
    if loaded.meta.schema < SCHEMA and not loaded.is_new:
        _migrate(loaded, sealing, backups, notice)


def _set_aside(
    places: Places, file: Path, why: str, loaded: Loaded, moment: datetime, notice: Callable[[str], None]
) -> None:
    if not file.exists():
        return
    aside = places.aside(file, why, moment)
    if why == "torn":
        torn = loaded.journal.reading.torn
        durable.replace_file(aside, torn)
        _cut(file, len(torn))
    else:
        durable.keep_as(file, aside)
    notice(f"What {clean_line(file.name)} held is kept as {clean_line(aside.name)}.")


def _cut(journal: Path, length: int) -> None:
    descriptor = durable.open_existing(journal)
    try:
        os.ftruncate(descriptor, os.fstat(descriptor).st_size - length)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _migrate(loaded: Loaded, sealing: Sealing, backups: Backups, notice: Callable[[str], None]) -> None:
    before = replace(loaded.meta, snapshot=loaded.meta.snapshot or new_name(), number=loaded.number)
    backup = backups.make(
        encode_snapshot(Snapshot(loaded.tables, before), sealing), f"version-{before.schema}"
    )
    loaded.tables = migrate(loaded.tables, before.schema)
    loaded.must_fold = True
    notice(
        f"The store was brought up to version {SCHEMA}; as it was it is kept as {clean_line(backup.name)}."
    )


def must_start_journal(loaded: Loaded) -> bool:
    """Tell whether there is no journal that continues the snapshot: there was none, or a fold was cut
    short.
    """
    header = loaded.journal.header
    return header is None or header.continues != loaded.meta.snapshot
