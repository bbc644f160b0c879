"""What a screen may only do while it is on top: put itself away, or give its place to another.

Textual's ``dismiss`` and ``switch_screen`` take whatever screen is on top; a lock, help or the palette may
have come over the one that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from reader.tui.commands import bindings

Result = TypeVar("Result")


class LaidOver(ModalScreen[Result]):
    """A screen laid over another: keys that reach it after it was put away put nothing else away.

    Textual lets no key of the app pass it, but one can leave Reader from anywhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("app", "quit")

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Put it away with a result; nothing happens while it is not on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    async def action_quit(self) -> None:
        """Leave Reader."""
        await self.app.action_quit()


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
