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
* Links by name, ``[[note]]`` and ``![[note]]``, are read where CommonMark has text
  (`reader.library.wikilinks`): what is a link, an image, a reference, a footnote, code or HTML without them
  stays one.
* Inline footnotes (``^[...]``) are pandoc's and not GFM's; they stay as written.
"""

from __future__ import annotations

from functools import cache
from re import compile as pattern
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline, image
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from reader import deferred
from reader.document.bounds import MAX_DEPTH, prose, too_deep, too_large, too_long
from reader.document.outline import footnote_key

if TYPE_CHECKING:  # for start-up cost: few notes have links by name
    from reader.library import wikilinks
else:
    wikilinks = deferred.module("reader.library.wikilinks")

FOOTNOTE_NUMBERS: Final = "reader_footnote_numbers"
"""Key of the inline environment: what gives a footnote's number, or None, by its `footnote_key`."""

_IN_IMAGE: Final = "reader_in_image"
"""Key of the inline environment: the text is what stands for an image."""

# markdown-it's own bound for brackets within brackets in CommonMark mode; deeper ones stay text.
_MAX_BRACKETS: Final = 20

# GitHub takes no longer label for a link (CommonMark 0.31, 4.7); the bound keeps the search for "]" linear.
_LONGEST_LABEL: Final = 999

_OTHER_MARKS: Final = pattern("`+|<")

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
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.after("image", "wikilink", _wikilink)
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


def _image(state: StateInline, silent: bool) -> bool:
    """Read an image, and what stands for it as CommonMark has it."""
    if not state.src.startswith("![", state.pos):
        return False
    environment = state.env
    state.env = {**environment, _IN_IMAGE: True}
    found = image(state, silent)
    state.env = environment
    return found


def _wikilink(state: StateInline, silent: bool) -> bool:
    """Read ``[[name]]`` where what CommonMark knows was looked for already.

    Silently it is asked only for the end of a label, in which brackets are brackets.
    """
    start = state.pos
    if silent or not state.src.startswith(("[[", "![["), start) or state.linkLevel or _IN_IMAGE in state.env:
        return False
    found = wikilinks.WIKILINK.match(state.src, start, state.posMax)
    link = wikilinks.wikilink(found["inside"], is_embed=bool(found["embeds"])) if found else None
    if found is None or link is None or not _is_text(state, found.start("inside"), found.end("inside")):
        return False
    token = state.push("wikilink", "", 0)
    token.content = link.words
    token.attrs = {"href": link.target}
    token.meta = {"is_image": link.is_embed and link.is_file}
    state.pos = found.end()
    return True


def _is_text(state: StateInline, start: int, end: int) -> bool:
    """Tell whether what stands in brackets is no label of the note's, and no code, HTML or address begins in
    it.
    """
    inside = state.src[start:end]
    if normalizeReference(inside) in state.env["references"]:
        return False
    place, is_text = state.pos, True
    for mark in _OTHER_MARKS.finditer(inside):
        state.pos = start + mark.start()
        state.md.inline.skipToken(state)
        is_text = is_text and state.pos <= start + mark.end()
    state.pos = place
    return is_text
