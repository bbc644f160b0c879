"""A block: the smallest piece of a note that stands alone on the page, and what may be said about its text.

Offsets are code points of the block's rendered text; lines are 0-based, half-open source lines of the note's
body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from enum import StrEnum
from typing import Literal, Protocol

from msgspec import Struct

Alignment = Literal["left", "right", "center", ""]


class BlockKind(StrEnum):
    """What a leaf block is; the quotes, lists and notes it stands in are its frames."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    TABLE = "table"
    HTML = "html"
    RULE = "rule"
    TERM = "term"


class FrameKind(StrEnum):
    """What a container is."""

    QUOTE = "quote"
    ALERT = "alert"
    ITEM = "item"
    FOOTNOTE = "footnote"
    DEFINITION = "definition"


class Frame(Struct, frozen=True):
    """A container that a block stands in. Blocks of the same container share one frame."""

    kind: FrameKind
    number: int
    """Identity within the document; ascends in document order."""
    marker: str = ""
    """What is drawn before its first block and never selected: "•", "1.", "☑"; a footnote's number."""
    label: str = ""
    """An alert's kind (note, tip, important, warning, caution); a footnote's label as written."""
    first_block: int = 0
    """Index of the first block in it: the marker is drawn on that block's first line only."""
    loose: bool = False
    """An item of a list whose items are set apart by blank lines."""


class Style(StrEnum):
    """How a stretch of a block's text was marked up."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    STRIKE = "strike"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    HTML = "html"
    FOOTNOTE_REF = "footnote_ref"


class Span(Struct, frozen=True):
    """A marked-up stretch of a block's text; spans nest, sorted by start, the outer before the inner."""

    start: int
    end: int
    style: Style
    target: str = ""
    """The address of a link or image, ``[[name]]`` for one by name; the label of a footnote reference."""


class TableShape(Struct, frozen=True):
    """Where the cells of a table stand in its block's text.

    Row 0 is the header. A table takes one source line a row, with the delimiter line after the header: row
    ``n`` stands on line ``lines[0]`` for the header and ``lines[0] + 1 + n`` for the others.
    """

    columns: int
    alignments: tuple[Alignment, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]


class Rendered(Struct, frozen=True):
    """What a block's source becomes: its plain text and what is to be said about it."""

    text: str
    spans: tuple[Span, ...] = ()
    table: TableShape | None = None


class Content(Protocol):
    """The source of one block, rendered when its text is first needed."""

    @property
    def source_length(self) -> int:
        """Code points of the source."""

    @property
    def notice(self) -> str:
        """What is said above it, when it is not shown as Markdown would have it; else empty."""

    def render(self) -> Rendered:
        """Make the text, its spans and, for a table, its shape."""


class PlainContent(Struct, frozen=True):
    """Content that is its own text: code, raw HTML, a rule, an empty item, and what is shown as written."""

    text: str
    notice: str = ""

    @property
    def source_length(self) -> int:
        """Code points of the source."""
        return len(self.text)

    def render(self) -> Rendered:
        """Give the text as it is."""
        return Rendered(self.text)


class Block:
    """A leaf block. Its text, spans and table are made on first use and kept.

    Attributes:
        kind: What it is.
        lines: Source lines it came from, half-open.
        frames: The containers it stands in, outermost first.
        level: 1 to 6 for a heading, else 0.
        language: The first word after a code fence, or "".
    """

    __slots__ = ("_content", "_hash", "_rendered", "frames", "kind", "language", "level", "lines")

    def __init__(
        self,
        kind: BlockKind,
        lines: tuple[int, int],
        frames: tuple[Frame, ...],
        content: Content,
        *,
        level: int = 0,
        language: str = "",
    ) -> None:
        self.kind = kind
        self.lines = lines
        self.frames = frames
        self.level = level
        self.language = language
        self._content = content
        self._rendered: Rendered | None = None
        self._hash = ""

    def __repr__(self) -> str:
        return f"Block({self.kind.value}, lines={self.lines}, {self.text[:40]!r})"

    def set_in(self, frames: tuple[Frame, ...]) -> None:
        """Set it in containers of another look: those it stood in were read only in part."""
        self.frames = frames
        self._hash = ""

    def forget_text(self) -> None:
        """Make its text anew when it is next asked for: what it refers to was not known yet."""
        self._rendered = None
        self._hash = ""

    def was_made_of(self, contents: Container[Content]) -> bool:
        """Whether its text was made already, of one of these contents."""
        return self._rendered is not None and self._content in contents

    @property
    def text(self) -> str:
        r"""The plain text a reader sees.

        A soft break is a space, a hard break ``\n``. A table's cells are joined by ``\t`` and its rows by
        ``\n``; no cell holds either. Code has tabs expanded to columns of 4 and no newline at its end. An
        image is its alternative text, or else its file's name. A link by name is its words. HTML is its
        source. A footnote reference is its number in brackets. A rule has no text.
        """
        return self._render().text

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is marked up in the text, sorted by start."""
        return self._render().spans

    @property
    def table(self) -> TableShape | None:
        """Where a table's cells stand; None for any other kind."""
        return self._render().table

    @property
    def source_length(self) -> int:
        """Code points of its source: an estimate of its length that costs nothing."""
        return self._content.source_length

    @property
    def notice(self) -> str:
        """What is said above it, when it is not shown as Markdown would have it; else empty."""
        return self._content.notice

    @property
    def is_rendered(self) -> bool:
        """Whether its text has been made already."""
        return self._rendered is not None

    @property
    def no_wrap(self) -> bool:
        """Whether its line ends are its own: code and tables are not filled like prose."""
        return self.kind is BlockKind.CODE or self.kind is BlockKind.TABLE

    @property
    def hash(self) -> str:
        """16 hexadecimal digits, the same for blocks that look the same: kind, containers, text, spans."""
        if not self._hash:
            shape = [(frame.kind.value, frame.marker, frame.label, frame.loose) for frame in self.frames]
            look = repr((self.kind.value, self.level, self.language, shape, self._render()))
            self._hash = hashlib.blake2b(look.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return self._hash

    def _render(self) -> Rendered:
        if self._rendered is None:
            self._rendered = self._content.render()
        return self._rendered
