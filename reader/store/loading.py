"""Reading a store from the disk, whatever state it is in. Changes nothing there.

What has to be done on the disk (set aside, fold) is said in `Loaded` and done by `reader.store.settling`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reader.store import durable
from reader.store.chain import NEW, Journal, Loaded, belong_together, continued, read_journal, refuse_newer
from reader.store.places import Places
from reader.store.recovery import recovered
from reader.store.sealing import Sealing
from reader.store.snapshot import Meta, NotASnapshot, decode_snapshot, read_meta

_HEAD_BYTES: Final = 1 << 14  # the first line of a snapshot takes 1.5 KB with all remembered journals


def load(places: Places, sealing: Sealing) -> Loaded:
    """Read the store.

    Raises:
        StoreTooNew: A later version wrote it.
        OSError: A file cannot be read.
    """
    content = durable.read_file(places.snapshot)
    journal = read_journal(places.journal, sealing)
    if journal.header is not None:
        refuse_newer(journal.header.schema, places)
    if not content and not _has_history(places, journal):
        return Loaded({}, NEW, 0, journal)
    try:
        snapshot = decode_snapshot(content or b"", sealing)
    except NotASnapshot:
        return recovered(places, sealing, content, journal)
    refuse_newer(snapshot.meta.schema, places)
    if not belong_together(snapshot.meta, journal):
        return recovered(places, sealing, content, journal)
    return continued(places, snapshot, journal)


def first_meta(path: Path) -> Meta | None:
    """Read only what a snapshot says of itself; ``None`` when it is not there, sealed, or not as Reader
    writes it.
    """
    try:
        descriptor = durable.open_to_read(path)
    except OSError:
        return None
    try:
        return read_meta(os.read(descriptor, _HEAD_BYTES))
    finally:
        os.close(descriptor)


def _has_history(places: Places, journal: Journal) -> bool:
    return journal.header is not None or bool(journal.reading.entries) or places.previous_snapshot.exists()
