"""What an exchange format says, in neutral values: before it is known to which note it belongs.

Units: `ImportedAnnotation.position` counts code points of the text it was made on, or UTF-16 code units where
`is_utf16` says so (that is how browsers count); `in_code_points` converts once the text is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeVar

from msgspec import Struct

from reader.annotations.model import Annotation, Color
from reader.errors import BadRecord
from reader.gate import clean_line, clean_text

LONGEST_QUOTE: Final = 100_000
"""Code points of one quote or reflection; more is not a passage but a book, or an attack."""


class Refused(Struct, frozen=True):
    """One entry of a file that could not be taken.

    Attributes:
        place: Where in the file it stands: "row 3", "entry 12".
        why: One clause without capital or full stop.
    """

    place: str
    why: str


class ImportedAnnotation(Struct, frozen=True, kw_only=True):
    """One passage, or one text about a whole note, as another program kept it. All text is gated.

    Attributes:
        place: Where in the file it stands.
        quote: The words of the passage; empty: about the whole note.
        prefix: What stood before it, if that is known.
        suffix: What stood after it.
        position: Where it stood, half open; None where the format does not say.
        is_utf16: ``position`` counts UTF-16 code units.
        headings: Titles of the headings over it, outermost first.
        text: The leader's own words about it.
        tags: Labels.
        color: The colour; None where none was given.
        is_comment: With words on a passage and no highlight beneath them.
        created: When it was made; None where the format does not say.
        modified: When it was last changed.
        origin: Names it at its source ("hypothesis:abc"), so that it is known when it comes again.
        source: Address of what was read.
        title: Title of what was read.
        whole: All that Reader itself kept about it: then the rest only helps to find its note.
    """

    place: str
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    position: tuple[int, int] | None = None
    is_utf16: bool = False
    headings: tuple[str, ...] = ()
    text: str = ""
    tags: tuple[str, ...] = ()
    color: Color | None = None
    is_comment: bool = False
    created: datetime | None = None
    modified: datetime | None = None
    origin: str = ""
    source: str = ""
    title: str = ""
    whole: Annotation | None = None


class Reading(Struct, frozen=True):
    """What a file held.

    Attributes:
        format: The format in a person's words: "Kindle clippings".
        items: What can be taken.
        refused: What cannot, and why.
        remarks: Sentences on the file as a whole.
        skipped: Entries left out because they are no annotations (bookmarks), or told twice.
    """

    format: str
    items: tuple[ImportedAnnotation, ...] = ()
    refused: tuple[Refused, ...] = ()
    remarks: tuple[str, ...] = ()
    skipped: int = 0


Entry = TypeVar("Entry")


def read_each(
    name: str,
    entries: Iterable[tuple[str, Entry]],
    read_one: Callable[[Entry, str], ImportedAnnotation],
    *,
    skipped: int = 0,
) -> Reading:
    """Read entry by entry; one that is wrong is refused, and never stops the rest.

    Args:
        name: The format in a person's words.
        entries: Each with its place in the file.
        read_one: Reads an entry, given with its place. What it raises as `ValueError` is a clause for
            `Refused.why`; a `BadRecord` is a sentence, and becomes one.
        skipped: As `Reading.skipped`.
    """
    items, refused = [], []
    for place, entry in entries:
        try:
            items.append(read_one(entry, place))
        except ValueError as error:
            refused.append(Refused(place, str(error)))
        except BadRecord as error:
            sentence = str(error).rstrip(".")
            refused.append(Refused(place, sentence[:1].lower() + sentence[1:]))
    return Reading(name, tuple(items), tuple(refused), skipped=skipped)


def words(value: object) -> str:
    """Give a text of several lines, gated and without blanks around it; empty for anything that is no text.

    Raises:
        ValueError: It is far too long; the message is a clause for `Refused.why`.
    """
    return passage(value).strip()


def passage(value: object) -> str:
    """Give a text as `words`, but with the blanks around it: they belong to a passage and its surroundings.

    Raises:
        ValueError: It is far too long.
    """
    if not isinstance(value, str):
        return ""
    if len(value) > LONGEST_QUOTE:
        raise ValueError(f"it has {len(value):,} characters, more than the {LONGEST_QUOTE:,} of any passage")
    return clean_text(value)


def line(value: object) -> str:
    """Give a text of one line, gated and with single blanks; empty for anything that is no text."""
    return " ".join(clean_line(value[:2000]).split()) if isinstance(value, str) else ""


def labels(values: Iterable[object]) -> tuple[str, ...]:
    """Give tags: one line each, without ``#``, each once (compared without case)."""
    clean: dict[str, str] = {}
    for value in values:
        name = line(value).lstrip("#").strip()
        if name:
            clean.setdefault(name.casefold(), name)
    return tuple(clean.values())


_NEAREST: Final = {
    "orange": Color.YELLOW,
    "gold": Color.YELLOW,
    "olive": Color.GREEN,
    "lime": Color.GREEN,
    "teal": Color.GREEN,
    "cyan": Color.BLUE,
    "aqua": Color.BLUE,
    "navy": Color.BLUE,
    "pink": Color.RED,
    "magenta": Color.PURPLE,
    "violet": Color.PURPLE,
    "indigo": Color.PURPLE,
}
"""Colours of other programs (KOReader, Kindle, Readwise) and the one of ours that is nearest."""


def color_named(name: object) -> Color | None:
    """Give the colour nearest to a name; None where there is no name, yellow where it says nothing to us."""
    wanted = line(name).casefold()
    if not wanted:
        return None
    return next((each for each in Color if each.value == wanted), _NEAREST.get(wanted, Color.YELLOW))


def in_code_points(text: str, start: int, end: int) -> tuple[int, int]:
    """Convert a pair of UTF-16 offsets into ``text`` to code points; one inside a pair of surrogates is its
    beginning, one past the end is the end."""
    if text.isascii():
        return min(start, len(text)), min(end, len(text))
    encoded = text.encode("utf-16-le", "surrogatepass")
    first, last = (len(encoded[: 2 * each].decode("utf-16-le", "ignore")) for each in (start, end))
    return first, last


def in_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """Convert a pair of code point offsets into ``text`` to UTF-16 code units."""
    first = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
    return first, first + len(text[start:end].encode("utf-16-le", "surrogatepass")) // 2
