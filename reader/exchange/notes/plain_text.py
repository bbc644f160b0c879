"""From plain text, pasted or mailed, to Markdown that shows the same: nothing in it turns into markup.

Points drawn with ``•`` and the like become lists, nested by their sign or their indent; a row of dashes
becomes a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_POINT: Final = re.compile(r"([ \t]*)([•◦▪▫‣⁃∙●○■□·\uf0b7\uf0a7–-]|\*|o(?=\t))[ \t]+(?=\S)(.*)")
_SIGNS: Final = {"◦": 1, "○": 1, "o": 1, "▪": 2, "■": 2, "▫": 2, "□": 2, "\uf0a7": 2}
"""How deep a sign stands where points are nested: as browsers draw lists in lists, and Word, whose signs of
three depths come out of a copy as ``·`` or U+F0B7, ``o`` with a tab, and U+F0A7."""

_RULE: Final = re.compile(r"[ \t]*([—–_=*~-])(?:[ \t]*\1){2,}[ \t]*")
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<&#~|]")
_OPENING: Final = re.compile(r"(?:([-+>=:])|(\d{1,9})([.)])(?=\s|$))")
_HTML: Final = re.compile(r"</?[A-Za-z]|<[!?]|<[^\s<>]{0,2000}>")
_ENTITY: Final = re.compile(r"&#?\w{1,40};")


def escaped(line: str) -> str:
    """Return a line of plain text as Markdown that shows just it."""
    line = _SPECIAL.sub(lambda found: _escaped_mark(found, line), line)
    opening = _OPENING.match(line)
    if opening is None:
        return line
    if opening[1]:
        return "\\" + line
    return f"{opening[2]}\\{line[opening.end(2) :]}"


def _escaped_mark(found: re.Match[str], line: str) -> str:
    """Escape a character where it could mean something."""
    mark, at = found[0], found.start()
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    harmless = {
        "_": before.isalnum() and after.isalnum(),
        "*": before in ("", " ") and after == " " and at > 0,
        "<": not _HTML.match(line, at),
        "&": not _ENTITY.match(line, at),
        "#": before.isalnum(),
        "~": before != "~" and after != "~" and (before in ("", " ") and after != "") and at > 0,
    }
    return mark if harmless.get(mark, False) else "\\" + mark


def text_to_markdown(text: str) -> str:
    """Return plain text as Markdown; empty lines part paragraphs, other lines stay lines.

    Args:
        text: Gated, newlines ``"\\n"``.
    """
    return "\n".join(_without_gaps(_Blocks().of(text.replace("\u00a0", " ").split("\n")))).strip("\n")


def _without_gaps(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept


class _Blocks:
    """Takes plain text line by line; knows the list it is in and whether a paragraph is open."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depths: list[tuple[int, int]] = []  # indent and depth by sign of the open points
        self._is_open = False  # the last line was text, so that the next one follows it

    def of(self, lines: Iterable[str]) -> list[str]:
        """Return the lines of Markdown."""
        for line in lines:
            if not line.strip():
                self._is_open = False
            elif _RULE.fullmatch(line):
                self._end_list()
                self._lines += ["", "---", ""]
                self._is_open = False
            elif point := _POINT.fullmatch(line):
                self._take_point(len(point[1].expandtabs(4)), point[2], point[3])
            else:
                self._take_text(line)
        return self._lines

    def _take_point(self, indent: int, sign: str, text: str) -> None:
        own = (indent, _SIGNS.get(sign, 0))
        if not self._depths:
            self._lines.append("")
        while self._depths and not _is_below(own, self._depths[-1]):
            self._depths.pop()
        self._lines.append(f"{'  ' * len(self._depths)}- {escaped(text.strip())}")
        self._depths.append(own)
        self._is_open = True

    def _take_text(self, line: str) -> None:
        text = escaped(line.strip())
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if self._is_open:
            self._lines[-1] += "  "
        if self._depths and (self._is_open or indent > self._depths[-1][0] + 1):
            gap = [] if self._is_open else [""]
            self._lines += [*gap, "  " * len(self._depths) + text]
        else:
            self._end_list()
            self._lines += [text] if self._is_open else ["", text]
        self._is_open = True

    def _end_list(self) -> None:
        self._depths.clear()


def _is_below(point: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether a point stands in another: by a sign of its own, else by two more blanks."""
    if point[1] != other[1]:
        return point[1] > other[1]
    return point[0] >= other[0] + 2
