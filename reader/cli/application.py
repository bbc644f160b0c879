"""Starts the app: the only place outside ``tui`` that leads to Textual, and only when the app is wanted."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from pathlib import Path

from reader.cli.opening import notes_folder, store_path
from reader.cli.passphrase import unlocking_unasked
from reader.cli.quiet import forget_tell_tales
from reader.errors import LibraryMissing, UsageError
from reader.gate import clean_line


def start(arguments: Namespace) -> int:
    """Open the app on the library, or on one note.

    Raises:
        UsageError: There is no terminal, or PATH is no file, folder or command.
    """
    path: Path | None = arguments.path
    if path is not None and arguments.notes is not None:
        raise UsageError("Name the notes once: as PATH or with --notes.")
    if path is not None:
        path = path.expanduser()
        if not path.exists():
            raise LibraryMissing(_not_there(path))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("Reader opens in a terminal; for a pipe use a command (reader --help lists them).")
    forget_tell_tales(os.environ)
    gc.disable()  # nothing of what is made until the first screen is garbage; the app turns it on again
    from reader.index.places import cache_folder
    from reader.store import Store
    from reader.workspace import Workspace

    # Notes can be read whatever has become of the store; the app says what is the matter with it.
    unlock = unlocking_unasked(arguments)
    store = Store.open(store_path(arguments), for_reading_at_least=True, patience=2.0, unlock=unlock)
    workspace = Workspace(path or notes_folder(arguments), store, kept_in=cache_folder())
    store.tell_of_open_folder()
    workspace.keep_index(cache_folder(), keeps_words=not store.is_encrypted)
    try:
        from reader.tui.app import ReaderApp

        open_at = workspace.library.notes[0] if path and path.is_file() and workspace.library.notes else None
        app = ReaderApp(workspace, open_at)
        app.run()
        is_all_saved = all([app.saving.end(_say), app.beside.end(_say)])
    finally:
        workspace.close()
    return app.return_code or (0 if is_all_saved else 1)


def _say(sentence: str) -> None:
    print(clean_line(sentence), file=sys.stderr)


def _not_there(path: Path) -> str:
    name = clean_line(str(path))
    return (
        f"“{name}” is neither a folder or file that is there nor a command; reader --help lists the commands."
    )
