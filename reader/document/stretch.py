"""One stretch of a note's source given to markdown-it's block rules, and where it may be cut.

A stretch begins where a block of the note itself (one that stands in no container) begins. Such a block ends
where the next one begins, and no line further down changes it; so all but the last of a stretch are as they
would be had the whole note been read at once. The last one may go on below, and is read again with the next
stretch.

A list that is longer than a stretch is read in parts, item by item. That an item begins on a line is known
from the part before it; the rules are told by a *probe*, an item set before it that looks like the one above.
The probe also tells whether blank lines part the items: markdown-it says that on paragraphs only, and the
probe has one.

Units: lines and code points of the stretch, from 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec import Struct

from reader.deferred import pattern
from reader.document.markdown import block_parser

_ITEM: Final = pattern(r"([ \t]*)(\d*)(.)")


class Start(Struct, frozen=True):
    """Where a block or an item begins: its line, and its first token."""

    line: int
    token: int


class Stretch(Struct, frozen=True):
    """What the rules made of a stretch.

    Attributes:
        tokens: All tokens.
        starts: Where the blocks of the note itself begin; the first of a list's part is the list.
        line_starts: Where each line begins, and the end.
        references: The link definitions in it, each with its lines under "map".
    """

    tokens: Sequence[Token]
    starts: Sequence[Start]
    line_starts: Sequence[int]
    references: Mapping[str, Any]

    @property
    def begins_with_list(self) -> bool:
        """Whether its first block is a list, and will stay one: the line below could make a table of it."""
        is_list = bool(self.tokens) and self.tokens[0].type in ("bullet_list_open", "ordered_list_open")
        return is_list and len(self.line_starts) > self.starts[0].line + 2

    def last_start(self) -> Start | None:
        """Find where the last block begins whose beginning no line below the stretch can change.

        Returns:
            None when that is the first block, before which there is nothing to take.
        """
        starts = list(self.starts)
        # A definition list goes on with the line below it if that, or the line after, is a definition.
        last = starts[-1].token if starts else 0
        if last and self.tokens[last - 1].type == "dl_close":
            is_seen = len(self.line_starts) > starts[-1].line + 3
            starts = starts if is_seen else starts[:-1]
        return starts[-1] if len(starts) > 1 else None

    def items(self) -> list[Start]:
        """Find where the items of the list begin with which the stretch begins; the probe is the first."""
        return [
            Start((token.map or [0])[0], number)
            for number, token in enumerate(self.tokens)
            if token.type == "list_item_open" and token.level == 1
        ]


def read_stretch(text: str) -> Stretch:
    """Find the blocks of a stretch."""
    parser = block_parser()
    environment: dict[str, Any] = {}
    tokens: list[Token] = []
    state = StateBlock(text, parser, environment, tokens)
    line_starts = tuple(state.bMarks)
    rules = parser.block.ruler.getRules("")
    starts: list[Start] = []
    line = state.skipEmptyLines(0)
    while line < state.lineMax:
        starts.append(Start(line, len(tokens)))
        state.line = line
        for rule in rules:
            if rule(state, line, state.lineMax, False):
                break
        line = state.skipEmptyLines(state.line)
    return Stretch(tokens, starts, line_starts, environment.get("references", {}))


def probe_for(source: str, place: int) -> str:
    """Make an item that looks like the one that begins with the line at a place, and would stand above it."""
    found = _ITEM.match(source, place)
    indent, number, marker = found.groups() if found else ("", "", "-")
    return f"{indent}{number and '1'}{marker} x\n"
