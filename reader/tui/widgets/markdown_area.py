"""The area in which reflections are written: soft wrapped, with light Markdown colouring by lines.

Colouring is by pattern, a line at a time (and whether a fence is open above it), so it needs no parser. What
is drawn passes the gate; what is typed stays as it was typed until it is saved.
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from reader.gate import clean_text

_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_WHOLE_LINE: Final = (
    ("heading", re.compile(r" {0,3}#{1,6}(?:\s.*|$)")),
    ("mark", re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?=\s)(?:\s+\[[ xX]\](?=\s))?")),
    ("mark", re.compile(r"\s{0,3}>+")),
)
_WITHIN: Final = (
    ("strong", re.compile(r"(\*\*|__)(?=\S)[^*_]{1,500}?(?<=\S)\1")),
    ("emphasis", re.compile(r"(?<![*\w])\*(?=[^\s*])[^*]{1,500}?(?<=[^\s*])\*(?!\*)")),
    ("emphasis", re.compile(r"(?<![_\w])_(?=[^\s_])[^_]{1,500}?(?<=[^\s_])_(?![_\w])")),
    ("code", re.compile(r"(`+)(?!`)[^`]{1,500}\1(?!`)")),
    ("link", re.compile(r"!?\[[^\]\[]{0,300}\]\([^)\s]{0,500}\)")),
    ("link", re.compile(r"<(?:https?|mailto):[^>\s]{1,500}>")),
    ("link", re.compile(r"(?<![\w/])#\w[\w/-]{0,100}")),
)
_LOOKS: Final = ("heading", "mark", "strong", "emphasis", "code", "link")


class MarkdownArea(TextArea):
    """A text area for Markdown."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"writing--{look}" for look in _LOOKS}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "indent", show=False)]

    def __init__(self, text: str = "", *, placeholder: str = "") -> None:
        super().__init__(
            text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", placeholder=placeholder
        )
        self.cursor_blink = False
        self.highlight_cursor_line = False
        self.match_cursor_bracket = False
        self.indent_width = 2

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours."""
        line = Text(clean_text(self.document.get_line(line_index)), end="", no_wrap=True)
        for look, start, end in colors_of(line.plain, self._is_in_fence(line_index)):
            line.stylize(self.get_component_rich_style(f"writing--{look}", partial=True), start, end)
        return line

    def action_indent(self) -> None:
        """Indent by what nests a list; Textual's own way would take escape for leaving the area."""
        self.insert("  ")

    def _is_in_fence(self, line_index: int) -> bool:
        above = (self.document.get_line(index) for index in range(line_index))
        return sum(_FENCE.match(line) is not None for line in above) % 2 == 1


def colors_of(line: str, is_in_fence: bool = False) -> list[tuple[str, int, int]]:
    """Return what is Markdown in a line: (look, from, to) in code points, in any order."""
    if is_in_fence or _FENCE.match(line):
        return [("code", 0, len(line))]
    found = [(look, *match.span()) for look, form in _WHOLE_LINE if (match := form.match(line))]
    for look, form in _WITHIN:
        found += [(look, *match.span()) for match in form.finditer(line)]
    return found
