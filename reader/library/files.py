"""Finds the files of a library and opens them safely: a name in a folder of other people's files proves
nothing.

A file is reached folder by folder from the library's own, each opened with ``O_NOFOLLOW`` relative to the one
before, so that a symbolic link put in the place of any part since the listing is not followed. It is opened
with ``O_NONBLOCK`` and looked at again once open: a named pipe or a device is never waited for or read. Links
are followed only where they end inside the library.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from reader.errors import LibraryMissing
from reader.gate import clean_line, clean_name
from reader.library.note import Unreadable

SUFFIXES: Final = (".md", ".markdown", ".txt")

MAX_BYTES: Final = 64 * 1024 * 1024
"""Longest file that is read: ten times the largest book in plain text."""

_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)
# O_PATH asks for no more than the right to pass through, as opening by a whole path does
_PASSING: Final = (
    getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
)
_KINDS: Final = (
    (stat.S_ISFIFO, "is a named pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISLNK, "is a link that was not followed"),
)


class FoundFile(Struct, frozen=True):
    """A file that may be a note: its key, its path as the library names it, and where its bytes are: the
    resolved path, and the resolved folder beneath which that has to be.
    """

    key: str
    path: Path
    real: str
    root: str = os.sep


class Listing(Struct):
    """What a folder holds, before any of it is read; files in the order of their keys.

    ``aliases`` maps the key of a link to the key of the file of the same library it leads to: one note, two
    names.
    """

    files: list[FoundFile] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)


class FileBytes(Struct, frozen=True):
    """The bytes of a file with what was known of it when they were read."""

    content: bytes
    modified_ns: int
    size: int


def gated_name(name: str) -> str:
    """Return a name or path as it may be drawn; bytes that are no UTF-8 become ``\\xe9`` and the like."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return clean_name(readable)


def missing(folder: Path, why: str) -> LibraryMissing:
    """Return the error for a library that cannot be opened at all."""
    return LibraryMissing(
        f"The library {gated_name(str(folder))} {why}; reader DIR opens another folder of notes, and"
        " reader config notes DIR makes it the one that opens by itself."
    )


def says_why(error: OSError) -> str:
    """Return what an error of the system means for a file, to follow its name."""
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    if isinstance(error, FileNotFoundError):
        return "is no longer there"
    return f"cannot be read: {clean_line(error.strerror or str(error))}"


def is_note_name(name: str) -> bool:
    """Tell whether a file's name is that of a note: one of the suffixes, in any case, and not hidden."""
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def leads_outside(real: str, real_folder: str) -> bool:
    """Tell whether a resolved path lies outside a resolved folder."""
    return real != real_folder and not real.startswith(real_folder.rstrip(os.sep) + os.sep)


def list_files(folder: Path) -> Listing:
    """List the notes of a folder and of the folders in it, hidden ones left out; nothing is opened.

    Raises:
        LibraryMissing: The folder is not there, is no folder, or may not be read.
    """
    walk = _Walk(folder)
    walk.run()
    return walk.listing


