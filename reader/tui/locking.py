"""The part of the app that locks an encrypted store: by a key, after some minutes without a touch, and when
another window encrypted it.

The key and the tables of the store are let go of at once, and what was being written is kept as a sealed
draft first. The screens underneath stay as they are, so that one comes back to exactly where one was; what
they show stays in the memory of the process meanwhile, and nothing of it on the screen.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual.app import App

from reader.tui.attaching import attach_waiting
from reader.tui.ending import draftings

if TYPE_CHECKING:  # for start-up cost; the app is made of this
    from reader.tui.everywhere import Everywhere
    from reader.tui.screens.lock import LockScreen

LOOK_EVERY: Final = 2.0
"""Seconds between two looks at the clock; a lock this much late harms nobody."""


class Locking(App[None]):
    """Locks and unlocks."""

    _touched = 0.0
    _lock: LockScreen | None = None  # the last that was shown
    _asked_first = False  # the drafts of an earlier session were not offered yet

    def note_touch(self, event: events.Event) -> None:
        """Take note that somebody is there."""
        if isinstance(event, events.Key | events.MouseEvent | events.Paste):
            self._touched = time.monotonic()

    def watch_the_clock(self) -> None:
        """Begin to lock by itself, and ask for the passphrase at once where the store is locked."""
        self._touched = time.monotonic()
        self.set_interval(LOOK_EVERY, self._lock_if_idle)
        if self._reader.workspace.store.is_locked:
            self._asked_first = True
            self.show_lock(may_read_notes=True)

    @property
    def is_locked(self) -> bool:
        """Whether the lock screen is up."""
        return self._lock is not None and self._lock in self.screen_stack

    def action_lock(self) -> None:
        """Lock the words, or ask for the passphrase where they are locked already."""
        if self.is_locked:
            return
        store = self._reader.workspace.store
        if not store.is_encrypted:
            self._reader.say("Your words are not encrypted, so there is nothing to lock: see reader encrypt.")
            return
        is_first = store.is_locked
        if not is_first:
            self._keep_drafts()
            self._reader.saving.make(self._reader.workspace.lock, failed=lambda error: None)
            self.clear_notifications()
        self.show_lock(may_read_notes=is_first)

    def show_lock(self, *, may_read_notes: bool = False) -> None:
        """Put the lock screen over everything.

        Args:
            may_read_notes: Whether escape puts it away: only while no screen has shown a private word yet.
        """
        if self.is_locked:
            return
        from reader.tui.screens.lock import LockScreen

        self._lock = LockScreen(self._reader.workspace, may_read_notes=may_read_notes)
        self.push_screen(self._lock, self._unlocked)

    def _lock_if_idle(self) -> None:
        minutes = self._reader.settings.lock_after
        store = self._reader.workspace.store
        if not minutes or not store.is_encrypted or store.is_locked:
            return
        if time.monotonic() - self._touched >= 60 * minutes:
            self.action_lock()

    def _keep_drafts(self) -> None:
        for each in draftings(self):
            each.keep_waiting()

    def _unlocked(self, is_open: bool | None) -> None:
        if not is_open:
            return
        self._touched = time.monotonic()
        self._reader.take_kept_settings()
        self._reader.annotations_changed.publish(None)
        attach_waiting(self._reader)
        if self._asked_first:
            self._asked_first = False
            self._reader.offer_drafts()

    @property
    def _reader(self) -> Everywhere:
        return cast("Everywhere", self)
