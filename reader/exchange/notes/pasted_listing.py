"""The text of a page of posts, copied and pasted: posts one after the other, split into notes.

A post begins with a line of categories and author (often doubled, because the page holds it twice), then its
title; it ends with "Read More" or where the next begins. Where the categories end and the author begins is
not marked; it is taken from what all such lines share, and said.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct, field

from reader.exchange.notes.imported_note import (
    BREAKS_OFF,
    PERHAPS_BEGUN,
    ImportedNote,
    NoteReading,
    RefusedNote,
    beginnings,
    fit_tags,
    one_line,
)
from reader.exchange.notes.names import name_of_title
from reader.exchange.notes.plain_text import text_to_markdown
from reader.exchange.notes.posts import WHOLE_FROM, is_ending
from reader.library.front_matter import read_date

LONGEST_META: Final = 300
LONGEST_TITLE: Final = 250

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE: Final = re.compile(
    rf"\d{{4}}-\d\d?-\d\d?|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
    re.IGNORECASE,
)
_NUMBERS: Final = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_BREAKS_OFF: Final = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*$")


class _Chunk(Struct):
    """The lines of one post; ``line`` is the 1-based line of the file at which it begins."""

    line: int
    meta: str = ""
    title: str = ""
    body: list[str] = field(default_factory=list)
    has_ending: bool = False


class _Meta(Struct, frozen=True):
    """What a line of categories and author says."""

    tags: tuple[str, ...] = ()
    author: str = ""
    date: datetime.date | None = None
    doubts: tuple[str, ...] = ()


def is_listing(text: str) -> bool:
    """Tell the text of a page of posts from any other: a doubled line, or several endings."""
    lines = [line.strip() for line in text.split("\n")]
    doubled = sum(bool(_halved(line)) for line in lines)
    endings = sum(is_ending(line) for line in lines)
    return endings > 1 or (doubled > 0 and (endings > 0 or doubled > 1))


def read_listing(text: str, name: str) -> NoteReading:
    """Split the text of a page of posts.

    Args:
        text: Gated, newlines ``"\\n"``.
        name: What the file is called, for the places in sentences.
    """
    chunks = _chunks(text)
    readings = _read_metas([chunk.meta for chunk in chunks])
    notes: list[ImportedNote] = []
    refused: list[RefusedNote] = []
    for chunk, meta in zip(chunks, readings, strict=True):
        place = f"{name}, line {chunk.line}"
        if not chunk.title:
            refused.append(RefusedNote(place, "has a line of categories but neither title nor text"))
        else:
            notes.append(_note(chunk, meta, place))
    authors = Counter(note.author for note in notes if note.author)
    remarks = tuple(f"“{author}” was read as the author of {count}." for author, count in authors.items())
    if len(notes) > 1 and not any(chunk.meta for chunk in chunks):
        said = "No categories and author were made out; the first line of each post was taken for its title."
        remarks = (*remarks, said)
    if said := beginnings(notes):
        remarks = (*remarks, f"{said}; copy each post's own page.")
    return NoteReading("pasted page of posts", tuple(notes), tuple(refused), remarks)


def _halved(line: str) -> str:
    """Return the half of a doubled line of categories; empty for any other."""
    line = " ".join(line.split())
    half = len(line) // 2
    is_doubled = 5 <= len(line) <= LONGEST_META and len(line) % 2 == 1 and line[half] == " "
    if not is_doubled or line[:half] != line[half + 1 :]:
        return ""
    is_sentence = line[half - 1] in ".?!:;…"
    return line[:half] if any(map(str.isalpha, line[:half])) and not is_sentence else ""


def _chunks(text: str) -> list[_Chunk]:
    """Cut a text into its posts."""
    chunks: list[_Chunk] = []
    current: _Chunk | None = None
    lines = text.replace("\u00a0", " ").split("\n")
    for number, line in enumerate(lines):
        bare = line.strip()
        meta = _halved(bare)
        if meta and (current is None or not current.title or " " in meta):
            current = _Chunk(number + 1, meta=meta)
            chunks.append(current)
        elif is_ending(bare):
            if current is not None:
                current.has_ending = True
            current = None
        elif current is None:
            if bare:
                is_meta = _is_single_meta(lines, number)
                current = _Chunk(number + 1, meta=bare if is_meta else "", title="" if is_meta else bare)
                chunks.append(current)
        elif not current.title:
            current.title = bare
        else:
            current.body.append(line)
    return [_with_short_title(chunk) for chunk in chunks]


def _is_single_meta(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line that stands once is one of categories: short, no sentence, a title below it."""
    line = lines[number].strip()
    following = [each.strip() for each in lines[number + 1 : number + 4] if each.strip()]
    is_short = len(line) <= 80 and not re.search(r"[.?!:;]$", line)
    is_title_below = bool(following) and len(following[0]) <= LONGEST_TITLE
    return is_short and is_title_below and ("," in line or bool(_DATE.search(line)))


