"""How each thing on the page looks: the names of its component classes, their plain defaults, and the
styles they give.

The theme decides colours (`theme.tcss` may say more about any `note--...` class); this module turns them
into Rich styles once per theme, with half-transparent colours blended onto the page. `PageStyles` is plain
data: the painter asks it by name.
"""

from __future__ import annotations

from typing import Final

from rich.style import Style
from textual.color import Color as ScreenColor
from textual.widget import Widget

from reader.annotations.model import Color
from reader.tui.widgets.kept import Kept

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

ROLES: Final = (
    *(
        "heading-1",
        "heading-2",
        "heading-3",
        "emphasis",
        "strong",
        "strike",
        "code-span",
        "link",
        "image",
        "html",
    ),
    *(
        "footnote-ref",
        "term",
        "quote",
        "bullet",
        "task",
        "quote-bar",
        "rule",
        "label",
        "table-header",
        "table-rule",
    ),
    *("alert-note", "alert-tip", "alert-important", "alert-warning", "alert-caution"),
    *(
        "code",
        "code-wrap",
        "code-keyword",
        "code-string",
        "code-comment",
        "code-number",
        "code-name",
        "code-operator",
    ),
    *(
        "head-title",
        "head-meta",
        "head-tag",
        "head-problem",
        "point",
        "selection",
        "caret",
        "hit",
        "hit-here",
    ),
    *(f"highlight-{color}" for color in Color),
    *(f"sign-{color}" for color in Color),
    *("margin-rule", "margin-tie", "margin-date", "margin-text", "margin-add"),
)
"""What can look different on the page; each has the component class ``note--<role>``."""

