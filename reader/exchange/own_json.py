"""Reader's own JSON: everything, earlier words and deleted annotations too, for a return without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from reader.annotations.record import from_record, to_record
from reader.exchange.exported import GENERATOR, ExportedNote, holds
from reader.exchange.imported import ImportedAnnotation, Reading, Refused, line, read_each
from reader.exchange.json_values import entries, fields
from reader.exchange.moments import written

NAME: Final = "Reader's own JSON"
FORMAT: Final = "better-way-reader/annotations"
VERSION: Final = 1


def write(notes: Iterable[ExportedNote], now: datetime) -> Iterator[str]:
    """Write annotations, a record a line; the pieces together are one JSON object."""
    several = list(notes)
    head: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "generator": GENERATOR,
        "exported": written(now),
    }
    head["holds"] = holds(several)
    yield json.dumps(head, ensure_ascii=False, indent=2)[:-2] + ',\n  "notes": ['
    records: list[str] = []
    before = "\n"
    for note in several:
        about = {"id": note.id, "path": note.key, "title": note.title, "source": note.source}
        yield f"{before}    {json.dumps(about, ensure_ascii=False)}"
        before = ",\n"
        records += [json.dumps(to_record(each), ensure_ascii=False) for each in note.annotations]
    yield '\n  ],\n  "annotations": [' + ",".join(f"\n    {each}" for each in records)
    yield "\n  ]\n}\n"


def is_own(value: object) -> bool:
    """Tell whether a JSON value is of this format."""
    return fields(value).get("format") == FORMAT


def read(value: object) -> Reading:
    """Read annotations; a record of the wrong shape is refused and the others are taken."""
    version = fields(value).get("version")
    if not isinstance(version, int) or version > VERSION:
        why = "a later Reader wrote it; nothing of it is guessed"
        return Reading(NAME, refused=(Refused("version", why),))
    sources = {line(fields(each).get("id")): each for each in entries(fields(value).get("notes"))}

    def read_one(record: object, place: str) -> ImportedAnnotation:
        whole = from_record(fields(record))
        source = line(fields(sources.get(whole.note_id)).get("source"))
        return ImportedAnnotation(place=place, source=source, title=whole.note_title, whole=whole)

    numbered = enumerate(entries(fields(value).get("annotations")), start=1)
    return read_each(NAME, ((f"entry {number}", record) for number, record in numbered), read_one)
