"""A snapshot and the journal that continues it: reading the two and telling whether they belong together."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct, field

from reader.errors import StoreTooNew
from reader.gate import clean_line
from reader.store import durable
from reader.store.encoding import Tables
from reader.store.journal import Header, Reading, apply, decode_header, is_line, read_entries
from reader.store.places import Places
from reader.store.sealing import Sealing
from reader.store.snapshot import SCHEMA, Meta, Snapshot

NEW: Final = Meta(snapshot="", number=0, folded=(), schema=SCHEMA)


class Journal(Struct):
    """A journal as it was found."""

    header: Header | None  # None: there is none, or its first line is not whole
    reading: Reading = field(default_factory=Reading)
    is_there: bool = False


class Loaded(Struct):
    """A store as it was found."""

    tables: Tables
    meta: Meta
    number: int  # the last transaction
    journal: Journal
    notices: list[str] = field(default_factory=list)
    must_fold: bool = False  # what is in memory is more than what the files say together
    damage: str = ""  # why nothing may be written over them
    set_aside: dict[Path, str] = field(default_factory=dict)  # file: why, in a word for its new name
    lost: bool = False  # some of it could not be read

    @property
    def is_new(self) -> bool:
        """Whether there was no store yet."""
        return self.meta.snapshot == "" and not self.must_fold


def refuse_newer(schema: int, places: Places) -> None:
    """Raise `StoreTooNew` for a version this program does not know."""
    if schema > SCHEMA:
        raise StoreTooNew(
            f"{clean_line(str(places.snapshot))} was written by a later version of Reader (format {schema}, "
            f"this one knows {SCHEMA}); it was left untouched, please update Reader."
        )


def read_journal(path: Path, sealing: Sealing) -> Journal:
    """Read a journal whole."""
    content = durable.read_file(path)
    if not content:
        return Journal(None, is_there=content is not None)
    newline = content.find(b"\n")
    if newline < 0:
        return Journal(None, Reading(torn=content), is_there=True)
    header = decode_header(content[:newline], sealing)
    rest = content[newline + 1 :]
    number = header.after if header is not None else _first_number(rest, sealing) - 1
    if header is None and not rest and is_other_kind(content[:newline], sealing):
        return Journal(None, is_there=True)
    before = content[:newline] if header is not None else None
    reading = read_entries(rest, offset=newline + 1, number=number, sealing=sealing, before=before)
    if not reading.entries and not reading.damaged_lines:
        reading.last_line = 0
    if header is None:
        reading.damaged_lines.insert(0, 0)
    return Journal(header, reading, is_there=True)


def is_other_kind(line: bytes, sealing: Sealing) -> bool:
    """Tell the first line of a journal that is sealed where it should not be, or the other way round.

    Encrypting and decrypting leave such a journal, without a transaction, where they are killed after the new
    snapshot got its name.
    """
    return is_line(line) and (line[17:18] == b"{") is sealing.is_private


def _first_number(lines: bytes, sealing: Sealing) -> int:
    """Find the first transaction of a journal whose header is lost; those before it are not missing."""
    entries = read_entries(lines, offset=0, number=-1, sealing=sealing, before=None).entries
    return entries[0].number if entries else 1


def belong_together(meta: Meta, journal: Journal) -> bool:
    """Tell whether a journal continues a snapshot, or was folded into it; no journal belongs to any."""
    header = journal.header
    if header is None:
        return True  # what is in it, if anything, is damage and says so
    return header.continues == meta.snapshot or header.journal in meta.folded


def continued(places: Places, snapshot: Snapshot, journal: Journal) -> Loaded:
    """Carry the journal's transactions out on the snapshot they continue."""
    meta = snapshot.meta
    loaded = Loaded(snapshot.tables, meta, meta.number, journal)
    note_journal(loaded, places)
    header = journal.header
    if header is not None and header.journal in meta.folded[:-1] and header.continues != meta.snapshot:
        return loaded  # from before the last fold: all of it is in the snapshot already
    later = [entry for entry in journal.reading.entries if entry.number > meta.number]
    apply(later, loaded.tables)
    if later:
        loaded.number = later[-1].number
    return loaded


def note_journal(loaded: Loaded, places: Places) -> None:
    """Say what is wrong with the journal itself."""
    reading, name = loaded.journal.reading, clean_line(places.journal.name)
    if reading.damaged_lines or reading.missing:
        loaded.lost = True
        unreadable = f"{count(len(reading.damaged_lines), 'line')} unreadable"
        missing = f", {reading.missing} missing" if reading.missing else ""
        loaded.damage = (
            f"{name} is damaged ({unreadable}{missing}); "
            "nothing is written until `reader doctor --repair` has mended it"
        )
        loaded.notices.append(f"Part of the store cannot be read: {loaded.damage}.")
    elif reading.torn:
        loaded.set_aside[places.journal] = "torn"
        loaded.notices.append(f"The last change in {name} was cut off before it was saved.")


def count(number: int, noun: str) -> str:
    """Say a number of things: "1 record", "2 records"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
