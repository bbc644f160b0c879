"""Where the store keeps its files: the names beside ``annotations.json`` and the files of sync tools
among them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:  # for start-up cost
    from datetime import datetime

APPLICATION: Final = "better-way-reader"
"""The name of the applications' folders.

Another package on the index is called ``reader`` (DESIGN section 2).
"""

# Syncthing: "annotations.sync-conflict-20240101-120000-ABCDEFG.json"; Dropbox: "annotations (Ann's conflicted
# copy 2024-01-01).json"; Nextcloud and ownCloud: "annotations (conflicted copy 2024-01-01 120000).json";
# Google Drive and OneDrive number a second file "annotations (1).json"; git leaves "annotations.json.orig".
_CONFLICT: Final = (
    r"(\.sync-conflict-[^/]*|[ _]?\(([^()]*conflicted copy[^()]*|[^()]*'s conflict[^()]*|\d+)\))"
)


class Places(Struct, frozen=True):
    """The files of one store; symlinks are resolved, so that every path to a store finds the same lock."""

    snapshot: Path
    is_link: bool = False  # the store was named through a symlink

    @classmethod
    def of(cls, path: Path) -> Places:
        """Find the places of the store at ``path``.

        A symlink stays one, its target is what is read and written.
        """
        return cls(Path(os.path.realpath(path)), os.path.islink(path))  # noqa: PTH114 - never raises

    def _beside(self, suffix: str) -> Path:
        return self.snapshot.with_name(self.snapshot.name + suffix)

    @property
    def folder(self) -> Path:
        """The folder all files of the store are in."""
        return self.snapshot.parent

    @property
    def journal(self) -> Path:
        """Transactions since the snapshot, one a line."""
        return self._beside(".journal")

    @property
    def lock(self) -> Path:
        """The file whose lock a writer holds; never replaced, never removed."""
        return self._beside(".lock")

    @property
    def previous_snapshot(self) -> Path:
        """The snapshot of the last generation."""
        return self._beside(".previous")

    @property
    def previous_journal(self) -> Path:
        """The journal of the last generation: with ``previous_snapshot`` it makes the snapshot of today."""
        return self._beside(".journal.previous")

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self._beside(".backups")

    @property
    def identity(self) -> Path:
        """The key of an encrypted store, in a file that its passphrase opens."""
        return self._beside(".identity")

    @property
    def identity_copy(self) -> Path:
        """The same key among the backups, so that they can be opened without the store."""
        return self.backups / self.identity.name

    @property
    def drafts(self) -> Path:
        """The folder of what is being typed and not yet saved."""
        return self._beside(".drafts")

    def set_aside(self) -> list[Path]:
        """List the files that were set aside: damaged, torn off, merged or older ones."""
        names = (f"{self.snapshot.name}.", f"{self.journal.name}.")
        reasons = ("damaged-", "torn-", "older-", "merged-")
        try:
            return sorted(
                file
                for file in self.folder.iterdir()
                if (name := next((each for each in reversed(names) if file.name.startswith(each)), ""))
                and file.name.removeprefix(name).startswith(reasons)
            )
        except OSError:
            return []

    def aside(self, file: Path, why: str, moment: datetime) -> Path:
        """Return a free name with the date in it, under which a damaged file is kept."""
        names = names_aside(file.name, why, moment)
        return next(free for name in names if not (free := file.with_name(name)).exists())

    def temporaries(self) -> list[Path]:
        """List the names under which new files are prepared.

        What a killed writer left there is worth nothing.
        """
        files = [self.snapshot, self.journal, self.previous_snapshot, self.previous_journal]
        files += [self.identity, self.identity_copy]
        return [file.with_name(file.name + ".new") for file in files]


_LONGEST_NAME: Final = 210
"""Bytes kept of a file's name in the name under which it is set aside; most systems take 255 in all."""


def names_aside(name: str, why: str, moment: datetime) -> Iterator[str]:
    """Give the names under which a file is set aside: with the reason and the date, then numbered from 2."""
    while len(os.fsencode(name)) > _LONGEST_NAME:
        name = name[:-1]
    stem = f"{name}.{why}-{moment.astimezone():%Y%m%d-%H%M%S}"
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def default_path() -> Path:
    """Return the place of the reader's own store in the platform's folder for user data."""
    import platformdirs

    return platformdirs.user_data_path(APPLICATION) / "annotations.json"


def drafts_folder(path: Path) -> Path:
    """Return the folder of drafts that belongs to the store at ``path``."""
    return Places.of(path).drafts


def conflict_copies(path: Path) -> list[Path]:
    """List the copies of the store that sync tools left beside it where two machines wrote at once.

    Known names: Syncthing's ``*.sync-conflict-*``, the ``(... conflicted copy ...)`` of Dropbox, Nextcloud
    and ownCloud, and the numbered ``(1)`` of Google Drive and OneDrive. Copies of the journal are left out:
    they mean nothing alone.
    """
    snapshot = Places.of(path).snapshot
    name = re.compile(re.escape(snapshot.stem) + _CONFLICT + re.escape(snapshot.suffix), re.IGNORECASE)
    try:
        return sorted(
            file for file in snapshot.parent.iterdir() if name.fullmatch(file.name) and file.is_file()
        )
    except OSError:
        return []
