"""The lock between processes: a lock on a file that is never replaced, with a time limit.

The kernel frees the lock of a process that died. A file system without locks is served by a second file made
with ``O_EXCL``, which names its holder; the holder's death is noticed on the same machine only. Times are
seconds.
"""

from __future__ import annotations

import errno
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from reader.store import durable

PATIENCE: Final = 5.0
"""Seconds to wait for another process; a save takes milliseconds and a fold of 66 MB under a second."""

_BUSY: Final = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_NO_LOCKS: Final = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_FIRST_PAUSE: Final = 0.001
_LONGEST_PAUSE: Final = 0.02


class LockBusy(OSError):
    """Another process holds the lock and did not let go in time; ``str`` says which, where that is known."""


class FileLock:
    """An exclusive lock on a file, counted within a process and safe between its threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor: int | None = None
        self._by_file = False

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock for a while.

        Raises:
            LockBusy: Another process, or thread of this one, kept it for ``patience`` seconds.
            OSError: The lock file cannot be made or opened.
        """
        deadline = time.monotonic() + patience
        if not self._threads.acquire(timeout=max(0.0, patience)):
            raise LockBusy(errno.EAGAIN, "an earlier save is still under way", str(self._path))
        try:
            if self._depth == 0:
                self._acquire(deadline)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._release()
        finally:
            self._threads.release()

    def close(self) -> None:
        """Let go of the lock file."""
        with self._threads:
            if self._descriptor is not None:
                durable.let_go(self._descriptor)
                self._descriptor = None

    def _acquire(self, deadline: float) -> None:
        pause = _FIRST_PAUSE
        while True:
            descriptor = self._open()
            if self._try(descriptor):
                if self._is_current(descriptor):
                    self._sign(descriptor)
                    return
                self._release()
                self.close()
                continue
            if time.monotonic() >= deadline:
                raise LockBusy(errno.EAGAIN, f"{self._holder(descriptor)} is using it", str(self._path))
            time.sleep(
                pause * random.uniform(0.5, 1.5)
            )  # so that several waiting processes do not march in step
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _open(self) -> int:
        if self._descriptor is not None and not self._is_current(self._descriptor):
            self.close()
        if self._descriptor is None:
            self._descriptor = durable.open_private(self._path)
        return self._descriptor

    def _is_current(self, descriptor: int) -> bool:
        """Tell whether the open file is still the one of that name; a cleaning tool may have removed it."""
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False

    def _try(self, descriptor: int) -> bool:
        try:
            if not self._by_file:
                _lock(descriptor)
                return True
        except OSError as error:
            if error.errno in _BUSY:
                return False
            if error.errno not in _NO_LOCKS:
                raise
            self._by_file = True
        return self._try_file()

    @property
    def _stand_in(self) -> Path:
        return self._path.with_name(self._path.name + ".held")

    def _try_file(self) -> bool:
        try:
            descriptor = os.open(self._stand_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, durable.PRIVATE_FILE)
        except FileExistsError:
            if _is_dead(durable.read_file(self._stand_in) or b""):
                durable.discard(self._stand_in)
            return False
        try:
            os.write(descriptor, _signature())
        finally:
            os.close(descriptor)
        return True

    def _release(self) -> None:
        if self._by_file:
            durable.discard(self._stand_in)
        elif self._descriptor is not None:
            try:
                _unlock(self._descriptor)
            except OSError:
                self.close()  # which lets go of the lock as well

    def _sign(self, descriptor: int) -> None:
        """Write the holder into the lock file, for the sentence another process shows.

        Not worth failing for.
        """
        with suppress(OSError):
            durable.write_all(descriptor, _signature(), 0)

    def _holder(self, descriptor: int) -> str:
        if self._by_file:
            words = (durable.read_file(self._stand_in) or b"").split()
            where = f", or remove {self._stand_in} if none is running"
        else:
            words, where = durable.read_from(descriptor).split(), ""
        known = len(words) >= 2 and words[0].isdigit()
        return f"another Reader (process {words[0].decode()}{where})" if known else f"another Reader{where}"


def _signature() -> bytes:
    """Name this process: its number and machine, of a fixed length so that a shorter one leaves no rest."""
    return f"{os.getpid()} {_host()}"[:79].ljust(79).encode("utf-8", "replace")[:79] + b"\n"


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket  # 3 ms, where there is no other way

    return socket.gethostname()


def _is_dead(signature: bytes) -> bool:
    words = signature.split()
    if len(words) < 2 or not words[0].isdigit() or words[1] != _signature().split()[1]:
        return False
    try:
        os.kill(int(words[0]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


if sys.platform == "win32":
    import msvcrt

    # Locked far behind the end of the file, because Windows' locks forbid reading what they cover.
    _LOCKED_BYTE: Final = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