class _Walk:
    """One walk over a folder: real folders first, then those that links inside it lead to, each once."""

    def __init__(self, folder: Path) -> None:
        self.listing = Listing()
        self._folder = folder
        self._real_folder = os.path.realpath(folder)
        self._visited: set[str] = set()
        self._folder_links: list[tuple[str, str]] = []
        self._file_links: list[FoundFile] = []
        self._keys: set[str] = set()

    def run(self) -> None:
        """Fill the listing."""
        try:
            with os.scandir(self._folder):
                pass
        except FileNotFoundError as error:
            raise missing(self._folder, "is not there") from error
        except NotADirectoryError as error:
            raise missing(self._folder, "is not a folder") from error
        except OSError as error:
            raise missing(self._folder, says_why(error)) from error
        self._descend("", self._real_folder)
        while self._folder_links:
            self._folder_links.sort(reverse=True)
            self._descend(*self._folder_links.pop())
        self._place_links()
        self.listing.files.sort(key=lambda file: file.key)
        self.listing.unreadable.sort(key=lambda entry: entry.key)

    def _descend(self, prefix: str, real: str) -> None:
        """Take up the folder at ``real`` and all below; ``prefix`` is its name in the library, with ``/``."""
        waiting = [(prefix, real)]
        while waiting:
            prefix, real = waiting.pop()
            if real in self._visited:
                continue
            self._visited.add(real)
            try:
                with os.scandir(real) as entries:
                    for entry in sorted(entries, key=lambda entry: entry.name):
                        if not entry.name.startswith("."):
                            self._take(prefix, entry, waiting)
            except OSError as error:
                if not prefix:  # the library itself, which was there a moment ago
                    raise missing(self._folder, says_why(error)) from error
                self._refuse(prefix, says_why(error))

    def _take(self, prefix: str, entry: os.DirEntry[str], waiting: list[tuple[str, str]]) -> None:
        name = prefix + entry.name
        if entry.is_symlink():
            self._take_link(name, entry)
        elif entry.is_dir(follow_symlinks=False):
            waiting.append((name + "/", entry.path))
        elif is_note_name(entry.name):
            if entry.is_file(follow_symlinks=False):
                self._add(name, entry.path)
            else:
                self._refuse(name, _kind(entry.stat(follow_symlinks=False).st_mode))

    def _take_link(self, name: str, entry: os.DirEntry[str]) -> None:
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            if is_note_name(entry.name):
                is_broken = isinstance(error, FileNotFoundError)
                self._refuse(name, "is a link to nothing" if is_broken else "is a link that leads nowhere")
            return
        is_folder = stat.S_ISDIR(mode)
        if not is_folder and not is_note_name(entry.name):
            return
        real = os.path.realpath(entry.path)
        if leads_outside(real, self._real_folder):
            self._refuse(name + "/" * is_folder, "is a link that leaves the library; it was not followed")
        elif is_folder:
            self._folder_links.append((name + "/", real))
        elif stat.S_ISREG(mode):
            self._file_links.append(FoundFile(name, self._folder / name, real))
        else:
            self._refuse(name, f"is a link to something that {_kind(mode)}")

    def _place_links(self) -> None:
        """Make links to listed files other names of them; list what is reached by a link only."""
        by_real = {file.real: file.key for file in self.listing.files}
        for link in sorted(self._file_links, key=lambda link: link.key):
            if link.real in by_real:
                self.listing.aliases[gated_name(link.key)] = by_real[link.real]
            else:
                by_real[link.real] = self._add(link.key, link.real)

    def _add(self, name: str, real: str) -> str:
        """List a file; two names that look alike once gated are told apart by a number."""
        key = base = gated_name(name)
        number = 1
        while key in self._keys:
            number += 1
            key = f"{base} ({number})"
        self._keys.add(key)
        self.listing.files.append(FoundFile(key, self._folder / name, real, self._real_folder))
        return key

    def _refuse(self, name: str, reason: str) -> None:
        self.listing.unreadable.append(Unreadable(gated_name(name), self._folder / name, reason))


def _kind(mode: int) -> str:
    """Return what something is that is no regular file."""
    for test, words in _KINDS:
        if test(mode):
            return words
    return "is a device, not a file"


def read_bytes(real: str, root: str = os.sep) -> FileBytes | str:
    """Read a whole regular file.

    Args:
        real: Its path with every link resolved; a link that has come into it since is not followed.
        root: A folder above it from which on that is looked at.

    Returns:
        Its bytes; or why it cannot be read, to follow its name.
    """
    try:
        descriptor = _open_beneath(root, real)
    except OSError as error:
        is_link = error.errno in (errno.ELOOP, errno.ENOTDIR)
        return "is a link that was not followed, or lies behind one" if is_link else says_why(error)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _kind(status.st_mode)
        if status.st_size > MAX_BYTES:
            return _too_large(status.st_size)
        content = _read_all(descriptor, status.st_size)
    except OSError as error:
        return says_why(error)
    finally:
        os.close(descriptor)
    if len(content) > MAX_BYTES:
        return _too_large(len(content))
    return FileBytes(content, status.st_mtime_ns, len(content))


def _open_beneath(root: str, real: str) -> int:
    """Open a file, passing from ``root`` through each folder of its path by itself."""
    if os.open not in os.supports_dir_fd:
        return os.open(real, _FLAGS)
    *folders, name = real[len(root) :].strip(os.sep).split(os.sep)  # noqa: PTH206  # a string
    here = os.open(root, _PASSING)
    try:
        for folder in folders:
            above, here = here, os.open(folder, _PASSING | _FLAGS, dir_fd=here)
            os.close(above)
        return os.open(name, _FLAGS, dir_fd=here)
    finally:
        os.close(here)


def _read_all(descriptor: int, expected: int) -> bytes:
    """Read to the end; a file may have grown or shrunk since its size was taken."""
    pieces: list[bytes] = []
    length = 0
    wanted = expected + 1
    while length <= MAX_BYTES and (piece := os.read(descriptor, wanted)):
        pieces.append(piece)
        length += len(piece)
        wanted = max(expected + 1 - length, 65536) if length > expected else expected + 1 - length
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_large(size: int) -> str:
    return f"is too large: {size / 1024 / 1024:.0f} MB, and at most {MAX_BYTES // 1024 // 1024} MB are read"
