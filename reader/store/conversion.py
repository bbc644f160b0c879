"""Encrypting a store and decrypting it again, so that either may be killed at any moment.

The snapshot decides what the store is, and it changes with one rename. The journal is folded first, so that
nothing is in it then. What lies around (backups, drafts, files set aside) is sealed *after* the store is, and
opened *before* the store is; meanwhile a mark in the store itself says that this is not finished, and the
next opening with the passphrase seals whatever is still in the clear. So a cut-short encryption is completed
and a cut-short decryption taken back.

Files are replaced and removed, not overwritten: on flash memory and in snapshots of a file system old bytes
can outlive that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from reader.errors import SaveFailed, StoreError, StoreUnavailable
from reader.gate import clean_line
from reader.store import durable
from reader.store.encoding import Record, Tables
from reader.store.generation import next_meta, write_generation
from reader.store.identity import is_encrypted, new_identity, put_identity
from reader.store.joining import UPKEEP
from reader.store.journal import Operation
from reader.store.ledger import Ledger, clause
from reader.store.lock import PATIENCE
from reader.store.places import Places
from reader.store.sealing import Plain, Sealing, is_sealed
from reader.store.table import document_id

_SEALING: Final = "sealing"


def encrypt(ledger: Ledger, passphrase: str, moment: datetime) -> list[Path]:
    """Encrypt an open store under a new identity.

    Returns:
        Files that are still in the clear because they could not be replaced; tried again at each opening.

    Raises:
        StoreUnavailable: It is encrypted already.
        SaveFailed: It is not encrypted, and nothing of it was changed; or the sentence says that it is, and
            the next opening encrypts what is left.
    """
    if ledger.sealing.is_private:
        raise StoreUnavailable(f"{clean_line(str(ledger.places.snapshot))} is encrypted already.")
    sealing, identity = new_identity(passphrase)
    with _converting(ledger, "encrypted"):
        places = ledger.places
        for leftover in (places.identity, places.identity_copy):  # of a conversion that was killed
            if leftover.exists():
                durable.keep_as(leftover, places.aside(leftover, "older", moment))
        put_identity(places, identity)
        _change_over(ledger, sealing, unfinished=True)
        try:
            return finish(ledger)
        except SaveFailed:
            return [places.folder]


def decrypt(ledger: Ledger) -> list[Path]:
    """Decrypt an open store.

    Returns:
        Files that are still encrypted, being damaged or another key's; while there are any the identity
        stays.

    Raises:
        StoreUnavailable: It is not encrypted.
        SaveFailed: It is encrypted as before, or the sentence says that it is not.
    """
    sealing, places = ledger.sealing, ledger.places
    if not sealing.is_private:
        raise StoreUnavailable(f"{clean_line(str(places.snapshot))} is not encrypted.")
    with _converting(ledger, "decrypted"):
        ledger.transact(lambda tables: [_mark(unfinished=True)])
        ledger.fold()
        try:
            left = [file for file in private_files(places) if not _opened(file, sealing)]
            _change_over(ledger, Plain(), unfinished=False)
        except OSError:
            if ledger.sealing.is_private:
                with suppress(SaveFailed):
                    finish(ledger)
            raise
        for file in (places.previous_snapshot, places.previous_journal):
            durable.discard(file)
        if not left:
            for file in (places.identity, places.identity_copy):
                durable.discard(file)
        return left


def is_unfinished(tables: Tables) -> bool:
    """Tell whether something may still lie around in the clear."""
    return _key() in tables.get(UPKEEP, {})


def finish(ledger: Ledger) -> list[Path]:
    """Seal what still lies around in the clear; returns what could not be.

    Raises:
        SaveFailed: It has to be tried again.
    """
    places, sealing = ledger.places, ledger.sealing
    for file in (places.previous_snapshot, places.previous_journal):
        durable.discard(file)
    left = [file for file in private_files(places) if not _sealed(file, sealing)]
    if not left:
        ledger.transact(lambda tables: [_mark(unfinished=False)])
        ledger.fold()
    return left


def finish_if_needed(ledger: Ledger) -> None:
    """After opening: complete an encryption, or take back a decryption, that was killed half way."""
    if not (ledger.sealing.is_private and is_unfinished(ledger.live.tables)) or ledger.why_read_only:
        return
    try:
        with ledger.lock.held():
            left = finish(ledger)
    except (OSError, StoreError):
        left = [ledger.places.folder]
    names = ", ".join(clean_line(each.name) for each in left)
    ledger.notice(
        f"Not everything could be encrypted yet ({names}); it is tried again when Reader opens next."
        if left
        else "Encrypting or decrypting was cut short; everything is encrypted now."
    )


def private_files(places: Places) -> Iterator[Path]:
    """Yield the files with private words beside snapshot, journal and the last generation.

    Halves that a killed writer left are removed: they are worth nothing.
    """
    for folder in (places.backups, places.drafts):
        for half in folder.glob("*.new"):
            durable.discard(half)
        yield from sorted(folder.glob("*.json"))
    yield from places.set_aside()


@contextmanager
def _converting(ledger: Ledger, becoming: str) -> Iterator[None]:
    """Hold the lock with the store caught up and its journal empty."""
    was_private = ledger.sealing.is_private
    try:
        with ledger.lock.held(PATIENCE):
            ledger.fold()
            if ledger.why_read_only:
                raise SaveFailed(f"It was not {becoming}: {ledger.why_read_only}.")
            yield
    except OSError as error:
        if ledger.sealing.is_private is not was_private:
            what = clause(ledger.places.snapshot, "may not be on the disk yet", error)
            raise SaveFailed(f"It is {becoming} now, but {what}: keep the passphrase.") from error
        what = clause(ledger.places.snapshot, "cannot be written", error)
        raise SaveFailed(f"It was not {becoming}: {what}.") from error


def _change_over(ledger: Ledger, sealing: Sealing, *, unfinished: bool) -> None:
    """Write a generation kept in another way; the moment its snapshot has its name, the store is of that
    kind.
    """
    live, before = ledger.live, ledger.sealing
    _, key, mark = _mark(unfinished=unfinished)
    upkeep = {**live.tables.get(UPKEEP, {}), **({key: mark} if mark else {})}
    if mark is None:
        upkeep.pop(key, None)
    tables = {**live.tables, UPKEEP: upkeep}
    meta = next_meta(live.meta, live.number, live.journal_name)
    ledger.use(sealing)
    try:
        write_generation(ledger.places, tables, meta, sealing, rotate=False)
    except BaseException:
        if is_encrypted(ledger.places) is not sealing.is_private:
            ledger.use(before)
        raise
    live.tables = tables
    live.change_over(meta)


def _mark(*, unfinished: bool) -> Operation:
    record: Record | None = {"key": _SEALING, "value": {"unfinished": True}} if unfinished else None
    return UPKEEP, _key(), record


def _key() -> str:
    return str(document_id(_SEALING))


def _sealed(file: Path, sealing: Sealing) -> bool:
    """Seal a file where it is not; False: it could not be replaced."""
    try:
        _replace(file, lambda content: content if is_sealed(content) else sealing.seal_file(content))
    except OSError:
        return False
    return True


def _opened(file: Path, sealing: Sealing) -> bool:
    """Open a file where it is sealed; False: it is damaged or another key's. Raises `OSError`."""
    try:
        _replace(file, lambda content: sealing.unseal_file(content) if is_sealed(content) else content)
    except ValueError:
        return False
    return True


def _replace(file: Path, changed: Callable[[bytes], bytes]) -> None:
    content = durable.read_file(file)
    if content is not None and (new := changed(content)) != content:
        durable.replace_file(file, new)
