"""Following a link: to another note in the app, to a place in this one, or, once its address was seen, to
the browser.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.document.links import place_in_note

if TYPE_CHECKING:  # the note's screen uses this
    from reader.tui.screens.getting_around import GettingAround


def follow(screen: GettingAround, target: str) -> None:
    """Follow a link of the note on a screen.

    Args:
        screen: Where the link stands.
        target: What it says.
    """
    found = screen.reader.workspace.library.resolve_link(screen.opened.note, target)
    if found is not None:
        screen.go_to(found, place_in_note(target))
        return

    def answered(is_wanted: bool | None) -> None:
        if is_wanted:
            screen.run_worker(_open(screen, target), exclusive=False)

    from reader.tui.screens.link import LinkScreen

    screen.app.push_screen(LinkScreen(target), answered)


async def _open(screen: GettingAround, address: str) -> None:
    """Open an address in the browser and say so."""
    from reader.tui.browser import open_in_browser, why_no_browser

    if await open_in_browser(address):
        screen.tell("opened in the browser")
    else:
        screen.reader.warn(why_no_browser(os.environ))
