"""The table of commands: name, what it takes, what it does, and the module that does it.

Help, README and the dispatch follow it. A command's module is imported only when that command runs; it has
a dictionary ``COMMANDS`` with a `Runnable` for each of its names.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Final, NamedTuple


class Command(NamedTuple):
    """One command as help shows it."""

    name: str
    takes: str
    does: str
    module: str


class Runnable(NamedTuple):
    """A command that can run: one function adds its arguments, the other returns the exit code."""

    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


COMMANDS: Final = (
    Command("list", "[--tag T]... [--untagged]", "list the notes", "listing"),
    Command("tags", "", "list the tags with how many notes have them", "listing"),
    Command("show", "NOTE [--plain] [--width N] [--annotations]", "print a note as it is read", "show"),
    Command(
        "search",
        "QUERY [--in notes|annotations|all] [--limit N]",
        "find words in notes and annotations, the best first",
        "search",
    ),
    Command(
        "highlight",
        "NOTE --quote TEXT [--occurrence N] [--color NAME]",
        "keep a passage in a colour",
        "marking",
    ),
    Command(
        "reflect",
        "NOTE [--quote TEXT | --point N | --on ID] [--text TEXT]",
        "keep your own words about a passage, a key point, a highlight or the whole note",
        "marking",
    ),
    Command(
        "annotations",
        "[NOTE] [--tag T] [--color C] [--kind K] [--status S] [--since DATE] [--deleted]",
        "list highlights and reflections",
        "journal",
    ),
    Command(
        "edit", "ID [--text TEXT]", "give a reflection other words; the earlier ones are kept", "changing"
    ),
    Command("delete", "ID", "delete a highlight or reflection; it can be restored", "changing"),
    Command(
        "restore",
        "ID [--revision N] | FILE [--yes]",
        "bring back what was deleted, earlier words, or a backup",
        "changing",
    ),
    Command("history", "ID", "show the earlier words of a reflection", "changing"),
    Command(
        "export",
        "[NOTE]... [--format F] [--output PATH] [--append | --mirror] [--no-reflections] [--only-shared] "
        "[--tag T] [--color C] [--kind K] [--since DATE] [--force] [--template FILE]",
        "write highlights and reflections out: Markdown, a page, JSON, CSV",
        "exporting",
    ),
    Command(
        "import",
        "[SOURCE]... [--into DIR] [--changed skip|beside|over] [--dry-run]",
        "take in annotations and notes from elsewhere",
        "importing",
    ),
    Command(
        "review",
        "[ID VERDICT] [--stats]",
        "bring back a few highlights and reflections a day; look back over the weeks",
        "review",
    ),
    Command("merge", "FILE...", "take in the annotations of other stores", "upkeep"),
    Command(
        "doctor",
        "[--repair]",
        "look for damage in store and notes; changes nothing without --repair",
        "upkeep",
    ),
    Command("backup", "[PATH]", "write a copy of the store", "upkeep"),
    Command("purge", "[--yes]", "delete for good what was deleted, also from history and backups", "purging"),
    Command("encrypt", "", "seal all you keep with a passphrase, in the age format", "sealing"),
    Command("decrypt", "", "keep everything in the clear again", "sealing"),
    Command(
        "passphrase",
        "[--new-passphrase-file FILE | --remember | --forget]",
        "change the passphrase of an encrypted store, or let the system's keyring hold it",
        "sealing",
    ),
    Command("config", "[notes DIR]", "show where everything is, or set the folder of notes", "config"),
)


def by_name(name: str) -> Command | None:
    """Return the command of this name."""
    return next((command for command in COMMANDS if command.name == name), None)


def load(command: Command) -> Runnable:
    """Import a command's module and return what runs it."""
    module = import_module(f"reader.cli.{command.module}")
    commands: dict[str, Runnable] = module.COMMANDS
    return commands[command.name]


def overview() -> str:
    """Return the list of commands for ``--help``."""
    width = max(len(command.name) for command in COMMANDS)
    return "\n".join(f"  {command.name:<{width}}  {command.does}" for command in COMMANDS)
