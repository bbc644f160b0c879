"""Saved web pages: one article, or a listing with several whole posts."""

from __future__ import annotations

import codecs
import re
from typing import Final

from reader.errors import SourceUnreadable
from reader.exchange.decoding import decoded
from reader.exchange.notes.html_markdown import markdown_of, parsed
from reader.exchange.notes.imported_note import (
    BREAKS_OFF,
    PERHAPS_BEGUN,
    ImportedNote,
    NoteReading,
    RefusedNote,
    beginnings,
    date_doubt,
    fit_tags,
    one_line,
)
from reader.exchange.notes.names import name_of_title
from reader.exchange.notes.page_facts import PageFacts, facts_of
from reader.exchange.notes.posts import WHOLE_FROM, Post, posts_of, unmarked_post

_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,30})", re.I
)
_BREAKS_OFF: Final = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\W*$")
_MARKDOWN_LINK: Final = re.compile(r"\]\((?!https?:|mailto:|mid:|tel:)[^)]")


def read_page(content: bytes, name: str) -> NoteReading:
    """Take the posts out of a saved page.

    Args:
        content: Its bytes.
        name: What the file is called, for the places in sentences.

    Raises:
        SourceUnreadable: There is no article in it; the sentence is a clause to follow the name.
        ExtraMissing: A package is not installed.
    """
    html, remarks = page_text(content)
    if not html.strip():
        raise SourceUnreadable("is empty")
    tree = parsed(html)
    facts = facts_of(tree, html)
    posts, count = posts_of(tree, facts)
    if not posts:
        post = unmarked_post(parsed(html), facts)
        if post is None:
            raise SourceUnreadable("holds no article, only menus, forms or links")
        posts = [post]
        remarks = (*remarks, "The page marks no article; the text of its main part was taken, look it over.")
    if count > len(posts) > 1:
        remarks = (*remarks, f"Only the first {len(posts):,} of {count:,} posts were taken.")
    return _reading(posts, facts, name, remarks)


def page_text(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a page: by its mark, as UTF-8, as it declares, or as can be; says what was guessed."""
    declared = _DECLARED.search(content[:4096])
    if declared and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-8-sig"), ()
        except UnicodeDecodeError:
            text = _as_declared(content, declared[1].decode("ascii"))
            if text is not None:
                return text, ()
    return decoded(content)


def _as_declared(content: bytes, label: str) -> str | None:
    """Decode as the page says; None where that is no encoding, or wrong, or UTF-8 as was tried."""
    name = "cp1252" if label.casefold() in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else label
    try:
        codec = codecs.lookup(name)
        if codec.name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
            return None
        return codec.decode(content)[0]
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None


def _reading(posts: list[Post], facts: PageFacts, name: str, remarks: tuple[str, ...]) -> NoteReading:
    notes: list[ImportedNote] = []
    refused: list[RefusedNote] = []
    for number, post in enumerate(posts, start=1):
        place = name if len(posts) == 1 else f"{name}, post {number}"
        try:
            body = markdown_of(post.html, post.source or facts.base)
        except SourceUnreadable as error:
            refused.append(RefusedNote(place, str(error)))
            continue
        if body.strip():
            notes.append(_note(post, body, place, facts))
        else:
            refused.append(RefusedNote(place, f"has no text{f' under “{post.title}”' if post.title else ''}"))
    if said := beginnings(notes):
        remarks = (*remarks, f"{said}; save the page of each post to have it whole.")
    if not notes:
        raise SourceUnreadable("holds no article with text: " + "; ".join(each.why for each in refused[:3]))
    return NoteReading("web page", tuple(notes), tuple(refused), remarks)


def _note(post: Post, body: str, place: str, facts: PageFacts) -> ImportedNote:
    tags, doubts = fit_tags(post.tags)
    count = len(body.split())
    if _BREAKS_OFF.search(body) and (post.has_more or count < WHOLE_FROM):
        doubts = (*doubts, BREAKS_OFF)
    elif post.has_more and count < WHOLE_FROM:
        doubts = (*doubts, f"{PERHAPS_BEGUN}: {count} words and “Read more”.")
    if post.unread_date:
        doubts = (*doubts, date_doubt(post.unread_date))
    title = post.title
    if not title:
        title = _first_words(body)
        doubts = (*doubts, "The post has no title; its first words stand for one.")
    if not facts.base and not post.source and _MARKDOWN_LINK.search(body):
        doubts = (*doubts, "The page does not say its address, so links within its site lead nowhere.")
    return ImportedNote(
        title=title,
        body=body,
        place=place,
        path=name_of_title(title, post.date),
        date=post.date,
        author=post.author,
        tags=tags,
        source=post.source,
        doubts=doubts,
    )


def _first_words(body: str) -> str:
    from reader.library.title import plain

    line = next((line for line in body.split("\n") if any(map(str.isalnum, line))), "Untitled")
    words = plain(line.lstrip("#>-* ")).split()
    return one_line(" ".join(words[:8]) + ("…" if len(words) > 8 else "")) or "Untitled"
