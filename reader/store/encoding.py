"""JSON as the store writes and reads it: msgspec's, with lone surrogates mended and the collector off for
large files.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from reader.gate import clean_text

Record = dict[str, Any]
"""One document of a TinyDB table: what JSON can hold, under string keys."""
Tables = dict[str, dict[str, Record]]
"""All tables by name; records by document id, which TinyDB keeps as a decimal number in a string."""

_DIGEST_BYTES: Final = 8  # a checksum against accidents: one in 2**64 goes unseen

_MANY_RECORDS: Final = 5_000  # a round of the collector over them takes 30 ms


def to_json(value: object) -> bytes:
    """Write JSON; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(value))


def from_json(content: bytes) -> object:
    """Read strict JSON.

    Raises:
        ValueError: It is none; the message holds none of the content.
    """
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise ValueError(f"not JSON: {str(error).removeprefix('JSON is malformed: ')}") from None
    except RecursionError:
        raise ValueError("not JSON as Reader writes it: too deep") from None


def checksum(content: bytes) -> bytes:
    """Return 16 hexadecimal digits that change when a byte of ``content`` does."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest().encode("ascii")


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else "".join(map(_mended_character, value))
    if isinstance(value, dict):
        return {str(_mended(str(key))): _mended(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(part) for part in value]
    return value


def _mended_character(character: str) -> str:
    return clean_text(character) if "\ud800" <= character <= "\udfff" else character


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the garbage collector still while many small objects are made at once; none of them is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spare_the_collector(tables: Tables) -> None:
    """Take what is in memory now out of the collector's rounds, when it is much.

    Records hold no cycles. A round over 100,000 of them takes most of a second, in the middle of anything.
    """
    if sum(map(len, tables.values())) > _MANY_RECORDS:
        gc.freeze()
