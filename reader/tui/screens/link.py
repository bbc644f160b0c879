"""The sheet that shows a web address whole before the browser opens it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from reader.document.links import shown_target
from reader.gate import clean_name
from reader.tui.browser import refusal, warnings
from reader.tui.commands import bindings
from reader.tui.screens.sheet import Paper, Sheet, words


class LinkScreen(Sheet[bool]):
    """Asks whether to open an address; true: the reader said so (`open_in_browser` then opens it)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("rows", "choose_row"),
        *bindings("reading", "copy_passage"),
    ]

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = shown_target(address) if address.startswith("[[") else address
        self._refusal = refusal(address)

    def compose(self) -> ComposeResult:
        """Show the address, or why it is not followed."""
        with Paper():
            if self._refusal:
                yield words("This link is not followed", "heading")
                yield words(clean_name(self._address), "address")
                yield words(self._refusal, "text")
                yield words("y copy the address   esc back", "dim")
                return
            yield words("Open this address in the browser?", "heading")
            yield words(clean_name(self._address), "address")
            for sentence in warnings(self._address):
                yield words(sentence, "warning")
            yield words("enter open   y copy the address   esc back", "dim")

    def action_choose_row(self) -> None:
        """Open the address, if it may be followed."""
        self.dismiss(self._refusal is None)

    def action_copy_passage(self) -> None:
        """Copy the address."""
        from reader.tui.clipboard import copy_for

        copy_for(self.app, self._address)
        self.dismiss(False)
