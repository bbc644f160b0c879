"""What ``reader list`` said last, kept for as long as all that it was made from is as it was.

Opening library and store takes about ten times as long as starting Python; a script that lists every minute,
or a shell that completes titles, waits for nothing new. So the answer is kept in the cache folder with its
grounds: name, size, inode and both times (ns) of every file of the library and of the store. One difference,
and everything is read again. Kept are titles, dates and counts: no quote and no word of the reader's own, and
nothing at all where the store is encrypted.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path
from typing import Final, NamedTuple

from reader import __version__

SETTLED_NS: Final = 2_000_000_000
"""How old the youngest file must be before an answer is kept: FAT counts time in steps of two seconds, and a
file that changes twice within one step looks as it did."""


class Grounds(NamedTuple):
    """What an answer is made from: a digest of all files, and when the youngest of them changed (ns)."""

    digest: str
    youngest: int

    @property
    def are_settled(self) -> bool:
        """Tell whether no file is so young that a second change could go unseen."""
        return time.time_ns() - self.youngest > SETTLED_NS


def grounds_of(notes: Path, store: Path) -> Grounds | None:
    """Look at the files of a library and a store, without opening any.

    Returns:
        Their grounds; None where an answer is not to be kept: the store is encrypted, there is a link (what
        it leads to is not looked at), or something cannot be looked at.
    """
    looked = _Look()
    snapshot = os.path.realpath(store)
    try:
        looked.at_library(os.path.realpath(notes))
        looked.at_store(snapshot)
    except (OSError, _NotKept):
        return None
    looked.take(f"{__version__}\n{notes}\n{snapshot}")
    return Grounds(looked.digest.hexdigest(), looked.youngest)


class KeptAnswer:
    """The place of one answer in the cache folder."""

    def __init__(self, notes: Path, store: Path, question: str) -> None:
        """Name the place.

        Args:
            notes: The library that is asked about.
            store: The store that is asked about.
            question: What else the answer depends on: the command and its options.
        """
        from reader.index.places import cache_folder

        about = "\0".join((os.path.realpath(notes), os.path.realpath(store), question))
        name = hashlib.sha256(os.fsencode(about)).hexdigest()[:20]
        self._path = cache_folder() / f"answer-{name}"

    def text(self, grounds: Grounds) -> str | None:
        """Return the answer that was kept on these grounds, if there is one."""
        try:
            digest, _, text = self._path.read_text(encoding="utf-8").partition("\n")
        except (OSError, ValueError):
            return None
        return text if digest == grounds.digest else None

    def keep(self, text: str, grounds: Grounds) -> None:
        """Keep an answer, where the disk lets it be kept; for the owner's eyes only."""
        from reader.errors import ReaderError
        from reader.store import durable

        try:
            durable.make_private_folder(self._path.parent)
            durable.replace_file(self._path, f"{grounds.digest}\n{text}".encode())
        except (OSError, ReaderError):
            return  # it is made anew the next time


class _NotKept(Exception):
    """Something is there that no answer is kept on."""


class _Look:
    """Adds up what is seen of one file after the other."""

    def __init__(self) -> None:
        self.digest = hashlib.blake2b(digest_size=20)
        self.youngest = 0

    def take(self, seen: str) -> None:
        self.digest.update(seen.encode("utf-8", "surrogateescape") + b"\0")

    def at_file(self, name: str, status: os.stat_result) -> None:
        if stat.S_ISLNK(status.st_mode):
            raise _NotKept
        self.youngest = max(self.youngest, status.st_mtime_ns, status.st_ctime_ns)
        self.take(
            f"{name}\0{status.st_mode} {status.st_size} {status.st_ino} "
            f"{status.st_mtime_ns} {status.st_ctime_ns}"
        )

    def at_library(self, path: str) -> None:
        """Look at a note, or at all that is not hidden in a folder and below."""
        status = os.stat(path)  # noqa: PTH116  # a path is a text here, thousands of times
        self.at_file(path, status)
        waiting = [path] if stat.S_ISDIR(status.st_mode) else []
        while waiting:
            folder = waiting.pop()
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda each: each.name):
                    if entry.name.startswith("."):
                        continue
                    self.at_file(entry.path, entry.stat(follow_symlinks=False))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)

    def at_store(self, snapshot: str) -> None:
        """Look at the store's files and at the copies that sync tools leave beside it."""
        folder, name = os.path.split(snapshot)
        stem = Path(name).stem.casefold()
        self.take(str(os.stat(folder).st_mode))  # noqa: PTH116  # what others may read is said
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if not entry.name.casefold().startswith(stem) or entry.is_dir(follow_symlinks=False):
                    continue
                if entry.name == f"{name}.identity":
                    raise _NotKept
                if entry.name != f"{name}.lock":  # written whenever a store is opened
                    self.at_file(entry.name, entry.stat(follow_symlinks=False))
