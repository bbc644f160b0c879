"""The dates in Kindle's clippings, in the five languages read here."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from reader.exchange.moments import local

_MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber maerz",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_CLOCK: Final = re.compile(r"(\d{1,2})[:h](\d\d)(?:[:m](\d\d))?s?\s*([ap])?\.?\s*(?:m\b)?", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]+)\s+(\d{1,2}),?\s+(\d{4})")
_CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHINESE_CLOCK: Final = re.compile(r"(上午|下午|凌晨|中午|晚上)?\s*(\d{1,2}):(\d\d)(?::(\d\d))?")


def kindle_moment(about: str) -> datetime | None:
    """Read the date at the end of an entry's second line.

    Returns:
        The time; None where the line has no date at all.

    Raises:
        ValueError: It has one that does not exist.
    """
    said = about.rpartition("|")[2].strip()
    chinese = _CHINESE.search(said)
    if chinese:
        clock = _CHINESE_CLOCK.search(said, chinese.end())
        hour, minute, second = (int(each or 0) for each in clock.groups()[1:]) if clock else (0, 0, 0)
        if clock and clock[1] in ("下午", "晚上", "中午") and hour < 12:
            hour += 12
        if clock and clock[1] in ("上午", "凌晨") and hour == 12:
            hour = 0
        return _moment(said, (int(chinese[1]), int(chinese[2]), int(chinese[3])), (hour, minute, second))
    day = _day(said)
    if day is None:
        return None
    clock = _CLOCK.search(said)
    if clock is None:
        return _moment(said, day, (0, 0, 0))
    hour = int(clock[1])
    half = (clock[4] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return _moment(said, day, (hour, int(clock[2]), int(clock[3] or 0)))


def _day(said: str) -> tuple[int, int, int] | None:
    for found in _DAY_FIRST.finditer(said):
        if found[2].casefold() in _MONTHS:
            return int(found[3]), _MONTHS[found[2].casefold()], int(found[1])
    for found in _MONTH_FIRST.finditer(said):
        if found[1].casefold() in _MONTHS:
            return int(found[3]), _MONTHS[found[1].casefold()], int(found[2])
    return None


def _moment(said: str, day: tuple[int, int, int], clock: tuple[int, int, int]) -> datetime:
    try:
        return local(datetime(*day, *clock))  # the device writes its own clock
    except (ValueError, OverflowError):
        raise ValueError(f"“{said[:60]}” is no date") from None
