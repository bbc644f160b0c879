"""The command line: `main` is what the ``reader`` command runs; nothing is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name; default: those of the process.

    Returns:
        The exit code: 0, 1 for what went wrong (said in one sentence on stderr), 2 for wrong usage, 130 for
        ctrl+c.
    """
    from reader.cli.run import run

    return run(argv)
