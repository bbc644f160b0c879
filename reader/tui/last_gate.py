"""The last gate: whatever a widget draws passes it on its way to the terminal.

Text is gated where it enters. Should a way in ever be forgotten, this filter, which Textual applies to every
line of every widget (screens, palette, notifications, titles, fields), still lets no control through; of the
addresses that segments carry for the terminal (OSC 8), only those that `may_carry` lets pass.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from reader.gate import clean_line, may_pass


class LastGate(LineFilter):
    """Replaces, one for one, what may not reach a terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line; the same list where nothing had to be replaced."""
        if may_pass("".join([segment.text for segment in segments])) and not any(
            style is not None and style.link is not None and not may_carry(style.link)
            for _, style, _ in segments
        ):
            return segments
        return [Segment(clean_line(text), _plain(style)) for text, style, _ in segments]


def may_carry(address: str) -> bool:
    """Tell whether an address may be handed to the terminal: printable ASCII without blanks throughout."""
    return all("!" <= letter <= "~" for letter in address)


def _plain(style: Style | None) -> Style | None:
    """Return a style without an address that may not be carried."""
    if style is None or style.link is None or may_carry(style.link):
        return style
    return style.update_link(None)
