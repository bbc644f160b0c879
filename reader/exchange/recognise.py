"""Which annotation format a file has, told by what stands in it and never by its name."""

from __future__ import annotations

import re
from typing import Final

from reader.errors import SourceUnreadable
from reader.exchange import hypothesis_json, jsonld, kindle, koreader_json, own_json, readwise_csv
from reader.exchange.decoding import decoded
from reader.exchange.imported import Reading
from reader.exchange.json_values import parsed

_JSON_BEGINS: Final = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\]])")
"""How JSON of annotations begins; Markdown may begin with a bracket too, but not so."""

_JSON: Final = (
    (own_json.is_own, own_json.read),
    (jsonld.is_web_annotation, jsonld.read),
    (hypothesis_json.is_hypothesis, hypothesis_json.read),
    (koreader_json.is_koreader, koreader_json.read),
)


def read_annotations(content: bytes, *, is_json: bool = False) -> Reading | None:
    """Read a file of annotations, whatever its format.

    Args:
        content: Its bytes.
        is_json: Its name says so: what is broken in it is then said, also where its beginning is.

    Returns:
        What it holds; None when it is none of the formats known here (a note, perhaps).

    Raises:
        SourceUnreadable: It is one of them, and broken as a whole.
    """
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3")):
        return None  # a Word file, a picture: no text at all, and perhaps very large
    text, remarks = decoded(content)
    reading = _read(text, is_json=is_json)
    if reading is None:
        return None
    return Reading(
        reading.format, reading.items, reading.refused, (*remarks, *reading.remarks), reading.skipped
    )


def _read(text: str, *, is_json: bool) -> Reading | None:
    if is_json or _JSON_BEGINS.match(text):
        value = parsed(text)
        for is_one, read in _JSON:
            if is_one(value):
                return read(value)
        raise SourceUnreadable("It is JSON, but of no annotation format that Reader knows.")
    if kindle.is_clippings(text):
        return kindle.read(text)
    if readwise_csv.is_readwise(text):
        return readwise_csv.read(text)
    return None
