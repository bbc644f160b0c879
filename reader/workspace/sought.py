"""What the journal is narrowed to: a search query as `reader.workspace.query` reads it, and ``status:``.

Words are beginnings of words, as in the search of the library, so that one way of typing counts everywhere.
Nothing typed raises: what cannot be understood is said in `Sought.problem` and does not narrow.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct

from reader.annotations.anchor import Status
from reader.annotations.model import Annotation, Color
from reader.gate import clean_line
from reader.index.terms import Finder
from reader.library.tags import has_tag
from reader.workspace.query import Query, parse_query

_STATUS: Final = re.compile(r"(?<!\S)status:(\S*)", re.IGNORECASE)


class Sought(Struct, frozen=True):
    """What the journal is narrowed to.

    Attributes:
        query: Words, tags, colours, kinds, places and days.
        status: How well the place is known; None: however well.
        problem: One sentence on what could not be understood; empty when all was.
    """

    query: Query
    status: Status | None = None
    problem: str = ""

    def fits(self, annotation: Annotation, color: Color | None, tags: tuple[str, ...], title: str) -> bool:
        """Tell whether an annotation is sought; its status is not looked at.

        Args:
            annotation: The annotation.
            color: Its colour, or that of the highlight it was written on.
            tags: Its own tags and its note's.
            title: Its note's title.
        """
        query = self.query
        day = annotation.created.astimezone().date()
        place = f"{annotation.note_key}\n{title}".casefold()
        return (
            (not query.colors or color in query.colors)
            and (not query.kinds or annotation.kind.value in query.kinds)
            and (query.after is None or day >= query.after)
            and (query.before is None or day < query.before)
            and (not query.places or any(each in place for each in query.places))
            and all(has_tag(tags, tag) for tag in query.tags)
            and self._has_words(annotation, (*tags, title))
        )

    def _has_words(self, annotation: Annotation, beside: tuple[str, ...]) -> bool:
        query = self.query
        if not query.terms and not query.without:
            return True
        quote = annotation.selectors.quote.exact if annotation.selectors else ""
        text = "\n".join((quote, annotation.text, *beside))
        return Finder(query.terms).holds_all(text) and not Finder(query.without).holds_any_of([text])


def sought(text: str, today: date) -> Sought:
    """Read what was typed; ``today`` is the day that ``today`` and ``yesterday`` mean."""
    status, problem = None, ""
    for value in _STATUS.findall(clean_line(text)):
        fitting = [each for each in Status if value and each.value.startswith(value.casefold())]
        if fitting:
            status = fitting[0]
        elif value:
            problem = f"“{value}” is not a status; there are {', '.join(each.value for each in Status)}."
    rest = _STATUS.sub(" ", text).strip()
    query = parse_query(rest, today)
    problems = [problem, *(query.problems if rest else [])]
    return Sought(query, status, next((each for each in problems if each), ""))
