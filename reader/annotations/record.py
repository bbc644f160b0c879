"""An annotation as a record: plain JSON values, as the store keeps them and as copies travel.

Times are RFC 3339 in UTC with milliseconds; positions are code points. Reading is strict: a record of the
wrong shape raises `BadRecord`, nothing in it is guessed. Text is gated when it enters. Fields that are not
known stay in `Annotation.extra` and are written back, so that an older Reader never loses what a newer one
wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from reader.annotations.fields import Fields
from reader.annotations.model import (
    Annotation,
    Changed,
    Color,
    Kind,
    Quote,
    Revision,
    Selectors,
    TextPosition,
)
from reader.errors import BadRecord
from reader.gate import clean_line

_KNOWN: Final = frozenset(Annotation.__struct_fields__) - {"extra"}


def to_record(annotation: Annotation) -> dict[str, object]:
    """Give an annotation as JSON values. Reading it back with `from_record` gives an equal annotation."""
    return {
        **annotation.extra,
        "id": annotation.id,
        "kind": annotation.kind.value,
        "note_id": annotation.note_id,
        "note_key": annotation.note_key,
        "note_title": annotation.note_title,
        "selectors": _selectors_record(annotation.selectors) if annotation.selectors else None,
        "color": annotation.color.value if annotation.color else None,
        "text": annotation.text,
        "on": annotation.on,
        "tags": list(annotation.tags),
        "created": _time(annotation.created),
        "modified": _time(annotation.modified),
        "deleted": _time(annotation.deleted) if annotation.deleted else None,
        "revisions": [{"text": each.text, "modified": _time(each.modified)} for each in annotation.revisions],
        "version": annotation.version,
        "parents": list(annotation.parents),
        "changed": _changed_record(annotation.changed),
    }


def from_record(record: Mapping[str, object]) -> Annotation:
    """Read an annotation from JSON values.

    Raises:
        BadRecord: The record has the wrong shape; the sentence says which record and which of its fields.
    """
    if not isinstance(record, Mapping):
        raise BadRecord("A record is not an object of named fields.")
    name = record.get("id")
    owner = (
        f"The record {clean_line(name)[:40]}" if isinstance(name, str) and name else "A record without an id"
    )
    fields = Fields(record, owner)
    annotation = Annotation(
        id=fields.name("id"),
        kind=fields.choice("kind", Kind),
        note_id=fields.line("note_id"),
        note_key=fields.line("note_key"),
        note_title=fields.line("note_title"),
        selectors=_selectors(fields.part("selectors")),
        color=fields.choice("color", Color) if fields.has("color") else None,
        text=fields.text("text", default=""),
        on=fields.name("on") if fields.has("on") else None,
        tags=fields.lines("tags"),
        created=fields.time("created"),
        modified=fields.time("modified"),
        deleted=fields.time_or_none("deleted"),
        revisions=tuple(
            Revision(each.text("text"), each.time("modified")) for each in fields.parts("revisions")
        ),
        version=fields.line("version", default=""),
        parents=fields.lines("parents"),
        changed=_changed(fields.part("changed")),
        extra={key: value for key, value in record.items() if key not in _KNOWN},
    )
    if annotation.kind is Kind.HIGHLIGHT and (annotation.selectors is None or annotation.color is None):
        raise BadRecord(
            f"{owner} is a highlight but has no {'colour' if annotation.selectors else 'passage'}."
        )
    return annotation


def _selectors_record(selectors: Selectors) -> dict[str, object]:
    quote, position = selectors.quote, selectors.position
    return {
        "quote": {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        "position": {"start": position.start, "end": position.end},
        "headings": list(selectors.headings),
        "text_hash": selectors.text_hash,
    }


def _selectors(fields: Fields | None) -> Selectors | None:
    if fields is None:
        return None
    quote, position = fields.needed_part("quote"), fields.needed_part("position")
    start, end = position.count("start"), position.count("end")
    if end < start:
        raise BadRecord(f"{position.owner} ends before it starts.")
    return Selectors(
        Quote(quote.text("exact"), quote.text("prefix", default=""), quote.text("suffix", default="")),
        TextPosition(start, end),
        fields.lines("headings"),
        fields.line("text_hash", default=""),
    )


def _changed_record(changed: Changed) -> dict[str, object]:
    times = {"text": changed.text, "color": changed.color, "tags": changed.tags, "place": changed.place}
    return {part: _time(moment) for part, moment in times.items() if moment is not None}


def _changed(fields: Fields | None) -> Changed:
    if fields is None:
        return Changed()
    text, color = fields.time_or_none("text"), fields.time_or_none("color")
    return Changed(text, color, fields.time_or_none("tags"), fields.time_or_none("place"))


def _time(moment: datetime) -> str:
    """Write a time; three digits of the second, ``Z`` for UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
