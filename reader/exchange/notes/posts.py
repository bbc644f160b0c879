"""Finds the posts of a web page and what each says of itself.

No builder of sites is asked for by name: the classes and attributes below are those that Squarespace 7.0 and
7.1, WordPress and Ghost share or add to microformats and HTML itself.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from reader.exchange.notes.imported_note import one_line
from reader.exchange.notes.page_facts import PageFacts, day, joined, unread_day, web_address

# selectolax is an extra that may be missing, and takes 50 ms to load where it is not
if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_POST: Final = "article, .hentry, .h-entry, .blog-item, .post-item, .wp-block-post, .type-post"
_MAIN: Final = "main, [role=main], #content, .entry-content, .post-content, .sqs-layout"
_CONTENT: Final = (
    *(".entry-content", ".e-content", ".blog-item-content", ".gh-content", ".post-content"),
    *("[itemprop=articleBody]", ".post-full-content", ".article-body", ".blog-excerpt-wrapper"),
    *(".blog-excerpt", ".entry-summary", ".p-summary", ".gh-card-excerpt", ".post-excerpt", ".body"),
)
_TITLE: Final = (
    *(".entry-title", ".p-name", ".blog-title", ".gh-article-title", "[itemprop=headline]"),
    *(".post-title", ".gh-card-title", "h1", "h2", "h3"),
)
_DATE: Final = (
    *("time.published", "time.dt-published", "time[itemprop=datePublished]", "time", ".dt-published"),
    *("[itemprop=datePublished]", ".published", ".blog-date", ".entry-date", ".post-date"),
)
_AUTHOR: Final = (
    *("[rel~=author]", ".p-author", ".blog-author", ".blog-item-author-name", ".entry-author a"),
    *(".byline .author", "[itemprop=author]", ".author", ".gh-article-author-name", "address"),
)
_TAGS: Final = (
    "a[rel~=tag], a[rel~=category], a[rel='category tag'], .blog-categories, .blog-categories-list a, "
    ".blog-item-category, .blog-item-tag, .entry-category, .entry-categories a, .entry-tags a, "
    ".gh-article-tag, .gh-card-tag, .p-category, .post-tag, .tags a, .categories a"
)
_AROUND: Final = (
    "nav, header nav, footer, form, .sharedaddy, .share, .share-buttons, .sharing, .social-share, "
    ".social-links, .sqs-share-buttons, .post-share, .gh-article-share, .jp-relatedposts, .related, "
    ".related-posts, .comments, .comments-area, .comment-list, #comments, .blog-item-comments, "
    ".squarespace-comments, .newsletter, .newsletter-form, .newsletter-block, .gh-subscribe, "
    ".cookie-banner, .cookie-notice, .sqs-cookie-banner-v2, .pagination, .post-navigation, .nav-links, "
    ".blog-item-pagination, .item-pagination, .like-button, .sqs-simple-like, .edit-link, .print-link"
)
_ELSEWHERE: Final = ("aside", "footer", "nav")
_ELSEWHERE_CLASSES: Final = frozenset(
    ["comments", "comment-list", "related", "related-posts", "jp-relatedposts", "sidebar", "widget-area"]
)
_MORE: Final = re.compile(
    r"(?:read|continue|see|view|learn) ?(?:more|on|reading|the (?:full|whole) (?:post|article|note|story))"
    r"|weiterlesen|mehr lesen|lire la suite|leer más|continua a leggere|lees verder|keep reading|more",
    re.IGNORECASE,
)
_MORE_MARKS: Final = " .…»›→>-–—:\u00a0"
WHOLE_FROM: Final = 60
"""Words from which a text with a link "Read more" is taken for a whole post if it does not break off; the
excerpts that builders make by themselves have 20 to 55 words (WordPress: 55)."""


MOST_POSTS: Final = 1_000
"""Posts of one page that are taken; builders of sites list 20 to 100 on one."""

WRAPPED: Final = 0.6
"""Share of an article's words that stand in articles inside it from which it is but their wrapper."""


