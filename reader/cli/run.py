"""Runs one command line from arguments to exit code; whatever a person can meet ends in a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from reader.cli import output
from reader.errors import ReaderError, UsageError

if TYPE_CHECKING:  # for start-up cost
    from argparse import Namespace

INTERRUPTED: Final = 130
"""Exit code after ctrl+c: 128 and the number of SIGINT, as shells have it."""


NO_ARGUMENTS: Final[dict[str, object]] = {"path": None, "notes": None, "store": None, "passphrase_file": None}
"""What the parser of the app's own arguments makes of none."""


def run(argv: Sequence[str] | None) -> int:
    """Run a command line; see `reader.cli.main`."""
    output.prepare()
    try:
        _require_a_place()
        code = _run(sys.argv[1:] if argv is None else list(argv))
        output.flush()
    except ReaderError as error:
        output.complain(str(error))
        code = error.exit_code
    except ImportError as error:
        output.complain(_not_whole(error))
        code = 1
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        output.give_up()
        code = 0
    return code


def _require_a_place() -> None:
    """Refuse to begin where the terminal stands in a folder that is gone: no relative path means anything."""
    try:
        os.getcwd()  # noqa: PTH109  # before pathlib is needed
    except FileNotFoundError as error:
        raise UsageError(
            "The folder this terminal stands in is no longer there; go to another one (cd) and start again."
        ) from error


def _not_whole(error: ImportError) -> str:
    """Say that a package that Reader cannot do without is not there, or another than it should be.

    Raises:
        ImportError: It is a part of Reader itself that is looked for in vain: that is a mistake in the code.
    """
    package = (error.name or "").partition(".")[0]
    if package == "reader":
        raise error
    return (
        f"Reader is not installed whole: this Python ({sys.executable}) cannot use the package “{package}”; "
        "install Reader again (python -m pip install . in the folder it came in)."
    )


def is_path_alone(argv: Sequence[str]) -> bool:
    """Tell whether all that is given is surely a path: commands are letters, options begin with a dash."""
    return len(argv) == 1 and not argv[0].isalpha() and not argv[0].startswith("-")


def _run(argv: list[str]) -> int:
    if not argv or is_path_alone(argv):  # as it is started most of the time: no parser is needed for that
        from pathlib import Path
        from types import SimpleNamespace

        from reader.cli.application import start

        path = Path(argv[0]) if argv else None
        return start(cast("Namespace", SimpleNamespace(**NO_ARGUMENTS | {"path": path})))
    from reader.cli.arguments import read_arguments
    from reader.cli.commands import load

    try:
        command, arguments = read_arguments(argv)
    except SystemExit as left:  # argparse leaves so after --help and --version
        return left.code if isinstance(left.code, int) else 0
    if command is not None:
        return load(command).run(arguments)
    from reader.cli.application import start

    return start(arguments)
