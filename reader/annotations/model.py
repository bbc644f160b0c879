"""What a leader keeps: highlights and reflections, and the description of the passage they stand on.

Units: text positions are code points into `Document.text`; times are aware, in UTC, in whole milliseconds.
Everything here is a value: `reader.annotations.changes` makes a new state, nothing alters one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct


class Kind(StrEnum):
    """What an annotation is."""

    HIGHLIGHT = "highlight"
    REFLECTION = "reflection"


class Color(StrEnum):
    """The colours of highlights, in the order of their keys 1 to 5."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    RED = "red"
    PURPLE = "purple"


MEANINGS: Final[Mapping[Color, str]] = MappingProxyType(
    {
        Color.YELLOW: "key",
        Color.GREEN: "act",
        Color.BLUE: "ask",
        Color.RED: "doubt",
        Color.PURPLE: "feel",
    }
)
"""What each colour says, in one word."""


class Quote(Struct, frozen=True):
    """A passage by its words (W3C Text Quote Selector, Web Annotation Data Model 4.2.4).

    Attributes:
        exact: The words of the passage.
        prefix: What stands before it; empty at the beginning of a note.
        suffix: What stands after it; empty at the end of a note.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


class TextPosition(Struct, frozen=True):
    """A passage by its place (W3C Text Position Selector, 4.2.5): a half-open pair of code points."""

    start: int
    end: int


class Selectors(Struct, frozen=True):
    """The stored description of a passage; never rewritten when the note changes.

    Attributes:
        quote: The words and what stands around them.
        position: Where they stood, in code points of the document's text.
        headings: Titles of the headings over the passage, outermost first.
        text_hash: `Document.text_hash` of the text the description was made on.
    """

    quote: Quote
    position: TextPosition
    headings: tuple[str, ...] = ()
    text_hash: str = ""


class Revision(Struct, frozen=True):
    """An earlier text of a reflection.

    Attributes:
        text: The words.
        modified: When they were written.
    """

    text: str
    modified: datetime


def in_order(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Sort revisions, oldest first."""
    return tuple(sorted(revisions, key=lambda each: (each.modified, each.text)))


class Changed(Struct, frozen=True):
    """When each part of an annotation was last changed; None: not since it was made. Merging needs it."""

    text: datetime | None = None
    color: datetime | None = None
    tags: datetime | None = None
    place: datetime | None = None


class Annotation(Struct, frozen=True, kw_only=True):
    """A highlight or a reflection, in one of its states.

    Attributes:
        id: Never changes; see `new_id`.
        kind: Highlight or reflection.
        note_id: `Note.id` of its note.
        note_key: `Note.key` of its note when this state was made, to find the note again if its id is gone.
        note_title: Title of the note when this state was made.
        selectors: The passage; None: the whole note.
        color: Of a highlight; None for a reflection.
        text: The leader's own words, Markdown; gated. Empty for a highlight.
        on: Id of the highlight that a reflection was written on.
        tags: Labels given by the leader.
        created: When it was made.
        modified: When it was last changed; later than the `modified` of each state it was made from, even if
            the clock was set back.
        deleted: When it was deleted; None: it is not.
        revisions: Earlier texts, and texts that lost against a newer one in a merge; oldest first.
        version: Names this state; empty for an annotation never changed since it was made.
        parents: Names of all states this one was made from, sorted; so that a merge can tell a later state
            from one made elsewhere without knowing of it.
        changed: When each part was changed.
        extra: Fields of the record that this version of Reader does not know; kept and written back.
    """

    id: str
    kind: Kind
    note_id: str
    note_key: str
    note_title: str
    selectors: Selectors | None
    color: Color | None = None
    text: str = ""
    on: str | None = None
    tags: tuple[str, ...] = ()
    created: datetime
    modified: datetime
    deleted: datetime | None = None
    revisions: tuple[Revision, ...] = ()
    version: str = ""
    parents: tuple[str, ...] = ()
    changed: Changed = Changed()
    extra: Mapping[str, object] = {}

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.text, self.modified))  # `extra` has no hash

    @property
    def is_shared(self) -> bool:
        """Tell whether the leader gave it the tag ``shared``, or one nested in it: not private any more."""
        return any(f"{tag.casefold()}/".startswith("shared/") for tag in self.tags)


_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, small letters: sorts as it counts, and has no letter that looks like a digit."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def _base32(number: int, digits: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits)))


def new_id(now: datetime) -> str:
    """Make an id: 10 characters of time in milliseconds, then 13 that hold 64 random bits; sorts by time.

    Ids that count up collide between processes (DESIGN section 5), these do not.
    """
    return _base32(max((now - _EPOCH) // _MILLISECOND, 0), 10) + new_version()


def new_version() -> str:
    """Make a name for a state: 13 characters that hold 64 random bits."""
    return _base32(int.from_bytes(os.urandom(8), "big"), 13)


def to_milliseconds(moment: datetime) -> datetime:
    """Give a time in UTC, cut to whole milliseconds, as records keep it.

    Raises:
        ValueError: ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be kept")
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)
