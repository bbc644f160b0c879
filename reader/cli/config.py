"""``reader config``: where everything is, and which folder of notes opens by default."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.places import notes_folder, store_path
from reader.cli.preferences import configure_notes, preferences_path
from reader.errors import LibraryMissing, UsageError
from reader.gate import clean_line
from reader.library.typed_paths import is_gone, is_there, typed_path


def config_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``config``."""
    parser.add_argument("name", metavar="notes", nargs="?", choices=["notes"], help="what to set")
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="the folder of notes that opens")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_config(arguments: Namespace) -> int:
    """Print where everything is; set the folder of notes first when one is given."""
    from reader.store.places import drafts_folder

    if arguments.name and arguments.folder is None:
        raise UsageError("Say which folder: reader config notes DIR.")
    if arguments.folder is not None:
        folder = Path(os.path.abspath(typed_path(arguments.folder)))  # noqa: PTH100  # links stay as named
        if not is_there(folder):
            what = "is not there" if is_gone(folder) else "may not be looked at"
            raise LibraryMissing(f"{clean_line(str(folder))} {what}; nothing was changed.")
        configure_notes(folder)
    store = store_path(arguments)
    places = {
        "notes": notes_folder(arguments),
        "store": store,
        "drafts": drafts_folder(store),
        "config": preferences_path(),
    }
    if arguments.json:
        output.say_json({name: clean_line(str(path)) for name, path in places.items()})
        return 0
    for name, path in places.items():
        output.say(f"{name:<7} {clean_line(str(path))}")
    return 0


COMMANDS: Final = {"config": Runnable(config_arguments, run_config)}
