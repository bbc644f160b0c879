"""The journal: one line a transaction, each with its checksum and its place in the sequence. Offsets are
bytes.

The first line is the header: which journal this is, which snapshot it continues and after which transaction.
A line is 16 hexadecimal digits, a space, JSON (sealed, to its place behind the line before) and a newline.
Transactions are numbered through all generations.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from reader.store.encoding import Record, Tables, checksum, from_json, to_json
from reader.store.sealing import Sealing

_CHECKSUM_LENGTH: Final = 16
_KIND: Final = "better-way-reader journal"

Operation = tuple[str, str, Record | None]
"""Table, document id and the record as it is now; ``None``: removed."""


class Header(Struct, frozen=True):
    """What a journal says of itself in its first line."""

    journal: str  # the id of this journal
    continues: str  # the id of the snapshot its transactions come after
    after: int  # the number of the last transaction in that snapshot
    folded: str  # the id of the journal that was folded into that snapshot; "" for the first
    schema: int


class Entry(Struct, frozen=True):
    """One transaction."""

    number: int
    operations: tuple[Operation, ...]


class Reading(Struct):
    """What a stretch of journal holds."""

    entries: list[Entry] = field(default_factory=list)
    end: int = 0  # offset behind the last whole line
    last_line: int = 0  # offset of the last whole line
    torn: bytes = b""  # what follows without being a whole line: never acknowledged
    damaged_lines: list[int] = field(
        default_factory=list
    )  # offsets of whole lines that are not what was written
    missing: int = 0  # transactions left out between two lines


def encode_header(header: Header, sealing: Sealing) -> bytes:
    """Write the first line of a journal. It holds no words, but what follows relies on it."""
    content = {
        "kind": _KIND,
        "journal": header.journal,
        "continues": header.continues,
        "after": header.after,
        "folded": header.folded,
        "schema": header.schema,
    }
    return _with_checksum(sealing.seal_line(to_json(content), b""))


def encode_entry(entry: Entry, sealing: Sealing, before: bytes) -> bytes:
    """Write one transaction as a line behind the line ``before``, given without its newline."""
    plain = to_json({"number": entry.number, "operations": entry.operations})
    return _with_checksum(sealing.seal_line(plain, before))


def _with_checksum(payload: bytes) -> bytes:
    return checksum(payload) + b" " + payload + b"\n"


def decode_header(line: bytes, sealing: Sealing) -> Header | None:
    """Read the first line of a journal, or return ``None`` when it is not what was written."""
    payload = _checked(line)
    if payload is None:
        return None
    try:
        content = from_json(sealing.unseal_line(payload, b""))
    except ValueError:
        return None
    match content:
        case {
            "kind": "better-way-reader journal",
            "journal": str(journal),
            "continues": str(continues),
            "after": int(after),
            "folded": str(folded),
            "schema": int(schema),
        }:
            return Header(journal, continues, after, folded, schema)
    return None


def _checked(line: bytes) -> bytes | None:
    digits, blank, payload = line[:_CHECKSUM_LENGTH], line[_CHECKSUM_LENGTH : _CHECKSUM_LENGTH + 1], line[17:]
    return payload if blank == b" " and checksum(payload) == digits else None


def is_line(line: bytes) -> bool:
    """Tell whether a line, without its newline, agrees with its checksum, whatever it holds."""
    return _checked(line) is not None


def decode_entry(line: bytes, sealing: Sealing, before: bytes | None) -> Entry | None:
    """Read one line without its newline, or return ``None`` when it is not what was written.

    Args:
        line: The line.
        sealing: How it is kept at rest.
        before: The line before it; ``None`` where that is damaged and says nothing about this one.
    """
    payload = _checked(line)
    return None if payload is None else _entry(payload, sealing, before)


def doubtful_entry(line: bytes, sealing: Sealing) -> Entry | None:
    """Read a line whose checksum is wrong, for recovery only: its words may be altered but are better
    than none.
    """
    payload = line[_CHECKSUM_LENGTH + 1 :] if sealing.is_private else line[max(line.find(b"{"), 0) :]
    return _entry(payload, sealing, None)


def _entry(payload: bytes, sealing: Sealing, before: bytes | None) -> Entry | None:
    try:
        content = from_json(sealing.unseal_line(payload, before))
    except ValueError:
        return None
    match content:
        case {"number": int(number), "operations": list(operations)}:
            decoded = tuple(_operation(operation) for operation in operations)
            if all(decoded):
                return Entry(number, tuple(operation for operation in decoded if operation))
    return None


def _operation(content: object) -> Operation | None:
    match content:
        case [str(table), str(key), dict(record)]:
            return table, key, record
        case [str(table), str(key), None]:
            return table, key, None
    return None


def read_entries(
    content: bytes, *, offset: int, number: int, sealing: Sealing, before: bytes | None
) -> Reading:
    """Read the whole lines of a stretch of journal that begins at ``offset`` of the file, after transaction
    ``number`` and the line ``before``.

    A last line without its newline, or one with NUL bytes in it (a file system's hole after a power cut), is
    `torn`: the write of it never came to its end. A whole line that does not agree with its checksum is
    damage.
    """
    reading = Reading(end=offset, last_line=offset)
    at = 0
    while (newline := content.find(b"\n", at)) >= 0:
        line = content[at:newline]
        if b"\0" in line:
            break
        entry = decode_entry(line, sealing, before)
        before = line if entry is not None else None
        if entry is None:
            reading.damaged_lines.append(offset + at)
        elif entry.number > number:
            reading.missing += entry.number - number - 1
            number = entry.number
            reading.entries.append(entry)
        reading.last_line, at = offset + at, newline + 1
        reading.end = offset + at
    reading.torn = content[at:]
    if b"\n" in reading.torn.rstrip(b"\0\n"):
        # Whole lines stand behind the hole, so this is no end that was torn off.
        reading.damaged_lines.append(reading.end)
    return reading


def apply(entries: list[Entry], tables: Tables) -> None:
    """Carry out transactions on tables in memory."""
    for entry in entries:
        for table, key, record in entry.operations:
            if record is not None:
                tables.setdefault(table, {})[key] = record
            elif table in tables:
                tables[table].pop(key, None)
