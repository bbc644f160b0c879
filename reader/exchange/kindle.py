"""Kindle's ``My Clippings.txt`` in English, German, Spanish, French and Chinese. In only.

The device only ever appends: a highlight that was extended stands there once for each time, a note stands
apart from the passage it is on. Here the last state of a highlight is kept once and its note is joined to it;
bookmarks are left out. Its times have no zone and are taken as the reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from enum import Enum, auto
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.exchange.imported import ImportedAnnotation, Reading, Refused, line, words
from reader.exchange.kindle_dates import kindle_moment

NAME: Final = "Kindle clippings"
_RULE: Final = re.compile(r"^[^\S\n]*={8,}[^\S\n]*$", re.MULTILINE)
_DASHES: Final = ("-", "–")


class _What(Enum):
    HIGHLIGHT = auto()
    NOTE = auto()
    BOOKMARK = auto()


_KINDS: Final = (
    (_What.BOOKMARK, re.compile(r"bookmark|lesezeichen|marcador|signet|书签|書籤", re.IGNORECASE)),
    (
        _What.HIGHLIGHT,
        re.compile(r"highlight|markierung|subrayado|surlign|标注|標註|clip|artikel|article", re.IGNORECASE),
    ),
    (_What.NOTE, re.compile(r"\bnote\b|notiz|\bnota\b|笔记|筆記", re.IGNORECASE)),
)
"""How the second line names what it is; "article" and "clip" are clipped articles, kept as highlights."""

_LOCATION: Final = re.compile(
    r"(?:location|loc\.|position|posición|posicion|emplacement|位置)\s*#?\s*(\d+)(?:\s*[-–]\s*#?(\d+))?",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"(?:page|seite|página|pagina|第)\s*#?\s*(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_LIMIT: Final = re.compile(
    r"clipping limit|begrenzung .* erreicht|límite de recortes|limite de .*(coup|extrait)|剪贴上限",
    re.IGNORECASE,
)
"""What the device writes in place of the words once a book's publisher allows no more of them."""

_AUTHOR: Final = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$")


class _Clipping(Struct, frozen=True):
    """One entry of the file. ``first`` and ``last`` are locations (or pages, where there are none)."""

    what: _What
    item: ImportedAnnotation
    first: int
    last: int

    def touches(self, other: _Clipping) -> bool:
        return self.first <= other.last and other.first <= self.last


def is_clippings(text: str) -> bool:
    """Tell whether a text looks like clippings.

    It has a rule of ``=`` and before it, after a title, a line with "- " and what a Kindle says there: a
    place in the book, or what follows a ``|``. After the rule comes another title with such a line, or
    nothing. A note may have a list and, under it, an underlined heading.
    """
    first, *rest = _RULE.split(text[:20_000], maxsplit=1)
    about = _second_line(first)
    says_where = "|" in about or _LOCATION.search(about) or _PAGE.search(about)
    return (
        bool(rest and says_where)
        and about.startswith(_DASHES)
        and (not rest[0].strip("\ufeff\n\r ") or _second_line(rest[0]).startswith(_DASHES))
    )


def _second_line(entry: str) -> str:
    """Return the second line of an entry that is not blank."""
    lines = [each for each in entry.lstrip("\ufeff\n\r ").splitlines() if each.strip()]
    return lines[1].lstrip("\ufeff ") if len(lines) > 1 else ""


def read(text: str) -> Reading:
    """Read highlights and notes; an entry that cannot be understood is refused with the line it begins on."""
    clippings: list[_Clipping] = []
    refused: list[Refused] = []
    bookmarks = 0
    for place, entry in _entries(text):
        try:
            clipping = _clipping(entry, place)
        except ValueError as error:
            refused.append(Refused(place, str(error)))
            continue
        if clipping.what is _What.BOOKMARK:
            bookmarks += 1
        else:
            clippings.append(clipping)
    kept = _joined(_latest(clippings))
    twice = sum(each.what is _What.HIGHLIGHT for each in clippings) - sum(bool(each.quote) for each in kept)
    return Reading(NAME, tuple(kept), tuple(refused), skipped=bookmarks + twice)


