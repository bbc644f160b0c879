"""From markdown-it's block tokens to blocks, one after another; their insides wait until asked for.

The tokens, which open and close containers, become a flat list of leaf blocks that each know the containers
they stand in. Containers without anything in them get an empty paragraph, so that they appear on the page.
Lines are 0-based, half-open source lines of the body.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from reader.document.block import Alignment, Block, BlockKind, Content, Frame, FrameKind, PlainContent
from reader.document.bounds import in_parts, notice_of
from reader.document.inline import InlineContent, InlineSource, TableContent
from reader.gate import clean_line, reveal

_BULLETS: Final = ("•", "◦", "▪")
_OPEN_BOX: Final = "☐"
_CHECKED_BOX: Final = "☑"
_TAB: Final = 4
_LISTS: Final = ("bullet_list_open", "ordered_list_open")
_LEAVES: Final = {
    "paragraph_open": BlockKind.PARAGRAPH,
    "heading_open": BlockKind.HEADING,
    "dt_open": BlockKind.TERM,
}
_ALIGNMENTS: Final[dict[str, Alignment]] = {
    "text-align:left": "left",
    "text-align:right": "right",
    "text-align:center": "center",
}


def mark_loose_lists(tokens: Iterable[Token]) -> None:
    """Note on each list whether blank lines part its items: markdown-it says so on the paragraphs only."""
    lists: list[Token] = []
    for token in tokens:
        kind = token.type
        if kind in _LISTS:
            lists.append(token)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif lists and kind == "paragraph_open" and not token.hidden and token.level == lists[-1].level + 2:
            lists[-1].meta["loose"] = True


class _List(Struct):
    """A list being read."""

    number: int | None
    """Of the next item; None for bullets."""
    loose: bool
    depth: int


class _Open(Struct):
    """A container being read: the frames around it, its first block and its lines."""

    outside: tuple[Frame, ...]
    first_block: int
    lines: tuple[int, int]


class Builder:
    """Turns markdown-it's block tokens into blocks, one after another.

    Attributes:
        blocks: The blocks so far.
    """

    def __init__(self, inline: InlineSource) -> None:
        self.blocks: list[Block] = []
        self._inline = inline
        self._frames: tuple[Frame, ...] = ()
        self._opened: list[_Open] = []
        self._lists: list[_List] = []
        self._number = 0
        self._leaf: Token | None = None
        self._rows: list[list[str]] | None = None
        self._alignments: list[Alignment] = []
        self._table_lines = (0, 0)
        self._base = 0

    def open(
        self,
        kind: FrameKind,
        lines: tuple[int, int],
        *,
        marker: str = "",
        label: str = "",
        loose: bool = False,
    ) -> None:
        """Enter a container."""
        self._opened.append(_Open(self._frames, len(self.blocks), lines))
        frame = Frame(kind, self._number, marker, label, len(self.blocks), loose)
        self._number += 1
        self._frames = (*self._frames, frame)

    def close(self) -> None:
        """Leave the container entered last; if it held nothing, it gets an empty paragraph."""
        container = self._opened.pop()
        if len(self.blocks) == container.first_block:
            self._add(BlockKind.PARAGRAPH, container.lines, "")
        self._frames = container.outside

    def read(self, tokens: Iterable[Token], base: int = 0) -> None:
        """Read tokens in order; ``base`` is the source line from which their lines count."""
        self._base = base
        for token in tokens:
            kind = token.type
            if kind == "inline":
                self._read_inline(token)
            elif kind in _LEAVES:
                self._leaf = token
            elif not self._read_container(token, kind) and not self._read_table(token, kind):
                self._read_literal(token, kind)

    def open_list(self, number: int | None) -> None:
        """Enter a list of the note itself, whose items are read in parts."""
        self._lists.append(_List(number, False, 0))

    def close_list(self) -> None:
        """Leave it."""
        self._lists.pop()

    def loosen_list(self, first_block: int) -> bool:
        """Set the items of the list being read apart, also those that were read already.

        Args:
            first_block: Index of the list's first block.

        Returns:
            Whether blocks were changed that had been read.
        """
        if self._lists[-1].loose:
            return False
        self._lists[-1].loose = True
        made: dict[int, Frame] = {}
        for block in self.blocks[first_block:]:
            item = block.frames[0]
            loose = made.get(item.number) or made.setdefault(item.number, replace(item, loose=True))
            block.set_in((loose, *block.frames[1:]))
        return len(self.blocks) > first_block

    def _lines(self, token: Token) -> tuple[int, int]:
        start, end = token.map or (0, 0)
        return self._base + start, self._base + end

    def _add(self, kind: BlockKind, lines: tuple[int, int], text: str, language: str = "") -> None:
        """Add a block whose source is its text."""
        self.blocks.append(Block(kind, lines, self._frames, PlainContent(text), language=language))

    def _read_inline(self, token: Token) -> None:
        leaf = self._leaf
        if self._rows is not None:
            self._rows[-1].append(token.content)
        elif leaf is not None:
            kind = _LEAVES[leaf.type]
            level = int(leaf.tag[1]) if kind is BlockKind.HEADING else 0
            start, end = self._lines(leaf)
            # A definition list gives its term an empty range of lines.
            lines = (start, max(end, start + 1))
            self._leaf = None
            if notice := notice_of(token):
                self._add_as_written(token.content, notice, start)
                return
            content: Content = InlineContent(token.content, self._inline)
            self.blocks.append(Block(kind, lines, self._frames, content, level=level))
        # What is left is the title markdown-it writes over an alert; its frame says it.

    def _add_as_written(self, text: str, notice: str, start: int) -> None:
        """Add text that is shown as written, in parts that are each laid out when they come in sight."""
        for first, after, part in in_parts(text):
            content = PlainContent(part, notice)
            self.blocks.append(
                Block(BlockKind.PARAGRAPH, (start + first, start + after), self._frames, content)
            )

    def _read_container(self, token: Token, kind: str) -> bool:
        match kind:
            case "list_item_open":
                self._open_item(token)
            case "blockquote_open":
                self.open(FrameKind.QUOTE, self._lines(token))
            case "alert_open":
                self.open(FrameKind.ALERT, self._lines(token), label=str(token.meta["kind"]).lower())
            case "dd_open":
                self.open(FrameKind.DEFINITION, self._lines(token))
            case "list_item_close" | "blockquote_close" | "alert_close" | "dd_close":
                self.close()
            case "bullet_list_open" | "ordered_list_open":
                self._open_list(token)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case _:
                return False
        return True

    def _open_list(self, token: Token) -> None:
        number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        depth = sum(1 for frame in self._frames if frame.kind is FrameKind.ITEM)
        self._lists.append(_List(number, bool(token.meta.get("loose")), depth))

    def _open_item(self, token: Token) -> None:
        here = self._lists[-1]
        if here.number is not None:
            marker = f"{here.number}{token.markup}"
            here.number += 1
        else:
            marker = _BULLETS[min(here.depth, len(_BULLETS) - 1)]
        if "checked" in token.meta:
            marker = _CHECKED_BOX if token.meta["checked"] else _OPEN_BOX
        self.open(FrameKind.ITEM, self._lines(token), marker=marker, loose=here.loose)

    def _read_table(self, token: Token, kind: str) -> bool:
        if kind == "table_open":
            self._rows, self._alignments, self._table_lines = [], [], self._lines(token)
        elif self._rows is None:
            return False
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "th_open":
            self._alignments.append(_ALIGNMENTS.get(str(token.attrs.get("style", "")), ""))
        elif kind == "table_close":
            self._add_table(self._rows)
            self._rows = None
        return True

    def _add_table(self, rows: Sequence[Sequence[str]]) -> None:
        content = TableContent(rows, self._alignments, self._inline)
        self.blocks.append(Block(BlockKind.TABLE, self._table_lines, self._frames, content))

    def _read_literal(self, token: Token, kind: str) -> None:
        match kind:
            case "fence" | "code_block":
                language = clean_line(token.info).split(maxsplit=1)[:1]
                text = reveal(token.content.expandtabs(_TAB).rstrip("\n"))
                self._add(BlockKind.CODE, self._lines(token), text, language[0] if language else "")
            case "html_block":
                self._add(BlockKind.HTML, self._lines(token), token.content.expandtabs(_TAB).rstrip("\n"))
            case "hr":
                self._add(BlockKind.RULE, self._lines(token), "")
            case _:
                pass  # closings of leaves and tables
