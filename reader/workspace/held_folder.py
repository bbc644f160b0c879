"""Writes into a folder that is held open, so that nothing put in its place meanwhile can lead elsewhere.

A folder is reached from the root of its resolved path, each part opened relative to the one before and never
through a link: where one was put since the path was resolved, nothing is written. All that follows is done
relative to the folder that was reached. Systems that cannot (Windows) go by whole paths.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from reader.library.new_names import require_visible
from reader.store.durable import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    NotDurable,
    insist,
    read_from,
    sync_descriptor,
    write_all,
)

_CLOSE: Final = getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_FOLDER: Final = getattr(os, "O_DIRECTORY", 0)
# O_PATH asks for no more than the right to pass through, as opening by a whole path does
_PASSING: Final = getattr(os, "O_PATH", os.O_RDONLY) | _FOLDER | _NO_LINK | _CLOSE
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINK | _CLOSE | getattr(os, "O_BINARY", 0)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _CLOSE | getattr(os, "O_BINARY", 0)
_NO_HARD_LINKS: Final = frozenset(
    [errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV]
)
"""What file systems without hard links answer (FAT, some network shares)."""

_IS_SURE: Final = os.open in os.supports_dir_fd


class HeldFolder(Struct, frozen=True):
    """A folder held open; ``descriptor`` is None where the system goes by whole paths."""

    path: Path
    descriptor: int | None

    def put(self, name: str, content: bytes, *, over: bytes | None = None, is_private: bool = True) -> None:
        """Give a file this content, whole and down to the disk, or leave all as it was.

        Args:
            name: The file's.
            content: All of it.
            over: What the file holds that is replaced; None: there must be none of that name.
            is_private: Make it 0600; else as the umask, or the file that is replaced, has it.

        Raises:
            FileExistsError: Something stands there, and nothing was said of it.
            NotDurable: It stands there, and may not be on the disk yet.
            OSError: It cannot be written, or what stands there is not what was said.
        """
        try:
            self._put(name, content, over, is_private)
        except (FileExistsError, NotDurable):
            raise
        except OSError as error:
            if self.holds(name, content):
                raise NotDurable.of(error) from error
            raise

    def _put(self, name: str, content: bytes, over: bytes | None, is_private: bool) -> None:
        temporary = f".reader-{secrets.token_hex(8)}.part"
        try:
            self._fill(temporary, content, PRIVATE_FILE if is_private else 0o666)
            if over is None:
                self._name(temporary, name)
            else:
                mode = self._require_same(name, over)
                if not is_private:
                    os.chmod(self._at(temporary), mode, dir_fd=self.descriptor)
                self._rename(temporary, name)
        finally:
            self.drop(temporary)
        try:
            self._sync()
        except OSError as error:
            raise NotDurable.of(error) from error

    def keep(self, name: str, content: bytes, kept: str) -> None:
        """Give a file a second name, under which it stays when the first is given to another.

        Args:
            name: The file's.
            content: What it holds, for a file system without hard links: there it is copied, 0600.
            kept: Its second name.

        Raises:
            FileExistsError: There is a file of that name.
            OSError: It cannot be kept.
        """
        try:
            self._link(name, kept)
        except (OSError, NotImplementedError) as error:
            if _is_refusal(error):
                raise
            self.put(kept, content)
        else:
            self._sync()

    def holds(self, name: str, content: bytes) -> bool:
        """Tell whether a plain file of this name holds this; one that cannot be read surely does not."""
        try:
            self._require_same(name, content)
        except OSError:
            return False
        return True

    def drop(self, name: str) -> None:
        """Take a name away; where there is none, nothing is done."""
        with suppress(FileNotFoundError):
            insist(os.unlink, self._at(name), dir_fd=self.descriptor)

    def _at(self, name: str) -> str:
        return name if self.descriptor is not None else str(self.path / name)

    def _fill(self, name: str, content: bytes, mode: int) -> None:
        """Write a file that nobody knows yet, down to the disk."""
        descriptor = os.open(self._at(name), _NEW, mode, dir_fd=self.descriptor)
        try:
            if mode == PRIVATE_FILE and os.name != "nt":
                os.fchmod(descriptor, mode)  # whatever the umask
            write_all(descriptor, content, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _require_same(self, name: str, known: bytes) -> int:
        """Return the mode of the file that is replaced; it must be the one that was looked at."""
        descriptor = os.open(self._at(name), _READING, dir_fd=self.descriptor)
        try:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise OSError(errno.EINVAL, "what stands there is no plain file")
            if read_from(descriptor) != known:
                raise OSError(errno.EBUSY, "it was changed meanwhile")
        finally:
            os.close(descriptor)
        return stat.S_IMODE(mode)

    def _name(self, temporary: str, name: str) -> None:
        """Give a finished file its name; there may be none of that name."""
        try:
            self._link(temporary, name)
        except (OSError, NotImplementedError) as error:
            if _is_refusal(error):
                raise
            os.close(
                os.open(self._at(name), _NEW, PRIVATE_FILE, dir_fd=self.descriptor)
            )  # the name is ours from here on
            try:
                self._rename(temporary, name)
            except OSError:
                if self.holds(name, b""):
                    self.drop(name)
                raise

    def _link(self, name: str, second: str) -> None:
        here = self.descriptor
        old, new = self._at(name), self._at(second)
        insist(os.link, old, new, src_dir_fd=here, dst_dir_fd=here, follow_symlinks=False)

    def _rename(self, temporary: str, name: str) -> None:
        here = self.descriptor
        insist(os.replace, self._at(temporary), self._at(name), src_dir_fd=here, dst_dir_fd=here)

    def _sync(self) -> None:
        """Make the new name durable."""
        if os.name == "nt":
            return
        where = "." if self.descriptor is not None else str(self.path)
        try:
            descriptor = os.open(where, os.O_RDONLY | _FOLDER | _CLOSE, dir_fd=self.descriptor)
        except PermissionError:
            return  # a folder one may write into and not read
        try:
            sync_descriptor(descriptor)
        finally:
            os.close(descriptor)


def _is_refusal(error: Exception) -> bool:
    """Tell whether a second name was refused for another reason than that the system knows no such thing."""
    return isinstance(error, OSError) and error.errno not in _NO_HARD_LINKS


@contextmanager
def held_folder(real: Path, *, is_private: bool = True) -> Iterator[HeldFolder]:
    """Reach a folder, making what is missing of its path.

    Args:
        real: Its path with every link resolved; a link that has come into it since is not followed.
        is_private: Make folders 0700 whatever the umask; else as the umask has it.

    Raises:
        OSError: It cannot be reached or made, or its name could not be seen.
    """
    require_visible(real)
    mode = PRIVATE_FOLDER if is_private else 0o777
    if not _IS_SURE:
        real.mkdir(mode, parents=True, exist_ok=True)
        yield HeldFolder(real, None)
        return
    here = os.open(real.anchor, _PASSING)
    try:
        for name in real.parts[1:]:
            below = _entered(here, name, mode)
            os.close(here)
            here = below
        yield HeldFolder(real, here)
    finally:
        os.close(here)


def _entered(here: int, name: str, mode: int) -> int:
    """Open a folder of a folder, making it where it is missing."""
    try:
        return _open(here, name)
    except FileNotFoundError:
        with suppress(FileExistsError):
            insist(os.mkdir, name, mode, dir_fd=here)
            made = os.stat(name, dir_fd=here, follow_symlinks=False).st_mode
            if mode == PRIVATE_FOLDER and stat.S_ISDIR(made) and stat.S_IMODE(made) & 0o700 != mode:
                os.chmod(name, mode, dir_fd=here)  # a umask that takes from the owner too
    return _open(here, name)


def _open(here: int, name: str) -> int:
    try:
        return os.open(name, _PASSING, dir_fd=here)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            words = "a part of its path is no folder any more, or a link that was not there before"
            raise OSError(error.errno, words) from error
        raise
