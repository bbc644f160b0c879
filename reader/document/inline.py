"""The inside of a block: from its Markdown to plain text and spans over it, when they are first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from reader.deferred import pattern
from reader.document.autolinks import bare_addresses
from reader.document.block import Alignment, Content, Rendered, Span, Style, TableShape
from reader.document.definitions import Answers, Definitions, References
from reader.document.markdown import FOOTNOTE_NUMBERS, inline_parser
from reader.gate import clean_line, reveal

# Text without any of these has no inline markup but line ends, and needs no parser.
_MARKS: Final = "\\`*_~[<&"
_MARKUP: Final = pattern(f"[{re.escape(_MARKS)}]")
# CommonMark 6.7: two or more spaces before a line end make a hard break; spaces at either side are dropped.
# Where a run of blanks begins is looked at once, not at each of them.
_LINE_END: Final = pattern(r"(?<! )( *+)\n[ \t]*")

MOST_MARKS: Final = 5_000
"""Marks (the characters of `_MARKUP`) that the inside of one block may have. markdown-it takes up to 20 µs
for one, and more where they nest; a chapter of a book has some hundred."""

MOST_WORK: Final = 100_000_000
"""Marks times code points: what looks for its closing mark may look through the whole block. 0.15 s."""

LONGEST: Final = 200_000
"""Code points of a block with markup in it: some rules look at each character. 0.1 s."""

TOO_MUCH: Final = "shown as written: too much markup in one block"

_PAIRS: Final = {
    "em_open": Style.EMPHASIS,
    "strong_open": Style.STRONG,
    "s_open": Style.STRIKE,
    "link_open": Style.LINK,
}
_CLOSINGS: Final = frozenset({"em_close", "strong_close", "s_close", "link_close"})
_LEAVES: Final = {"code_inline": Style.CODE, "html_inline": Style.HTML, "footnote_ref": Style.FOOTNOTE_REF}
# Bare addresses inside these are not links of their own.
_CLOSED_TO_LINKS: Final = frozenset({Style.LINK, Style.IMAGE, Style.CODE, Style.HTML, Style.FOOTNOTE_REF})


class InlineSource:
    """Reads the inside of any block of one note; knows what the note defines.

    Attributes:
        definitions: What inline text may refer to.
        doubtful: Contents rendered before the note was read, with what was answered to them on belief.
    """

    __slots__ = ("_environment", "definitions", "doubtful")

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.doubtful: list[tuple[Content, Answers]] = []
        self._environment: dict[str, Any] = {
            "references": References(definitions),
            FOOTNOTE_NUMBERS: definitions.number,
        }

    def noted(self, content: Content, rendered: Rendered) -> Rendered:
        """Note what was answered on belief while a content was rendered, which is given back."""
        asked = self.definitions.take_asked()
        if asked:
            self.doubtful.append((content, asked))
        return rendered

    def render(self, content: str) -> Rendered:
        """Make the plain text and spans of one block's Markdown."""
        if has_too_much(content):
            return Rendered(content.replace("\t", " "))
        if _MARKUP.search(content) is None:
            text = _LINE_END.sub(_line_end, content).replace("\t", " ")
            return Rendered(text, _with_bare_addresses(text, ()))
        parser = inline_parser()
        tokens: list[Token] = []
        parser.inline.parse(content, parser, self._environment, tokens)
        text, spans = _plain(tokens)
        return Rendered(text, _with_bare_addresses(text, spans))


class InlineContent:
    """The Markdown of a paragraph, heading or term."""

    __slots__ = ("_markdown", "_source")

    def __init__(self, markdown: str, source: InlineSource) -> None:
        self._markdown = markdown
        self._source = source

    @property
    def source_length(self) -> int:
        """Code points of the source."""
        return len(self._markdown)

    @property
    def notice(self) -> str:
        """That it is shown as written, if it is."""
        return TOO_MUCH if has_too_much(self._markdown) else ""

    def render(self) -> Rendered:
        """Make the text and its spans."""
        return self._source.noted(self, self._source.render(self._markdown))


