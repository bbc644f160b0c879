"""What brings one's words back from anywhere: the journal, the daily review, the pictures."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen


class Returning(App[None]):
    """The part of the app that opens them; each is open once at most."""

    def action_journal(self) -> None:
        """Open the journal."""
        from reader.tui.screens.journal import JournalScreen

        self._come_back_to(JournalScreen)

    def action_review(self) -> None:
        """Open the review of the day."""
        from reader.tui.screens.review import ReviewScreen

        self._come_back_to(ReviewScreen)

    def action_pictures(self) -> None:
        """Open the pictures."""
        from reader.tui.screens.pictures import PicturesScreen

        self._come_back_to(PicturesScreen)

    def _come_back_to(self, kind: type[Screen[None]]) -> None:
        """Go back to a screen that is open already, or open it."""
        if any(type(each) is kind for each in self.screen_stack):
            while type(self.screen) is not kind:
                self.pop_screen()
        else:
            self.push_screen(kind())
