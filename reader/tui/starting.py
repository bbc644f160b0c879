"""What makes the first text come soon: what it does not need is done once it is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:  # for start-up cost
    from rich.console import RenderableType

STYLES: Final = ("library.tcss", "page.tcss", "sheets.tcss", "returning.tcss")
"""The style sheets of the screens; a screen opened before all are read names its own."""


Made = TypeVar("Made", bound=Widget)


def made_once(inside: Widget, kind: type[Made], before: int | str | None = None) -> Made:
    """Return the widget of a kind that is inside another, made when it is first asked for.

    Args:
        inside: The other.
        kind: Its class.
        before: Among the other's children, what it is put before; None: it is put last.
    """
    for made in inside.query(kind):
        return made
    made = kind()
    inside.mount(made, before=before)
    return made


class Starting(App[None]):
    """The part of the app that starts it.

    Attributes:
        first_style: The style sheet of the screen that is shown first.
    """

    first_style = "library.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._is_drawn = False
        self._to_do_then: list[Callable[[], object]] = []
        self._undrawn: set[Screen[Any]] = set()

    def on_load(self) -> None:
        """Read what the first screen looks like, besides what all have."""
        self._read_styles(self.first_style)

    def on_mount(self) -> None:
        """Put off what can wait."""
        self.once_drawn(self.do_what_could_wait)

    def once_drawn(self, then: Callable[[], object]) -> None:
        """Do something with the first text on the screen; later on, after the next drawing.

        Textual's ``call_after_refresh`` by itself comes too early for it while the app starts.
        """
        if self._is_drawn:
            self.call_after_refresh(then)
        else:
            self._to_do_then.append(then)

    def draw_later(self, screen: Screen[Any]) -> None:
        """Draw a screen once nothing holds drawing back any more."""
        self._undrawn.add(screen)

    def _end_batch(self) -> None:
        super()._end_batch()
        if not self._batch_count:
            for screen in self._undrawn:
                screen.call_later(screen._compositor_refresh)
            self._undrawn.clear()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Bring a drawing on the terminal; with the first, what waited for it comes next."""
        super()._display(screen, renderable)
        if not self._is_drawn and renderable is not None and not self._batch_count:
            self._is_drawn = True
            for then in self._to_do_then:
                self.call_later(then)
            self._to_do_then.clear()

    def do_what_could_wait(self) -> None:
        """Do, with the first text on the screen, what that did not need."""
        self._read_styles(*(each for each in STYLES if each != self.first_style))
        self.stylesheet.parse()
        for screen in self.screen_stack:  # something may have opened meanwhile that they tell how to draw
            self.stylesheet.update(screen)

    def _read_styles(self, *names: str) -> None:
        self.stylesheet.read_all([Path(__file__).resolve().with_name(each) for each in names])


class Restyled(Screen[None]):
    """A screen that is styled anew when one comes back to it, and not when it first comes up.

    It was styled a moment ago then, as it was made; Textual would do it once more.
    """

    _has_come_up = False

    def fit_to_width(self) -> None:
        """Take the class that follows the width before anything is there: later all is styled anew."""
        steps = self.HORIZONTAL_BREAKPOINTS or []
        fitting = [name for least, name in steps if least <= self.app.size.width][-1:]
        self.add_class(*fitting, update=False)

    def update_node_styles(self, animate: bool = True) -> None:
        """Style all that is on the screen, if it may look otherwise by now."""
        if self._has_come_up:
            super().update_node_styles(animate)
        self._has_come_up = True

    def _compositor_refresh(self) -> None:
        """Draw what has changed, unless it would not be shown: Textual throws away what it draws until the
        app has started.
        """
        app = cast(Starting, self.app)
        if app._batch_count:
            app.draw_later(self)
        else:
            super()._compositor_refresh()


class SeenLater(Restyled):
    """A screen that is laid out when it is first seen: under another one it costs nothing.

    Attributes:
        is_laid_out: Whether all of it is there.
    """

    is_laid_out = False
    _is_begun = False

    def compose(self) -> ComposeResult:
        """Lay it out, where it can be seen."""
        if self.is_current:
            self._is_begun = True
            self.fit_to_width()
            yield from self.lay_out()

    async def on_screen_resume(self) -> None:
        """Lay it out if it was not yet, and let it come back."""
        if self.is_current:
            if not self._is_begun:
                await self.recompose()
            self.is_laid_out = True
            self.come_back()

    def lay_out(self) -> ComposeResult:
        """Yield what is on it."""
        raise NotImplementedError

    def come_back(self) -> None:
        """Show what has changed since it was seen last; also when it is seen first."""
        raise NotImplementedError
