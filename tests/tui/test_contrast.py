"""Every text on every screen can be read: contrast of at least 4.5:1 (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.screen import ModalScreen

from reader.annotations.model import Color as HighlightColor
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.theme import DARK, LIGHT, themes
from reader.workspace import Workspace

LEAST = 4.5


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen(color: RichColor | None, default: str) -> Color:
    return (
        Color.from_rich_color(color) if color is not None and not color.is_default else Color.parse(default)
    )


def too_faint(app: App[None]) -> Iterator[tuple[str, float]]:
    """Yield each stretch of words whose contrast is too low; rules, bars and markers are no words."""
    variables = app.theme_variables
    for row in shown(app):
        for text, style, _ in row:
            if style is None or not any(letter.isalnum() for letter in text):
                continue
            ink, ground = (
                seen(style.color, variables["foreground"]),
                seen(style.bgcolor, variables["background"]),
            )
            if style.reverse:
                ink, ground = ground, ink
            if contrast(ink, ground) < LEAST:
                yield text.strip(), round(contrast(ink, ground), 2)


def shown(app: App[None]) -> list[list[Segment]]:
    """What is drawn; of a sheet only its paper, for what lies under it is dimmed on purpose."""
    rows = [list(strip) for strip in app.screen._compositor.render_strips()]
    if not isinstance(app.screen, ModalScreen):
        return rows
    paper = app.screen.query_one("Paper").region
    cut: list[list[Segment]] = []
    for row in rows[paper.y : paper.bottom]:
        _, inside, _ = Segment.divide(row, [paper.x, paper.right, app.size.width])
        cut.append(list(inside))
    return cut


PLACES = {
    "library": [],
    "tags": ["tab", "down", "space"],
    "filter": ["/", "z"],
    "help": ["?"],
    "settings": [","],
    "reading": ["enter"],
    "key point": ["enter", "]", "]"],
    "caret": ["enter", "]", "v", "w", "v", "w", "w"],
    "card": ["enter", "]", "enter"],
    "find": ["enter", "/", *"so", "down"],
    "bad pattern": ["enter", "/", "tab", "("],
    "outline": ["enter", "t", "down"],
    "links": ["enter", "o"],
    "marks": ["enter", "m", "a", "'"],
    "jump": ["O", *"al"],
    "search": ["s", *"the"],
    "editor": ["enter", "]", "r", "#", "space", "x", "enter", "-", "space", "`", "y", "`"],
}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("place", list(PLACES))
async def test_all_words_on_the_screen_can_be_read(workspace: Workspace, theme: str, place: str) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    opened = workspace.open("allotment")
    for point, color in zip(opened.document.key_points, HighlightColor, strict=False):
        workspace.highlight(opened, point.range, color)
    workspace.highlight(opened, opened.document.whole_block(1), HighlightColor.PURPLE)
    workspace.highlight(opened, opened.document.whole_block(2), HighlightColor.RED)
    workspace.reflect(opened, "So *true* and `so` [so](x.md).", range=opened.document.key_points[0].range)
    async with ReaderApp(workspace).run_test(size=(130, 30)) as pilot:
        await pilot.press(*PLACES[place])
        await pilot.pause(0.1)
        assert list(too_faint(pilot.app)) == []


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_every_ink_can_be_read_on_every_ground(name: str) -> None:
    theme = next(theme for theme in themes() if theme.name == name)
    variables = theme.to_color_system().generate() | theme.variables
    inks = [
        "foreground",
        "chrome-ink",
        "text-primary",
        "text-secondary",
        "text-success",
        "text-warning",
        "text-error",
    ]
    grounds = ["background", "chrome", "surface", "row-cursor"]
    tints = [name for name in variables if name.startswith("highlight-")]
    assert len(tints) == 5
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    pairs += [(ink, tint) for ink in ("foreground", "text-primary") for tint in [*tints, "selection-tint"]]
    faint = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(Color.parse(variables[pair[0]]), Color.parse(variables[pair[1]]))) < LEAST
    }
    assert faint == {}
