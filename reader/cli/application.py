"""Starts the app: the only place outside ``tui`` that leads to Textual, and only when the app is wanted."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.passphrase import unlocking_unasked
from reader.cli.places import notes_folder, store_path
from reader.cli.quiet import forget_tell_tales
from reader.cli.waiting import waiting_for
from reader.errors import LibraryMissing, UsageError
from reader.gate import clean_line
from reader.library.typed_paths import is_gone, typed_path

if TYPE_CHECKING:  # for start-up cost
    from argparse import Namespace

    from reader.tui.app import ReaderApp


def start(arguments: Namespace) -> int:
    """Open the app on the library, or on one note.

    Raises:
        UsageError: There is no terminal, or PATH is no file, folder or command.
    """
    path: Path | None = arguments.path
    if path is not None and arguments.notes is not None:
        raise UsageError("Name the notes once: as PATH or with --notes.")
    if path is not None:
        path = _there(typed_path(path))
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
    folder = path or notes_folder(arguments)
    with waiting_for(folder):
        workspace = Workspace(folder, store, kept_in=cache_folder())
    store.tell_of_open_folder()
    workspace.keep_index(cache_folder(), keeps_words=not store.is_encrypted)
    try:
        open_at = workspace.library.notes[0] if path and path.is_file() and workspace.library.notes else None
        app = import_app()(workspace, open_at)
        app.run()
        is_all_saved = all([app.saving.end(_say), app.beside.end(_say)])
    finally:
        workspace.close()
    return app.return_code or (0 if is_all_saved else 1)


def import_app() -> type[ReaderApp]:
    """Import the app, and asyncio before it as where Python has no OpenSSL.

    Reader opens no connection, and what asyncio needs to secure one takes 5 ms to import. What imports `ssl`
    itself later gets it.
    """
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails, which asyncio expects
        try:
            import asyncio  # noqa: F401
        finally:
            del sys.modules["ssl"]
    from reader.tui.app import ReaderApp

    return ReaderApp


def _say(sentence: str) -> None:
    print(clean_line(sentence), file=sys.stderr)


def _there(path: Path) -> Path:
    """Return a path at which there is something.

    Raises:
        LibraryMissing: There is nothing.
    """
    with waiting_for(path):
        is_missing = is_gone(path)  # whoever reads what may not be looked at says what is the matter
    if is_missing:
        import difflib

        from reader.cli.commands import COMMANDS

        near = difflib.get_close_matches(str(path), [each.name for each in COMMANDS], 1)
        hint = f"did you mean reader {near[0]}?" if near else "reader --help lists the commands."
        raise LibraryMissing(
            f"“{clean_line(str(path))}” is neither a folder or file that is there nor a command; {hint}"
        )
    return path
