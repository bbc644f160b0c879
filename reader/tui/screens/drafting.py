"""Words being written, kept as a draft soon after they are typed, so that a crash loses two seconds at most.

Shared by every screen on which one writes; the screen says what is written about and shows what is told.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from msgspec import Struct
from textual.screen import Screen
from textual.timer import Timer

from reader.errors import DraftUnreadable, ReaderError
from reader.store import Draft
from reader.tui.disk import Reading
from reader.tui.widgets.status import Banner
from reader.workspace import DraftSubject, Workspace

if TYPE_CHECKING:  # its screens are pushed by the app
    from reader.tui.everywhere import Everywhere

Made = TypeVar("Made")

DRAFT_AFTER: Final = 1.5
"""Seconds from the first letter typed to the draft: at most two may be lost in a crash."""


class Tally(Struct):
    """How often the words about one thing were changed, and up to which change they are kept.

    Attributes:
        changes: So often.
        kept: Up to here they are in a draft, saved, or in a file.
        being_saved: Up to here a save is under way.
    """

    changes: int = 0
    kept: int = 0
    being_saved: int = 0

    def keep(self, changes: int) -> None:
        """Take note that the words are kept as they were after so many changes."""
        self.kept = max(self.kept, changes)


class Drafting:
    """Keeps the draft of one piece of writing.

    Attributes:
        screen: Where one writes.
        is_given_up: Whether it was asked if these words may be lost.
        tally: What of the words is kept; another one for each thing that is written about.
    """

    def __init__(
        self,
        screen: Screen[Any],
        workspace: Workspace,
        words: Callable[[], str],
        *,
        kept: Callable[[], object],
        failed: Callable[[str], object],
        way_out: str = "",
    ) -> None:
        """Serve a screen.

        Args:
            screen: Where one writes; its timer is used.
            workspace: Keeps the draft.
            words: Gives the words as they stand now.
            kept: Called when the draft is durable.
            failed: Called with a sentence when it could not be kept.
            way_out: What one can do there with words that can be kept nowhere, in a few words.
        """
        self.screen = screen
        self._workspace = workspace
        self._words = words
        self._kept = kept
        self._failed = failed
        self._waiting: Timer | None = None
        self._complaint = ""  # the last sentence about a draft that could not be kept
        self._way_out = way_out
        self._text = ""  # that which the words were begun with
        self.tally = Tally()
        self.subject = DraftSubject("", {})
        self.is_given_up = False

    def begin(
        self,
        subject: DraftSubject,
        text: str,
        take: Callable[[str], object],
        late: Callable[[], object] = lambda: None,
    ) -> None:
        """Say what is written about now.

        Args:
            subject: What.
            text: The words it has already.
            take: Called with the words kept of it before, or else ``text``, unless one writes about something
                else by then; what was asked to be kept or dropped before counts.
            late: Called now if ``take`` is called later, because the disk is slow.

        Where words kept before cannot be read, that is told by ``failed`` (and they stay as they are).
        """
        self.stop_waiting()
        self.subject, self._text, self.tally = subject, text, Tally()

        def look() -> Draft | DraftUnreadable | None:
            try:
                return self._workspace.draft_for(subject.key)
            except DraftUnreadable as error:
                return error

        def found(draft: Draft | DraftUnreadable | None) -> None:
            if self.subject is not subject or not self.screen.is_attached:
                return
            if isinstance(draft, DraftUnreadable):
                take(text)
                self._failed(str(draft))
            else:
                take(draft.text if draft is not None and self._is_unsaved(draft) else text)

        Reading(self.screen.app, look, found, late)

    def _is_unsaved(self, draft: Draft) -> bool:
        return bool(draft.text.strip()) and not self._workspace.is_draft_stored(draft)

    def keep_soon(self) -> None:
        """Keep the words in a moment; called with every letter."""
        self.tally.changes += 1
        self.is_given_up = False
        if self._waiting is None:
            self._waiting = self.screen.set_timer(DRAFT_AFTER, self.keep)

    def keep(self) -> None:
        """Keep the words now, durably."""
        self.stop_waiting()
        words, subject, tally = self._words(), self.subject, self.tally
        changes = tally.changes
        if not words.strip():
            self._drop(subject)
            return

        def kept(_: object) -> None:
            tally.keep(changes)
            self._say_kept()

        self._reader.saving.make(
            self._workspace.intend_draft(subject.key, words, subject.about),
            kept,
            failed=lambda error: self._complain(str(error)),
        )

    def _complain(self, sentence: str) -> None:
        self._complaint = sentence
        if self.screen.is_attached:
            self._failed(sentence)

    def _say_kept(self) -> None:
        """Say that the draft is kept, and no longer that it could not be."""
        for banner in self.screen.query("#trouble").results(Banner):
            banner.take_back(self._complaint)
        if self.screen.is_attached:
            self._kept()

    def keep_waiting(self) -> None:
        """Keep the words now if there are letters that no draft holds yet."""
        if self._waiting is not None or (self.is_at_risk and self.tally.being_saved < self.tally.changes):
            self.keep()

    @property
    def is_at_risk(self) -> bool:
        """Whether there are words that are neither saved nor known to be in a draft."""
        words = self._words()
        return self.tally.changes > self.tally.kept and bool(words.strip()) and words != self._text

    def ask(self) -> str:
        """Ask whether these words may be lost; what is said is returned."""
        self.is_given_up = True
        way_out = f": {self._way_out}," if self._way_out else ";"
        said = f"These words are kept nowhere yet{way_out} ctrl+q once more leaves without them."
        self._failed(said)
        return said

    def save(
        self,
        change: Callable[[], Made],
        saved: Callable[[Made], object],
        *,
        failed: Callable[[ReaderError], object],
        late: Callable[[], object],
    ) -> None:
        """Save the words by ``change``, and only then forget their draft; where it fails, the draft is kept.

        All of that is done in the writer's thread, so that it is done also when the screen is gone by then.
        """
        self.stop_waiting()
        workspace, words, subject = self._workspace, self._words(), self.subject
        tally = self.tally
        changes = tally.being_saved = tally.changes

        def save() -> Made:
            is_made = False
            try:
                made = change()
                is_made = True
            finally:  # after a mistake of ours too: the crash says that the words are a draft
                if not is_made:
                    with suppress(ReaderError):
                        if words.strip():
                            workspace.keep_draft(subject.key, words, subject.about)
                            tally.keep(changes)
                    tally.being_saved = 0
            tally.keep(changes)
            workspace.drop_draft(subject.key)
            return made

        self._reader.saving.make(save, saved, failed=failed, late=late)

    def drop(self) -> None:
        """Forget the draft: the words were given up."""
        self.stop_waiting()
        self.tally.keep(self.tally.changes)
        self._drop(self.subject)

    def _drop(self, subject: DraftSubject) -> None:
        drop = self._workspace.intend_no_draft(subject.key)
        self._reader.saving.make(drop, failed=lambda error: None)

    @property
    def _reader(self) -> Everywhere:
        return cast("Everywhere", self.screen.app)

    def stop_waiting(self) -> None:
        """Let the timer be."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
