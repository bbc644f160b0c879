"""The two markdown-it parsers: one finds blocks, the other reads the inside of one block.

CommonMark and GFM: tables, task lists, strikethrough (one tilde or two), alerts; footnotes and definition
lists from mdit-py-plugins. The typographer is off: what is written is what is read. Where Reader differs,
and why:

* Bare addresses become links in `reader.document.autolinks`, by GFM's rule. markdown-it's linkifier also
  takes "notes.md" for a host in Moldova, and changes the text of what it finds.
* A link whose address markdown-it holds to be unsafe (javascript:, vbscript:, file:, most data:) is no
  link. Its source is shown as text, whole, so that the reader sees both its words and where it would have
  led.
* Containers deeper than `MAX_DEPTH` are read as plain paragraphs. markdown-it skips what lies deeper, words
  and all, and without a bound it would run out of stack.
* A table with more cells than are laid out is shown as it is written, and says so.
* Inline footnotes (``^[...]``) are pandoc's and not GFM's; they stay as written.
"""

from __future__ import annotations

from functools import cache
from re import compile as pattern
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from reader.document.outline import footnote_key

FOOTNOTE_NUMBERS: Final = "reader_footnote_numbers"
"""Key of the inline environment: what gives a footnote's number, or None, by its `footnote_key`."""

# Levels as markdown-it counts them, two for a list and one for a quote. Each takes at most two frames of
# Python's stack, which holds a thousand; a page of 72 cells has room for some thirty.
MAX_DEPTH: Final = 200

# markdown-it's own bound for brackets within brackets in CommonMark mode; deeper ones stay text.
_MAX_BRACKETS: Final = 20

# GitHub takes no longer label for a link (CommonMark 0.31, 4.7); the bound keeps the search for "]" linear.
_LONGEST_LABEL: Final = 999

MOST_CELLS: Final = 50_000
"""Cells of a table that is laid out: a second for all of it."""

MOST_COLUMNS: Final = 200
"""Columns of one: a page has room for some twenty."""

TOO_LARGE: Final = "shown as written: too large a table"
"""What is said above a larger one."""

_DELIMITERS: Final = pattern(r"[|:\- \t]+")

# The characters at which one of the rules below can start, and no others, so that prose is read in long
# steps.
_TERMINATORS: Final = pattern(r"[\n!&*<\[\\\]_`~]")


@cache
def block_parser() -> MarkdownIt:
    """Give the parser of blocks; only its ``block`` rules are used. Made once: it costs some milliseconds."""
    parser = MarkdownIt("gfm-like2", {"maxNesting": MAX_DEPTH * 2, "linkify": False})
    parser.use(deflist_plugin)
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "too_deep", _too_deep, {"alt": []})
    parser.block.ruler.before("table", "too_large", _too_large, {"alt": []})
    return parser


@cache
def inline_parser() -> MarkdownIt:
    """Give the parser of a block's inside; only its ``inline`` rules are used."""
    parser = MarkdownIt("gfm-like2", {"maxNesting": _MAX_BRACKETS, "linkify": False})
    parser.disable("linkify")
    parser.inline.ruler.before("link", "footnote_ref", _footnote_ref)
    parser.inline.terminator_re = _TERMINATORS
    return parser


def _too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read lines as one paragraph, whatever they say, where containers are nested too deep to go on."""
    if silent or state.level < MAX_DEPTH:
        return False
    _read_paragraph(state, start_line, _end_of_lines(state, start_line, end_line))
    return True


def _too_large(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a table with more cells than are laid out as one paragraph, and mark it as such."""
    if silent or start_line + 1 >= end_line or state.is_code_block(start_line):
        return False
    row = state.src[state.bMarks[start_line + 1] : state.eMarks[start_line + 1]].strip(" \t")
    if "-" not in row or "|" not in row or _DELIMITERS.fullmatch(row) is None:
        return False
    columns = row.strip("|").count("|") + 1
    end = _end_of_lines(state, start_line, end_line)
    if columns <= MOST_COLUMNS and columns * (end - start_line) <= MOST_CELLS:
        return False
    _read_paragraph(state, start_line, end).meta[TOO_LARGE] = True
    return True


def _end_of_lines(state: StateBlock, line: int, end_line: int) -> int:
    """Find the first empty line after one, or one outside of its container."""
    line += 1
    while line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    return line


def _read_paragraph(state: StateBlock, start_line: int, end: int) -> Token:
    """Read lines as one paragraph, whatever they say; returns the token of its inside."""
    content = state.getLines(start_line, end, state.blkIndent, False).strip()
    state.line = end
    tokens = []
    for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
        token = state.push(kind, "p" if nesting else "", nesting)  # type: ignore[arg-type]
        token.map = [start_line, end]
        token.content = "" if nesting else content
        tokens.append(token)
    return tokens[1]


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """Read ``[^label]`` where the note defines that label; its number was given before any text is read."""
    start = state.pos
    if not state.src.startswith("[^", start):
        return False
    end = state.src.find("]", start + 2, min(state.posMax, start + 2 + _LONGEST_LABEL))
    if end < 0:
        return False
    label = state.src[start + 2 : end]
    if any(character.isspace() for character in label):
        return False
    number = state.env[FOOTNOTE_NUMBERS](footnote_key(label))
    if number is None:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.content = f"[{number}]"
        token.meta = {"label": label}
    state.pos = end + 1
    return True
