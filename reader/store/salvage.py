"""Reading what is left of a damaged snapshot: every record that still parses, whatever happened around it.

Tells what was wrong in clauses without any of the reader's words, and counts what was lost.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from msgspec import Struct, field

from reader.store.encoding import Tables, collector_off, from_json
from reader.store.joining import joined
from reader.store.snapshot import META_TABLE, Meta, meta_of

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_CONFLICT_MARKER: Final = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( .*)?\r?$", re.MULTILINE)
# The start of a table that holds numbered records, or of one record; in a string of JSON the quote would be
# escaped.
_START: Final = re.compile(
    r'(?<!\\)"(?:(?P<table>[^"\\\d][^"\\]{0,99})"\s*:\s*\{\s*(?="\d+"|\})|(?P<key>\d{1,99})"\s*:\s*(?=\{))'
)
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Salvaged(Struct):
    """What could be read."""

    tables: Tables = field(default_factory=dict)
    meta: Meta | None = None
    problems: list[str] = field(default_factory=list)  # clauses: "it began with a byte order mark"
    lost: int = 0  # records seen but not readable

    @property
    def records(self) -> int:
        """The number of records that could be read."""
        return sum(map(len, self.tables.values()))

    def complain(self, clause: str) -> None:
        """Note a problem once."""
        if clause not in self.problems:
            self.problems.append(clause)


def salvage(content: bytes) -> Salvaged:
    """Read every record of a snapshot that can still be read."""
    found = Salvaged()
    if content.startswith(_BYTE_ORDER_MARK):
        content = content.removeprefix(_BYTE_ORDER_MARK)
        found.complain("it began with a byte order mark")
    with collector_off():
        tables = _parsed(content, found)
        found.meta = meta_of(tables)
        for name, records in tables.items():
            if name != META_TABLE:
                _take_table(name, records, found)
    return found


def _parsed(content: bytes, found: Salvaged) -> dict[str, Any]:
    """Parse as strictly as the content allows, noting each step down."""
    parsed = _tolerantly(_decoded(content, found), found)
    if parsed is None:
        found.complain("it is not whole JSON")
        return _scanned(_decoded(content, found), found)
    if not isinstance(parsed, dict):
        found.complain("it holds no tables")
        return {}
    return parsed


def _decoded(content: bytes, found: Salvaged) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        found.complain("it holds bytes that are not UTF-8")
        return content.decode("utf-8", "replace")


def _tolerantly(text: str, found: Salvaged) -> object:
    """Parse JSON that may hold NaN, lone surrogates and doubled keys; ``None`` when it is none."""

    def no_number(_: str) -> None:
        found.complain("it holds NaN or an infinity")

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in pairs:
            if key in made:
                found.complain("it holds the same key twice")
                value = _both(made[key], value)
            made[key] = value
        return made

    try:
        parsed = json.loads(text, strict=False, parse_constant=no_number, object_pairs_hook=object_of)
    except (ValueError, RecursionError):
        return None
    return _without_surrogates(parsed, found) if _is_escaping_surrogates(text) else parsed


def _both(earlier: object, later: object) -> object:
    """Unite two values of one key: tables by their records, records by their histories."""
    if not isinstance(earlier, dict) or not isinstance(later, dict):
        return later
    if "id" in earlier or "id" in later:
        return joined(earlier, later)
    united = dict(earlier)
    for key, value in later.items():
        united[key] = _both(united[key], value) if key in united else value
    return united


def _is_escaping_surrogates(text: str) -> bool:
    return re.search(r"\\u[dD][89a-fA-F]", text) is not None


def _without_surrogates(value: object, found: Salvaged) -> object:
    if isinstance(value, str):
        if _LONE_SURROGATE.search(value):
            found.complain("it holds half characters (lone surrogates)")
            return _LONE_SURROGATE.sub("\ufffd", value)
        return value
    if isinstance(value, dict):
        return {
            _without_surrogates(key, found): _without_surrogates(part, found) for key, part in value.items()
        }
    if isinstance(value, list):
        return [_without_surrogates(part, found) for part in value]
    return value


def _scanned(text: str, found: Salvaged) -> dict[str, Any]:
    """Look for records one by one in text that is no JSON as a whole."""
    text, markers = _CONFLICT_MARKER.subn("", text)
    if markers:
        found.complain("it holds the conflict markers of git")
    tables: dict[str, Any] = {}
    name = "annotations"
    at = 0
    while match := _START.search(text, at):
        at = match.end()
        if match["table"] is not None:
            name = match["table"]
            continue
        end, record = _record_at(text, at, found)
        if record is None:
            found.lost += 1
            continue
        at = end
        table = tables.setdefault("annotations" if _is_annotation(record) else name, {})
        key = match["key"]
        table[key] = _both(table[key], record) if key in table else record
    return tables


def _is_annotation(record: object) -> bool:
    return isinstance(record, dict) and {"id", "kind", "note_id"} <= record.keys()


def _record_at(text: str, at: int, found: Salvaged) -> tuple[int, object]:
    """Parse the object that begins at ``at``; ``None`` when it is broken."""
    end = text.find("\n", at)
    line = text[at : end if end >= 0 else len(text)].rstrip().removesuffix(",")
    parsed = _tolerantly(line, found)  # in the store's own layout a record is the rest of its line
    if parsed is not None:
        return at + len(line), parsed
    try:
        parsed, end = json.JSONDecoder(strict=False).raw_decode(text, at)
    except (ValueError, RecursionError):
        return at, None
    return end, _without_surrogates(parsed, found)


def _take_table(name: str, records: object, found: Salvaged) -> None:
    if not isinstance(records, dict):
        found.complain("a table of it is none")
        return
    taken = found.tables.setdefault(name, {})
    for key, record in records.items():
        if isinstance(record, dict) and _is_number(key):
            taken[key] = record
        else:
            found.lost += 1
            found.complain("records of it have the wrong shape")


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()


def is_strictly_readable(content: bytes) -> bool:
    """Tell whether a strict parser reads it: then another program wrote it on purpose."""
    try:
        from_json(content)
    except ValueError:
        return False
    return True
