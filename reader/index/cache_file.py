"""One SQLite file of the cache folder that may be lost at any time: deleted, damaged, of another version.

Whatever happens to it is mended by beginning anew; where no file can be made (a full disk, a folder that may
not be written) the cache is kept in memory. Files are 0600 and the folder 0700, because they may hold what is
private; SQLite gives its journal files the same rights, and keeps temporary tables in memory here. Several
processes may use one file: readers never wait (WAL), a writer waits `PATIENCE` and then lets it be.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

PATIENCE: Final = 2.0
"""Seconds to wait for another process that is writing; a batch takes a tenth of it."""

CACHE_KB: Final = 16_384
"""Memory for pages of the file: the inner pages of an index of 10,000 notes and what is asked for often."""

_PASSING: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NO_FILE: Final = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}

Result = TypeVar("Result")


class CacheBusy(Exception):
    """Another process is writing and did not finish in time; the cache is as it was. Never shown."""


class CacheFile:
    """A SQLite database that begins anew whenever it must."""

    def __init__(self, path: Path | None, schema: str) -> None:
        """Take note of where the file is; it is opened when first needed.

        Args:
            path: The file; None: keep everything in memory.
            schema: The statements that make its tables. Another schema, or another version of Unicode's
                tables in Python (they decide how text is folded), makes the file begin anew.
        """
        self._path = path
        self._schema = schema
        self._version = zlib.crc32(f"{schema}{unicodedata.unidata_version}".encode()) & 0x7FFFFFFF
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.RLock()
        self._generation = 0

    @property
    def is_in_memory(self) -> bool:
        """Whether nothing is kept on the disk."""
        return self._path is None

    def state(self) -> tuple[int, int]:
        """Return what is another value once another process or a new beginning changed the contents."""
        return self.run(lambda connection: (self._generation, _number(connection, "PRAGMA data_version")))

    def run(self, work: Callable[[sqlite3.Connection], Result], *, writes: bool = False) -> Result:
        """Do some work on the database, in one transaction if it writes; once more if the file is no good.

        Raises:
            CacheBusy: Another process is writing.
        """
        with self._lock:
            for _ in range(3):
                try:
                    return self._attempt(work, writes)
                except sqlite3.DatabaseError as error:
                    self._recover(error)
            self._use_memory()
            return self._attempt(work, writes)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.close()
            self._connection = None

    def forget(self) -> None:
        """Remove the file with all it holds."""
        with self._lock:
            self.close()
            self._generation += 1
            if self._path is not None:
                remove(self._path)

    def _attempt(self, work: Callable[[sqlite3.Connection], Result], writes: bool) -> Result:
        connection = self._opened()
        if not writes:
            return work(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Do what is needed before the work is tried again."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _PASSING:
            raise CacheBusy from error
        if code in _NO_FILE or self._path is None:
            self._use_memory()
            return
        try:
            self.forget()
        except OSError:  # another window has it open where open files cannot be removed
            self._use_memory()

    def _use_memory(self) -> None:
        self.close()
        self._path = None
        self._generation += 1

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            if self._path is not None:
                try:
                    make_private(self._path)
                except OSError:
                    self._use_memory()
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        name = ":memory:" if self._path is None else str(self._path)
        connection = sqlite3.connect(name, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            for setting in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
            if _number(connection, "PRAGMA user_version") != self._version:
                self._begin_anew(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_anew(self, connection: sqlite3.Connection) -> None:
        """Replace the tables, whichever there are; another process may have done it meanwhile."""
        connection.execute("BEGIN IMMEDIATE")
        if _number(connection, "PRAGMA user_version") != self._version:
            rows = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
            )
            for (name,) in rows.fetchall():
                quoted = str(name).replace('"', '""')
                connection.execute(f'DROP TABLE IF EXISTS "{quoted}"')
            for statement in self._schema.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self._version}")
        connection.execute("COMMIT")


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def make_private(path: Path) -> None:
    """Make the folder and an empty file that only their owner may read, before SQLite writes into it."""
    for folder in reversed((path.parent, *path.parent.parents)):
        if not folder.is_dir():  # one by one, because `parents=True` leaves the parents to the umask
            folder.mkdir(mode=0o700, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a database and the files SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
