"""Writing a generation: a new snapshot and an empty journal that continues it, in an order that survives any
crash.

1. the new snapshot is written and synced under another name;
2. the last generation keeps the present snapshot and journal;
3. the new snapshot gets its name: its ``folded`` says which journal is in it up to which transaction, so that
a writer who
   still appends to that journal before step 4 is heard;
4. the new journal gets its name.
"""

from __future__ import annotations

import os
from typing import Final

from msgspec.structs import replace

from reader.store import durable
from reader.store.encoding import Tables
from reader.store.journal import Header, encode_header
from reader.store.places import Places
from reader.store.sealing import Sealing
from reader.store.snapshot import SCHEMA, Meta, Snapshot, encode_snapshot

_REMEMBERED_JOURNALS: Final = 64
"""A window that slept through this many folds still knows that nothing it saw was lost."""


def new_name() -> str:
    """Make an id for a snapshot or a journal."""
    return os.urandom(8).hex()


def next_meta(meta: Meta, number: int, journal: str) -> Meta:
    """Say what the next snapshot says of itself."""
    known = [*meta.folded, *([journal] if journal and journal not in meta.folded[-1:] else [])]
    return replace(
        meta,
        snapshot=new_name(),
        number=number,
        folded=tuple(known[-_REMEMBERED_JOURNALS:]),
        schema=SCHEMA,
        checksum="",
    )


def write_generation(places: Places, tables: Tables, meta: Meta, sealing: Sealing, *, rotate: bool) -> bytes:
    """Write a snapshot and its journal.

    Args:
        places: Where to.
        tables: What the snapshot holds.
        meta: What it says of itself.
        sealing: How it is kept at rest.
        rotate: Whether the present files are good enough to be kept as the last generation.

    Returns:
        The snapshot as it was written.

    Raises:
        OSError: The store is as it was, or the new snapshot is there and the journal is the old one; both are
        whole.
    """
    content = encode_snapshot(Snapshot(tables, meta), sealing)
    temporary = durable.temporary_beside(places.snapshot)
    durable.prepare(temporary, content)
    try:
        if rotate:
            _keep_present(places)
    except BaseException:
        durable.discard(temporary)
        raise
    durable.put_in_place(temporary, places.snapshot)
    start_journal(places, meta, sealing)
    return content


def _keep_present(places: Places) -> None:
    if places.snapshot.exists():
        durable.keep_as(places.snapshot, places.previous_snapshot)
    if places.journal.exists():
        durable.keep_as(places.journal, places.previous_journal)


def start_journal(places: Places, meta: Meta, sealing: Sealing) -> None:
    """Begin the journal of a snapshot."""
    folded = meta.folded[-1] if meta.folded else ""
    header = Header(new_name(), meta.snapshot, meta.number, folded, SCHEMA)
    durable.replace_file(places.journal, encode_header(header, sealing))
