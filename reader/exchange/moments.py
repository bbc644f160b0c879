"""Reading times as other programs write them; a time without a zone is one of the reader's own clock.

What is no date (2026-02-30) is a `ValueError` whose message is a clause; nothing is guessed. Times are aware,
in UTC, in whole milliseconds.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from reader.annotations.model import to_milliseconds
from reader.exchange.imported import line

_EARLIEST: Final = 1900
_LATEST: Final = 2200
"""Years beyond which a time is a slip (an epoch in the wrong unit) and not when somebody read."""

# The forms in Readwise's files besides ISO 8601.
_FORMS: Final = (
    "%B %d, %Y %I:%M:%S %p",
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y",
    "%b %d, %Y",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y",
    # As spreadsheets save them again, in the United States and where days stand first, with full stops.
    "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
)
_SHORT_ZONE: Final = re.compile(r"([+-]\d\d)$")


def moment_of(value: object) -> datetime | None:
    """Read a time written by a program: ISO 8601, RFC 3339, Readwise's English forms, seconds since 1970.

    Returns:
        The time; None for nothing (empty, null).

    Raises:
        ValueError: It is no time.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_seconds(float(value))
    text = line(value)
    if not text:
        return None
    if re.fullmatch(r"\d{9,11}", text):
        return _of_seconds(float(text))
    return _checked(_parsed(text), text)


def _parsed(text: str) -> datetime:
    zoned = _SHORT_ZONE.sub(r"\1:00", text) if ":" in text else text
    for form in (zoned.removesuffix(" UTC"), text):
        try:
            parsed = datetime.fromisoformat(form)
        except ValueError:
            continue
        return parsed.replace(tzinfo=UTC) if text.endswith(" UTC") else parsed
    for pattern in _FORMS:
        try:
            return datetime.strptime(text, pattern)  # the zone is settled by the caller
        except ValueError:
            continue
    raise ValueError(f"“{text[:40]}” is no date")


def _of_seconds(seconds: float) -> datetime:
    try:
        return _checked(datetime.fromtimestamp(seconds, UTC), str(seconds))
    except (OverflowError, OSError, ValueError):
        raise ValueError(f"“{seconds:.0f}” is no time in seconds since 1970") from None


def _checked(moment: datetime, text: str) -> datetime:
    if not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError(f"“{text[:40]}” is no time at which somebody read")
    return local(moment)


def local(moment: datetime) -> datetime:
    """Give a time in UTC; one without a zone is one of the reader's own clock."""
    return to_milliseconds(moment if moment.tzinfo else moment.astimezone())


def written(moment: datetime) -> str:
    """Write a time as RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