COMPONENT_CLASSES: Final = frozenset(f"note--{role}" for role in ROLES)

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

    & > .note--heading-1 { text-style: bold; color: $text-primary; }
    & > .note--heading-2 { text-style: bold; }
    & > .note--heading-3 { text-style: bold; color: $foreground 80%; }
    & > .note--emphasis { text-style: italic; }
    & > .note--strong { text-style: bold; }
    & > .note--strike { text-style: strike; color: $foreground 72%; }
    & > .note--code-span { background: $foreground 9%; }
    & > .note--link { color: $text-primary; text-style: underline; }
    & > .note--image { color: $foreground 80%; text-style: italic; }
    & > .note--html { color: $foreground 72%; }
    & > .note--footnote-ref { color: $text-primary; }
    & > .note--term { text-style: bold; }
    & > .note--quote { color: $foreground 88%; }
    & > .note--bullet { color: $foreground 72%; }
    & > .note--task { color: $foreground 80%; }
    & > .note--quote-bar { color: $foreground 40%; }
    & > .note--rule { color: $foreground 40%; }
    & > .note--label { color: $foreground 72%; }
    & > .note--table-header { text-style: bold; }
    & > .note--table-rule { color: $foreground 40%; }
    & > .note--alert-note { color: $text-primary; text-style: bold; }
    & > .note--alert-tip { color: $text-success; text-style: bold; }
    & > .note--alert-important { color: $text-secondary; text-style: bold; }
    & > .note--alert-warning { color: $text-warning; text-style: bold; }
    & > .note--alert-caution { color: $text-error; text-style: bold; }
    & > .note--code { background: $foreground 5%; }
    & > .note--code-wrap { color: $foreground 50%; }
    & > .note--code-keyword { color: $text-primary; }
    & > .note--code-string { color: $text-success; }
    & > .note--code-comment { color: $foreground 68%; text-style: italic; }
    & > .note--code-number { color: $text-warning; }
    & > .note--code-name { color: $text-secondary; }
    & > .note--code-operator { color: $foreground 80%; }
    & > .note--head-title { text-style: bold; color: $text-primary; }
    & > .note--head-meta { color: $foreground 70%; }
    & > .note--head-tag { color: $text-primary; }
    & > .note--head-problem { color: $text-warning; }
    & > .note--point { color: $text-accent; text-style: bold; }
    & > .note--selection { background: $selection-tint; }
    & > .note--caret { text-style: reverse; }
    & > .note--hit { background: $hit-tint; color: $foreground; }
    & > .note--hit-here { background: $hit-here; color: $background; text-style: bold; }
    & > .note--highlight-yellow { background: $highlight-yellow; }
    & > .note--highlight-green { background: $highlight-green; text-style: bold; }
    & > .note--highlight-blue { background: $highlight-blue; text-style: underline; }
    & > .note--highlight-red { background: $highlight-red; text-style: bold underline; }
    & > .note--highlight-purple { background: $highlight-purple; text-style: italic; }
    & > .note--sign-yellow { color: $sign-yellow; }
    & > .note--sign-green { color: $sign-green; }
    & > .note--sign-blue { color: $sign-blue; }
    & > .note--sign-red { color: $sign-red; }
    & > .note--sign-purple { color: $sign-purple; }
    & > .note--margin-rule { color: $foreground 22%; }
    & > .note--margin-tie { color: $text-accent; }
    & > .note--margin-date { color: $text-accent; }
    & > .note--margin-text { color: $foreground 86%; }
    & > .note--margin-add { color: $foreground 62%; }

    &:nocolor {
        & > .note--highlight-yellow { text-style: italic underline; }
        & > .note--selection { text-style: reverse; }
        & > .note--hit { text-style: reverse; }
        & > .note--hit-here { text-style: bold reverse underline; }
    }
    &:ansi {
        background: ansi_default;
        color: ansi_default;
        scrollbar-color: ansi_bright_black;
        scrollbar-color-hover: ansi_default;
        scrollbar-color-active: ansi_default;
        scrollbar-background: ansi_default;
        scrollbar-background-hover: ansi_default;
        scrollbar-background-active: ansi_default;
        & > .note--code, & > .note--code-span { background: ansi_default; }
        & > .note--code-span { text-style: bold; }
        & > .note--selection { background: ansi_default; text-style: reverse; }
        & > .note--hit { background: ansi_cyan; color: ansi_black; }
        & > .note--hit-here { background: ansi_black; color: ansi_white; text-style: bold reverse; }
        & > .note--highlight-yellow { color: ansi_black; }
        & > .note--highlight-green { color: ansi_black; }
        & > .note--highlight-blue { color: ansi_black; }
        & > .note--highlight-red { color: ansi_black; }
        & > .note--highlight-purple { color: ansi_black; }
        & > .note--head-meta, & > .note--label { color: ansi_default; text-style: dim; }
        & > .note--margin-add, & > .note--margin-rule { color: ansi_default; text-style: dim; }
        & > .note--rule, & > .note--quote-bar { color: ansi_default; text-style: dim; }
        & > .note--table-rule, & > .note--code-wrap { color: ansi_default; text-style: dim; }
    }
}
"""


class PageStyles:
    """The styles of one theme, by role; combined on demand.

    Attributes:
        base: Text of the page on the page's ground.
    """

    def __init__(self, base: Style, roles: dict[str, Style]) -> None:
        """Keep the styles.

        Args:
            base: Text of the page on the page's ground.
            roles: What each role adds to it.
        """
        self.base = base
        self._roles = roles
        self._combinations: Kept[tuple[str, ...], Style] = Kept(4096)

    def __getitem__(self, role: str) -> Style:
        """Return what a role adds to what is under it."""
        return self._roles.get(role, Style.null())

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
        """Read the styles that the theme gives a widget with these component classes."""
        _, ground = widget.background_colors
        ink = widget.styles.color
        base = Style.from_color(_blended(ground, ink).rich_color, ground.rich_color)
        return cls(base, {role: _role_style(widget, role, ground) for role in ROLES})


def _blended(ground: ScreenColor, color: ScreenColor) -> ScreenColor:
    """Return a colour as it looks on the ground; a terminal's own colours cannot be blended."""
    return color if color.ansi is not None else ground + color


def _role_style(widget: Widget, role: str, ground: ScreenColor) -> Style:
    """Return what one component class adds."""
    styles = widget.get_component_styles(f"note--{role}")
    color = background = None
    if styles.has_rule("background") and styles.background.a > 0:
        background = _blended(ground, styles.background).rich_color
    if styles.has_rule("color") and styles.color.a > 0:
        color = _blended(ground, styles.color).rich_color
    return Style.from_color(color, background) + styles.text_style
