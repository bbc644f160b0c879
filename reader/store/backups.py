"""Backups: whole snapshots with the date in their names, in a folder beside the store.

The newest ten are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from reader.store import durable

KEPT: Final = 10


class Backups:
    """The backups of one store; days are those of the reader's own clock."""

    def __init__(self, folder: Path, store_name: str, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._stem = Path(store_name).stem
        self._now = now

    def all(self) -> list[Path]:
        """List the backups, newest name first."""
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.glob(f"{self._stem}-[0-9]*.json"), reverse=True)

    def is_due(self) -> bool:
        """Tell whether there is none of today yet."""
        today = f"{self._stem}-{self._now().astimezone():%Y%m%d}"
        return not any(backup.name.startswith(today) for backup in self.all())

    def make(self, content: bytes, why: str = "") -> Path:
        """Keep ``content``, a snapshot as it lies on the disk, and drop the oldest backups beyond ten.

        Raises:
            OSError: It could not be kept; the older ones are all still there.
        """
        durable.make_private_folder(self._folder)
        stem = f"{self._stem}-{self._now().astimezone():%Y%m%d-%H%M%S}"
        ending = f"-{why}.json" if why else ".json"
        path = self._folder / (stem + ending)
        number = 2
        while path.exists():
            path = self._folder / f"{stem}-{number}{ending}"
            number += 1
        durable.replace_file(path, content)
        for old in [backup for backup in self.all() if backup != path][KEPT - 1 :]:
            durable.discard(old)
        for half in self._folder.glob(f"{self._stem}-[0-9]*.json.new"):
            durable.discard(half)
        return path
