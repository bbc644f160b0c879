"""The part of the app that keeps words safe: what others saved, what arrives beside the store, whether saving
works, and a copy elsewhere when it does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar, cast

from textual.app import App
from textual.screen import ModalScreen

from reader.errors import ReaderError
from reader.tui.disk import Reading
from reader.tui.saving import UNDER_WAY, TellingScreen
from reader.tui.screens.on_top import once_on_top
from reader.tui.widgets.status import Banner, not_saved

if TYPE_CHECKING:  # the app owns this; the rest for start-up cost
    from reader.store import Store
    from reader.store.drafts import Draft, DraftsFound
    from reader.tui.everywhere import Everywhere

Made = TypeVar("Made")

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
        """Let the screens show what a look brought; none is there any more when the app is being left."""
        if not self._reader.screen_stack:
            return
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

    _acts_under_way = 0  # asked for, and not known yet to be saved

    def keep(
        self,
        screen: TellingScreen,
        change: Callable[[], Made],
        saved: Callable[[Made], object] = lambda _: None,
        *,
        said: str = "",
        refused: Callable[[], object] = lambda: None,
    ) -> None:
        """Save something asked for on a screen, which says that it is being saved, that it is, or why not.

        Args:
            screen: Where it was asked for; when it is gone, the app says why nothing was saved.
            change: Saves it, in the writer's thread; ``saved`` is called with what it returned.
            said: What is then said, unless something asked for later is still being saved.
            refused: Called in place of ``saved`` when nothing was saved.
        """
        reader, is_late = cast("Everywhere", self), False
        self._acts_under_way += 1

        def wait() -> None:
            nonlocal is_late
            is_late = True
            screen.tell(UNDER_WAY)

        def end(words: str) -> None:
            self._acts_under_way -= 1
            if screen.is_attached and (words or is_late):
                screen.tell(UNDER_WAY if self._acts_under_way else words)

        def done(made: Made) -> None:
            saved(made)
            end(said)

        def failed(error: ReaderError) -> None:
            refused()
            (screen.trouble if screen.is_attached else reader.warn)(not_saved(error))
            end("")

        reader.saving.make(change, done, failed=failed, late=wait)

    def make_change(
        self,
        screen: TellingScreen,
        change: Callable[[], object],
        said: str,
        ended: Callable[[], object] = lambda: None,
    ) -> None:
        """Save a change asked for on a screen, which then says what was done, or why nothing was saved.

        ``ended`` is called once the screen shows what became of it.
        """

        def saved(_: object) -> None:
            if screen.is_attached:
                screen.changed(said)
            else:
                cast("Everywhere", self).annotations_changed.publish(None)
            ended()

        self.keep(screen, change, saved, said=said, refused=ended)

    def offer_drafts(self) -> None:
        """Offer what was being written when the program ended."""
        reader = cast("Everywhere", self)

        def offer(found: DraftsFound) -> None:
            if found.trouble:
                reader.warn(found.trouble)
                reader.saving.make(reader.workspace.intend_told(found), failed=lambda error: None)
            if drafts := [each for each in found.drafts if not self._forget_stored(each)]:
                from reader.tui.screens.drafts import DraftsScreen

                sheet = DraftsScreen(reader.workspace, drafts)
                under = [each for each in self.screen_stack if not isinstance(each, ModalScreen)]
                once_on_top(under[-1], lambda: self.push_screen(sheet))  # a key for another sheet is for that

        Reading(self, reader.workspace.drafts_left, offer)

    def _forget_stored(self, draft: Draft) -> bool:
        """Forget a draft whose words were saved before the program was ended; tells whether they were."""
        reader = cast("Everywhere", self)
        is_stored = reader.workspace.is_draft_stored(draft)
        if is_stored:
            reader.saving.make(lambda: reader.workspace.drafts.forget(draft), failed=lambda error: None)
        return is_stored

    def action_save_copy_of_all(self) -> None:
        """Ask for a file to write a copy of the store to."""
        from reader.tui.screens.copy_of_all import CopyOfAllScreen

        self.push_screen(CopyOfAllScreen(), self._copied)

    def _copied(self, said: str | None) -> None:
        if said:
            self.notify(said, markup=False)
