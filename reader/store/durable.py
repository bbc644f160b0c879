"""File operations that are whole or absent: private creation, full writes, atomic replacement, folder sync.

Owns nothing but the calls. Offsets and sizes are bytes. Every function raises ``OSError`` (`NotDurable` where
that came after all was in place) and leaves no temporary file.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from reader.library.new_names import require_visible

P = ParamSpec("P")
T = TypeVar("T")

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700

_CLOSE_ON_EXEC: Final = getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)

_NO_HARD_LINKS: Final = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EACCES}
_CANNOT_SYNC_FOLDER: Final = {errno.EINVAL, errno.EACCES, errno.EBADF, errno.EOPNOTSUPP, errno.ENOSYS}


class NotDurable(OSError):
    """A file stands there whole, under its name, and may not be on the disk yet."""

    @classmethod
    def of(cls, error: OSError) -> NotDurable:
        """Say so for the reason another error gives."""
        return cls(error.errno, error.strerror)


def insist(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call again while a signal interrupts.

    Python does so for most calls, but not for rename, link and unlink.
    """
    while True:
        try:
            return call(*args, **kwargs)
        except InterruptedError:
            continue


def make_private_folder(folder: Path) -> None:
    """Make a folder and its missing parents, each 0700 whatever the umask.

    Folders that exist are left as they are.
    """
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    try:
        insist(os.mkdir, folder, PRIVATE_FOLDER)
    except FileExistsError:
        return
    insist(os.chmod, folder, PRIVATE_FOLDER)
    sync_folder(folder.parent)


def make_place_for(path: Path) -> None:
    """Make the folder of a file; a new file or folder whose name could not be seen is refused."""
    require_visible(path)
    make_private_folder(path.parent)


def is_open_to_others(folder: Path) -> bool:
    """Tell whether other users may look into a folder."""
    try:
        return os.name != "nt" and bool(folder.stat().st_mode & 0o077)
    except OSError:
        return False


