"""Examining a store without changing anything, and mending it after a backup."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from reader.annotations.record import from_record
from reader.errors import BadRecord, SaveFailed, StoreError, StoreLocked, StoreUnavailable
from reader.gate import clean_line
from reader.library.typed_paths import is_there as stands_there
from reader.store import durable
from reader.store.backups import Backups
from reader.store.chain import Loaded, count
from reader.store.encoding import Tables
from reader.store.generation import next_meta, write_generation
from reader.store.identity import Unlock, is_encrypted, stays_locked
from reader.store.joining import ANNOTATIONS, drop_purged
from reader.store.journal import apply, doubtful_entry
from reader.store.ledger import clause
from reader.store.loading import load, refuse_other_files
from reader.store.lock import FileLock
from reader.store.migrate import migrate
from reader.store.places import Places, conflict_copies
from reader.store.sealing import AGE, Plain, Sealing, is_sealed


class Severity(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    WARNING = "warning"
    DAMAGE = "damage"


class Finding(Struct, frozen=True):
    """One thing found about a store, as a sentence without any of the reader's words."""

    severity: Severity
    sentence: str


def is_there(path: Path) -> bool:
    """Tell whether there is anything of a store at ``path``, if only its journal or a closed door."""
    places = Places.of(path)
    return bool(closed_to_us(places)) or any(map(stands_there, (places.snapshot, places.journal)))


def examine(path: Path, *, unlock: Unlock = stays_locked) -> list[Finding]:
    """Look at everything about a store and change nothing, not even its lock file.

    One that is encrypted and that ``unlock`` does not open is looked at from outside.
    """
    places = Places.of(path)
    name = clean_line(str(places.snapshot))
    closed = closed_to_us(places)
    if closed:
        return [Finding(Severity.DAMAGE, closed)]
    if not is_there(path):
        return [Finding(Severity.FINE, f"There is no store at {name} yet.")]
    try:
        loaded = load(places, opened(places, unlock))
    except StoreLocked as error:
        inside = f"{name} is encrypted, and only its outside was looked at: {error}"
        return [Finding(Severity.WARNING, inside), *_files(places), *_surroundings(places)]
    except StoreError as error:
        return [Finding(Severity.DAMAGE, str(error))]
    except OSError as error:
        return [Finding(Severity.DAMAGE, f"{clause(places.snapshot, 'cannot be read', error)}.")]
    found = [Finding(Severity.DAMAGE, notice) for notice in loaded.notices]
    found += _records(loaded.tables)
    found += _files(places)
    found += _surroundings(places)
    if not any(finding.severity is Severity.DAMAGE for finding in found):
        total = count(len(loaded.tables.get(ANNOTATIONS, {})), "annotation")
        found.insert(
            0, Finding(Severity.FINE, f"{name} is whole: {total}, {count(loaded.number, 'change')} so far.")
        )
    return found


def is_closed(path: Path) -> bool:
    """Tell whether a store is behind a closed door, where mending cannot help."""
    return bool(closed_to_us(Places.of(path)))


def closed_to_us(places: Places) -> str:
    """Say which file or folder of a store may not be read, and how to be let in; empty where all may be.

    Mending cannot help there: the words are as they were, behind a door.
    """
    outermost_first = reversed((places.folder, *places.folder.parents))
    folders = [each for each in outermost_first if _is_closed_folder(each, os.X_OK)]
    files = [each for each in (places.snapshot, places.journal) if _is_file(each)]
    closed = folders[:1] or [each for each in files if not os.access(each, os.R_OK)]
    return f"{_door(closed[0])}; your words in it are as they were." if closed else ""


