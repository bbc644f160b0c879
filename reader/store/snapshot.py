"""The snapshot: plain TinyDB JSON with a ``_meta`` table, one record a line.

Stock ``tinydb.TinyDB(path)`` reads it. One record a line lets git merge it, and lets the rest be read when
one is broken. The checksum covers everything behind the first line, which is the ``_meta`` table.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reader.store.encoding import Record, Tables, checksum, collector_off, from_json, to_json
from reader.store.sealing import Sealing

SCHEMA: Final = 1
"""The version of the tables' shape that this program writes; `migrate` brings older ones up to it."""

META_TABLE: Final = "_meta"
_META_KEY: Final = "1"
_HEAD_START: Final = b'{"_meta":{"1":'


class NotASnapshot(ValueError):
    """The bytes are not a snapshot as it was written; recovery has to look at them."""


class Meta(Struct, frozen=True):
    """What a snapshot says of itself."""

    snapshot: str  # the id of this snapshot; "" in a file made by stock TinyDB
    number: int  # the last transaction in it
    folded: tuple[str, ...]  # the ids of the last journals whose transactions are in it, newest last
    schema: int
    checksum: str = ""


class Snapshot(Struct, frozen=True):
    """A snapshot's tables and what it says of itself."""

    tables: Tables
    meta: Meta


def encode_snapshot(snapshot: Snapshot, sealing: Sealing) -> bytes:
    """Write a snapshot; the checksum given in its meta is made anew."""
    body = b",\n".join(_table(name, records) for name, records in snapshot.tables.items()) + b"\n}\n"
    meta = snapshot.meta
    content = {
        "schema": meta.schema,
        "snapshot": meta.snapshot,
        "number": meta.number,
        "folded": list(meta.folded),
        "checksum": checksum(body).decode("ascii"),
    }
    head = _HEAD_START + to_json(content) + (b"},\n" if snapshot.tables else b"}\n")
    return sealing.seal_file(head + body)


def _table(name: str, records: dict[str, Record]) -> bytes:
    lines = b",\n".join(to_json(key) + b":" + to_json(record) for key, record in records.items())
    return to_json(name) + (b":{\n" + lines + b"\n}" if records else b":{}")


def decode_snapshot(content: bytes, sealing: Sealing) -> Snapshot:
    """Read a snapshot that is exactly as it was written.

    Raises:
        NotASnapshot: It is not: another program wrote it, or it is damaged.
    """
    try:
        plain = sealing.unseal_file(content)
    except ValueError as error:
        raise NotASnapshot(str(error)) from None
    meta = read_meta(plain)
    if meta is None or checksum(plain[plain.index(b"\n") + 1 :]).decode("ascii") != meta.checksum:
        raise NotASnapshot("it is not as Reader wrote it")
    with collector_off():
        content_of_file = from_json(plain)
    if not isinstance(content_of_file, dict):
        raise NotASnapshot("it is not a set of tables")
    content_of_file.pop(META_TABLE, None)
    return Snapshot(content_of_file, meta)


def read_meta(plain: bytes) -> Meta | None:
    """Read the first line of a snapshot, or return ``None`` when it is not as Reader writes it."""
    first = plain[: plain.find(b"\n") + 1].rstrip().removesuffix(b",")
    if not first.startswith(_HEAD_START):
        return None
    try:
        return meta_of(from_json(first + b"}"))
    except ValueError:
        return None


def meta_of(tables: object) -> Meta | None:
    """Find what tables, read from a file, say of themselves; ``None`` when there is no usable ``_meta``
    table.
    """
    match tables:
        case {
            "_meta": {
                "1": {"schema": int(schema), "snapshot": str(snapshot), "number": int(number)} as content
            }
        }:
            folded, digits = content.get("folded"), content.get("checksum")
            journals = tuple(str(journal) for journal in folded) if isinstance(folded, list) else ()
            return Meta(snapshot, number, journals, schema, digits if isinstance(digits, str) else "")
    return None
