"""A sheet: a small page laid over the screen for one thing, left with escape or q."""

from __future__ import annotations

from typing import Final, TypeVar, cast

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.screens.on_top import LaidOver

Result = TypeVar("Result")

WIDTHS: Final = [(0, "-small"), (60, "-middle")]
HEIGHTS: Final = [(0, "-low"), (18, "-high")]
"""Cells and rows from which a sheet has an edge, and room around what it says."""


class Sheet(LaidOver[Result]):
    """A page over the page; dismissed without a result unless its subclass gives one."""

    CSS_PATH = "../sheets.tcss"
    BINDINGS = bindings("app", "back")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def action_back(self) -> None:
        """Put the sheet away."""
        self.dismiss(None)


class PrivateSheet(Sheet[Result]):
    """A sheet on which private words stand: the key that hides such words puts it away with them.

    Textual lets no key of the app pass a sheet.
    """

    BINDINGS = bindings("app", "discreet")

    def action_discreet(self) -> None:
        """Hide all private words, these too; or show them again below."""
        cast(Everywhere, self.app).action_discreet()
        self.dismiss(None)


class Paper(Vertical):
    """The paper of a sheet."""


def words(text: str | Content, kind: str) -> Static:
    """Return text for a sheet: ``heading``, ``dim``, ``quote`` or ``text``; never read as markup."""
    return Static(Content(text) if isinstance(text, str) else text, classes=f"words {kind}", markup=False)


def excerpt(text: str, most: int = 280) -> str:
    """Return the beginning of a passage for a sheet, cut at a word, line breaks as they are."""
    text = text.strip()
    if len(text) <= most:
        return text
    return text[:most].rsplit(None, 1)[0].rstrip() + " …"
