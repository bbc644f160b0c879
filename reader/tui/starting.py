"""What makes the first text come soon: what it does not need is done once it is on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual.app import App

READ_LATER: Final = ("sheets.tcss", "returning.tcss")
"""Style sheets that the first text does not need; a screen opened before they are read names its own."""


class Starting(App[None]):
    """The part of the app that starts it."""

    def on_mount(self) -> None:
        """Put off what can wait."""
        self.call_after_refresh(self.do_what_could_wait)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; before there is a screen only the theme's colours are taken in.

        Textual would read every style sheet for that, and again with the first screen.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def do_what_could_wait(self) -> None:
        """Do, with the first text on the screen, what that did not need."""
        self.stylesheet.read_all([Path(__file__).resolve().with_name(each) for each in READ_LATER])
        self.stylesheet.parse()
