"""A paste is text, whatever is in it.

Textual 8.2.8 looks for escape sequences inside a bracketed paste as well, and hands those it does not know
on as keys: a pasted ``ESC x`` pressed x. Most terminals take escapes out of a paste, some (tmux) do not. Here
they become their picture before Textual sees them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_ESCAPE: Final = "\x1b"
_PICTURE: Final = "␛"


class PasteDisarmer:
    """Replaces escapes inside bracketed pastes, however the bytes are cut into pieces."""

    def __init__(self) -> None:
        self._is_pasting = False
        self._before = ""  # the last that was typed, which may be the beginning of a paste's start
        self._held = ""  # the last of a paste, which may be the beginning of its end

    def disarm(self, typed: str) -> str:
        """Return what was typed or pasted; of a paste, what cannot be its end's beginning."""
        done: list[str] = []
        rest = self._held + typed
        self._held = ""
        while rest:
            rest = self._pasted(rest, done) if self._is_pasting else self._typed(rest, done)
        return "".join(done)

    def release(self) -> str:
        """Return what was held back, when nothing more comes."""
        held, self._held = self._held, ""
        return held

    def _typed(self, text: str, done: list[str]) -> str:
        """Pass on what is no paste; return what follows the start of one."""
        known = self._before + text
        place = known.find(_START)
        if place < 0:
            done.append(text)
            self._before = known[-(len(_START) - 1) :]
            return ""
        end = place + len(_START) - len(self._before)
        done.append(text[:end])
        self._is_pasting, self._before = True, ""
        return text[end:]

    def _pasted(self, text: str, done: list[str]) -> str:
        """Pass on a paste with its escapes replaced; return what follows its end."""
        words, end, rest = text.partition(_END)
        if end:
            self._is_pasting = False
        else:
            held = next((n for n in range(len(_END) - 1, 0, -1) if words.endswith(_END[:n])), 0)
            words, self._held = words[: len(words) - held], words[len(words) - held :]
        done.append(words.replace(_ESCAPE, _PICTURE) + end)
        return rest


class PastingParser(XTermParser):
    """Textual's parser of what the terminal sends, with pastes disarmed."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._disarmer = PasteDisarmer()

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what came; an empty text says that no more will."""
        text = self._disarmer.disarm(data) if data else self._disarmer.release()
        if text or not data:
            yield from super().feed(text)
        if text and not data:
            yield from super().feed("")


def with_disarmed_pastes(driver: type[Driver]) -> type[Driver]:
    """Make a driver read the terminal through `PastingParser`.

    Drivers make their parser by the name it has in their module (that of Windows in the one beside it), and
    leave no other way to give them one.
    """
    for name in (driver.__module__, "textual.drivers.win32"):
        module = sys.modules.get(name)
        if getattr(module, "XTermParser", None) is XTermParser:
            setattr(module, "XTermParser", PastingParser)  # noqa: B010  # a module has no such attribute to mypy
    return driver
