"""How what a widget draws itself looks: which of the theme's colours it has, and which text style.

These are tables and no component classes of a style sheet. Textual reads and works out all of those at
once, for each widget and twice: 11 ms of a page's first text. Here a look is worked out when it is first
drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:  # for start-up cost
    from rich.color import Color as RichColor


class Look(Struct, frozen=True):
    """What a role adds to what is under it.

    Attributes:
        ink: A variable of the theme, or one of the terminal's own colours (``ansi_...``), with the share of
            it in per cent where that is not all: "foreground 80%"; empty: the ink under it.
        ground: The same for the ground.
        text: A text style, as Rich writes it; empty: none.
    """

    ink: str = ""
    ground: str = ""
    text: str = ""


def style_of(
    name: str, tables: Sequence[Mapping[str, Look]], variables: Mapping[str, str], ground: Color
) -> Style:
    """Return what a look adds; nothing if no table has it.

    Args:
        name: Its name.
        tables: Where it is looked up; what the first does not say of it the next may.
        variables: Those of the theme, and the colours they stand for.
        ground: What it is drawn on; half-transparent colours are blended onto that.
    """
    looks = [table[name] for table in tables if name in table]
    ink = next((each.ink for each in looks if each.ink), "")
    under = next((each.ground for each in looks if each.ground), "")
    text = next((each.text for each in looks if each.text), "none")
    colors = Style.from_color(_color(ink, variables, ground), _color(under, variables, ground))
    return colors + Style.parse(text)


def _color(said: str, variables: Mapping[str, str], ground: Color) -> RichColor | None:
    """Return the colour that a `Look` names, as it looks on the ground; None for none."""
    if not said:
        return None
    name, _, share = said.partition(" ")
    color = Color.parse(variables.get(name, name))
    return blended(ground, color.multiply_alpha(float(share[:-1]) / 100) if share else color).rich_color


def blended(ground: Color, color: Color) -> Color:
    """Return a colour as it looks on the ground; a terminal's own colours cannot be blended."""
    return color if color.ansi is not None else ground + color
