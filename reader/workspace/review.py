"""Which annotations come up again, and when: a rotation with a daily cap.

Each annotation is due on some day. What is due longest comes first, so nothing is passed over for ever: the
first of each day is always the one that has been due longest, and the others are taken from the next ones in
that order so that notes and tags differ. With ``n`` annotations each is therefore shown within ``n`` days of
the day it is due (much sooner as a rule: with a cap of ``c`` within some ``n / c``), and it is due at the
latest `LONGEST` days after it was seen. Nothing comes up twice on a day. Days are local.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.library.note import Note

TABLE: Final = "review"
"""The store's table of what was reviewed, one record an annotation."""

DAILY: Final = 5
"""Annotations a day: what one can think about for a minute each."""

FIRST: Final = 1
"""Days after which something new comes up: the next morning."""

LONGEST: Final = 180
"""Most days until something comes up again."""

_AGAIN: Final = 2
_KEEP: Final = 7
_LESS: Final = 30
_KEEP_GROWTH: Final = 1.6
_LESS_GROWTH: Final = 3.0
_WINDOW: Final = 4
"""Times the cap: so many of the longest due are looked at to find different notes and tags."""


class Verdict(StrEnum):
    """What a person says of something that came up."""

    AGAIN = "again"
    """Reflect on it again, soon."""
    KEEP = "keep"
    LESS = "less"
    """Less often."""
    DONE = "done"
    """Never again, until it is taken up anew."""


class ReviewState(Struct, frozen=True):
    """What is kept about one annotation.

    Attributes:
        last_seen: The day it came up last; None: never.
        interval: Days from then until it is due.
        times: How often it came up.
        is_done: It is not to come up again.
        card: The state of the spaced repetition, where the person chose that for it; else empty.
    """

    last_seen: date | None = None
    interval: int = FIRST
    times: int = 0
    is_done: bool = False
    card: Mapping[str, object] | None = None

    def due(self, created: date) -> date:
        """Return the day it is due."""
        return (self.last_seen or created) + timedelta(days=self.interval)


NEW: Final = ReviewState()
"""The state of what never came up."""


class Due(Struct, frozen=True):
    """Something to come back to.

    Attributes:
        annotation: The highlight or reflection.
        note: Its note.
        reflections: What was written on that highlight, the oldest first.
        state: How often it came up and when it was due.
    """

    annotation: Annotation
    note: Note
    reflections: tuple[Annotation, ...] = ()
    state: ReviewState = NEW


class Candidate(Struct, frozen=True):
    """An annotation that may come up: its id, note, tags, the day it was made, and its state."""

    id: str
    note_id: str
    tags: tuple[str, ...]
    created: date
    state: ReviewState = NEW

    @property
    def due(self) -> date:
        """Return the day it is due."""
        return self.state.due(self.created)


def seen(state: ReviewState, verdict: Verdict, today: date) -> ReviewState:
    """Return the state after something came up today."""
    interval = {
        Verdict.AGAIN: _AGAIN,
        Verdict.KEEP: min(LONGEST // 3, max(_KEEP, round(state.interval * _KEEP_GROWTH))),
        Verdict.LESS: min(LONGEST, max(_LESS, round(state.interval * _LESS_GROWTH))),
        Verdict.DONE: state.interval,
    }[verdict]
    done = verdict is Verdict.DONE
    return replace(state, last_seen=today, interval=interval, times=state.times + 1, is_done=done)


def choose(candidates: Iterable[Candidate], today: date, cap: int = DAILY) -> list[Candidate]:
    """Return what comes up today and was not seen yet, in the order it is shown.

    Args:
        candidates: All annotations that may come up, also those seen today: they count for the cap.
        today: The local day.
        cap: Most for one day.
    """
    active = [each for each in candidates if not each.state.is_done]
    left = cap - sum(each.state.last_seen == today for each in active)
    due = sorted(
        (each for each in active if each.due <= today and each.state.last_seen != today),
        key=lambda each: (each.due, each.id),
    )
    if left <= 0 or not due:
        return []
    chosen = [due[0]]
    window = due[1 : cap * _WINDOW]
    while window and len(chosen) < left:
        best = min(window, key=lambda each: _sameness(each, chosen))  # the first of equals: the longest due
        window.remove(best)
        chosen.append(best)
    return chosen


def _sameness(candidate: Candidate, chosen: Collection[Candidate]) -> int:
    """Count what it has in common with what was chosen already; its note weighs most."""
    tags = {tag.casefold() for tag in candidate.tags}
    return sum(
        3 * (each.note_id == candidate.note_id) + len(tags & {tag.casefold() for tag in each.tags})
        for each in chosen
    )


def is_on_this_day(created: date, today: date) -> bool:
    """Tell whether a day was this day of an earlier year; 29 February is remembered on 28 February too."""
    if created.year >= today.year:
        return False
    if (created.month, created.day) == (today.month, today.day):
        return True
    is_leap = today.year % 4 == 0 and (today.year % 100 != 0 or today.year % 400 == 0)
    return (created.month, created.day) == (2, 29) and (today.month, today.day) == (2, 28) and not is_leap


def to_record(state: ReviewState) -> dict[str, object]:
    """Return what the store keeps."""
    record: dict[str, object] = {
        "last_seen": state.last_seen.isoformat() if state.last_seen else None,
        "interval": state.interval,
        "times": state.times,
        "done": state.is_done,
    }
    return record | {"card": dict(state.card)} if state.card is not None else record


def from_record(record: Mapping[str, object]) -> ReviewState:
    """Read a state; what is missing or of the wrong shape becomes that of something new, never an error."""
    interval, times, card = record.get("interval"), record.get("times"), record.get("card")
    return ReviewState(
        last_seen=_day(record.get("last_seen")),
        interval=min(LONGEST, max(FIRST, interval)) if isinstance(interval, int) else FIRST,
        times=max(0, times) if isinstance(times, int) else 0,
        is_done=record.get("done") is True,
        card=card if isinstance(card, dict) else None,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
