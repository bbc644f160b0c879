"""KOReader's JSON export: one book (``entries``) or several (``documents``). In only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reader.exchange.imported import (
    ImportedAnnotation,
    Reading,
    Refused,
    color_named,
    line,
    passage,
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
    items, refused, skipped = [], [], 0
    for place, book, entry in _all(value):
        if line(entry.get("sort")).casefold() in _LEFT_OUT:
            skipped += 1
            continue
        try:
            items.append(_read_one(book, entry, place))
        except ValueError as error:
            refused.append(Refused(place, str(error)))
    return Reading(NAME, tuple(items), tuple(refused), skipped=skipped)


def _all(value: object) -> Iterator[tuple[str, Mapping[str, object], Mapping[str, object]]]:
    books = entries(fields(value).get("documents", value))
    for number, book in enumerate(map(fields, books), start=1):
        within = f"book {number}, " if len(books) > 1 else ""
        for count, entry in enumerate(entries(book.get("entries")), start=1):
            yield f"{within}entry {count}", book, fields(entry)


def _read_one(book: Mapping[str, object], entry: Mapping[str, object], place: str) -> ImportedAnnotation:
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
