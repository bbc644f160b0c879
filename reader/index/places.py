"""Where the index keeps its files, in the platform's cache folder: one for each library and each store."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

APPLICATION: Final = "better-way-reader"


def cache_folder() -> Path:
    """Return the folder of disposable files in the platform's cache folder."""
    import platformdirs

    return platformdirs.user_cache_path(APPLICATION)


def notes_file(folder: Path, library: Path) -> Path:
    """Return the file of a library's index."""
    return folder / f"notes-{_name_of(library)}.sqlite3"


def list_file(folder: Path, library: Path) -> Path:
    """Return the file of the list of a library's notes."""
    return folder / f"list-{_name_of(library)}.json"


def words_file(folder: Path, store: Path) -> Path:
    """Return the file of the index of a store's private words."""
    return folder / f"words-{_name_of(store)}.sqlite3"


def counts_file(folder: Path, store: Path) -> Path:
    """Return the file of what was counted of notes and a store together."""
    return folder / f"counts-{_name_of(store)}.json"


def forget_words(folder: Path, store: Path) -> None:
    """Remove the index of a store's private words, with all that SQLite keeps beside it, and what was
    counted.
    """
    with suppress(OSError):
        counts_file(folder, store).unlink(missing_ok=True)
    file = words_file(folder, store)
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def _name_of(path: Path) -> str:
    """Return a short name that is another for each path, and from which the path cannot be read."""
    return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:20]
