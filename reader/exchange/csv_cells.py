"""Cells of a CSV file that no spreadsheet takes for a formula, and back.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is run as a formula by some
spreadsheets (OWASP, "CSV Injection"); an apostrophe before it makes it text. One that begins with
apostrophes and then such a sign gets one more, so that reading gives back exactly what was written.
"""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"\s*'*[=+\-@\t\r＝＋－＠]")
_MADE_HARMLESS: Final = re.compile(r"'\s*'*[=+\-@\t\r＝＋－＠]")


def harmless(cell: str) -> str:
    """Make a cell that could be run as a formula plain text."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """Undo `harmless`."""
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell
