"""What a screen may only do while it is on top: put itself away, or give its place to another.

Textual's ``dismiss`` and ``switch_screen`` take whatever screen is on top; a lock, help or the palette may
have come over the one that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen


def once_on_top(screen: Screen[Any], then: Callable[[], object]) -> None:
    """Do something now, or as soon as a screen is on top again; never if it is put away before."""
    if screen.is_active:
        then()
    elif screen.is_attached:
        changes = screen.app.screen_change_signal

        def look(_: Screen[Any]) -> None:
            if screen.is_active:
                changes.unsubscribe(screen)
                then()

        changes.subscribe(screen, look)
