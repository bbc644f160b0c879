"""An open journal: appending to it durably, and reading on where one stopped. Offsets are bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from reader.store import durable
from reader.store.journal import Entry, Header, Reading, decode_header, encode_entry, read_entries
from reader.store.sealing import Sealing

Sign = tuple[int, int, int, int]
"""What tells one state of a file from another: device, inode, size, time of change in nanoseconds."""

_HEADER_BYTES: Final = 1 << 14  # a header takes 200 bytes, sealed about 900


def sign_of(path: Path) -> Sign | None:
    """Look at a file without opening it; ``None`` when it is not there."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class JournalFile:
    """A journal that is open; `end` is the offset behind the last transaction this process knows."""

    def __init__(self, path: Path, descriptor: int, header: Header, number: int) -> None:
        self.path = path
        self.header = header
        self.number = number  # the last transaction this process knows
        self.end = 0
        self.is_suspect = False  # it holds a line whose sync failed and which could not be cut off
        self._descriptor = descriptor
        self._last_line = b""  # read again before reading on: a failed writer may have taken it back

    @classmethod
    def open(cls, path: Path, sealing: Sealing, *, writing: bool) -> JournalFile | None:
        """Open the journal at its header; ``None`` when there is none with a whole header."""
        try:
            descriptor = durable.open_existing(path) if writing else durable.open_to_read(path)
        except FileNotFoundError:
            return None
        first = (
            os.pread(descriptor, _HEADER_BYTES, 0) if hasattr(os, "pread") else durable.read_from(descriptor)
        )
        newline = first.find(b"\n")
        header = decode_header(first[:newline], sealing) if newline >= 0 else None
        if header is None:
            durable.let_go(descriptor)
            return None
        opened = cls(path, descriptor, header, header.after)
        opened.end = newline + 1
        opened._last_line = first[: newline + 1]
        return opened

    def is_current(self) -> bool:
        """Tell whether the open file still has the journal's name."""
        sign = sign_of(self.path)
        status = os.fstat(self._descriptor)
        return sign is not None and sign[:2] == (status.st_dev, status.st_ino)

    def skip_to(self, reading: Reading, number: int) -> None:
        """Take what `reading` found in this file as known."""
        if reading.end > self.end:
            self.end = reading.end
            length = reading.end - reading.last_line
            self._last_line = durable.read_from(self._descriptor, reading.last_line)[:length]
        self.number = max(self.number, number)

    def read_on(self, sealing: Sealing) -> Reading | None:
        """Read what others appended; ``None`` when what was known is no longer there."""
        start = self.end - len(self._last_line)
        content = durable.read_from(self._descriptor, start)
        if not content.startswith(self._last_line):
            return None
        rest = content[len(self._last_line) :]
        before = self._last_line.rstrip(b"\n")
        reading = read_entries(rest, offset=self.end, number=self.number, sealing=sealing, before=before)
        if not reading.damaged_lines and not reading.missing and reading.end > self.end:
            self._last_line = content[reading.last_line - start : reading.end - start]
            self.end = reading.end
            if reading.entries:
                self.number = reading.entries[-1].number
        return reading

    def append(self, entry: Entry, sealing: Sealing) -> None:
        """Append one transaction; it is durable when this returns.

        Raises:
            OSError: It is not kept. What was written of it is cut off again where that is possible, else by
            the
                next writer.
        """
        line = encode_entry(entry, sealing, self._last_line.rstrip(b"\n"))
        try:
            durable.write_all(self._descriptor, line, self.end)
            os.fsync(self._descriptor)
        except BaseException:
            self._take_back()
            raise
        self.end += len(line)
        self._last_line = line
        self.number = entry.number

    def _take_back(self) -> None:
        """Cut off what stands behind the last known transaction."""
        try:
            os.ftruncate(self._descriptor, self.end)
        except OSError:
            self.is_suspect = True

    def close(self) -> None:
        """Close the file."""
        durable.let_go(self._descriptor)
