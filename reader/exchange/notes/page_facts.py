"""What a web page says of itself: its address, its title, its date and author, in any of the usual ways."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from reader.exchange.notes.imported_note import one_line
from reader.library.front_matter import read_date

# selectolax is an extra that may be missing, and takes 50 ms to load where it is not
if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_ARTICLES: Final = ("Article", "BlogPosting", "NewsArticle", "TechArticle", "Report")
_LONGEST_JSON: Final = 200_000
_LOOKS_LIKE_A_DATE: Final = re.compile(r"\b\d{4}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")

LONGEST_DATE: Final = 40
"""Code points of a date with its time and zone; what is longer is a sentence."""


class PageFacts(Struct, frozen=True):
    """What stands in a page's head.

    Attributes:
        address: Its own, absolute; empty where it says none.
        base: What its links are relative to.
        is_single: It says that it is one article.
        unread_date: What stands where its date does and is none that can be told.
    """

    address: str
    base: str
    title: str
    date: datetime.date | None
    author: str
    tags: tuple[str, ...]
    is_single: bool
    unread_date: str = ""


def facts_of(tree: LexborHTMLParser, html: str) -> PageFacts:
    """Read a page's head."""
    meta = _meta(tree)
    data = next(_articles(tree), {})
    canonical = _attribute(tree, "link[rel~=canonical]", "href") or meta.get("og:url", "")
    saved = _SAVED_FROM.search(html[:5000])
    origin = saved[1] if saved else ""
    base = joined(canonical or origin, _attribute(tree, "base[href]", "href"))
    address = web_address(joined(base, canonical) if canonical else origin)
    title = tree.css_first("title")
    published = meta.get("article:published_time") or meta.get("date") or _text(data.get("datePublished"))
    tags = [content for name, content in _all_meta(tree) if name in ("article:tag", "article:section")]
    return PageFacts(
        address=address,
        base=base if web_address(base) else "",
        title=one_line(
            _text(data.get("headline")) or meta.get("og:title") or (title.text() if title is not None else "")
        ),
        date=day(published),
        author=one_line(_name(data.get("author")) or meta.get("author") or meta.get("article:author", "")),
        tags=tuple(tags or _keywords(data.get("keywords"))),
        is_single=meta.get("og:type", "").casefold() == "article" or bool(data),
        unread_date=unread_day(published),
    )


def day(written: str) -> datetime.date | None:
    """Return the day of a date or a time as pages write them; None for anything else.

    The day is the one written, in whatever zone: it is what the page shows.
    """
    text = " ".join(written.split())
    return read_date(text[:10]) or read_date(text) if text else None


def unread_day(written: str) -> str:
    """Return what looks like a date and is none that can be told (``2026-02-30``, ``5/2/24``)."""
    text = " ".join(written.split())
    looks_like_one = len(text) <= LONGEST_DATE and _LOOKS_LIKE_A_DATE.search(text)
    return text if looks_like_one and day(text) is None else ""


def joined(base: str, address: str) -> str:
    """Return an address as it is meant on a page; empty for what is none, such as ``http://[``."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def web_address(written: str) -> str:
    """Return an address of the web as it may be kept; empty for any other."""
    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    address = one_line(written)
    return address if not address.endswith("…") else one_line(address.partition("?")[0])


def _all_meta(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta[content]"):
        name = node.attrs.sget("property") or node.attrs.sget("name") or node.attrs.sget("itemprop")
        if name:
            yield name.casefold(), node.attrs.sget("content")


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, content in _all_meta(tree):
        found.setdefault(name, content)
    return found


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node: LexborNode | None = tree.css_first(selector)
    return node.attrs.sget(name).strip() if node is not None else ""


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, object]]:
    """Yield what JSON-LD in a page says about articles; the first counts."""
    for script in tree.css('script[type="application/ld+json"]'):
        text = script.text()
        if len(text) > _LONGEST_JSON:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):  # a page's own mistake costs nothing but its hints
            continue
        graph = value.get("@graph", [value]) if isinstance(value, dict) else value
        for entry in graph if isinstance(graph, list) else []:
            kind = entry.get("@type") if isinstance(entry, dict) else None
            if kind in _ARTICLES or (isinstance(kind, list) and any(each in _ARTICLES for each in kind)):
                yield entry


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _keywords(value: object) -> list[str]:
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return _text(value).split(",")