def create_private(path: Path) -> int:
    """Create a file 0600 whatever the umask and return its descriptor.

    What stood under that name is removed first, never written through. A file made by root in another user's
    folder is given to the folder's owner, so that one ``sudo reader`` does not lock the owner out.
    """
    insist(path.unlink, missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _CLOSE_ON_EXEC | _NO_FOLLOW | _BINARY
    descriptor = os.open(path, flags, PRIVATE_FILE)
    try:
        _own_privately(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def open_private(path: Path) -> int:
    """Open a regular file for reading and writing, creating it 0600 when it is not there.

    Its content is kept.
    """
    flags = os.O_RDWR | os.O_CREAT | _CLOSE_ON_EXEC | _NO_FOLLOW | _NO_WAIT | _BINARY
    existed = path.exists()
    descriptor = os.open(path, flags, PRIVATE_FILE)
    try:
        _require_regular(descriptor, path)
        if not existed:
            _own_privately(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def open_existing(path: Path) -> int:
    """Open a regular file that is there, for reading and writing."""
    descriptor = os.open(path, os.O_RDWR | _CLOSE_ON_EXEC | _NO_FOLLOW | _NO_WAIT | _BINARY)
    try:
        _require_regular(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _own_privately(descriptor: int, path: Path) -> None:
    if os.name == "nt":
        return  # a folder of the user's own is closed to others there
    insist(os.fchmod, descriptor, PRIVATE_FILE)
    if os.geteuid() == 0:
        folder = path.parent.stat()
        if folder.st_uid != 0 and not folder.st_mode & stat.S_ISVTX:
            insist(os.fchown, descriptor, folder.st_uid, folder.st_gid)


def open_to_read(path: Path) -> int:
    """Open a regular file for reading; a pipe or a device is refused without waiting for it."""
    descriptor = os.open(path, os.O_RDONLY | _CLOSE_ON_EXEC | _NO_WAIT | _BINARY)
    try:
        _require_regular(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _require_regular(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))


def read_from(descriptor: int, offset: int = 0) -> bytes:
    """Read from ``offset`` to the end of the file."""
    pieces = []
    while piece := _pread(descriptor, max(65536, os.fstat(descriptor).st_size - offset), offset):
        pieces.append(piece)
        offset += len(piece)
    return b"".join(pieces)


def read_file(path: Path) -> bytes | None:
    """Return what the file holds, or ``None`` when there is no such file."""
    try:
        descriptor = open_to_read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return read_from(descriptor)
    finally:
        os.close(descriptor)


def list_folder(folder: Path, ending: str) -> list[Path]:
    """List the files of a folder whose names end so, by name; none when there is no such folder.

    (`Path.glob` passes over a folder that may not be looked into.)
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(names) if name.endswith(ending)]


def read_beginning(path: Path, most: int) -> bytes | None:
    """Return up to ``most`` bytes of a file; ``None`` when it is not there or cannot be read."""
    try:
        descriptor = open_to_read(path)
    except OSError:
        return None
    try:
        return _pread(descriptor, most, 0)
    except OSError:
        return None
    finally:
        let_go(descriptor)


def write_all(descriptor: int, content: bytes, offset: int) -> None:
    """Write all of ``content`` at ``offset``, going on after a short write."""
    rest = memoryview(content)
    while rest:
        written = _pwrite(descriptor, rest, offset)
        if written == 0:
            raise OSError(errno.EIO, "the file took no more bytes")
        rest = rest[written:]
        offset += written


def _pread(descriptor: int, count: int, offset: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, count, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, count)


def _pwrite(descriptor: int, content: memoryview, offset: int) -> int:
    if hasattr(os, "pwrite"):
        return os.pwrite(descriptor, content, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.write(descriptor, content)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable; file systems that cannot sync a folder are taken at their word."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _CLOSE_ON_EXEC)
    try:
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def sync_descriptor(folder: int) -> None:
    """Do the same for a folder that is open for reading."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC_FOLDER:
            raise


def let_go(descriptor: int) -> None:
    """Close a file whose content is durable or worth nothing; an error then has nothing to say."""
    with suppress(OSError):
        os.close(descriptor)


def prepare(temporary: Path, content: bytes) -> None:
    """Write a new private file and sync it; nothing is left of it when that fails."""
    _fill(create_private(temporary), temporary, content)


def _fill(descriptor: int, path: Path, content: bytes) -> None:
    """Write to a file that was just made, sync and close it; nothing is left of it when that fails."""
    try:
        try:
            write_all(descriptor, content, 0)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(path)
        raise


def discard(path: Path) -> None:
    """Remove a file if that can be done; what cannot be removed now is removed by the next opening."""
    try:
        insist(path.unlink, missing_ok=True)
    except OSError:
        return


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a prepared file its name, durably; the old file is whole until the new one is.

    Raises:
        NotDurable: It has its name.
        OSError: All is as it was.
    """
    try:
        insist(os.replace, temporary, path)
    except BaseException:
        discard(temporary)
        raise
    _sync_what_stands_in(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a private file that is not there yet: whole and durable, or not at all.

    Raises:
        NotDurable: It is there.
        OSError: It is not; a file that stood there already is as it was.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOSE_ON_EXEC | _NO_FOLLOW | _BINARY
    _fill(os.open(path, flags, PRIVATE_FILE), path, content)
    _sync_what_stands_in(path.parent)


def _sync_what_stands_in(folder: Path) -> None:
    try:
        sync_folder(folder)
    except OSError as error:
        raise NotDurable.of(error) from error


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content so that a crash leaves the old or the new, whole and durable."""
    temporary = temporary_beside(path)
    prepare(temporary, content)
    put_in_place(temporary, path)


def temporary_beside(path: Path) -> Path:
    """Return the name under which the next content of ``path`` is written; one name, so that none pile up."""
    return path.with_name(path.name + ".new")


def keep_as(path: Path, kept: Path) -> None:
    """Let ``kept`` name what ``path`` holds now, replacing what it held: by a hard link, else by a copy.

    A hard link is enough for a file that is only ever replaced, never written into.
    """
    temporary = temporary_beside(kept)
    insist(temporary.unlink, missing_ok=True)
    try:
        insist(os.link, path, temporary)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        prepare(temporary, read_file(path) or b"")
    put_in_place(temporary, kept)
    # Replacing a name by another link to the same file does nothing and leaves both names (POSIX rename).
    discard(temporary)