class TableContent:
    """The Markdown of a table's cells, row by row, the header first; every row has as many cells."""

    __slots__ = ("_alignments", "_rows", "_source")

    def __init__(
        self, rows: Sequence[Sequence[str]], alignments: Sequence[Alignment], source: InlineSource
    ) -> None:
        self._rows = tuple(tuple(row) for row in rows)
        self._alignments = tuple(alignments)
        self._source = source

    @property
    def source_length(self) -> int:
        """Code points of the source, delimiters aside."""
        return sum(len(cell) + 1 for row in self._rows for cell in row)

    @property
    def notice(self) -> str:
        """That it is shown as written, if it is."""
        return TOO_MUCH if any(has_too_much(cell) for row in self._rows for cell in row) else ""

    def render(self) -> Rendered:
        r"""Make the text (cells joined by ``\t``, rows by ``\n``), its spans and where the cells stand."""
        parts: list[str] = []
        spans: list[Span] = []
        shape = []
        length = 0
        for row in self._rows:
            places = []
            for cell in row:
                rendered = self._source.render(cell)
                text = rendered.text
                spans.extend(
                    Span(one.start + length, one.end + length, one.style, one.target)
                    for one in rendered.spans
                )
                places.append((length, length + len(text)))
                # A cell is one line of source, so it has no line ends of its own to be told from the rows'.
                parts.append(text.replace("\n", " "))
                length += len(text) + 1
            shape.append(tuple(places))
        width = len(self._alignments)
        rows = ("\t".join(parts[start : start + width]) for start in range(0, len(parts), width))
        table = TableShape(width, self._alignments, tuple(shape))
        return self._source.noted(self, Rendered("\n".join(rows), tuple(spans), table))


def has_too_much(markdown: str) -> bool:
    """Whether the inside of a block has more markup than is read: it is shown as written."""
    length = len(markdown)
    if length <= MOST_MARKS:
        return False
    marks = sum(markdown.count(mark) for mark in _MARKS)
    return marks > MOST_MARKS or marks * length > MOST_WORK or (length > LONGEST and marks > 0)


def _line_end(match: re.Match[str]) -> str:
    return "\n" if len(match[1]) > 1 else " "


def _plain(tokens: Iterable[Token]) -> tuple[str, list[Span]]:
    """Join what markdown-it's inline tokens show, and note what is marked up."""
    parts: list[str] = []
    # A span's slot is kept where it opens, so that of two over the same words the outer stays first.
    slots: list[Span | None] = []
    opened: list[tuple[Style, int, str, int]] = []
    length = 0
    for token in tokens:
        kind = token.type
        if kind in _PAIRS:
            opened.append((_PAIRS[kind], length, str(token.attrs.get("href", "")), len(slots)))
            slots.append(None)
            continue
        if kind in _CLOSINGS:
            style, start, target, slot = opened.pop()
            # A link to nowhere, "[words]()", is words.
            if length > start and (target or style is not Style.LINK):
                slots[slot] = Span(start, length, style, target)
            continue
        shown, style_here, target = _leaf(token)
        parts.append(shown)
        if style_here is not None and shown:
            slots.append(Span(length, length + len(shown), style_here, target))
        length += len(shown)
    return "".join(parts), [span for span in slots if span is not None]


def _leaf(token: Token) -> tuple[str, Style | None, str]:
    """Give what a token without inner tokens shows, its style if it has one, and its target."""
    kind = token.type
    if kind == "softbreak":
        return " ", None, ""
    if kind == "hardbreak":
        return "\n", None, ""
    if kind == "image":
        source = str(token.attrs.get("src", ""))
        alternative = _plain(token.children or ())[0].replace("\n", " ")
        return (alternative if alternative.strip() else _file_name(source)), Style.IMAGE, source
    if kind == "wikilink":
        style = Style.IMAGE if token.meta["is_image"] else Style.LINK
        return clean_line(token.content), style, str(token.attrs["href"])
    # The gate again: an entity such as "&#x202E;" spells a character that the gate has not seen.
    shown = clean_line(token.content)
    if kind == "code_inline":
        shown = reveal(shown)
    return shown, _LEAVES.get(kind), str(token.meta.get("label", ""))


def _file_name(source: str) -> str:
    """Give a name for an image without alternative text: the last part of its address."""
    if source.startswith("data:"):
        return "image"
    try:
        path = urlsplit(source).path
    except ValueError:  # an address such as "http://[", which urlsplit holds to be half an IPv6 host
        path = source
    return clean_line(unquote(PurePosixPath(path).name)) or "image"


def _with_bare_addresses(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Add bare addresses as links where nothing else claims the text; sort the outer before the inner."""
    if len(text) > LONGEST:
        return tuple(spans)
    found = [Span(start, end, Style.LINK, target) for start, end, target in bare_addresses(text)]
    if found:
        taken = bytearray(len(text))
        for span in spans:
            if span.style in _CLOSED_TO_LINKS:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
        free = []
        for span in found:
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                parser = inline_parser()
                free.append(Span(span.start, span.end, Style.LINK, parser.normalizeLink(span.target)))
        spans = [*spans, *free]
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))
