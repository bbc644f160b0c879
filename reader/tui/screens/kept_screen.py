"""A screen that lists or shows what was kept, in whatever notes."""

from __future__ import annotations

from reader.tui.screens.showing import ShowingScreen


class KeptScreen(ShowingScreen):
    """Its subclass composes and renews as for `ShowingScreen`."""

    def on_mount(self) -> None:
        """Follow what changes, and show what there is."""
        self.reader.annotations_changed.subscribe(self, self.annotations_changed)
        self.watch(self.app, "discreet", self.take_discreet, init=False)
        self.say_trouble()
        self.take_discreet()

    def on_screen_resume(self) -> None:
        """Show what was read and written meanwhile."""
        if self.is_mounted:
            self.catch_up()

    def take_discreet(self) -> None:
        """Hide private words, or show them again."""
        self.renew()