def _entries(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each entry's lines with its place in the file."""
    number = 0
    start, at = 1, 0
    for rule in [*_RULE.finditer(text), None]:
        entry = text[at : rule.start() if rule else len(text)]
        lines = entry.replace("\ufeff", "").split("\n")
        blank = next((i for i, each in enumerate(lines) if each.strip()), None)
        if blank is not None:
            number += 1
            yield f"entry {number} (line {start + blank})", [each.rstrip("\r") for each in lines[blank:]]
        if rule:
            start += entry.count("\n") + rule.group().count("\n")
            at = rule.end()


def _clipping(lines: list[str], place: str) -> _Clipping:
    if len(lines) < 2:
        raise ValueError("it has a title and nothing else; the file may be cut off here")
    about = line(lines[1])
    what = next((kind for kind, pattern in _KINDS if pattern.search(about.split("|")[0])), None)
    if what is None:
        raise ValueError(f"“{about[:60]}” says neither highlight nor note in a language known here")
    said = words("\n".join(lines[2:]))
    if what is not _What.BOOKMARK and not said:
        raise ValueError("it has no words")
    if what is _What.HIGHLIGHT and _LIMIT.search(said) and len(said) < 200:
        raise ValueError("the device kept no words: the publisher's limit was reached")
    first, last = _where(about)
    is_note = what is _What.NOTE
    item = ImportedAnnotation(
        place=place,
        quote="" if is_note else said,
        text=said if is_note else "",
        created=kindle_moment(about),
        title=_AUTHOR.sub("", line(lines[0])) or line(lines[0]),
    )
    return _Clipping(what, item, first, last)


def _where(about: str) -> tuple[int, int]:
    found = _LOCATION.search(about) or _PAGE.search(about)
    if not found:
        return -1, -1
    first = int(found[1][:15])
    last = found[2]
    if not last:
        return first, first
    short = found[1][: -len(last)] + last if len(last) < len(found[1]) else last  # "170-72" is 170 to 172
    return first, max(first, int(short[:15]))


def _latest(clippings: list[_Clipping]) -> list[_Clipping]:
    """Leave out what was told again: the same passage extended or shortened, the same note written over."""
    kept: dict[int, _Clipping] = {}
    by_book: dict[tuple[str, _What], list[int]] = {}
    for number, each in enumerate(clippings):
        book = by_book.setdefault((each.item.title, each.what), [])
        for earlier in [other for other in book[-40:] if other in kept and _is_again(kept[other], each)]:
            del kept[earlier]
            book.remove(earlier)
        kept[number] = each
        book.append(number)
    return list(kept.values())


def _is_again(before: _Clipping, after: _Clipping) -> bool:
    if after.what is _What.NOTE:
        same = (before.first, before.item.text) == (after.first, after.item.text)
        return same or (before.first == after.first != -1 and after.item.text.startswith(before.item.text))
    if not before.touches(after):
        return False
    one, other = (" ".join(each.item.quote.split()) for each in (before, after))
    return one in other or other in one


def _joined(clippings: list[_Clipping]) -> list[ImportedAnnotation]:
    """Put each note to the highlight at whose end it was written; the device gives it that location."""
    items: list[ImportedAnnotation | None] = [each.item for each in clippings]
    highlights: dict[tuple[str, int], list[int]] = {}
    for number, each in enumerate(clippings):
        if each.what is _What.HIGHLIGHT:
            for place in range(each.first, min(each.last, each.first + 500) + 1):
                highlights.setdefault((each.item.title, place), []).append(number)
    for number, each in enumerate(clippings):
        if each.what is not _What.NOTE or each.first < 0:
            continue
        upon = highlights.get((each.item.title, each.first), [])
        if upon:
            nearest = min(upon, key=lambda one: (abs(clippings[one].last - each.first), abs(one - number)))
            items[nearest] = _with_note(items[nearest] or clippings[nearest].item, each.item)
            items[number] = None
    return [each for each in items if each is not None]


def _with_note(highlight: ImportedAnnotation, note: ImportedAnnotation) -> ImportedAnnotation:
    text = "\n\n".join(each for each in (highlight.text, note.text) if each)
    return replace(highlight, text=text, modified=_later(highlight.created, note.created))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)
