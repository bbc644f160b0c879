"""Looking back: what was read and written over the weeks, and what has had no attention yet.

Weeks begin on Monday; days are local. A note counts once for each day on which it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from reader.annotations.model import Annotation, Kind
from reader.library.note import Note
from reader.library.tags import normalise

WEEKS: Final = 26
"""Weeks looked back: half a year fits a line of a narrow screen, two cells a week."""


class Day(Struct, frozen=True):
    """One day: notes read, highlights and reflections made."""

    day: date
    read: int
    highlights: int
    reflections: int


class Week(Struct, frozen=True):
    """One week, named by its Monday: notes read (a note once a day), highlights and reflections made."""

    monday: date
    read: int
    highlights: int
    reflections: int


class TagAttention(Struct, frozen=True):
    """How much attention the notes of a tag had: notes, those reflected on, highlights, reflections."""

    tag: str
    notes: int
    reflected_on: int
    highlights: int
    reflections: int


class Statistics(Struct, frozen=True):
    """What there is to look back on.

    Attributes:
        days: Each day of the weeks looked at, the oldest first, up to today.
        weeks: The weeks, the oldest first.
        tags: Tags, those with most highlights and reflections first.
        not_reflected_on: Notes without any reflection, the newest first.
        notes: How many notes there are.
        key_points: How many key points they have.
        covered: How many of those have a reflection.
    """

    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    tags: tuple[TagAttention, ...]
    not_reflected_on: tuple[Note, ...]
    notes: int
    key_points: int
    covered: int


def days_back(
    today: date, weeks: int, read: Mapping[date, Collection[str]], made: Iterable[Annotation]
) -> tuple[Day, ...]:
    """Return every day from the Monday ``weeks`` weeks ago (this week is one of them) up to today."""
    counts = Counter((each.created.astimezone().date(), each.kind) for each in made)
    first = monday_of(today) - timedelta(weeks=weeks - 1)
    span = (first + timedelta(days=number) for number in range((today - first).days + 1))
    return tuple(
        Day(day, len(read.get(day, ())), counts[day, Kind.HIGHLIGHT], counts[day, Kind.REFLECTION])
        for day in span
    )


def weeks_of(days: Iterable[Day]) -> tuple[Week, ...]:
    """Add up days by their weeks, the oldest first."""
    sums: dict[date, list[int]] = {}
    for each in days:
        counts = sums.setdefault(monday_of(each.day), [0, 0, 0])
        for index, number in enumerate((each.read, each.highlights, each.reflections)):
            counts[index] += number
    return tuple(Week(monday, *counts) for monday, counts in sorted(sums.items()))


def attention(notes: Iterable[tuple[Note, Collection[Annotation]]]) -> tuple[TagAttention, ...]:
    """Count what was done on the notes of each tag; a note counts for each of its tags."""
    names: dict[str, str] = {}
    counts: dict[str, list[int]] = {}
    for note, kept in notes:
        highlights = sum(each.kind is Kind.HIGHLIGHT for each in kept)
        reflections = len(kept) - highlights
        for tag in note.tags:
            row = counts.setdefault(normalise(tag), [0, 0, 0, 0])
            names.setdefault(normalise(tag), tag)
            for index, number in enumerate((1, bool(reflections), highlights, reflections)):
                row[index] += number
    found = [TagAttention(names[name], *row) for name, row in counts.items()]
    found.sort(key=lambda each: (-(each.highlights + each.reflections), -each.notes, each.tag.casefold()))
    return tuple(found)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
