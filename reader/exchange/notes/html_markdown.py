"""From a piece of a web page, a mail or a Word file to Markdown, with no word lost and none made up.

selectolax (lexbor) puts the tree in order, html-to-markdown writes it; both come with the extra ``import``
and are loaded when first needed. What html-to-markdown escapes although nothing would happen is unescaped, so
that a note also reads well in an editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from reader.errors import ExtraMissing, SourceUnreadable
from reader.gate import clean_text

# selectolax is an extra that may be missing, and takes 50 ms to load where it is not
if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST: Final = 400
"""Nesting of elements that is read; html-to-markdown drops text without a word from about 1,000 on."""

_MUTE: Final = (
    "script, style, template, noscript, svg, math, canvas, nav, button, input, select, textarea, dialog, "
    "map, object, link, meta, [hidden], [aria-hidden=true], .sr-only, .screen-reader-text, .visually-hidden"
)
_FRAMES: Final = "iframe, embed, video, audio"
_BLOCKS: Final = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, figure, section"
_INVISIBLE: Final = {0xA0: " ", 0x202F: " ", 0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}
"""Blanks that keep words together, and hyphens and blanks that are not seen: nothing to a reader's note."""

_LINE_ENDS: Final = re.compile(r"[\t\r\n]+")
_SAFE_LINK: Final = re.compile(r"(?:https?|mailto|ftp|tel|mid):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
_FENCE: Final = re.compile(r"^[ >]*(?:(?:[-*+]|\d{1,9}[.)]) +)*(`{3,}|~{3,})")
_PARTS: Final = re.compile(r"(?<![\\`])(?P<code>(`+)(?!`)[^\n]*?[^`\n]\2(?!`))|\\(?P<mark>[!-/:-@\[-`{-~])")
_LETTER: Final = re.compile(r"[^\W\d_]")
_ENTITY: Final = re.compile(r"#?\w{1,40};")
_DEFINITION: Final = re.compile(r"^((?:[ >]|[-*+] |\d{1,9}[.)] )*)([:~])(?=\s)")


def extra_missing(name: str) -> ExtraMissing:
    """Return the error for a package of the extra ``import`` that is not installed."""
    return ExtraMissing(
        f"Taking in web pages, mails and Word files needs {name}, which is not installed; "
        "install it with: pip install 'better-way-reader[import]'."
    )


def parsed(html: str) -> LexborHTMLParser:
    """Parse a page or a piece of one.

    Raises:
        ExtraMissing: selectolax is not installed.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise extra_missing("selectolax") from error
    return LexborHTMLParser(html.translate(_INVISIBLE))


def markdown_of(html: str, base: str = "") -> str:
    """Convert a piece of HTML.

    Args:
        html: The piece.
        base: The address links and images in it are relative to; empty: they stay relative.

    Returns:
        Markdown, gated, without blank lines around it.

    Raises:
        ExtraMissing: A package is not installed.
        SourceUnreadable: Its elements are nested deeper than any text is.
    """
    try:
        from html_to_markdown import ConversionOptions, convert
    except ImportError as error:
        raise extra_missing("html-to-markdown") from error
    tree = parsed(html)
    body = tree.body
    if body is None:
        return ""
    _refuse_depth(body)
    _prepare(tree, body, base)
    options = ConversionOptions(
        bullets="-",
        escape_asterisks=True,
        escape_underscores=True,
        escape_misc=True,
        autolinks=False,
        expand_abbreviations=False,
        extract_metadata=False,
    )
    # lexbor writes a blank that does not break as an entity again
    html = (body.html or "").replace("&nbsp;", " ").translate(_INVISIBLE)
    return tidied(convert(html, options).content or "")


def tidied(markdown: str) -> str:
    """Return converted Markdown gated, with only the escapes that are needed and single blank lines."""
    lines: list[str] = []
    fence = ""
    for line in clean_text(markdown).split("\n"):
        opening = _FENCE.match(line)
        if fence:
            lines.append(line)
            if opening and opening[1].startswith(fence) and line.rstrip().endswith(opening[1]):
                fence = ""
            continue
        if opening:
            fence = opening[1]
            lines.append(line)
        elif line.strip() or (lines and lines[-1].strip()):
            if line.lstrip().startswith(">") and lines and lines[-1].strip(" ")[:1] not in ("", ">"):
                lines.append("")
            lines.append(_plainer(line))
    return "\n".join(lines).strip("\n")


def _plainer(line: str) -> str:
    """Take away the backslashes of a line without which it means the same."""
    if "\\" not in line:
        return _definition_escaped(line)
    letter = _LETTER.search(line)
    first_letter = letter.start() if letter else len(line)
    bracket, is_table = line.find("["), "|" in line

    def unescaped(found: re.Match[str]) -> str:
        mark, at, end = found["mark"], found.start(), found.end()
        if found["code"]:
            return found[0]
        has_words = at > first_letter
        previous, following = line[at - 1 : at], line[end : end + 1]
        harmless = {
            "-": has_words and not is_table,
            "+": has_words,
            "=": has_words,
            ".": has_words,
            ")": has_words and not 0 <= bracket < at,
            "&": not _ENTITY.match(line, end),
            "#": previous.isalnum(),
            "_": previous.isalnum() and following.isalnum(),
            ">": has_words,
            "<": following in ("", " ") or following.isdigit(),
            "~": following == " " and previous == " " and has_words,
        }
        return mark if harmless.get(mark, False) else found[0]

    return _definition_escaped(_PARTS.sub(unescaped, line))


def _definition_escaped(line: str) -> str:
    """Keep a paragraph that begins with a colon from becoming a definition."""
    return _DEFINITION.sub(r"\1\\\2", line)


def _refuse_depth(body: LexborNode) -> None:
    """Refuse what is nested beyond reason, without recursion."""
    depth, node = 0, body
    while True:
        if (child := node.first_child) is not None:
            node, depth = child, depth + 1
            if depth > DEEPEST:
                raise SourceUnreadable(f"its elements are nested more than {DEEPEST} deep")
            continue
        while (following := node.next) is None:
            parent = node.parent
            if parent is None or depth <= 1:
                return
            node, depth = parent, depth - 1
        node = following


def _prepare(tree: LexborHTMLParser, body: LexborNode, base: str) -> None:
    """Put a tree in order: nothing mute, images with their words, links that lead somewhere."""
    for node in body.css(_FRAMES):
        _frame_to_link(tree, node)
    for node in body.css("img"):
        _tidy_image(node, base)
    for node in body.css(_MUTE):
        node.decompose()
    for node in body.css("a"):
        _tidy_link(node, base)
    for table in reversed(body.css("table")):
        if _is_layout(table):
            _flatten(tree, table)
    body.unwrap_tags(["mark", "abbr", "font", "picture"])


def _frame_to_link(tree: LexborHTMLParser, node: LexborNode) -> None:
    """Put a link in the place of a player or an embedded page."""
    source = node.attrs.sget("src") or node.attrs.sget("data-src")
    inner = node.css_first("source")
    address = source or (inner.attrs.sget("src") if inner is not None else "")
    if not address:
        node.decompose()
        return
    paragraph, link = tree.create_node("p"), tree.create_node("a")
    link.attrs["href"] = address
    link.insert_child(node.attrs.sget("title") or address)
    paragraph.insert_child(link)
    node.replace_with(paragraph)


def _tidy_image(node: LexborNode, base: str) -> None:
    words = " ".join(node.attrs.sget("alt").split())
    source = node.attrs.sget("data-src") or node.attrs.sget("data-image") or node.attrs.sget("src")
    is_unseen = not words and {node.attrs.sget("width"), node.attrs.sget("height")} & {"0", "1"}
    if not source or is_unseen or source.casefold().startswith(("data:", "cid:", "javascript:")):
        node.replace_with(words) if words else node.decompose()
        return
    for name in list(node.attrs.keys()):
        del node.attrs[name]
    node.attrs["src"] = _absolute(source, base)
    node.attrs["alt"] = words


def _tidy_link(node: LexborNode, base: str) -> None:
    address = node.attrs.sget("href").strip()
    is_empty = not node.text(strip=True) and node.css_first("img") is None
    if not address or is_empty or not _SAFE_LINK.match(address) or node.css_first(_BLOCKS) is not None:
        node.unwrap()
        return
    if address.startswith("#") and not base:
        node.unwrap()
        return
    node.attrs["href"] = _absolute(address, base)
    if "title" in node.attrs:
        del node.attrs["title"]


def _absolute(address: str, base: str) -> str:
    try:
        joined = urljoin(base, address.strip()) if base else address.strip()
    except ValueError:  # such as "http://[", which is no address
        return ""
    # as browsers do (URL Standard 4.4): ends of lines in an address are nothing, blanks are part of it
    return "".join("%20" if each.isspace() else each for each in _LINE_ENDS.sub("", joined))


def _is_layout(table: LexborNode) -> bool:
    """Tell a table that only places things on a page from one that says something."""
    if table.attrs.sget("role") == "presentation" or table.css_first("td table, th table") is not None:
        return True
    if table.css_first("th") is not None:
        return False
    rows = [[cell for cell in _children(row) if cell.tag == "td"] for row in table.css("tr")]
    return max(map(len, rows), default=0) < 2 or table.css_first("td h1, td h2, td ul, td ol") is not None


def _flatten(tree: LexborHTMLParser, table: LexborNode) -> None:
    """Put what a table's cells hold one below the other."""
    for cell in reversed(table.css("td, th, caption")):
        division = tree.create_node("div")
        for child in list(_children(cell)):
            division.insert_child(child, move=True)
        cell.replace_with(division)
    holder = tree.create_node("div")
    for division in list(_blocks_below(table)):
        holder.insert_child(division, move=True)
    table.replace_with(holder)


def _blocks_below(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag in ("tbody", "thead", "tfoot", "tr", "colgroup"):
            yield from _blocks_below(child)
        elif child.tag == "div":
            yield child


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        following = child.next
        yield child
        child = following
