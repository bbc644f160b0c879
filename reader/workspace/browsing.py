"""All that was kept, for the journal: gathered at once, narrowed, grouped; where each stands comes later.

Gathering looks at no note's text, so that thousands cost milliseconds. `look_for` finds where each stands
and may run in another thread: it shares nothing with the workspace. Days are the reader's own (local) days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from reader.annotations.anchor import Status
from reader.annotations.model import MEANINGS, Annotation, Color, Kind
from reader.document.parse import parse
from reader.library.note import Note
from reader.library.tags import normalise
from reader.workspace.journal import NOT_HERE
from reader.workspace.opened import Placed, place_each, placed_nowhere
from reader.workspace.sought import Sought
from reader.workspace.workspace import Workspace


class Section(StrEnum):
    """The parts of the journal."""

    ALL = "everything"
    HIGHLIGHTS = "highlights"
    REFLECTIONS = "reflections"
    UNPLACED = "without a place"
    DELETED = "deleted"


class Grouping(StrEnum):
    """What stands together; within a group the newest comes first."""

    DAY = "day"
    NOTE = "note"
    TAG = "tag"
    COLOR = "colour"


class Kept(Struct, frozen=True):
    """A highlight or reflection as the journal lists it.

    Attributes:
        annotation: What was kept.
        note: Its note; None when it is not in this library.
        above: The highlight it was written on, if it was.
    """

    annotation: Annotation
    note: Note | None
    above: Annotation | None = None

    @property
    def title(self) -> str:
        """Return the title of its note, also of one that is not here."""
        return self.note.title if self.note else self.annotation.note_title

    @property
    def quote(self) -> str:
        """Return the words it stands on, as they were when it was made; empty: the whole note."""
        return self.annotation.selectors.quote.exact if self.annotation.selectors else ""

    @property
    def color(self) -> Color | None:
        """Return its colour, or that of the highlight it was written on."""
        return self.annotation.color or (self.above.color if self.above else None)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its own tags and its note's, each once."""
        both = (*self.annotation.tags, *(self.note.tags if self.note else ()))
        return tuple({normalise(tag): tag for tag in reversed(both)}.values())[::-1]

    @property
    def day(self) -> date:
        """Return the day it was made on; of a deleted one, the day it was deleted."""
        return (self.annotation.deleted or self.annotation.created).astimezone().date()


class Group(Struct, frozen=True):
    """What stands together under a heading."""

    heading: str
    kept: tuple[Kept, ...]


def gather_kept(workspace: Workspace) -> list[Kept]:
    """Return everything kept, the deleted too, the newest first."""
    store = workspace.store
    everything = [*store.annotations(), *store.annotations(deleted=True)]
    by_id = {each.id: each for each in everything}
    found = [
        Kept(each, workspace.note_of(each), by_id.get(each.on) if each.on else None) for each in everything
    ]
    return sorted(found, key=_newest, reverse=True)


def _newest(kept: Kept) -> tuple[object, str]:
    return (kept.annotation.deleted or kept.annotation.created, kept.annotation.id)


Standings = Mapping[str, Placed]
"""Where annotations stand, by id, as far as is known."""


def known_at_once(kept: Iterable[Kept]) -> dict[str, Placed]:
    """Return what is known of places without looking at any text: no note, or the whole of it."""
    return {
        each.annotation.id: (
            placed_nowhere(each.annotation, NOT_HERE)
            if each.note is None
            else Placed(each.annotation, None, None)
        )
        for each in kept
        if each.note is None or each.annotation.selectors is None
    }


def look_for(kept: Sequence[Kept], known: Standings) -> Iterator[list[Placed]]:
    """Look for the places of those not known yet, a note at a time; may run in a worker thread.

    Args:
        kept: All that is kept; the deleted are not looked for.
        known: What is known already and not looked for again.
    """
    by_note: dict[str, tuple[Note, list[Annotation]]] = {}
    for each in kept:
        if each.note is not None and each.annotation.deleted is None:
            by_note.setdefault(each.note.id, (each.note, []))[1].append(each.annotation)
    for note, its_own in by_note.values():
        if any(each.id not in known for each in its_own):
            yield list(place_each(parse(note.body), its_own))


def still_known(before: Iterable[Kept], after: Iterable[Kept], known: Standings) -> dict[str, Placed]:
    """Return of what was known what still holds: passage and note's file are as they were."""
    states = {each.annotation.id: _state(each) for each in before}
    return {
        each.annotation.id: Placed(
            each.annotation, known[each.annotation.id].anchoring, known[each.annotation.id].range
        )
        for each in after
        if each.annotation.id in known and states.get(each.annotation.id) == _state(each)
    }


def _state(kept: Kept) -> tuple[object, ...]:
    note = kept.note
    file = (note.path, note.modified_ns, note.size) if note else None
    return (kept.annotation.selectors, kept.above.selectors if kept.above else None, file)


def is_in(section: Section, kept: Kept, placed: Placed | None) -> bool:
    """Tell whether something belongs to a part of the journal."""
    if (kept.annotation.deleted is not None) is not (section is Section.DELETED):
        return False
    if section is Section.HIGHLIGHTS:
        return kept.annotation.kind is Kind.HIGHLIGHT
    if section is Section.REFLECTIONS:
        return kept.annotation.kind is Kind.REFLECTION
    if section is Section.UNPLACED:
        return placed is not None and placed.status in (Status.AMBIGUOUS, Status.ORPHAN)
    return True


def fits(kept: Kept, wanted: Sought, placed: Placed | None) -> bool:
    """Tell whether something is what was sought."""
    if wanted.status is not None and (placed is None or placed.status is not wanted.status):
        return False
    return wanted.fits(kept.annotation, kept.color, kept.tags, kept.title)


def grouped(kept: Iterable[Kept], grouping: Grouping, today: date) -> list[Group]:
    """Put together what belongs together; by tag, what has several stands under each of them."""
    groups: dict[object, list[Kept]] = {}
    headings: dict[object, str] = {}
    for each in kept:
        for key, heading in _headings(each, grouping, today):
            groups.setdefault(key, []).append(each)
            headings.setdefault(key, heading)
    keys = list(groups)
    if grouping is Grouping.TAG:
        keys.sort(key=lambda key: (key == "", str(key)))
    elif grouping is Grouping.COLOR:
        order: list[object] = [*Color, None]
        keys.sort(key=order.index)
    return [Group(headings[key], tuple(groups[key])) for key in keys]


def _headings(kept: Kept, grouping: Grouping, today: date) -> list[tuple[object, str]]:
    if grouping is Grouping.DAY:
        return [(kept.day, shown_day(kept.day, today))]
    if grouping is Grouping.NOTE:
        return [(kept.note.id if kept.note else kept.annotation.note_id, kept.title)]
    if grouping is Grouping.TAG:
        return [(normalise(tag), tag) for tag in kept.tags] or [("", "without a tag")]
    color = kept.color
    return [(color, f"{color.value}: {MEANINGS[color]}" if color else "without a colour")]


def shown_day(day: date, today: date) -> str:
    """Return a day as a person would say it: Today, Yesterday, Tuesday 3 March, 3 March 2024."""
    if day in (today, today - timedelta(days=1)):
        return "Today" if day == today else "Yesterday"
    if day.year == today.year:
        return f"{day:%A} {day.day} {day:%B}"
    return f"{day.day} {day:%B %Y}"
