"""Reading a store from the disk, whatever state it is in. Changes nothing there.

What has to be done on the disk (set aside, fold) is said in `Loaded` and done by `reader.store.settling`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reader.errors import StoreLocked, StoreUnavailable
from reader.gate import clean_line
from reader.store import durable
from reader.store.chain import NEW, Journal, Loaded, belong_together, continued, read_journal, refuse_newer
from reader.store.identity import is_encrypted
from reader.store.places import Places
from reader.store.sealing import AGE, Sealing
from reader.store.snapshot import Meta, NotASnapshot, decode_snapshot, read_meta

_OURS: Final = (b'"_meta"', b'"annotations"', b'"note_id"')
"""Words that stand in every store, and in what is left of one."""

_HEAD_BYTES: Final = 1 << 14  # the first line of a snapshot takes 1.5 KB with all remembered journals


def load(places: Places, sealing: Sealing) -> Loaded:
    """Read the store.

    Raises:
        StoreTooNew: A later version wrote it.
        StoreUnavailable: It is no store at all, and never was one.
        StoreLocked: It is encrypted and ``sealing`` does not open it, or the other way round.
        OSError: A file cannot be read.
    """
    refuse_other_kind(places, sealing)
    content = durable.read_file(places.snapshot)
    journal = read_journal(places.journal, sealing)
    if journal.header is not None:
        refuse_newer(journal.header.schema, places)
    if not content and not _has_history(places, journal):
        return Loaded({}, NEW, 0, journal)
    try:
        snapshot = decode_snapshot(content or b"", sealing)
    except NotASnapshot:
        from reader.store.recovery import is_fitting, recovered

        refuse_other_files(places)
        if sealing.is_private and not is_fitting(places, sealing, journal):
            raise StoreLocked(
                f"{clean_line(str(places.snapshot))} cannot be opened with the key of "
                f"{clean_line(places.identity.name)}: it is another one's, or damaged; it was left untouched."
            ) from None
        return recovered(places, sealing, content, journal)
    refuse_newer(snapshot.meta.schema, places)
    if not belong_together(snapshot.meta, journal):
        from reader.store.recovery import recovered

        return recovered(places, sealing, content, journal)
    return continued(places, snapshot, journal)


def refuse_other_kind(places: Places, sealing: Sealing) -> None:
    """Raise `StoreLocked` where a store is encrypted and it was not opened so, or the other way round.

    What is plain where it should be sealed is not shown: a forger could have put it there.
    """
    if not is_encrypted(places):
        if sealing.is_private and places.snapshot.exists():
            raise StoreLocked(
                f"{clean_line(str(places.snapshot))} is not encrypted any more; open it again to go on."
            )
    elif not sealing.is_private:
        raise StoreLocked(f"{clean_line(str(places.snapshot))} is encrypted, and its passphrase is needed.")


def refuse_other_files(places: Places) -> None:
    """Raise `StoreUnavailable` for a file that never was a store: a note, say, named as one by mistake.

    A store damaged beyond knowing still has its journal, its last generation or its backups beside it.
    """
    if any(map(_has_name, (places.journal, places.previous_snapshot, places.backups, places.identity))):
        return
    content = durable.read_file(places.snapshot) or b""
    if not content.strip() or content.startswith(AGE) or any(word in content for word in _OURS):
        return
    from reader.store.salvage import salvage

    found = salvage(content)
    if not found.records and not found.lost:
        raise StoreUnavailable(
            f"{clean_line(str(places.snapshot))} holds something else than Reader keeps, and was left "
            "untouched; move it away, or name another file with --store."
        )


def _has_name(path: Path) -> bool:
    return os.path.lexists(path)


def first_meta(path: Path, sealing: Sealing) -> Meta | None:
    """Read only what a snapshot says of itself; ``None`` when it is not there or not as Reader writes it."""
    try:
        descriptor = durable.open_to_read(path)
    except OSError:
        return None
    try:
        if sealing.is_private:  # it opens whole or not at all
            return read_meta(sealing.unseal_file(durable.read_from(descriptor)))
        return read_meta(os.read(descriptor, _HEAD_BYTES))
    except ValueError:
        return None
    finally:
        os.close(descriptor)


def _has_history(places: Places, journal: Journal) -> bool:
    return journal.header is not None or bool(journal.reading.entries) or places.previous_snapshot.exists()
