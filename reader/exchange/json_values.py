"""JSON of other programs, read without trust: any shape, any depth, any size of number."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reader.errors import SourceUnreadable
from reader.exchange.imported import Reading, Refused


def parsed(text: str) -> object:
    """Parse JSON.

    Raises:
        SourceUnreadable: It is no JSON; the sentence says where.
    """
    try:
        value: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise SourceUnreadable(
            f"It is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise SourceUnreadable("It is JSON that is nested too deep or has numbers too long.") from error
    return value


def fields(value: object) -> Mapping[str, object]:
    """Give an object's fields; none for anything that is no object."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[object]:
    """Give a list; a single value that is not null becomes a list of one, null an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def whole_number(value: object) -> int | None:
    """Give a whole number from 0 up; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def wrong_shape(name: str, place: str) -> Reading:
    """Give the reading of a file whose outermost value is not what the format has there."""
    return Reading(name, refused=(Refused(place, "it is not what this format has there"),))
