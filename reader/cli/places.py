"""Where library and store are, by option, environment, preferences or default."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.gate import clean_line
from reader.library.typed_paths import typed_path

if TYPE_CHECKING:  # for start-up cost
    from argparse import Namespace


def notes_folder(arguments: Namespace) -> Path:
    """Return the library's folder: ``--notes``, READER_NOTES, the configured one, else the bundled notes.

    Raises:
        PreferencesUnusable: The preferences file is needed and broken.
    """
    named: Path | None = arguments.notes
    if named is not None:
        return typed_path(named)
    if environment := os.environ.get("READER_NOTES"):
        return typed_path(environment)
    from reader.cli.preferences import configured_notes

    if configured := configured_notes():
        return configured
    from reader.library.bundled import bundled_notes

    return bundled_notes()


def store_path(arguments: Namespace) -> Path:
    """Return the store's file: ``--store``, READER_STORE, else the one in the user data folder.

    Raises:
        UsageError: What is named can be no file.
    """
    named: Path | str | None = arguments.store or os.environ.get("READER_STORE")
    if not named:
        from reader.store.places import default_path

        return default_path()
    path = typed_path(named)
    if not path.absolute().name:
        raise UsageError(f"The store is a file; {clean_line(str(path))} is a folder.")
    return path
