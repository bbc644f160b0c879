"""The part of the app that takes up another theme: on the screens one sees at once, on the others when one
comes back to them.

Textual works out the styles of every screen there is, seen or not: under a page the whole library's.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen


class Restyling(App[None]):
    """Styles the screens that are seen."""

    def __init__(self) -> None:
        super().__init__()
        self._styled_as_before: WeakSet[Screen[Any]] = WeakSet()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens one sees through the one on top.

        Textual counts the screen under an opaque one too, and draws all of the one on top anew whenever
        anything happens on that, though nobody sees it: a key on the page cost twice as much.
        """
        stack = self.screen_stack
        if stack and stack[-1].styles.background.a == 1:
            return []
        return super()._background_screens

    def refresh_css(self, animate: bool = True) -> None:
        """Work out the styles anew: of the app, the screen on top and those one sees through it.

        Before there is a screen only the theme's colours are taken in: Textual would read every style sheet
        for that, and again with the first screen.
        """
        self.stylesheet.set_variables(self.get_css_variables())
        if not self.screen_stack:
            return
        self.stylesheet.reparse()
        self.stylesheet.update(self, animate=animate)  # its only child is the screen on top
        if self.screen.is_mounted:
            self.screen._refresh_layout(self.size)
            self.screen._css_update_count = self._css_update_count
        self._styled_as_before.update(self.screen_stack[:-1])
        self._styled_as_before.discard(self.screen)
        self._style_what_is_seen(animate)

    def pop_screen(self) -> AwaitComplete:
        """Put the screen on top away; what comes to light is in the theme there is now."""
        popped = super().pop_screen()
        self._style_what_is_seen()
        return popped

    def _style_what_is_seen(self, animate: bool = False) -> None:
        for screen in (*self._background_screens, self.screen):
            if screen in self._styled_as_before:
                self._styled_as_before.discard(screen)
                self.stylesheet.update(screen, animate=animate)
                screen._css_update_count = self._css_update_count
