"""What a person types to search, understood; whatever it is, nothing raises.

Words are looked for as beginnings of words, all of them; "words in quotes" in a row; ``-word`` must not
be there. ``tag: color: kind: in: before: after:`` narrow, and may be given more than once: several colours,
kinds or places are alternatives, several tags must all be there. Any other sign is what one reads over: in
``a AND (b OR* c`` there are three plain words and two that happen to be "and" and "or".

Dates are local days: ``2024``, ``2024-05`` or ``2024-05-02``, ``today`` and ``yesterday``. ``after:`` counts
from the first of the days named, as ``since:`` does and ``--since`` of the command line; ``before:`` ends
before it, and ``until:`` with the last of them. So ``after:2024-05 before:2024-06`` is May, as in Gmail and
in git, and no day falls between two such halves or into both.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct, field

from reader.annotations.model import Color, Kind
from reader.gate import clean_line
from reader.index.terms import Term, term

MOST_TYPED: Final = 1_000
"""Code points of a query that are read; a longer one was pasted by mistake."""

MOST_TERMS: Final = 32
"""Terms of a query that are looked for."""

NOTE: Final = "note"
"""The kind of what is no annotation."""

_PART: Final = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:["“”„«]([^"“”„«»]*)(["“”»]?)|(\S+))')
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_NAMES: Final = {
    "tag": "tag",
    "tags": "tag",
    "color": "color",
    "colour": "color",
    "kind": "kind",
    "in": "in",
    "before": "before",
    "after": "after",
    "since": "after",
    "until": "until",
}


class Query(Struct):
    """A query as it was understood.

    Attributes:
        terms: What must be there.
        without: What must not.
        typed: The words typed without what narrows, for fuzzy titles.
        tags: Tags that must all be there, on the annotation or its note.
        colors: Colours of highlights, one of which is wanted.
        kinds: ``note``, ``highlight`` or ``reflection``.
        places: Parts of a note's path or title, one of which is wanted; lower case.
        after: The first day that is wanted.
        before: The first day that is too late.
        problems: One sentence for each thing that could not be understood and was left aside.
    """

    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    typed: str = ""
    tags: list[str] = field(default_factory=list)
    colors: list[Color] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    after: datetime.date | None = None
    before: datetime.date | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_narrowed(self) -> bool:
        """Whether something but words narrows the search."""
        return bool(
            self.tags or self.colors or self.kinds or self.places or self.after or self.before or self.without
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms and not self.is_narrowed

    @property
    def wants_notes(self) -> bool:
        """Whether notes themselves are wanted: colours are of highlights only."""
        return not self.colors and (not self.kinds or NOTE in self.kinds)

    @property
    def wants_annotations(self) -> bool:
        """Whether some annotations are wanted."""
        return not self.kinds or any(kind != NOTE for kind in self.kinds)


def parse_query(typed: str, today: datetime.date) -> Query:
    """Understand a query.

    Args:
        typed: As the person typed it, also half a word of it.
        today: The local day, for ``today`` and ``yesterday``.
    """
    query = Query()
    text = clean_line(typed)[:MOST_TYPED]
    plain: list[str] = []
    for minus, name, quoted, closing, bare in _PART.findall(text):
        value = quoted or bare
        narrow = _NARROW.get(_NAMES.get(name.lower(), ""))
        if narrow is not None and not minus:
            narrow(query, value.strip('"“”„«»'), today)
            continue
        if name:
            value = f"{name}:{value}"
        _add_words(query, value, is_without=bool(minus), is_whole=bool(quoted and closing))
        plain += [] if minus else [value]
    query.typed = " ".join(plain)
    if query.is_empty and not query.problems:
        words = "There is no word in that; type" if text.strip() else "Type"
        query.problems.append(f"{words} a word to look for, or tag: color: kind: in: before: after:.")
    return query


def _add_words(query: Query, value: str, *, is_without: bool, is_whole: bool) -> None:
    found = term(value, is_whole=is_whole)
    terms = query.without if is_without else query.terms
    if found is not None and len(terms) < MOST_TERMS:
        terms.append(found)


def _tag(query: Query, value: str, _today: datetime.date) -> None:
    name = value.strip().lstrip("#")
    if name:
        query.tags.append(name)


def _color(query: Query, value: str, _today: datetime.date) -> None:
    found = [color for color in Color if value and color.value.startswith(value.lower())]
    if len(found) == 1:
        query.colors += found
    elif value:
        query.problems.append(f"“{value}” is not a colour; there are {_listed([*Color])}.")


def _kind(query: Query, value: str, _today: datetime.date) -> None:
    kinds = [NOTE, *(str(kind) for kind in Kind)]
    found = [kind for kind in kinds if value and kind.startswith(value.lower().removesuffix("s"))]
    if len(found) == 1:
        query.kinds += found
    elif value:
        query.problems.append(f"“{value}” is not a kind; there are {_listed(kinds)}.")


def _in(query: Query, value: str, _today: datetime.date) -> None:
    place = value.lower()
    if place in ("notes", NOTE):
        query.kinds.append(NOTE)
    elif place in ("annotations", "annotation"):
        query.kinds += [str(kind) for kind in Kind]
    elif place and place != "all":
        query.places.append(place)


def _before(query: Query, value: str, today: datetime.date) -> None:
    span = _span(query, value, today)
    if span is not None:
        query.before = min(span[0], query.before or span[0])


def _until(query: Query, value: str, today: datetime.date) -> None:
    span = _span(query, value, today)
    if span is not None:
        query.before = min(span[1], query.before or span[1])


def _after(query: Query, value: str, today: datetime.date) -> None:
    span = _span(query, value, today)
    if span is not None:
        query.after = max(span[0], query.after or span[0])


_NARROW: Final[dict[str, Callable[[Query, str, datetime.date], None]]] = {
    "tag": _tag,
    "color": _color,
    "kind": _kind,
    "in": _in,
    "before": _before,
    "until": _until,
    "after": _after,
}


def _span(query: Query, value: str, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    span = days_named(value, today)
    if span is None and value:
        query.problems.append(f"“{value}” is not a date; write it as 2024-05-02, 2024-05 or 2024.")
    return span


def days_named(value: str, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """Return the first day of a day, month or year and the first day after it; None where it names none.

    Args:
        value: As it was typed.
        today: The local day, for ``today`` and ``yesterday``.
    """
    day = datetime.timedelta(days=1)
    named = {"today": today, "yesterday": today - day}.get(value.lower())
    if named is not None:
        return named, named + day
    match = _DAY.fullmatch(value)
    try:
        if match is not None:
            year, month, number = (int(part) if part else 0 for part in match.groups())
            first = datetime.date(year, month or 1, number or 1)
            if number:
                return first, first + day
            months = year * 12 + (month or 12)
            return first, datetime.date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        pass  # the 30th of February, the year 9999
    return None


def _listed(names: list[str] | list[Color]) -> str:
    words = [str(name) for name in names]
    return f"{', '.join(words[:-1])} and {words[-1]}"
