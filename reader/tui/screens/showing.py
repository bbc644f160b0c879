"""A screen that shows what is kept: it says what became of a change, and follows what changes elsewhere."""

from __future__ import annotations

from typing import cast

from reader.tui.everywhere import Everywhere
from reader.tui.starting import Restyled
from reader.tui.widgets.status import Banner, HintLine


class ShowingScreen(Restyled):
    """Its subclass composes a `Banner` with the id ``trouble`` and a `HintLine`, and renews what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: object = None  # the state of store and library that is shown

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    def renew(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def catch_up(self) -> bool:
        """Renew, unless what is kept is shown already; tells whether it was not."""
        if self.reader.is_locked:
            return False  # what is underneath stays as it is; it is shown anew once the lock is open
        workspace = self.reader.workspace
        now = workspace.store.state, workspace.library
        if now == self._seen:
            return False
        self._seen = now
        self.renew()
        return True

    def changed(self, said: str) -> None:
        """Show what was just changed and saved, and say so quietly."""
        self.say_trouble()
        self.catch_up()
        self.reader.annotations_changed.publish(None)
        self.tell(said)

    def annotations_changed(self, _: None) -> None:
        """Take in what was changed elsewhere, or undone; what was said of the change before is said no more.

        What was changed here is shown already.
        """
        if self.catch_up():
            self.tell("")

    def say_trouble(self) -> None:
        """Say what is the matter with the store, if anything is."""
        self.trouble(self.reader.trouble)

    def trouble(self, sentence: str) -> None:
        """Say that something went wrong, until something goes right."""
        for banner in self.query("#trouble").results(Banner):  # none while the screen is torn down
            banner.say(sentence)

    def tell(self, words: str) -> None:
        """Say a few words at the end of the row of hints."""
        for line in self.query(HintLine):
            line.right = words
