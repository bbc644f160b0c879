"""The two markdown-it parsers: one finds blocks, the other reads the inside of one block.

CommonMark and GFM: tables, task lists, strikethrough (one tilde or two), alerts; footnotes and definition
lists from mdit-py-plugins. The typographer is off: what is written is what is read. Where Reader differs,
and why:

* Bare addresses become links in `reader.document.autolinks`, by GFM's rule. markdown-it's linkifier also
  takes "notes.md" for a host in Moldova, and changes the text of what it finds.
* A link whose address markdown-it holds to be unsafe (javascript:, vbscript:, file:, most data:) is no
  link. Its source is shown as text, whole, so that the reader sees both its words and where it would have
  led.
* Containers deeper than `bounds.MAX_DEPTH` are read as plain paragraphs. markdown-it skips what lies deeper,
  words and all, and without a bound it would run out of stack.
* A table with more cells than are laid out, and a paragraph or quote of more lines than anybody reads
  together, are shown as they are written, in parts, and say so (`reader.document.bounds`).
* Inline footnotes (``^[...]``) are pandoc's and not GFM's; they stay as written.
"""

from __future__ import annotations

from functools import cache
from re import compile as pattern
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from reader.document.bounds import MAX_DEPTH, prose, too_deep, too_large, too_long
from reader.document.outline import footnote_key

FOOTNOTE_NUMBERS: Final = "reader_footnote_numbers"
"""Key of the inline environment: what gives a footnote's number, or None, by its `footnote_key`."""

# markdown-it's own bound for brackets within brackets in CommonMark mode; deeper ones stay text.
_MAX_BRACKETS: Final = 20

# GitHub takes no longer label for a link (CommonMark 0.31, 4.7); the bound keeps the search for "]" linear.
_LONGEST_LABEL: Final = 999

# The characters at which one of the rules below can start, and no others, so that prose is read in long
# steps.
_TERMINATORS: Final = pattern(r"[\n!&*<\[\\\]_`~]")


@cache
def block_parser() -> MarkdownIt:
    """Give the parser of blocks; only its ``block`` rules are used. Made once: it costs some milliseconds."""
    parser = MarkdownIt("gfm-like2", {"maxNesting": MAX_DEPTH * 2, "linkify": False})
    parser.use(deflist_plugin)
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "too_deep", too_deep, {"alt": []})
    parser.block.ruler.before("table", "too_large", too_large, {"alt": []})
    parser.block.ruler.before("blockquote", "too_long", too_long, {"alt": []})
    parser.block.ruler.before("lheading", "prose", prose, {"alt": []})
    return parser


@cache
def inline_parser() -> MarkdownIt:
    """Give the parser of a block's inside; only its ``inline`` rules are used."""
    parser = MarkdownIt("gfm-like2", {"maxNesting": _MAX_BRACKETS, "linkify": False})
    parser.disable("linkify")
    parser.inline.ruler.before("link", "footnote_ref", _footnote_ref)
    parser.inline.terminator_re = _TERMINATORS
    return parser


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
