"""Hands keys on one after the other: a key finds the screen as the key before has left it.

Textual 8.2.8 hands a key to what has the focus when it arrives, and asks only at the end of its way through
the widgets what it does. Of ``/word`` sent in one burst (by a multiplexer, over a slow line, by fast
fingers) the letters so were commands of the page, before the line they were meant for was there. Here a key
waits until the one before has done what it does, and what that opened is laid out. Letters in a line one
types in wait for nothing, nor does a key after which none has come.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections import deque
from typing import Final
from weakref import ref

from msgspec import Struct
from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

LONGEST: Final = 1.0
"""Seconds after which a key waits no longer: what is waited for is lost with a widget that is taken away."""


class _Turn(Struct, eq=False):
    """A key that was handed on, to what (that may be gone by the next key), and whether it has arrived."""

    key: events.Event
    to: ref[Widget]
    has_arrived: bool = False


class KeysInTurn(App[None]):
    """The part of the app that hands on what is typed."""

    class Followed(Message):
        """Follows a key from widget to widget; where it has come, what went before it has been done."""

        def __init__(self, turn: _Turn, *, is_again: bool) -> None:
            super().__init__()
            self.turn = turn
            self.is_again = is_again

    def __init__(self) -> None:
        super().__init__()
        self._turn: _Turn | None = None  # of the last key, if it may still do something
        self._typed_ahead: deque[events.Key | events.Paste] = deque()
        self._patience: TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hand a key or a paste on once those before it have done what they do."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            if self._turn is not None and self._turn.key is event:
                self._turn.has_arrived = True
        elif self._turn is None:
            await self._hand_on(event)
        else:
            self._typed_ahead.append(event)
            if len(self._typed_ahead) == 1:
                await self._wait_for(self._turn)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        focused = self.focused
        is_text = isinstance(event, events.Paste) or (
            focused is not None and focused.check_consume_key(event.key, event.character)
        )
        self._turn = None if is_text else _Turn(event, ref(focused or self.screen))
        await super().on_event(event)

    async def _wait_for(self, turn: _Turn) -> None:
        """Go on when a key has done what it does; it may have long since."""
        self._patience = get_running_loop().call_later(LONGEST, self.call_later, self._go_on, turn)
        await self._follow(turn, is_again=turn.has_arrived)

    async def _follow(self, turn: _Turn, *, is_again: bool) -> None:
        to = turn.to()
        if to is None or self._is_elsewhere(turn) or not to.is_attached:
            await self._wait_for_what_came(turn)
        else:
            to.post_message(self.Followed(turn, is_again=is_again))

    async def on_keys_in_turn_followed(self, message: Followed) -> None:
        """Follow a key, and then what it told the widgets; and see what came of it, once the focus is set."""
        message.stop()
        if message.is_again:
            self.call_later(self._wait_for_what_came, message.turn)
        else:
            await self._follow(message.turn, is_again=True)

    async def _wait_for_what_came(self, turn: _Turn) -> None:
        if self._is_elsewhere(turn):
            self.screen.call_after_refresh(self.call_later, self._go_on, turn)
        else:
            await self._go_on(turn)

    def _is_elsewhere(self, turn: _Turn) -> bool:
        """Tell whether the next key would go to something else."""
        return (self.focused or self.screen) is not turn.to()

    async def _go_on(self, turn: _Turn) -> None:
        """Hand on what was typed meanwhile."""
        if turn is not self._turn:
            return  # it went on already
        if self._patience is not None:
            self._patience.cancel()
        self._turn = self._patience = None
        while self._typed_ahead and self._turn is None:
            await self._hand_on(self._typed_ahead.popleft())
        if self._typed_ahead and self._turn is not None:
            await self._wait_for(self._turn)
