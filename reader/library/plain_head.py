"""Reads the plainest YAML heads without the YAML library, which takes longer to load than four notes to read.

Only forms that mean the same to every reader of YAML are taken: ``name: value`` with plain or simply quoted
values, ``[a, b]`` of plain words, and lists of values or of pairs (``name`` and ``role``), one a line. A head
that holds anything else (a backslash, a tab, a comment, a colon inside a value) is left to `yaml_tree`; a
property test holds the two to the same answers.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from msgspec import Struct

from reader.deferred import pattern

MAX_PAIRS: Final = 8
"""Pairs of one list entry that are read here; more are left to the YAML library."""

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


class Refused(Struct, frozen=True):
    """A value that Reader does not read; ``what`` names the construct."""

    what: str


class Pairs(Struct, frozen=True):
    """A mapping as it is written: names in order, doubled ones included. A name that is no text is ``""``."""

    items: tuple[tuple[str, Tree], ...]


Tree: TypeAlias = "str | list[Tree] | Pairs | Refused | None"

_NAME: Final = r"(?P<name>[A-Za-z_][\w-]{0,40})"
_FIRST: Final = r"[A-Za-z0-9\u00c0-\u024f]"
# In a plain value ": ", a colon at the end and " #" would mean something; a plain word of [a, b] is stricter.
_PLAIN: Final = rf"(?P<plain>{_FIRST}(?:[^:#\\]++|(?<! )#|:(?! |$))*+)"
_QUOTED: Final = r"(?P<quoted>\"[^\"\\]*\"|'[^']*') *"
_WORD: Final = rf"{_FIRST}[^\[\]{{}},:#\\\"'&*!|>%@`?]*+"
_WORDS: Final = rf"\[ *(?P<words>{_WORD}(?:, *{_WORD})*)?\] *"
_VALUE: Final = rf"(?:{_QUOTED}|{_PLAIN})"

_PAIR: Final = pattern(rf"{_NAME}: +(?:{_WORDS}|{_VALUE})", re.ASCII)
_NAME_ONLY: Final = pattern(rf"{_NAME}: *", re.ASCII)
_ENTRY: Final = pattern(rf"(?P<indent> {{0,8}})- (?:{_NAME}: +)?{_VALUE}", re.ASCII)
_MORE: Final = pattern(rf"(?P<indent> {{2,10}}){_NAME}: +{_VALUE}", re.ASCII)


def plain_tree(head: str) -> Pairs | None:
    """Read a head of the plainest forms.

    Returns:
        What `reader.library.yaml_tree.read_yaml` would return; ``None`` where the head is not that plain.
    """
    lines = _Lines()
    for line in head.split("\n"):
        if line.strip(" ") and not (line.isprintable() and lines.take(line)):
            return None
    return Pairs(tuple(lines.pairs)) if lines.pairs else None


def scalar(written: str) -> str | None:
    """Return a plain value; ``None`` where it is one of YAML's words for nothing."""
    return None if written in _NULLS else written


class _Lines:
    """Takes a head line by line."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, Tree]] = []
        self._is_open = False  # the last name stands without a value: list entries may follow
        self._entries: list[Tree] = []
        self._indent = 0  # of those entries

    def take(self, line: str) -> bool:
        """Take a line; ``False`` where it is not plain, or not plainly in its place."""
        if match := _PAIR.fullmatch(line):
            self._is_open = False
            if match["plain"] is None and match["quoted"] is None:
                words = (match["words"] or "").split(",")
                value: Tree = [scalar(word.strip()) for word in words] if match["words"] else []
            else:
                value = _value(match)
            return self._add(match["name"], value)
        if match := _NAME_ONLY.fullmatch(line):
            self._is_open, self._entries = True, []
            return self._add(match["name"], None)
        if not self._is_open:
            return False
        if match := _ENTRY.fullmatch(line):
            return self._add_entry(match)
        if match := _MORE.fullmatch(line):
            return self._add_to_entry(match)
        return False

    def _add(self, name: str, value: Tree) -> bool:
        self.pairs.append((name, value))
        return name not in _NULLS

    def _add_entry(self, match: re.Match[str]) -> bool:
        indent = len(match["indent"])
        if not self._entries:
            self._indent = indent
            self.pairs[-1] = (self.pairs[-1][0], self._entries)
        value = _value(match)
        name = match["name"]
        self._entries.append(value if name is None else Pairs(((name, value),)))
        return indent == self._indent and name not in _NULLS

    def _add_to_entry(self, match: re.Match[str]) -> bool:
        last = self._entries[-1] if self._entries else None
        if not isinstance(last, Pairs) or len(match["indent"]) != self._indent + 2:
            return False
        self._entries[-1] = Pairs((*last.items, (match["name"], _value(match))))
        return len(last.items) < MAX_PAIRS and match["name"] not in _NULLS


def _value(match: re.Match[str]) -> str | None:
    """Return the value of a line that is no list."""
    quoted = match["quoted"]
    return scalar(match["plain"].rstrip(" ")) if quoted is None else quoted[1:-1]
