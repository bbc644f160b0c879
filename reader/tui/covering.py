"""Which screens can be seen: what lies under an opaque one need not be kept up to date."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def is_seen(screen: Screen[Any]) -> bool:
    """Tell whether anything of a screen can be seen: all that lies over it lets it through."""
    stack = screen.app.screen_stack
    above = stack[stack.index(screen) + 1 :] if screen in stack else [screen]
    return all(each is not screen and each.styles.background.a < 1 for each in above)
