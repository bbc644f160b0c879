"""Hypothesis: the JSON its client exports and the JSON its API answers, in and out.

Its positions count UTF-16 code units of the web page's text (a browser's strings). They say where to look
first; the words decide. It knows no colours: ours travel as the tag ``color:NAME``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from reader.annotations.model import Color, Kind
from reader.exchange.exported import GENERATOR, ExportedAnnotation, ExportedNote, address_of
from reader.exchange.imported import (
    ImportedAnnotation,
    Reading,
    Refused,
    in_utf16,
    labels,
    line,
    passage,
    read_each,
    words,
)
from reader.exchange.json_values import entries, fields, whole_number
from reader.exchange.moments import moment_of, written

NAME: Final = "Hypothesis"
_COLOR: Final = "color:"


def is_hypothesis(value: object) -> bool:
    """Tell whether a JSON value is an export of the client or an answer of the API."""
    if isinstance(value, list):
        return bool(value) and _is_one(value[0])
    whole = fields(value)
    if "client_version" in whole or "export_userid" in whole:
        return True
    rows = whole.get("rows")
    return (isinstance(rows, list) and (not rows or any(map(_is_one, rows)))) or _is_one(value)


def _is_one(value: object) -> bool:
    one = fields(value)
    return "uri" in one and ("target" in one or "text" in one)


def read(value: object) -> Reading:
    """Read annotations, page notes and replies; an entry of the wrong shape is refused."""
    whole = fields(value)
    rows = value if isinstance(value, list) else whole.get("annotations", whole.get("rows"))
    if rows is None and _is_one(value):
        rows = [value]
    if not isinstance(rows, list):
        return Reading(NAME, refused=(Refused("the whole file", "it has no list of annotations"),))
    known = {line(fields(each).get("id")): fields(each) for each in rows}
    numbered = ((f"annotation {number}", fields(row)) for number, row in enumerate(rows, start=1))
    return read_each(NAME, numbered, lambda row, place: _read_one(row, place, known))


def _read_one(
    row: Mapping[str, object], place: str, known: Mapping[str, Mapping[str, object]]
) -> ImportedAnnotation:
    if not _is_one(row):
        raise ValueError("it has no address of a page and no passage or words")
    text = words(row.get("text"))
    tags = labels(entries(row.get("tags")))
    name = line(row.get("id"))
    item = ImportedAnnotation(
        place=place,
        text=text,
        tags=tuple(each for each in tags if _color(each) is None),
        color=next((color for each in tags if (color := _color(each)) is not None), None),
        created=moment_of(row.get("created")),
        modified=moment_of(row.get("updated")),
        origin=f"hypothesis:{name}" if name else "",
        source=line(row.get("uri")),
        title=_title(row),
    )
    item = replace(item, is_comment=bool(text) and item.color is None)
    return _with_passage(item, _passage_of(row, known))


def _passage_of(row: Mapping[str, object], known: Mapping[str, Mapping[str, object]]) -> Mapping[str, object]:
    """Give the entry whose passage this one is on: its own, or that of what it replies to."""
    parents = entries(row.get("references"))
    above = known.get(line(parents[0])) if parents else None
    return above if above is not None else row


def _with_passage(item: ImportedAnnotation, row: Mapping[str, object]) -> ImportedAnnotation:
    for target in map(fields, entries(row.get("target"))):
        selectors = {line(fields(each).get("type")): fields(each) for each in entries(target.get("selector"))}
        found = selectors.get("TextQuoteSelector")
        if found is None:
            continue
        where = selectors.get("TextPositionSelector", {})
        start, end = whole_number(where.get("start")), whole_number(where.get("end"))
        return replace(
            item,
            quote=passage(found.get("exact")),
            prefix=passage(found.get("prefix")),
            suffix=passage(found.get("suffix")),
            position=(start, end) if start is not None and end is not None and start < end else None,
            is_utf16=True,
        )
    return item


def _title(row: Mapping[str, object]) -> str:
    titles = entries(fields(row.get("document")).get("title"))
    return line(titles[0]) if titles else ""


def _color(tag: str) -> Color | None:
    name = tag.casefold()
    if not name.startswith(_COLOR):
        return None
    return next((each for each in Color if each.value == name.removeprefix(_COLOR)), None)


def write(notes: Iterable[ExportedNote], now: datetime) -> Iterator[str]:
    """Write annotations as the client exports them, so that it can import them; one object in pieces."""
    head = {"export_date": written(now), "export_userid": "reader", "client_version": GENERATOR}
    yield json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "annotations": ['
    before = "\n"
    for note in notes:
        for kept in note.kept:
            yield f"{before}    {json.dumps(_written(note, kept), ensure_ascii=False)}"
            before = ",\n"
    yield "\n  ]\n}\n"


def _written(note: ExportedNote, kept: ExportedAnnotation) -> dict[str, object]:
    annotation = kept.annotation
    color = [f"{_COLOR}{annotation.color}"] if annotation.color else []
    source: dict[str, object] = {"source": address_of(note)}
    if annotation.selectors is not None:
        quote = annotation.selectors.quote
        said = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
        selectors: list[dict[str, object]] = [{"type": "TextQuoteSelector", **said}]
        if note.document is not None and kept.start is not None and kept.end is not None:
            start, end = in_utf16(note.document.text, kept.start, kept.end)
            selectors.insert(0, {"type": "TextPositionSelector", "start": start, "end": end})
        source["selector"] = selectors
    return {
        "id": annotation.id,
        "created": written(annotation.created),
        "updated": written(annotation.modified),
        "user": "acct:reader@localhost",
        "uri": address_of(note),
        "text": annotation.text if annotation.kind is Kind.REFLECTION else "",
        "tags": [*annotation.tags, *color],
        "target": [source],
        "document": {"title": [note.title]},
    }