def _is_file(path: Path) -> bool:
    """Tell whether there is such a file; what stands in a closed folder is not known to be there."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_closed_folder(path: Path, needed: int) -> bool:
    try:
        return path.is_dir() and not os.access(path, needed)
    except OSError:
        return False  # the folder around it is closed, and that is said


def _door(path: Path) -> str:
    """Say that a file or folder may not be read, and how its owner lets themselves in again."""
    name, leave = clean_line(str(path)), "u+rwx" if path.is_dir() else "u+rw"
    is_ours = os.name == "nt" or path.stat().st_uid == os.geteuid()
    way = f"chmod {leave} {shlex.quote(name)} opens it" if is_ours else "it belongs to another user"
    return f"{name} may not be read by you ({way})"


def _records(tables: Tables) -> Iterator[Finding]:
    seen: set[str] = set()
    annotations = [_read(record) for record in tables.get(ANNOTATIONS, {}).values()]
    for annotation in annotations:
        if isinstance(annotation, BadRecord):
            yield Finding(Severity.DAMAGE, f"A record cannot be read: {annotation}")
        elif annotation in seen:
            yield Finding(Severity.WARNING, f"The annotation {clean_line(annotation)} is there twice.")
        else:
            seen.add(annotation)


def _read(record: dict[str, object]) -> str | BadRecord:
    """Return the id of a record, or what is wrong with it."""
    try:
        return from_record(record).id
    except BadRecord as error:
        return error


def _files(places: Places) -> Iterator[Finding]:
    for file in _all_files(places):
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Finding(Severity.WARNING, f"{clean_line(str(file))} can be read by other users.")
        if is_encrypted(places) and _is_in_the_clear(file, places):
            yield Finding(Severity.WARNING, f"{clean_line(str(file))} is not encrypted, the store is.")
    for folder in _own_folders(places):
        if _is_closed_folder(folder, os.R_OK | os.X_OK):
            yield Finding(Severity.WARNING, f"{_door(folder)}.")
        if folder.stat().st_mode & 0o077:
            yield Finding(Severity.WARNING, f"Others can look into the folder {clean_line(str(folder))}.")
    for temporary in places.temporaries():
        if _is_file(temporary):
            yield Finding(Severity.WARNING, f"{clean_line(temporary.name)} was left by an interrupted save.")


def _is_in_the_clear(file: Path, places: Places) -> bool:
    """Tell whether a file is not sealed as a whole; journals are sealed line by line."""
    is_journal = file.name.startswith(places.journal.name)
    return not is_journal and not is_sealed(durable.read_beginning(file, len(AGE)) or b"")


def _all_files(places: Places) -> list[Path]:
    """List the files with private words or the key to them, and the folders that hold them."""
    files = [places.snapshot, places.journal, places.previous_snapshot, places.previous_journal]
    inside = [file for folder in _own_folders(places) for file in sorted(folder.glob("*"))]
    return [each for each in (*files, places.identity, *inside, *places.set_aside()) if _is_file(each)]


def _own_folders(places: Places) -> list[Path]:
    return [folder for folder in (places.backups, places.drafts) if folder.is_dir()]


def opened(places: Places, unlock: Unlock) -> Sealing:
    """Return what opens a store; asks only where it is encrypted. Raises `StoreLocked`."""
    return unlock(places.snapshot) if is_encrypted(places) else Plain()


def _surroundings(places: Places) -> Iterator[Finding]:
    for copy in conflict_copies(places.snapshot):
        yield Finding(
            Severity.WARNING,
            f"{clean_line(copy.name)} is a copy that a sync tool left; it is merged when Reader opens next.",
        )
    if places.folder.stat().st_mode & 0o077:
        yield Finding(Severity.WARNING, f"Others can look into the folder {clean_line(str(places.folder))}.")


def repair(path: Path, *, now: Callable[[], datetime], unlock: Unlock = stays_locked) -> list[str]:
    """Mend a store, after a backup; what was damaged is set aside with the date in its name.

    Returns:
        What was done, one sentence each; empty when nothing had to be.

    Raises:
        StoreUnavailable: It cannot be read.
        StoreLocked: It is encrypted, and ``unlock`` did not open it.
        StoreTooNew: A later version wrote it; it was left untouched.
        SaveFailed: It could not be mended; what is there is as it was.
    """
    places = Places.of(path)
    lock = FileLock(places.lock)
    if closed := closed_to_us(places):
        raise StoreUnavailable(closed)
    if not is_there(path):
        raise StoreUnavailable(f"There is no store at {clean_line(str(places.snapshot))}.")
    refuse_other_files(places)
    sealing = opened(places, unlock)
    try:
        with lock.held():
            return _mend(places, sealing, now)
    except OSError as error:
        raise SaveFailed(
            f"Nothing was mended: {clause(places.snapshot, 'cannot be written', error)}."
        ) from error
    finally:
        lock.close()


def _mend(places: Places, sealing: Sealing, now: Callable[[], datetime]) -> list[str]:
    loaded = load(places, sealing)
    done: list[str] = []
    private = _close_to_others(places)
    if loaded.damage or loaded.must_fold or loaded.set_aside:
        done += _back_up(places, now)
        done += _set_aside(places, now())
        done += _take_doubtful(places, loaded, sealing)
        header = loaded.journal.header
        meta = next_meta(loaded.meta, loaded.number, header.journal if header else "")
        tables = migrate(loaded.tables, loaded.meta.schema)
        write_generation(places, tables, meta, sealing, rotate=False)
        done.append(f"{clean_line(places.snapshot.name)} was written anew with all that could be read.")
    for temporary in places.temporaries():
        durable.discard(temporary)
    return done + private


def _back_up(places: Places, now: Callable[[], datetime]) -> list[str]:
    backups = Backups(places.backups, places.snapshot.name, now)
    content = durable.read_file(places.snapshot)
    if content is None:
        return []
    return [f"A backup was made: {clean_line(backups.make(content, 'before-repair').name)}."]


def _set_aside(places: Places, moment: datetime) -> list[str]:
    done = []
    for file in (places.snapshot, places.journal):
        if file.exists():
            aside = places.aside(file, "damaged", moment)
            durable.keep_as(file, aside)
            done.append(f"{clean_line(file.name)} as it was is kept as {clean_line(aside.name)}.")
    return done


def _take_doubtful(places: Places, loaded: Loaded, sealing: Sealing) -> list[str]:
    """Take from damaged lines the records nothing else is known of: altered words are better than none."""
    content = durable.read_file(places.journal) or b""
    doubtful: Tables = {}
    for offset in loaded.journal.reading.damaged_lines:
        entry = doubtful_entry(content[offset:].partition(b"\n")[0], sealing)
        if entry is not None:
            apply([entry], doubtful)
    kept = 0
    for name, records in doubtful.items():
        table = loaded.tables.setdefault(name, {})
        for key, record in records.items():
            if key not in table:
                table[key] = record
                kept += 1
    kept -= drop_purged(loaded.tables)
    return (
        [f"{count(kept, 'record')} came from damaged lines; some letters may be wrong."] if kept > 0 else []
    )


def _close_to_others(places: Places) -> list[str]:
    done = []
    for file in _all_files(places):
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            file.chmod(durable.PRIVATE_FILE)
            done.append(f"{clean_line(file.name)} is closed to other users now.")
    for folder in _own_folders(places):
        if folder.stat().st_mode & 0o077:
            folder.chmod(durable.PRIVATE_FOLDER)
            done.append(f"{clean_line(folder.name)} is closed to other users now.")
    return done
