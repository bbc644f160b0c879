"""The headings of a note: which one a block stands under, and the names by which links reach them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from reader.deferred import pattern
from reader.document.block import Block, BlockKind, FrameKind

# GitHub's anchors keep letters, digits, marks, "_", "-" and spaces (which become "-"), and drop the rest.
_NOT_IN_ANCHOR: Final = pattern(r"[^\w\- ]")
_FOOTNOTE_PREFIX: Final = "fn-"


class Heading(Struct, frozen=True):
    """A heading of the note's own text, not of something it quotes."""

    block: int
    level: int
    title: str
    """Its text on one line."""


def is_footnote(block: Block) -> bool:
    """Whether the block belongs to a footnote's definition, which stands under no heading."""
    return any(frame.kind is FrameKind.FOOTNOTE for frame in block.frames)


class Outline:
    """The headings of a list of blocks. Only the headings' own text is rendered to make it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        # A heading inside a quote or a list item heads that container only, so it opens no section of the
        # note.
        self.headings = tuple(
            Heading(index, block.level, " ".join(block.text.split()))
            for index, block in enumerate(blocks)
            if block.kind is BlockKind.HEADING and not block.frames
        )
        self._starts = [heading.block for heading in self.headings]
        self._paths = list(_paths(self.headings))
        self._anchors: dict[str, int] | None = None

    def path(self, block: int) -> tuple[str, ...]:
        """Titles of the headings over a block, outermost first; a heading's own title ends its path."""
        if is_footnote(self._blocks[block]):
            return ()
        number = bisect_right(self._starts, block) - 1
        return self._paths[number] if number >= 0 else ()

    def anchor(self, fragment: str) -> int | None:
        """Index of the block that ``#fragment`` of a link leads to by GitHub's rule, or None.

        ``#^name`` leads to the block that a vault gives this name: ``^name`` ends it, or stands alone
        after it.
        """
        if self._anchors is None:
            self._anchors = _anchors(self._blocks)
        wanted = fragment.removeprefix("#")
        for name in (wanted, unquote(wanted), unquote(wanted).casefold()):
            if name in self._anchors:
                return self._anchors[name]
        return self._named_block(unquote(wanted)) if unquote(wanted).startswith("^") else None

    def _named_block(self, name: str) -> int | None:
        for index, block in enumerate(self._blocks):
            if block.text.endswith(name):
                before = block.text.removesuffix(name)
                if not before.strip():
                    return max(0, index - 1)
                if before[-1].isspace():
                    return index
        return None


def _paths(headings: Iterable[Heading]) -> Iterable[tuple[str, ...]]:
    """Titles from the top down to each heading."""
    above: list[Heading] = []
    for heading in headings:
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        yield tuple(one.title for one in above)


def _anchors(blocks: Sequence[Block]) -> dict[str, int]:
    """Map every anchor of the note to its block; a doubled title gets "-1", "-2" as on GitHub."""
    anchors: dict[str, int] = {}
    used: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        slug = heading_slug(block.text)
        name = slug
        while name in anchors:
            used[slug] = used.get(slug, 0) + 1
            name = f"{slug}-{used[slug]}"
        anchors[name] = index
    for index, block in enumerate(blocks):
        for frame in block.frames:
            if frame.kind is FrameKind.FOOTNOTE and frame.first_block == index:
                anchors.setdefault(footnote_anchor(frame.label), index)
    return anchors


def heading_slug(title: str) -> str:
    """Name of a heading in links, as GitHub makes it: lower case, without punctuation, "-" for each space."""
    return _NOT_IN_ANCHOR.sub("", " ".join(title.split()).lower()).replace(" ", "-")


def footnote_anchor(label: str) -> str:
    """Name of a footnote's definition in links."""
    return f"{_FOOTNOTE_PREFIX}{footnote_key(label)}"


def footnote_key(label: str) -> str:
    """What two labels must agree in to mean the same footnote: letters without case, as on GitHub."""
    return " ".join(label.split()).casefold()
