"""A screen that lists or shows what was kept: it says what was done, and follows what changes elsewhere."""

from __future__ import annotations

from typing import cast

from textual.screen import Screen

from reader.tui.everywhere import Everywhere
from reader.tui.widgets.status import Banner, HintLine


class KeptScreen(Screen[None]):
    """Its subclass composes a `Banner` with the id ``trouble`` and a `HintLine`, and renews what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._is_publishing = False

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    def on_mount(self) -> None:
        """Follow what changes, and show what there is."""
        self.reader.annotations_changed.subscribe(self, self._annotations_changed)
        self.watch(self.app, "discreet", self.take_discreet, init=False)
        self.query_one("#trouble", Banner).say(self.reader.trouble)
        self.take_discreet()

    def on_screen_resume(self) -> None:
        """Show what was read and written meanwhile."""
        if self.is_mounted:
            self.renew()

    def renew(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def take_discreet(self) -> None:
        """Hide private words, or show them again."""
        self.renew()

    def changed(self, said: str) -> None:
        """Show what was just changed and saved, and say so quietly."""
        self.query_one("#trouble", Banner).say(self.reader.trouble)
        self.renew()
        self._is_publishing = True  # this screen has it already
        self.reader.annotations_changed.publish(None)
        self._is_publishing = False
        self.tell(said)

    def trouble(self, sentence: str) -> None:
        """Say that something went wrong, until something goes right."""
        self.query_one("#trouble", Banner).say(sentence)

    def tell(self, words: str) -> None:
        """Say a few words at the end of the row of hints."""
        self.query_one(HintLine).right = words

    def _annotations_changed(self, _: None) -> None:
        if not self._is_publishing:
            self.renew()
