"""Asks before something that cannot be taken back."""

from __future__ import annotations

import sys

from reader.cli import output
from reader.errors import UsageError


def agreed(question: str, otherwise: str) -> bool:
    """Ask on the terminal; says ``otherwise`` where the answer is no.

    Raises:
        UsageError: There is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"To do this without being asked, say --yes. {otherwise}")
    output.say(f"{question}? y or n")
    output.flush()
    is_agreed = sys.stdin.readline().strip().lower() in ("y", "yes")
    if not is_agreed:
        output.say(otherwise)
    return is_agreed
