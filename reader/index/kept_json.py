"""JSON kept in the cache folder for the next start: a file of its own, 0600, that may be lost at any time.

It is written whole and put in place at once. Its first line is the CRC-32 of the rest, which is JSON. What is
in it passed the gate before; that it still is so is looked at once for the whole file: JSON writes a control
character with an escape, and a file with any but those of a new line and a tab is not taken.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path
from typing import Final

import msgspec

from reader.deferred import pattern
from reader.gate import may_pass

_ESCAPED: Final = pattern(r'\\[^"nt]')


def keep(path: Path, value: object) -> None:
    """Keep a value; where that cannot be done, nothing is kept."""
    import tempfile

    from reader.index.cache_file import make_private  # brings SQLite

    try:
        body = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a name that is no UTF-8 is in no list
        return
    with contextlib.suppress(OSError):
        make_private(path)
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(b"%08x\n%b" % (zlib.crc32(body), body))
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise


def recall(path: Path) -> object:
    """Return the value that was kept.

    Raises:
        OSError, ValueError, RecursionError: There is none that can be used.
    """
    check, _, body = path.read_bytes().partition(b"\n")
    if int(check, 16) != zlib.crc32(body):
        raise ValueError("it was altered")
    text = body.decode("utf-8")
    if is_steering(text) or not may_pass(text):
        raise ValueError("it holds what does not pass the gate")
    value: object = msgspec.json.decode(text)
    return value


def is_steering(json_text: str) -> bool:
    """Tell whether JSON holds more than new lines and tabs with an escape; also JSON kept within a value."""
    return _ESCAPED.search(json_text.replace("\\\\", "")) is not None
