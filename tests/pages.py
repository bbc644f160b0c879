"""Pages as builders of sites write them, around posts made up by a test: a listing, or one post alone.

Whatever is no word of a post is one of `CHROME`, so that a test sees at once what was taken by mistake.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

CHROME: Final = (
    "zzmenu",
    "zzfoot",
    "zzshare",
    "zzcookie",
    "zzscript",
    "zzstyle",
    "zzrelated",
    "zzcomment",
    "zzmore",
)

_NAV: Final = "<nav><ul><li><a href='/'>zzmenu</a></li><li><a href='/join'>zzmenu</a></li></ul></nav>"
_SCRIPT: Final = "<script>var x = 'zzscript';</script><style>.zzstyle{color:red}</style>"
_FOOT: Final = (
    "<footer><p>zzfoot</p></footer><div class='cookie-banner'>zzcookie <button>zzcookie</button></div>"
    "<form class='newsletter-form'><p>zzfoot</p><input></form>"
)


class Written(NamedTuple):
    """A post: its title, its text as HTML, and the words of that text in their order."""

    title: str
    text: str
    words: tuple[str, ...]


def _page(content: str, *, is_single: bool, around: str = "main") -> str:
    kind = "article" if is_single else "website"
    address = "https://site.example/post-0" if is_single else "https://site.example/posts"
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>zzmenu</title>"
        f"<link rel='canonical' href='{address}'><meta property='og:type' content='{kind}'>{_SCRIPT}</head>"
        f"<body><header>{_NAV}</header><{around} id='page'>{content}</{around}>{_FOOT}</body></html>"
    )


def _squarespace_70(number: int, post: Written) -> str:
    return (
        f"<article id='post-{number}' class='hentry category-care'><header class='entry-header'>"
        "<time class='published' datetime='2022-03-09'>March 9, 2022</time><h1 class='entry-title'>"
        f"<a href='/post-{number}' class='u-url' rel='bookmark'>{html.escape(post.title)}</a></h1></header>"
        "<div class='entry-content e-content'><div class='sqs-layout'><div class='sqs-block-content'>"
        f"{post.text}</div></div></div><footer class='entry-footer'><span class='entry-tags'>"
        "<a href='/t' rel='tag'>care</a></span><span class='entry-author'><a rel='author'>Ines</a></span>"
        "<div class='sqs-simple-like'>zzshare</div><div class='sqs-share-buttons'><a>zzshare</a></div>"
        "<a class='comments' href='#'>zzcomment</a></footer></article>"
    )


def _squarespace_71(number: int, post: Written) -> str:
    return (
        "<article class='blog-item entry'><section class='blog-item-text'><div class='blog-item-summary'>"
        "<div class='blog-meta-section'><span class='blog-categories-list'>"
        "<a class='blog-categories' href='/c'>care</a></span><span class='blog-author'>Ines</span></div>"
        f"<h1 class='blog-title'><a href='/post-{number}'>{html.escape(post.title)}</a></h1>"
        f"<div class='blog-excerpt'><div class='blog-excerpt-wrapper'>{post.text}</div></div>"
        f"<a href='/post-{number}' class='blog-more-link'>Read More</a></div></section></article>"
    )


def _squarespace_71_single(number: int, post: Written) -> str:
    return (
        "<article class='sections'><section><article class='h-entry entry blog-item-wrapper'>"
        f"<div class='blog-item-title'><h1 class='entry-title p-name'>{html.escape(post.title)}</h1></div>"
        "<div class='blog-item-meta-wrapper'><a class='blog-item-category' href='/c'>care</a>"
        "<time class='dt-published' datetime='2022-03-09'>Mar 9</time></div>"
        f"<div class='blog-item-content-wrapper'><div class='blog-item-content e-content'>{post.text}</div>"
        "</div><section class='blog-item-comments'><article class='comment'><p>zzcomment</p></article>"
        "</section></article></section></article>"
        "<section class='item-pagination'><a href='/other'>zzrelated</a></section>"
    )


def _wordpress(number: int, post: Written) -> str:
    return (
        f"<article id='post-{number}' class='post hentry'><header class='entry-header'>"
        f"<h2 class='entry-title'><a href='/post-{number}' rel='bookmark'>{html.escape(post.title)}</a></h2>"
        "<div class='entry-meta'><time class='entry-date published' datetime='2022-03-09'>9 March</time>"
        f"</div></header><div class='entry-content'>{post.text}"
        "<div class='sharedaddy'><h3>zzshare</h3><ul><li><a href='?s'>zzshare</a></li></ul></div>"
        "<div class='jp-relatedposts'><h3>zzrelated</h3></div></div>"
        "<footer class='entry-footer'><a href='/c' rel='category tag'>care</a></footer></article>"
    )


def _ghost(number: int, post: Written) -> str:
    return (
        "<article class='gh-article post'><header class='gh-article-header'>"
        f"<a class='gh-article-tag' href='/t'>care</a><h1 class='gh-article-title'>"
        f"<a href='/post-{number}'>{html.escape(post.title)}</a></h1><div class='gh-article-meta'>"
        "<h4 class='gh-article-author-name'><a href='/a'>Ines</a></h4>"
        "<time datetime='2022-03-09'>9 Mar</time></div></header>"
        f"<section class='gh-content'>{post.text}</section><div class='gh-article-share'>zzshare</div>"
        "</article>"
    )


def _plain(number: int, post: Written) -> str:
    return f"<article><h2><a href='/post-{number}'>{html.escape(post.title)}</a></h2>{post.text}</article>"


Shape = Callable[[Sequence[Written]], str]


def _listing(one: Callable[[int, Written], str]) -> Shape:
    return lambda posts: _page("".join(one(n, post) for n, post in enumerate(posts)), is_single=False)


def _single(one: Callable[[int, Written], str], after: str = "") -> Shape:
    return lambda posts: _page(one(0, posts[0]) + after, is_single=True)


_RELATED: Final = (
    "<aside><article class='gh-card post'><h3>zzrelated</h3><p>zzrelated zzrelated</p></article></aside>"
)

LISTINGS: Final = {
    "Squarespace 7.0": _listing(_squarespace_70),
    "Squarespace 7.1": _listing(_squarespace_71),
    "WordPress": _listing(_wordpress),
    "Ghost": _listing(_ghost),
    "plain articles": _listing(_plain),
}
"""Pages of several whole posts, by what makes them."""

SINGLES: Final = {
    "Squarespace 7.0": _single(_squarespace_70),
    "Squarespace 7.1": _single(_squarespace_71_single),
    "WordPress": _single(_wordpress, "<div class='comments-area'><p>zzcomment</p></div>"),
    "Ghost": _single(_ghost, _RELATED),
    "plain articles": _single(_plain),
}
"""Pages of one post; the first of those given."""
