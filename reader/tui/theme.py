"""The four themes, and which of them a terminal is likely to want.

The page is the brightest thing, everything else steps back; one accent, the red of a book's rubrics. Two
themes have colours of their own; two (``ansi-...``) use the terminal's palette only. Every pair of text and
ground in the first two has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3): ``tests/tui/test_contrast.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = "reader-dark"
LIGHT: Final = "reader-light"
ANSI_DARK: Final = "ansi-dark"
ANSI_LIGHT: Final = "ansi-light"

NAMES: Final = {
    DARK: "Reader, dark",
    LIGHT: "Reader, light",
    ANSI_DARK: "The terminal's own colours, on dark",
    ANSI_LIGHT: "The terminal's own colours, on light",
}
"""The themes there are, with the names a reader sees."""

_LIGHT_GROUNDS: Final = frozenset({"7", "9", "10", "11", "12", "13", "14", "15"})
# the second colour of COLORFGBG that is a light one; rxvt, Konsole and others set it


def _dark() -> Theme:
    return Theme(
        name=DARK,
        dark=True,
        primary="#e39a76",
        secondary="#c9aee2",
        accent="#e39a76",
        success="#9fc48d",
        warning="#e2b95f",
        error="#f0938a",
        foreground="#ece7dd",
        background="#1d1c1a",
        surface="#262421",
        panel="#262421",
        variables=_own("#161513", "#a8a093", "#4b463f", "#2a2824", "#4a3727")
        | _text("#e39a76", "#c9aee2", "#9fc48d", "#e2b95f", "#f0938a", "#a8a093")
        | _tints("#4a3f18", "#25432d", "#233f5c", "#552b2a", "#412f59")
        | _signs("#e2b95f", "#9fc48d", "#8fbbe6", "#f0938a", "#c9aee2")
        | _hits("#6a5526", "#e2b95f")
        | _cursors("#1d1c1a", "#ece7dd", "#161513", "#4b463f", "#a8a093", "#e39a76"),
    )


def _light() -> Theme:
    return Theme(
        name=LIGHT,
        dark=False,
        primary="#9a3f22",
        secondary="#6a4391",
        accent="#9a3f22",
        success="#3c6b2f",
        warning="#7a5800",
        error="#a5302a",
        foreground="#2a2622",
        background="#fdfbf6",
        surface="#f6f2e9",
        panel="#f6f2e9",
        variables=_own("#f3eee4", "#675f54", "#cdc5b6", "#e9e2d4", "#f0d9c6")
        | _text("#9a3f22", "#6a4391", "#3c6b2f", "#7a5800", "#a5302a", "#675f54")
        | _tints("#f8e8a6", "#d3eac9", "#d2e4f7", "#f9d8d2", "#e8dcf5")
        | _signs("#7a5800", "#3c6b2f", "#2a5f98", "#a5302a", "#6a4391")
        | _hits("#f2d27c", "#7a5800")
        | _cursors("#fdfbf6", "#2a2622", "#f3eee4", "#cdc5b6", "#675f54", "#9a3f22"),
    )


def _own(chrome: str, ink: str, faint: str, cursor: str, selection: str) -> dict[str, str]:
    """Give the variables that Reader's style sheet adds to Textual's."""
    return {
        "chrome": chrome,
        "chrome-ink": ink,
        "faint": faint,
        "row-cursor": cursor,
        "selection-tint": selection,
    }


def _text(primary: str, secondary: str, success: str, warning: str, error: str, muted: str) -> dict[str, str]:
    """Give the inks; Textual would mix its own from the accent, paler than the page allows."""
    return {
        "text-primary": primary,
        "text-accent": primary,
        "text-secondary": secondary,
        "text-success": success,
        "text-warning": warning,
        "text-error": error,
        "text-muted": muted,
        "text-disabled": muted,
    }


def _tints(*colors: str) -> dict[str, str]:
    return dict(zip(_named("highlight"), colors, strict=True))


def _signs(*colors: str) -> dict[str, str]:
    return dict(zip(_named("sign"), colors, strict=True))


def _hits(tint: str, here: str) -> dict[str, str]:
    """Give the grounds of words that were looked for, and of those one has come to."""
    return {"hit-tint": tint, "hit-here": here}


def _named(kind: str) -> list[str]:
    return [f"{kind}-{color}" for color in ("yellow", "green", "blue", "red", "purple")]


def _cursors(page: str, ink: str, chrome: str, faint: str, dim: str, accent: str) -> dict[str, str]:
    """Give what Textual's own widgets ask for: cursors in text and lists, and scroll bars."""
    grounds = ("background", "background-hover", "background-active", "corner-color")
    return {
        "input-cursor-background": ink,
        "input-cursor-foreground": page,
        "block-cursor-text-style": "none",
        "scrollbar": faint,
        "scrollbar-hover": dim,
        "scrollbar-active": accent,
    } | {f"scrollbar-{ground}": chrome for ground in grounds}


def _ansi(name: str, cursor: str) -> Theme:
    """Give one of Textual's two themes of the terminal's own colours what Reader's style sheet asks for."""
    built_in = BUILTIN_THEMES[name]
    own = _own("ansi_default", "ansi_default", "ansi_bright_black", cursor, "ansi_default")
    tints = ("ansi_yellow", "ansi_green", "ansi_bright_blue", "ansi_bright_red", "ansi_bright_magenta")
    signs = ("ansi_yellow", "ansi_green", "ansi_blue", "ansi_red", "ansi_magenta")
    return replace(
        built_in,
        variables=built_in.variables
        | own
        | _tints(*tints)
        | _signs(*signs)
        | _hits("ansi_cyan", "ansi_white"),
    )


def themes() -> list[Theme]:
    """Make the four themes."""
    return [_dark(), _light(), _ansi(ANSI_DARK, "ansi_black"), _ansi(ANSI_LIGHT, "ansi_white")]


def fitting_theme(environment: Mapping[str, str]) -> str:
    """Return the theme that a terminal's environment asks for; dark when it does not say.

    Only ``COLORFGBG`` is looked at: asking the terminal itself would hold up the first screen.
    """
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in _LIGHT_GROUNDS else DARK