def _with_short_title(chunk: _Chunk) -> _Chunk:
    """Where the line meant for the title is a paragraph, leave it to the text."""
    if len(chunk.title) > LONGEST_TITLE:
        chunk.body.insert(0, chunk.title)
        chunk.title = " ".join(chunk.title.split()[:8]) + "…"
    return chunk


def _read_metas(metas: Sequence[str]) -> list[_Meta]:
    """Read all lines of categories together: what one leaves open another may tell."""
    dated = [_DATE.search(meta) for meta in metas]
    bare = [_without_dates(meta) for meta in metas]
    segments = [[part.strip() for part in meta.split(",") if part.strip()] for meta in bare]
    known = {part.casefold() for parts in segments for part in parts[:-1]}
    author, is_sure = _author([parts[-1] for parts in segments if parts], known)
    readings: list[_Meta] = []
    for meta, parts, date in zip(metas, segments, dated, strict=True):
        doubts: tuple[str, ...] = ()
        if parts and author and parts[-1].casefold().endswith(author.casefold()):
            last = parts[-1][: len(parts[-1]) - len(author)].strip()
            parts = [*parts[:-1], *([last] if last else [])]
            if not is_sure:
                tags = ", ".join(f"“{part}”" for part in parts) or "none"
                doubts = (f"In “{meta}” the categories were taken to be {tags}, the author “{author}”.",)
        elif parts:
            doubts = (f"Of “{meta}” all was taken for categories: where an author begins is not told.",)
        if number := _NUMBERS.search(meta):
            doubts = (*doubts, f"“{number[0]}” may be a date, but its day and month are not told apart.")
        found = read_date(date[0]) if date else None
        readings.append(_Meta(tuple(parts), author if parts or author in meta else "", found, doubts))
    return readings


def _without_dates(meta: str) -> str:
    return " ".join(_NUMBERS.sub(" ", _DATE.sub(" ", meta)).split()).strip(" ,·|-–—")


def _author(lasts: Sequence[str], known: set[str]) -> tuple[str, bool]:
    """Return the author that ends all lines, and whether that is sure.

    Args:
        lasts: The last part of each line: a category and the author, one after the other.
        known: Categories that stand before a comma somewhere.
    """
    distinct = sorted({tuple(last.split()) for last in lasts})
    if not distinct:
        return "", True
    for words in distinct:  # a category known from elsewhere tells where the author begins
        for cut in range(len(words) - 1, 0, -1):
            author = words[cut:]
            if " ".join(words[:cut]).casefold() in known and all(
                each[-len(author) :] == author for each in distinct
            ):
                return " ".join(author), True
    shared = _shared_ending(distinct)
    if len(distinct) > 1:
        return " ".join(shared), bool(shared)
    words = distinct[0]
    return (" ".join(words[1:]), False) if len(words) > 1 else ("", True)


def _shared_ending(distinct: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words that end all of them, at least one word of each left over."""
    shortest = min(len(words) for words in distinct)
    for length in range(shortest - 1, 0, -1):
        ending = distinct[0][-length:]
        if all(words[-length:] == ending for words in distinct):
            return ending
    return ()


def _note(chunk: _Chunk, meta: _Meta, place: str) -> ImportedNote:
    text = "\n".join(chunk.body)
    body = text_to_markdown(text)
    tags, doubts = fit_tags(meta.tags)
    doubts = (*doubts, *meta.doubts)
    if not body:
        doubts = (*doubts, "Only a title stands here, no text.")
    elif _BREAKS_OFF.search(body) and chunk.has_ending:
        doubts = (*doubts, BREAKS_OFF)
    elif chunk.has_ending and len(body.split()) < WHOLE_FROM / 2:
        doubts = (*doubts, f"{PERHAPS_BEGUN}: it is very short.")
    if meta.date is None and (mentioned := sorted(set(_DATE.findall(text)))):
        days = ", ".join(f"“{each}”" for each in mentioned[:3])
        doubts = (*doubts, f"It gives no date of its own; its text mentions {days}.")
    title = one_line(chunk.title)
    return ImportedNote(
        title=title,
        body=body,
        place=place,
        path=name_of_title(title, meta.date),
        date=meta.date,
        author=one_line(meta.author),
        tags=tags,
        doubts=doubts,
    )
