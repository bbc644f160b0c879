"""What goes out, before it has a format: a note's head and what was kept on it, in the order of its text.

Units: ``start`` and ``end`` are code points of `Document.text` as the note is now.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from reader.annotations.model import Annotation, Kind
from reader.document.model import Document
from reader.gate import clean_name

GENERATOR: Final = "Reader (better-way-reader)"
"""How files name what wrote them."""


class ExportedAnnotation(Struct, frozen=True):
    """An annotation and where it stands now; ``start`` and ``end`` are None where it has no place."""

    annotation: Annotation
    start: int | None = None
    end: int | None = None


class ExportedNote(Struct, frozen=True):
    """A note with what was kept on it.

    Attributes:
        id: `Note.id`.
        key: `Note.key`: its path in the library.
        title: One line.
        tags: The note's own.
        date: The note's, if known.
        source: Where it came from, as its front matter says.
        document: Its text; None where the note is not in the library.
        kept: Highlights and reflections: on the whole note first, then by place, then those without a place.
    """

    id: str
    key: str
    title: str
    tags: tuple[str, ...] = ()
    date: datetime.date | None = None
    source: str = ""
    document: Document | None = None
    kept: tuple[ExportedAnnotation, ...] = ()

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The annotations without their places."""
        return tuple(each.annotation for each in self.kept)


def holds(notes: Collection[ExportedNote]) -> str:
    """Say what a file holds: how many of what, and whether private words are among them. One line.

    A reflection is private unless it is tagged as shared (`Annotation.is_shared`).
    """
    kept = [each for note in notes for each in note.annotations]
    reflections = [each for each in kept if each.kind is Kind.REFLECTION]
    counts = ((len(kept) - len(reflections), "highlight"), (len(reflections), "reflection"))
    said = " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    return f"{said}; {'holds private words' if holds_private_words(notes) else 'no private words'}."


def holds_private_words(notes: Iterable[ExportedNote]) -> bool:
    """Tell whether a reflection is among what goes out that is not tagged as shared."""
    kept = (each for note in notes for each in note.annotations)
    return any(each.kind is Kind.REFLECTION and not each.is_shared for each in kept)


class Passage(Struct, frozen=True):
    """A passage with all that stands on it: a highlight and what was written on it, or words alone.

    Attributes:
        kept: The highlight; or the reflection, where there is no highlight beneath it.
        reflections: The reflections on it, in the order they were made.
    """

    kept: ExportedAnnotation
    reflections: tuple[Annotation, ...]

    @property
    def highlight(self) -> Annotation | None:
        """The highlight, if there is one."""
        return self.kept.annotation if self.kept.annotation.kind is Kind.HIGHLIGHT else None


def passages(note: ExportedNote) -> list[Passage]:
    """Put reflections with the highlight they were written on; the others stand for themselves."""
    highlights = {each.id for each in note.annotations if each.kind is Kind.HIGHLIGHT}
    upon: dict[str, list[Annotation]] = {}
    for each in note.annotations:
        if each.kind is Kind.REFLECTION and each.on in highlights:
            upon.setdefault(each.on or "", []).append(each)
    found = []
    for kept in note.kept:
        one = kept.annotation
        if one.kind is Kind.HIGHLIGHT:
            found.append(Passage(kept, tuple(sorted(upon.get(one.id, ()), key=_made))))
        elif one.on not in highlights:
            found.append(Passage(kept, (one,)))
    return found


def _made(annotation: Annotation) -> tuple[datetime.datetime, str]:
    return annotation.created, annotation.id


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_of(moment: datetime.datetime | datetime.date) -> str:
    """Give a day as people write it: 2 May 2024; of a time the day where the reader is."""
    day = moment.astimezone() if isinstance(moment, datetime.datetime) else moment
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def as_tag(tag: str) -> str:
    """Give a tag as Obsidian and others read it in a text: no blanks, none but letters, digits, - _ and /."""
    return "#" + "-".join(re.findall(r"[\w/-]+", tag))


_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE | re.ASCII)


def address_of(note: ExportedNote) -> str:
    """Give the IRI of a note: the web address it came from, else a name made of its id."""
    return note.source if _ADDRESS.fullmatch(note.source) else f"urn:reader:note:{quote(note.id, safe='')}"


def file_names(notes: Iterable[ExportedNote], suffix: str) -> list[str]:
    """Give each note a file name of its own: short, readable, safe on every system, never a path."""
    names: list[str] = []
    taken = {f"index{suffix}"}  # the table of contents of a folder of pages
    for note in notes:
        stem = re.sub(r"\.(md|markdown|txt)$", "", note.key.rpartition("/")[2], flags=re.IGNORECASE)
        plain = re.sub(r"[^\w\- ]+", " ", clean_name(stem))[:80]
        base = "-".join(plain.split()).strip("-_") or "note"
        base = f"{base}-note" if base.lower() in _RESERVED else base
        name, number = f"{base}{suffix}", 2
        while name.lower() in taken:
            name, number = f"{base}-{number}{suffix}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
"""Names that Windows keeps for devices."""
