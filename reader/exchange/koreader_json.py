"""KOReader's JSON export: one book (``entries``) or several (``documents``). In only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from reader.exchange.imported import (
    ImportedAnnotation,
    Reading,
    color_named,
    line,
    passage,
    read_each,
    words,
)
from reader.exchange.json_values import entries, fields
from reader.exchange.moments import moment_of

NAME: Final = "KOReader"
_LEFT_OUT: Final = {"bookmark"}


def is_koreader(value: object) -> bool:
    """Tell whether a JSON value is an export of KOReader."""
    books = entries(fields(value).get("documents", value))
    return bool(books) and all(isinstance(fields(each).get("entries"), list) for each in books[:3])


def read(value: object) -> Reading:
    """Read highlights with their notes; bookmarks are left out."""
    everything = list(_all(value))
    marked = [each for each in everything if line(each[1].entry.get("sort")).casefold() not in _LEFT_OUT]
    return read_each(NAME, marked, _read_one, skipped=len(everything) - len(marked))


class _Entry(NamedTuple):
    """An entry and the book it stands in."""

    book: Mapping[str, object]
    entry: Mapping[str, object]


def _all(value: object) -> Iterator[tuple[str, _Entry]]:
    books = entries(fields(value).get("documents", value))
    for number, book in enumerate(map(fields, books), start=1):
        within = f"book {number}, " if len(books) > 1 else ""
        for count, entry in enumerate(entries(book.get("entries")), start=1):
            yield f"{within}entry {count}", _Entry(book, fields(entry))


def _read_one(one: _Entry, place: str) -> ImportedAnnotation:
    book, entry = one
    quote, text = passage(entry.get("text")), words(entry.get("note"))
    if not quote.strip() and not text:
        raise ValueError("it has neither a passage nor a note")
    chapter = line(entry.get("chapter"))
    return ImportedAnnotation(
        place=place,
        quote=quote if quote.strip() else "",
        text=text,
        color=color_named(entry.get("color")),
        headings=(chapter,) if chapter else (),
        created=moment_of(entry.get("time")),
        title=line(book.get("title")),
    )
