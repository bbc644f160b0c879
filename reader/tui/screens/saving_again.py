"""Words that could not be saved are tried again by themselves, until they are or one writes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from textual.screen import Screen
from textual.timer import Timer

TRY_AFTER: Final = 3.0
"""Seconds from a save that failed to the next try."""


class SavingAgain:
    """Tries to save what is on one screen again; once words were added, that is left to the writer."""

    def __init__(self, screen: Screen[Any], words: Callable[[], str], save: Callable[[], object]) -> None:
        """Serve a screen.

        Args:
            screen: Where one writes; its timer is used.
            words: Gives the words as they stand now.
            save: Tries to save them and leave; calls `soon` where that fails again.
        """
        self._screen = screen
        self._words = words
        self._save = save
        self._waiting: Timer | None = None

    def soon(self, text: str) -> None:
        """Try again in a while, if the words are still ``text`` then."""
        self.stop()
        self._waiting = self._screen.set_timer(TRY_AFTER, lambda: self._try(text))

    def stop(self) -> None:
        """Do not try again: somebody else does."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _try(self, text: str) -> None:
        if self._words() == text and self._screen.is_active:
            self._save()