class Post(Struct, frozen=True):
    """One post of a page; ``html`` is its text alone."""

    title: str
    html: str
    date: datetime.date | None
    author: str
    tags: tuple[str, ...]
    source: str
    has_more: bool
    """Whether it ended in a link such as "Read more"."""
    unread_date: str = ""
    """What stands where a date does and is none that can be told, such as ``2024-06-31``."""


def is_ending(text: str) -> bool:
    """Tell whether a line or a link says "Read more", in one of some languages, and nothing else."""
    return len(text) < 40 and _MORE.fullmatch(" ".join(text.split()).strip(_MORE_MARKS)) is not None


def posts_of(tree: LexborHTMLParser, facts: PageFacts) -> tuple[list[Post], int]:
    """Return the posts of a page in their order, at most `MOST_POSTS`, and how many there are in all.

    Changes the tree.
    """
    body = tree.body
    if body is None:
        return [], 0
    for unseen in body.css(".screen-reader-text, .sr-only, .visually-hidden"):
        unseen.decompose()
    found = [node for node in _outermost(_standing_here(body.css(_POST))) if _words(node) > 0]
    if facts.is_single and len(found) > 1:
        found = [max(found, key=_words)]
    return [_post(node, facts, is_only=len(found) == 1) for node in found[:MOST_POSTS]], len(found)


def unmarked_post(tree: LexborHTMLParser, facts: PageFacts) -> Post | None:
    """Return the text of a page that marks no article: what is in its main part, else all its paragraphs.

    Returns:
        None where there are no three paragraphs, or only a few words: a form, a list of links.
    """
    body = tree.body
    if body is None:
        return None
    main = body.css_first(_MAIN)
    node = body if main is None else main
    for away in node.css(_AROUND + ", header, aside"):
        away.decompose()
    for away in [each for each in node.css("div, ul, p, td") if _is_menu(each)]:
        away.decompose()
    paragraphs = [each for each in node.css("p, li") if len(each.text().split()) > 7]
    if len(paragraphs) < (3 if main is None else 1) or _words(node) < WHOLE_FROM:
        return None
    return _post(node, facts, is_only=True)


