"""Bounds on what one block may cost: what lies beyond is shown as it is written, and says so.

markdown-it's rules ask of every line of a paragraph which of the other rules could end it there: 18 µs a
line, twice. That a line begins with a letter answers that for all of them; `prose` reads such paragraphs.

Units: lines and code points of the text that is being read.
"""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern
from typing import Final

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.token import Token

from reader.document.graphemes import previous_boundary

NOTICE: Final = "reader_notice"
"""Key of a token's meta: what is said above text that is shown as written."""

# Levels as markdown-it counts them, two for a list and one for a quote. Each takes at most two frames of
# Python's stack, which holds a thousand; a page of 72 cells has room for some thirty.
MAX_DEPTH: Final = 200

MOST_CELLS: Final = 50_000
"""Cells of a table that is laid out: a second for all of it."""

MOST_COLUMNS: Final = 200
"""Columns of one: a page has room for some twenty."""

TOO_LARGE: Final = "shown as written: too large a table"
"""What is said above a larger one."""

MOST_LINES: Final = 5_000
"""Lines of a paragraph, a quote or raw HTML without an empty one: a hundred pages of a book, 0.1 s."""

TOO_LONG: Final = f"shown as written: more than {MOST_LINES:,} lines without an empty one"
"""What is said above each part of that many lines of a longer one."""

MOST_LETTERS: Final = 400_000
"""Code points of a paragraph: `MOST_LINES` of 80."""

LARGEST_PART: Final = 50_000
"""Code points of one part of a longer one. Some are laid out together, at 1 to 15 ms each."""

TOO_WIDE: Final = f"shown as written: more than {MOST_LETTERS:,} characters without an empty line"
"""What is said above each part of a longer one."""

_CODE_INDENT: Final = 4
_NEAR: Final = 1_000  # code points before the end of a part in which a blank is looked for to cut it at
_DELIMITERS: Final = pattern(r"[|:\- \t]+")
_UNDERLINE: Final = pattern(r"(?:=+|-+)[ \t]*")
# A line that begins with none of these begins no block; one before a line that begins with one of the second
# may head a table.
_MARKS: Final = frozenset("`~>*-_+<#[:=|0123456789")
_DELIMITING: Final = frozenset("|:-")


def too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read lines as one paragraph, whatever they say, where containers are nested too deep to go on."""
    if silent or state.level < MAX_DEPTH:
        return False
    _read_paragraph(state, start_line, _end_of_lines(state, start_line, end_line))
    return True


def too_large(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a table with more cells than are laid out as one paragraph, and mark it as such."""
    if silent or start_line + 1 >= end_line or state.is_code_block(start_line):
        return False
    row = state.src[state.bMarks[start_line + 1] : state.eMarks[start_line + 1]].strip(" \t")
    if "-" not in row or "|" not in row or _DELIMITERS.fullmatch(row) is None:
        return False
    columns = row.strip("|").count("|") + 1
    if columns <= MOST_COLUMNS and columns * (end_line - start_line) <= MOST_CELLS:
        return False
    end = _end_of_table(state, start_line + 1, end_line)
    if columns <= MOST_COLUMNS and columns * (end - start_line) <= MOST_CELLS:
        return False
    if not table(state, start_line, end_line, True):
        return False
    _read_paragraph(state, start_line, end, TOO_LARGE)
    return True


