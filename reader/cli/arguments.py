"""Reads the command line: which command, and the options that stand before or after it."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from reader import __version__
from reader.cli.commands import Command, by_name, load, overview
from reader.cli.passphrase import add_passphrase_file
from reader.errors import UsageError
from reader.gate import clean_line

_IN_PLAIN_WORDS: Final = (
    (r"invalid int value: '(.*)'$", r"“\1” is not a whole number"),
    (r"invalid choice: '(.*?)' \(choose from (.*)\)$", r"“\1” is none of \2"),
)
"""What argparse says (as of Python 3.13), and how a person says it; what it says otherwise is left so."""

_WITH_VALUE: Final = ("--notes", "--store", "--passphrase-file")


class Parser(ArgumentParser):
    """An argument parser that raises `UsageError` in place of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise the sentence that says what was wrong."""
        said = clean_line(message)
        for pattern, words in _IN_PLAIN_WORDS:
            said = re.sub(pattern, words, said)
        raise UsageError(f"{said[:1].upper()}{said[1:]}; see {self.prog} --help.")


def read_arguments(argv: Sequence[str]) -> tuple[Command | None, Namespace]:
    """Read the arguments.

    Returns:
        The command, None for opening the app, and its arguments; ``notes`` and ``store`` are paths or None.

    Raises:
        UsageError: They cannot be understood.
        SystemExit: Help or the version was asked for and has been printed.
    """
    split = _first_word(argv)
    command = by_name(argv[split]) if split < len(argv) else None
    if command is None:
        return None, _app_parser().parse_args(argv)
    parser = Parser(
        prog=f"reader {command.name}",
        description=f"{command.does[:1].upper()}{command.does[1:]}.",
        usage=f"reader {command.name} {command.takes} [--json] [--notes DIR] [--store FILE]".replace(
            "  ", " "
        ),
        allow_abbrev=False,
    )
    _add_shared(parser)
    load(command).add_arguments(parser)
    return command, parser.parse_args([*argv[:split], *argv[split + 1 :]])


def _first_word(argv: Sequence[str]) -> int:
    """Return the index of the first word that is neither an option nor an option's value."""
    index = 0
    while index < len(argv) and argv[index].startswith("-") and argv[index] != "--":
        index += 2 if argv[index] in _WITH_VALUE else 1
    return index


def _app_parser() -> Parser:
    parser = Parser(
        prog="reader",
        usage="reader [PATH] [--notes DIR] [--store FILE]\n       reader COMMAND ...",
        description="Read a library of Markdown notes, mark passages and write private reflections, offline.",
        epilog=f"commands (reader COMMAND --help says more):\n{overview()}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("path", metavar="PATH", nargs="?", type=Path, help="a folder of notes, or one note")
    parser.add_argument("-V", "--version", action="version", version=f"Reader {__version__}")
    _add_shared(parser)
    return parser


def _add_shared(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--notes",
        metavar="DIR",
        type=Path,
        help="the library; default: READER_NOTES, the configured or bundled one",
    )
    parser.add_argument(
        "--store",
        metavar="FILE",
        type=Path,
        help="the annotations; default: READER_STORE, else the user data folder",
    )
    add_passphrase_file(parser)