def _standing_here(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Keep those that stand in no comment, sidebar or list of related posts, each once, in page order."""
    kept: dict[int, LexborNode] = {}
    for node in nodes:
        if not any(
            each.tag in _ELSEWHERE or _ELSEWHERE_CLASSES & set(each.attrs.sget("class").split())
            for each in _around(node)
        ):
            kept.setdefault(node.mem_id, node)
    return list(kept.values())


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Keep those that stand in no other post; one that is hardly more than the posts in it is not one."""
    inside: dict[int, int] = {}
    all_ids = {node.mem_id for node in nodes}
    for node in nodes:
        around = next((each.mem_id for each in _around(node) if each.mem_id in all_ids), None)
        if around is not None:
            inside[around] = inside.get(around, 0) + _words(node)
    posts = [node for node in nodes if inside.get(node.mem_id, 0) <= _words(node) * WRAPPED]
    ids = {node.mem_id for node in posts}
    return [node for node in posts if not any(each.mem_id in ids for each in _around(node))]


def _around(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements a node stands in, the nearest first."""
    parent = node.parent
    while parent is not None and parent.tag not in ("html", "-document", None):
        yield parent
        parent = parent.parent


def _words(node: LexborNode) -> int:
    return len(node.text(separator=" ").split())


def _is_menu(node: LexborNode) -> bool:
    """Tell a block that is hardly more than links."""
    linked = sum(_words(each) for each in node.css("a"))
    return len(node.css("a")) > 1 and linked > _words(node) * WRAPPED


def _post(node: LexborNode, facts: PageFacts, *, is_only: bool) -> Post:
    """Take one post out of its node."""
    title_node = _first(node, _TITLE)
    title = one_line(title_node.text()) if title_node is not None else ""
    source = _own_address(node, title_node, facts)
    date, unread = _date(node)
    author = _author(node)
    tags = tuple(text for each in node.css(_TAGS) for text in _tag_texts(each))
    content = _content(node)
    has_more = _without_endings(node)
    for away in content.css(_AROUND):
        away.decompose()
    if content.mem_id == node.mem_id:
        _without_head(node, title_node)
    if is_only:
        title = title or facts.title
        source = (facts.address or source) if facts.is_single else (source or facts.address)
        date, author, tags = date or facts.date, author or facts.author, (*tags, *facts.tags)
        unread = unread or facts.unread_date
    return Post(title, content.html or "", date, author, tags, source, has_more, "" if date else unread)


def _first(node: LexborNode, selectors: Iterable[str]) -> LexborNode | None:
    for selector in selectors:
        for found in node.css(selector):
            if found.mem_id != node.mem_id and found.text(strip=True):
                return found
    return None


def _content(node: LexborNode) -> LexborNode:
    """Return the part of a post that holds its text, else the whole post.

    Where several such parts stand side by side and none holds most of the words, they are all its text.
    """
    for selector in _CONTENT:
        parts = [each for each in node.css(selector) if each.mem_id != node.mem_id]
        if parts:
            ids = {each.mem_id for each in parts}
            apart = [each for each in parts if not any(outer.mem_id in ids for outer in _around(each))]
            largest = max(parts, key=_words)
            return largest if _words(largest) >= WRAPPED * sum(map(_words, apart)) else node
    return node


def _without_head(node: LexborNode, title: LexborNode | None) -> None:
    """Take title, date, author and tags off a post whose text has no part of its own."""
    heads = node.css("header, .post-meta, .entry-meta, .byline, .meta, " + _TAGS)
    for each in [*heads, *([] if title is None else [title])]:
        if each.mem_id != node.mem_id and each.css_first("p p, ul, ol, blockquote") is None:
            each.decompose()
    author = _first(node, _AUTHOR[:1])
    for each in [*node.css("time"), *([] if author is None else [author])]:
        holder = each.parent
        is_line = holder is not None and holder.mem_id != node.mem_id and _words(holder) <= _words(each) + 3
        (holder if is_line and holder is not None else each).decompose()


def _without_endings(node: LexborNode) -> bool:
    """Take away links such as "Read more"; tells whether there were any."""
    endings = [each for each in node.css("a") if is_ending(each.text())]
    for each in endings:
        holder = each.parent
        alone = holder is not None and holder.tag == "p" and _words(holder) == _words(each)
        (holder if alone and holder is not None else each).decompose()
    return bool(endings)


def _own_address(node: LexborNode, title: LexborNode | None, facts: PageFacts) -> str:
    links = node.css("a[rel~=bookmark], a.u-url, a.blog-more-link, a.gh-card-link, a.more-link")
    if title is not None:
        around = title.parent
        inner = title.css_first("a")
        links = [*([inner] if inner is not None else []), *links]
        if around is not None and around.tag == "a":
            links = [around, *links]
    for link in links:
        if address := web_address(joined(facts.base, link.attrs.sget("href"))):
            return address
    return ""


def _date(node: LexborNode) -> tuple[datetime.date | None, str]:
    """Return the day of a post; where none can be told, what stands in its place."""
    unread = ""
    for selector in _DATE:
        for each in node.css(selector):
            written = each.attrs.sget("datetime") or each.attrs.sget("content")
            found = day(written) or day(each.text())
            if found is not None:
                return found, ""
            unread = unread or unread_day(written) or unread_day(each.text())
    return None, unread


def _author(node: LexborNode) -> str:
    found = _first(node, _AUTHOR)
    name = one_line(found.text()) if found is not None else ""
    name = re.sub(r"^(?:(?:written|posted) )?by:? ", "", name, flags=re.IGNORECASE)
    return name if len(name) <= 100 else ""


def _tag_texts(node: LexborNode) -> list[str]:
    if node.css_first("a") is not None and node.tag != "a":
        return [each.text() for each in node.css("a")]
    return node.text().split(",")
