"""Putting a store together again from all that is left: the file, the last generation, the journal.

Changes nothing on the disk; what was found out is said in notices without any of the reader's words.
"""

from __future__ import annotations

from reader.errors import StoreLocked
from reader.gate import clean_line
from reader.store import durable
from reader.store.chain import (
    Journal,
    Loaded,
    belong_together,
    continued,
    count,
    note_journal,
    read_journal,
    refuse_newer,
)
from reader.store.encoding import Tables
from reader.store.joining import unite
from reader.store.journal import Header, apply
from reader.store.places import Places
from reader.store.salvage import Salvaged, is_strictly_readable, salvage
from reader.store.sealing import Sealing
from reader.store.snapshot import SCHEMA, Meta, NotASnapshot, Snapshot, decode_snapshot


def recovered(places: Places, sealing: Sealing, content: bytes | None, journal: Journal) -> Loaded:
    """Put a store together again from all that is left of it."""
    try:
        exact: Snapshot | None = decode_snapshot(content or b"", sealing)
    except NotASnapshot:
        exact = None
    found = Salvaged(exact.tables, exact.meta) if exact is not None else _salvaged(content, sealing)
    if found.meta is not None:
        refuse_newer(found.meta.schema, places)
    if exact is None and content is not None and found.meta is not None and _is_foreign(content, found):
        return _rewritten(places, found, found.meta, journal)
    before = _last_generation(places, sealing)
    loaded = _united(found, before, journal)
    if before is None and (content is None or found.problems):
        _add_backup(places, sealing, loaded)
    _note_recovery(loaded, places, content, found, exact is not None)
    note_journal(loaded, places)
    return loaded


def _salvaged(content: bytes | None, sealing: Sealing) -> Salvaged:
    if content is None:
        return Salvaged()
    try:
        return salvage(sealing.unseal_file(content))
    except ValueError:
        return Salvaged(problems=["it cannot be opened"])


def is_fitting(places: Places, sealing: Sealing, journal: Journal) -> bool:
    """Tell whether a key opens anything of a store: if not, it is another one's, and nothing is damaged."""
    if journal.header is not None or journal.reading.entries:
        return True
    backups = sorted(places.backups.glob("*.json"), reverse=True)
    for file in (places.snapshot, places.previous_snapshot, *backups):
        try:
            decode_snapshot(durable.read_file(file) or b"", sealing)
        except (OSError, NotASnapshot):
            continue
        return True
    return False


def _is_foreign(content: bytes, found: Salvaged) -> bool:
    """Tell a file that another TinyDB program wrote from a damaged one: whole, but laid out as one line."""
    return not found.problems and content.count(b"\n") <= 1 and is_strictly_readable(content)


def _rewritten(places: Places, found: Salvaged, meta: Meta, journal: Journal) -> Loaded:
    """Take over a file that another program wrote on purpose."""
    if belong_together(meta, journal):
        loaded = continued(places, Snapshot(found.tables, meta), journal)
    else:
        loaded = _united(found, None, journal)
    loaded.must_fold = True
    loaded.notices.append(
        f"{clean_line(places.snapshot.name)} was changed by another program; "
        "its records were taken as they stand."
    )
    return loaded


def _last_generation(places: Places, sealing: Sealing) -> Loaded | None:
    """Make the last snapshot again from the one before it and its journal, where they are whole."""
    try:
        content = durable.read_file(places.previous_snapshot)
        if content is None:
            return None
        snapshot = decode_snapshot(content, sealing)
        journal = read_journal(places.previous_journal, sealing)
    except (OSError, NotASnapshot, StoreLocked):
        return None
    if snapshot.meta.schema > SCHEMA or not belong_together(snapshot.meta, journal):
        return None
    return continued(places, snapshot, journal)


def _add_backup(places: Places, sealing: Sealing, loaded: Loaded) -> None:
    """Add what only the newest backup still has; the last resort, it may be a day old."""
    for backup in sorted(places.backups.glob("*.json"), reverse=True):
        try:
            tables = decode_snapshot(durable.read_file(backup) or b"", sealing).tables
        except (OSError, NotASnapshot, StoreLocked):
            continue
        added = unite(loaded.tables, tables)
        if added:
            loaded.notices.append(f"{count(added, 'record')} came from the backup {clean_line(backup.name)}.")
        return


def _united(found: Salvaged, before: Loaded | None, journal: Journal) -> Loaded:
    """Lay the sources over each other: first what fits together, then what else was found joined to it."""
    header, entries = journal.header, journal.reading.entries
    meta = found.meta
    fits = meta is not None and belong_together(meta, journal)
    number = meta.number if meta is not None and fits else 0
    base: Tables = {}
    rest = [found.tables]
    if before is not None and _leads_to(before, meta if fits else None, header):
        base, number = before.tables, max(number, before.number)
        if fits:
            unite(base, rest.pop())
    elif fits:
        base = rest.pop()
    elif before is not None:
        rest.append(before.tables)
    apply([entry for entry in entries if entry.number > number], base)
    for tables in rest:
        unite(base, tables)
    return Loaded(base, *_united_meta(found, before, journal), journal, must_fold=True, lost=found.lost > 0)


def _united_meta(found: Salvaged, before: Loaded | None, journal: Journal) -> tuple[Meta, int]:
    """Say of united tables that they come after all that went into them."""
    header, entries = journal.header, journal.reading.entries
    numbers = [entry.number for entry in entries]
    if found.meta is not None:
        numbers.append(found.meta.number)
    if before is not None:
        numbers.append(before.number)
    if header is not None:
        numbers.append(header.after)
    last = max(numbers, default=0)
    folded = (*(found.meta.folded if found.meta else ()), *((header.journal,) if header else ()))
    schema = found.meta.schema if found.meta else SCHEMA if before or header else 0
    return Meta("", last, folded, schema), last


def _leads_to(before: Loaded, meta: Meta | None, header: Header | None) -> bool:
    """Tell whether the last generation is what the snapshot was made from, or what the journal continues."""
    if before.journal.header is None:
        return False
    last = before.journal.header.journal
    return bool(
        (meta and meta.folded and meta.folded[-1] == last)
        or (header and last in (header.folded, header.journal))
    )


def _note_recovery(
    loaded: Loaded, places: Places, content: bytes | None, found: Salvaged, is_whole: bool
) -> None:
    name = clean_line(places.snapshot.name)
    if content is None:
        loaded.notices.append(
            f"{name} was missing; it was made again from the last generation and the journal."
        )
        return
    if is_whole:
        loaded.set_aside[places.snapshot] = "older"
        loaded.set_aside[places.journal] = "older"
        loaded.notices.append(
            f"{name} is not the one its journal continues (an older one was brought back); "
            "both were joined and the newer change of each record shows."
        )
        return
    if found.meta is None and not found.problems:
        loaded.notices.append(f"{name} was written by another program; its records were taken over.")
        return
    loaded.set_aside[places.snapshot] = "damaged"
    what = "; ".join(found.problems) or "its checksum does not agree"
    loaded.notices.append(f"{name} was damaged ({what}); {_recovery_result(loaded, found)}.")


def _recovery_result(loaded: Loaded, found: Salvaged) -> str:
    kept = sum(map(len, loaded.tables.values()))
    if found.lost:
        return f"{count(kept, 'record')} recovered, {count(found.lost, 'record')} in it could not be read"
    return f"{count(kept, 'record')} recovered"
