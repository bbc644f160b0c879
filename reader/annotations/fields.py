"""Strict reading of one field after the other from JSON values; whatever is wrong is said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from reader.annotations.model import to_milliseconds
from reader.deferred import pattern
from reader.errors import BadRecord
from reader.gate import clean_line, clean_text

Choice = TypeVar("Choice", bound=StrEnum)

_RFC3339: Final = pattern(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
"""RFC 3339 section 5.6; Python's own reading also takes forms that are no RFC 3339."""


class Fields:
    """The fields of one JSON object.

    Attributes:
        owner: What the object is, as the beginning of a sentence.
    """

    def __init__(self, values: Mapping[str, object], owner: str) -> None:
        self._values = values
        self.owner = owner

    def _wrong(self, key: str, wanted: str) -> BadRecord:
        return BadRecord(f"{self.owner} has no “{key}” that is {wanted}.")

    def has(self, key: str) -> bool:
        """Tell whether a field is there and not null."""
        return self._values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Give a text of any number of lines, gated."""
        value = self._values.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a text")
        return clean_text(value)

    def line(self, key: str, default: str | None = None) -> str:
        """Give a text of one line, gated."""
        return clean_line(self.text(key, default))

    def name(self, key: str) -> str:
        """Give a text of one line that is not empty."""
        value = self.line(key, default="")
        if not value:
            raise self._wrong(key, "a name")
        return value

    def lines(self, key: str) -> tuple[str, ...]:
        """Give a list of texts of one line; empty when the field is not there."""
        values = self._values.get(key, [])
        if not isinstance(values, list | tuple):
            raise self._wrong(key, "a list of texts")
        texts = [each for each in values if isinstance(each, str)]
        if len(texts) != len(values):
            raise self._wrong(key, "a list of texts")
        return tuple(map(clean_line, texts))

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Give one of the values of ``choices``."""
        value = self._values.get(key)
        for choice in choices:
            if choice.value == value:
                return choice
        raise self._wrong(key, "one of " + ", ".join(choices))

    def count(self, key: str) -> int:
        """Give a whole number from 0 up."""
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(key, "a whole number from 0 up")
        return value

    def time(self, key: str) -> datetime:
        """Give a time in UTC, in whole milliseconds."""
        value = self._values.get(key)
        if not isinstance(value, str) or not _RFC3339.fullmatch(value):
            raise self._wrong(key, "a time as RFC 3339 has it")
        try:
            return to_milliseconds(datetime.fromisoformat(value.upper()))
        except (ValueError, OverflowError):
            raise self._wrong(key, "a time as RFC 3339 has it") from None

    def time_or_none(self, key: str) -> datetime | None:
        """Give a time; None when the field is null or not there."""
        return self.time(key) if self.has(key) else None

    def part(self, key: str) -> Fields | None:
        """Give the fields of an object inside; None when it is null or not there."""
        return self.needed_part(key) if self.has(key) else None

    def needed_part(self, key: str) -> Fields:
        """Give the fields of an object inside."""
        value = self._values.get(key)
        if not isinstance(value, Mapping):
            raise self._wrong(key, "an object")
        return Fields(value, f"{self.owner}: its {key}")

    def parts(self, key: str) -> list[Fields]:
        """Give the objects of a list; empty when the field is not there."""
        values = self._values.get(key, [])
        if not isinstance(values, list | tuple) or not all(isinstance(each, Mapping) for each in values):
            raise self._wrong(key, "a list of objects")
        return [Fields(each, f"{self.owner}: each of its {key}") for each in values]
