"""How each thing on the page looks: which of the theme's colours it has, and which text style.

The painter asks `PageStyles` by name; a role is worked out when it is first drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rich.style import Style

from reader.annotations.model import Color
from reader.tui.widgets.kept import Kept
from reader.tui.widgets.looks import Look, blended, style_of

if TYPE_CHECKING:  # for start-up cost
    from textual.widget import Widget

SIGNS: Final[dict[Color, str]] = {
    Color.YELLOW: "◆",
    Color.GREEN: "▲",
    Color.BLUE: "?",
    Color.RED: "!",
    Color.PURPLE: "♡",
}
"""One sign a colour, so that a highlight is told apart in the gutter without colour: key act ask doubt
feel.
"""


LOOKS: Final = {
    "heading-1": Look("text-primary", text="bold"),
    "heading-2": Look(text="bold"),
    "heading-3": Look("foreground 80%", text="bold"),
    "emphasis": Look(text="italic"),
    "strong": Look(text="bold"),
    "strike": Look("foreground 72%", text="strike"),
    "code-span": Look(ground="foreground 9%"),
    "link": Look("text-primary", text="underline"),
    "image": Look("foreground 80%", text="italic"),
    "html": Look("foreground 72%"),
    "footnote-ref": Look("text-primary"),
    "term": Look(text="bold"),
    "quote": Look("foreground 88%"),
    "bullet": Look("foreground 72%"),
    "task": Look("foreground 80%"),
    "quote-bar": Look("foreground 40%"),
    "rule": Look("foreground 40%"),
    "label": Look("foreground 72%"),
    "table-header": Look(text="bold"),
    "table-rule": Look("foreground 40%"),
    "alert-note": Look("text-primary", text="bold"),
    "alert-tip": Look("text-success", text="bold"),
    "alert-important": Look("text-secondary", text="bold"),
    "alert-warning": Look("text-warning", text="bold"),
    "alert-caution": Look("text-error", text="bold"),
    "code": Look(ground="foreground 5%"),
    "code-wrap": Look("foreground 50%"),
    "code-keyword": Look("text-primary"),
    "code-string": Look("text-success"),
    "code-comment": Look("foreground 68%", text="italic"),
    "code-number": Look("text-warning"),
    "code-name": Look("text-secondary"),
    "code-operator": Look("foreground 80%"),
    "head-title": Look("text-primary", text="bold"),
    "head-meta": Look("foreground 70%"),
    "head-tag": Look("text-primary"),
    "head-problem": Look("text-warning"),
    "point": Look("text-accent", text="bold"),
    "selection": Look(ground="selection-tint"),
    "caret": Look(text="reverse"),
    "hit": Look("foreground", ground="hit-tint"),
    "hit-here": Look("background", ground="hit-here", text="bold"),
    "highlight-yellow": Look(ground="highlight-yellow"),
    "highlight-green": Look(ground="highlight-green", text="bold"),
    "highlight-blue": Look(ground="highlight-blue", text="underline"),
    "highlight-red": Look(ground="highlight-red", text="bold underline"),
    "highlight-purple": Look(ground="highlight-purple", text="italic"),
    "sign-yellow": Look("sign-yellow"),
    "sign-green": Look("sign-green"),
    "sign-blue": Look("sign-blue"),
    "sign-red": Look("sign-red"),
    "sign-purple": Look("sign-purple"),
    "margin-rule": Look("foreground 22%"),
    "margin-tie": Look("text-accent"),
    "margin-date": Look("text-accent"),
    "margin-text": Look("foreground 86%"),
    "margin-add": Look("foreground 62%"),
}
"""What can look different on the page, by role."""

_WITHOUT_COLOR: Final = {
    "highlight-yellow": Look(text="italic underline"),
    "selection": Look(text="reverse"),
    "hit": Look(text="reverse"),
    "hit-here": Look(text="bold reverse underline"),
}
"""What is told apart by its text style alone where a terminal shows no colours (``NO_COLOR``)."""

_ANSI: Final = {
    "code": Look(ground="ansi_default"),
    "code-span": Look(ground="ansi_default", text="bold"),
    "selection": Look(ground="ansi_default", text="reverse"),
    "hit": Look("ansi_black", ground="ansi_cyan"),
    "hit-here": Look("ansi_white", ground="ansi_black", text="bold reverse"),
    "highlight-yellow": Look("ansi_black"),
    "highlight-green": Look("ansi_black"),
    "highlight-blue": Look("ansi_black"),
    "highlight-red": Look("ansi_black"),
    "highlight-purple": Look("ansi_black"),
    "head-meta": Look("ansi_default", text="dim"),
    "label": Look("ansi_default", text="dim"),
    "margin-add": Look("ansi_default", text="dim"),
    "margin-rule": Look("ansi_default", text="dim"),
    "rule": Look("ansi_default", text="dim"),
    "quote-bar": Look("ansi_default", text="dim"),
    "table-rule": Look("ansi_default", text="dim"),
    "code-wrap": Look("ansi_default", text="dim"),
}
"""What is different in the terminal's own colours, which cannot be mixed."""

DEFAULT_CSS: Final = """
NoteView {
    background: $background;
    color: $foreground;
    scrollbar-size-vertical: 1;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 15%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;

    &:ansi {
        background: ansi_default;
        color: ansi_default;
        scrollbar-color: ansi_bright_black;
        scrollbar-color-hover: ansi_default;
        scrollbar-color-active: ansi_default;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
    }
}
"""


class PageStyles:
    """The styles of one theme, by role; worked out and combined on demand.

    Attributes:
        base: Text of the page on the page's ground.
    """

    def __init__(self, base: Style, of_role: Callable[[str], Style] | None = None) -> None:
        """Keep the styles.

        Args:
            base: Text of the page on the page's ground.
            of_role: Returns what a role adds to it; None: no role adds anything.
        """
        self.base = base
        self._of_role = of_role or (lambda role: Style.null())
        self._roles: dict[str, Style] = {}
        self._combinations: Kept[tuple[str, ...], Style] = Kept(4096)

    def __getitem__(self, role: str) -> Style:
        """Return what a role adds to what is under it; nothing if it is none of `LOOKS`."""
        style = self._roles.get(role)
        if style is None:
            style = self._roles[role] = self._of_role(role)
        return style

    def over(self, *roles: str) -> Style:
        """Return the page's style with these roles laid over it, the last on top."""
        return self._combinations.of(roles, self._combined)

    def _combined(self, roles: tuple[str, ...]) -> Style:
        style = self.base
        for role in roles:
            style += self[role]
        return style

    @classmethod
    def of(cls, widget: Widget) -> PageStyles:
        """Return the styles that the theme there is now gives a widget's page."""
        app = widget.app
        _, ground = widget.background_colors
        tables = [_ANSI] * app.native_ansi_color + [_WITHOUT_COLOR] * app.no_color + [LOOKS]
        base = Style.from_color(blended(ground, widget.styles.color).rich_color, ground.rich_color)
        return cls(base, lambda role: style_of(role, tables, app.theme_variables, ground))