def too_long(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read so many lines of a quote or of raw HTML as a paragraph, if no empty one and none that begins
    another block is among them.
    """
    end = start_line + MOST_LINES
    if silent or end > end_line or state.is_code_block(start_line):
        return False
    first = _first(state, start_line)
    if first not in (">", "<"):
        return False
    for line in range(start_line + 1, end):
        begins = _first(state, line)
        if begins != first and (not begins or begins in _MARKS):
            return False
    _read_paragraph(state, start_line, end, TOO_LONG)
    return True


def prose(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a paragraph of several lines as markdown-it does, or so many lines of one that is too long.

    A heading's line and a term are left to the rules for them.
    """
    end_line = state.lineMax
    if silent or state.is_code_block(start_line):
        return False
    line = start_line + 1
    if line >= end_line or _first(state, line) in ("", ":", "~"):  # it may be a term that is defined
        return False
    until = min(end_line, start_line + MOST_LINES)
    ends = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    try:
        while line < until and (begins := _first(state, line)):
            is_lazy = state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0
            if not is_lazy and not _is_plain(state, line, end_line):
                if begins in "=-" and _is_underline(state, line):
                    return False
                if any(rule(state, line, end_line, True) for rule in ends):
                    break
            line += 1
    finally:
        state.parentType = parent
    is_long = line - start_line == MOST_LINES
    _read_paragraph(state, start_line, line, TOO_LONG if is_long else "")
    return True


def _first(state: StateBlock, line: int) -> str:
    """Give the character with which a line begins, after its indent; empty for an empty line."""
    place = state.bMarks[line] + state.tShift[line]
    return state.src[place] if place < state.eMarks[line] else ""


def _is_plain(state: StateBlock, line: int, end_line: int) -> bool:
    """Whether a line can only go on with the paragraph above it: it begins as no other block does."""
    begins = _first(state, line)
    if not begins or begins in _MARKS:
        return False
    return line + 1 >= end_line or _first(state, line + 1) not in _DELIMITING


def _is_underline(state: StateBlock, line: int) -> bool:
    """Whether a line makes a heading of the paragraph above it."""
    if state.sCount[line] < state.blkIndent:
        return False
    place = state.bMarks[line] + state.tShift[line]
    return _UNDERLINE.fullmatch(state.src, place, state.eMarks[line]) is not None


def _end_of_lines(state: StateBlock, line: int, end_line: int) -> int:
    """Find the first empty line after one, or one outside of its container."""
    line += 1
    while line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    return line


def _end_of_table(state: StateBlock, line: int, end_line: int) -> int:
    """Find the line after a table: an empty one, or one that begins another block."""
    ends = state.md.block.ruler.getRules("blockquote")
    line += 1
    while line < end_line and 0 <= state.sCount[line] - state.blkIndent < _CODE_INDENT:
        begins = _first(state, line)
        if not begins:
            break
        if begins in _MARKS and begins != "|" and any(rule(state, line, end_line, True) for rule in ends):
            break
        line += 1
    return line


def _read_paragraph(state: StateBlock, start_line: int, end: int, notice: str = "") -> None:
    """Read lines as one paragraph, whatever they say."""
    content = mdTrim(state.getLines(start_line, end, state.blkIndent, False))
    state.line = end
    for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
        token: Token = state.push(kind, "p" if nesting else "", nesting)  # type: ignore[arg-type]
        token.map = [start_line, end] if nesting >= 0 else None
        token.content = "" if nesting else content
        if notice and not nesting:
            token.meta[NOTICE] = notice


def notice_of(token: Token) -> str:
    """Give what is said above the text of a block that is shown as written; empty for any other."""
    return str(token.meta.get(NOTICE, "")) or (TOO_WIDE if len(token.content) > MOST_LETTERS else "")


def in_parts(content: str) -> list[tuple[int, int, str]]:
    """Cut text that is shown as written into parts that are each laid out when they come in sight.

    Returns:
        The lines of each part, half-open and counted from the first of the text, and its words. A line that
        is too long for one part is cut after a blank, or else between two visible characters.
    """
    parts: list[tuple[int, int, str]] = []
    lines = content.split("\n")
    first = 0
    while first < len(lines):
        after, letters = first + 1, len(lines[first])
        while after < len(lines) and after - first < MOST_LINES:
            letters += 1 + len(lines[after])
            if letters > LARGEST_PART:
                break
            after += 1
        if len(lines[first]) > LARGEST_PART:
            parts += [(first, after, piece) for piece in _pieces(lines[first])]
        else:
            parts.append((first, after, "\n".join(lines[first:after])))
        first = after
    return parts


def _pieces(line: str) -> Iterator[str]:
    """Cut a line that is too long."""
    start = 0
    while len(line) - start > LARGEST_PART:
        until = start + LARGEST_PART
        blank = line.rfind(" ", max(start, until - _NEAR), until)
        boundary = blank + 1 if blank > start else previous_boundary(line, until + 1)
        if boundary > start:  # else one visible character is longer than a part, and is cut through
            until = boundary
        yield line[start:until]
        start = until
    yield line[start:]
