"""The part of the app that lets go of what is no longer needed, while nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.await_complete import AwaitComplete

from reader.tui.idle_collector import IdleCollector

if TYPE_CHECKING:  # it is made of this
    from reader.tui.everywhere import Everywhere


class Tidying(App[None]):
    """Lets go of screens that were put away.

    Attributes:
        collector: Collects garbage in the reader's pauses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.collector = IdleCollector(self, self._forget_screens_gone)

    def on_ready(self) -> None:
        """Collect garbage from now on where the start put it off."""
        self.collector.begin()

    def on_unmount(self) -> None:
        """Let Python collect as it did before."""
        self.collector.end()

    def pop_screen(self) -> AwaitComplete:
        """Put the screen on top away; what it held is free after the next pause."""
        self.collector.leave(self.screen)
        return super().pop_screen()

    def _forget_screens_gone(self) -> None:
        """Let go of screens put away: the framework does only when it next has something to tell them.

        Until then each note one has read would stay in memory with all that was drawn of it.
        """
        reader = cast("Everywhere", self)
        for signal in (reader.annotations_changed, reader.files_changed, reader.settings_changed):
            for screen in [each for each in signal._subscriptions if not each.is_running]:
                signal.unsubscribe(screen)
        watching = getattr(self, "__watchers", {}).get("discreet", [])
        watching[:] = [each for each in watching if each[0].is_running]
