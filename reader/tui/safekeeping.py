"""The part of the app that keeps words safe: what others saved, what arrives beside the store, whether saving
works, and a copy elsewhere when it does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from textual.app import App
from textual.screen import ModalScreen

from reader.errors import ReaderError
from reader.tui.saving import UNDER_WAY, TellingScreen
from reader.tui.widgets.status import Banner, not_saved

if TYPE_CHECKING:  # the app owns this
    from reader.store import Store
    from reader.tui.everywhere import Everywhere

LOOK_EVERY: Final = 0.6
"""Seconds between two looks at the store: what another window saved is to be seen within one. The watcher
usually tells sooner, but not on every disk (network folders) and not where it cannot watch."""

SHARE: Final = 10
"""A look that took long, a large store being read anew, is followed by a rest this many times as long."""

READ_IN: Final = 4.0
"""Seconds a sentence stays at least, whatever the reader does."""

RETRY_EVERY: Final = 2.0
"""Seconds between two tries whether saving is possible again; the store is read anew each time."""


class Vigil:
    """Looks at the store again and again, and tells the screens what is new."""

    def __init__(self, reader: Everywhere) -> None:
        """Prepare; `start` begins."""
        self._reader = reader
        self._said = ""
        self._look_after = 0.0
        self._retry_after = 0.0
        self._screen: object = None
        self._shown: tuple[str, ...] = ()
        self._shown_since = 0.0
        self._folder_seen = _changed_at(reader.workspace.store)

    def start(self) -> None:
        """Begin to look."""
        self._said, self._screen = self._reader.trouble, self._reader.screen
        self._retry_after = time.monotonic() + RETRY_EVERY
        self._reader.set_interval(LOOK_EVERY, self.look_if_rested)

    def look_if_rested(self) -> None:
        """Look, unless the last look was long and is not long ago."""
        if time.monotonic() >= self._look_after:
            self.look()

    def look(self) -> None:
        """Take in what is new, try whether saving is possible again, and say what changed.

        The store is looked at in the thread in which it is written; while that is busy, it is not.
        """
        if self._reader.saving.is_busy:
            return
        store = self._reader.workspace.store
        could_save, was_locked = store.is_writable, store.is_locked
        begun = time.monotonic()

        def looked(is_news: bool) -> None:
            ended = time.monotonic()
            self._look_after = ended + SHARE * (ended - begun)
            self._show(is_news=is_news, could_save=could_save, was_locked=was_locked)

        self._reader.saving.make(self._take_in, looked, failed=lambda error: self.tell())

    def _take_in(self) -> bool:
        """Take in what is new and try whether saving is possible again; tells whether anything is new."""
        workspace = self._reader.workspace
        is_news = workspace.refresh()
        if not workspace.store.is_locked:
            if not workspace.store.is_writable:
                is_news |= self._retry(workspace.store)
            is_news |= self._join_copies()
        return is_news

    def _show(self, *, is_news: bool, could_save: bool, was_locked: bool) -> None:
        """Let the screens show what a look brought."""
        store = self._reader.workspace.store
        if store.is_locked:
            if not was_locked:  # another window encrypted it, or decrypted it
                self._reader.show_lock()
            if not self._reader.is_locked:  # the screens underneath stay as they are
                self.tell()
            return
        if store.is_writable and not could_save:
            self._reader.take_kept_settings()
            self._reader.say("Saving works again.")
        if is_news:
            self._reader.annotations_changed.publish(None)
        self._put_notices_away(store)
        self.tell()

    def tell(self) -> None:
        """Show in every screen's banner what there is to know about the store, where that has changed."""
        trouble = self._reader.trouble
        if trouble == self._said:
            return
        self._said = trouble
        for screen in self._reader.screen_stack:
            if not isinstance(screen, ModalScreen):
                for banner in screen.query("#trouble").results(Banner):
                    banner.say(trouble)

    def _put_notices_away(self, store: Store) -> None:
        """Let go of what was noticed once there was time to read it and the reader has gone elsewhere."""
        now = time.monotonic()
        if store.notices != self._shown:
            self._shown, self._shown_since = store.notices, now
        if self._reader.screen is not self._screen:
            if now - self._shown_since >= READ_IN:
                self._reader.notices_seen = frozenset(self._shown)
            self._screen = self._reader.screen

    def _retry(self, store: Store) -> bool:
        """Try whether saving is possible again; True when it is."""
        if time.monotonic() < self._retry_after:
            return False
        self._retry_after = time.monotonic() + RETRY_EVERY
        return store.retry()

    def _join_copies(self) -> bool:
        """Merge conflict copies that a sync tool has just left."""
        workspace = self._reader.workspace
        changed_at = _changed_at(workspace.store)
        if changed_at == self._folder_seen or not workspace.store.is_writable:
            return False
        self._folder_seen = changed_at
        return workspace.join_copies()


def _changed_at(store: Store) -> int:
    """Return when a file came to the store's folder or left it, in nanoseconds; 0 when it is not there."""
    try:
        return store.path.parent.stat().st_mtime_ns
    except OSError:
        return 0


class Safekeeping(App[None]):
    """The part of the app that saves, and by which a reader takes all words elsewhere, or up again."""

    def make_change(self, screen: TellingScreen, change: Callable[[], object], said: str) -> None:
        """Save a change asked for on a screen, which then says what was done, or why nothing was saved."""

        reader = cast("Everywhere", self)

        def saved(_: object) -> None:
            if screen.is_attached:
                screen.changed(said)
            else:
                reader.annotations_changed.publish(None)

        def failed(error: ReaderError) -> None:
            tell = screen.trouble if screen.is_attached else reader.warn
            tell(not_saved(error))

        reader.saving.make(change, saved, failed=failed, late=lambda: screen.tell(UNDER_WAY))

    def offer_drafts(self) -> None:
        """Offer what was being written when the program ended."""
        workspace = cast("Everywhere", self).workspace
        drafts = workspace.all_drafts()
        if drafts:
            from reader.tui.screens.drafts import DraftsScreen

            self.push_screen(DraftsScreen(workspace, drafts))

    def action_save_copy_of_all(self) -> None:
        """Ask for a file to write a copy of the store to."""
        from reader.tui.screens.copy_of_all import CopyOfAllScreen

        self.push_screen(CopyOfAllScreen(), self._copied)

    def _copied(self, said: str | None) -> None:
        if said:
            self.notify(said, markup=False)
