"""Words being written, kept as a draft soon after they are typed, so that a crash loses two seconds at most.

Shared by every screen on which one writes; the screen says what is written about and shows what is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from textual.screen import Screen
from textual.timer import Timer

from reader.errors import ReaderError
from reader.workspace import DraftSubject, Workspace

DRAFT_AFTER: Final = 1.5
"""Seconds from the first letter typed to the draft: at most two may be lost in a crash."""


class Drafting:
    """Keeps the draft of one piece of writing."""

    def __init__(
        self,
        screen: Screen[Any],
        workspace: Workspace,
        words: Callable[[], str],
        *,
        kept: Callable[[], object],
        failed: Callable[[str], object],
    ) -> None:
        """Serve a screen.

        Args:
            screen: Where one writes; its timer is used.
            workspace: Keeps the draft.
            words: Gives the words as they stand now.
            kept: Called when the draft is durable.
            failed: Called with a sentence when it could not be kept.
        """
        self._screen = screen
        self._workspace = workspace
        self._words = words
        self._kept = kept
        self._failed = failed
        self._waiting: Timer | None = None
        self.subject = DraftSubject("", {})

    def begin(self, subject: DraftSubject, text: str) -> str:
        """Say what is written about now; returns the words kept of it before, or else ``text``."""
        self.stop_waiting()
        self.subject = subject
        draft = self._workspace.draft_for(subject.key)
        return draft.text if draft is not None and draft.text.strip() else text

    def keep_soon(self) -> None:
        """Keep the words in a moment; called with every letter."""
        if self._waiting is None:
            self._waiting = self._screen.set_timer(DRAFT_AFTER, self.keep)

    def keep(self) -> None:
        """Keep the words now, durably."""
        self.stop_waiting()
        try:
            if self._words().strip():
                self._workspace.keep_draft(self.subject.key, self._words(), self.subject.about)
                self._kept()
            else:
                self._workspace.drop_draft(self.subject.key)
        except ReaderError as error:
            self._failed(f"No draft can be kept: {error}")

    def keep_waiting(self) -> None:
        """Keep the words now if there are letters that no draft holds yet."""
        if self.is_waiting:
            self.keep()

    @property
    def is_waiting(self) -> bool:
        """Whether there are letters that no draft holds yet."""
        return self._waiting is not None

    def drop(self) -> None:
        """Forget the draft: the words were saved, or given up."""
        self.stop_waiting()
        self._workspace.drop_draft(self.subject.key)

    def stop_waiting(self) -> None:
        """Let the timer be."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
