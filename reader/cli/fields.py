"""The fields of the JSON that commands print (DESIGN section 9), and the same facts in words.

Offsets are code points into the document's plain text (blocks joined by a blank line); times are RFC 3339
in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.gate import clean_line

if TYPE_CHECKING:  # for start-up cost: the types are all that is needed of them here
    from reader.annotations.model import Annotation
    from reader.document.model import Document
    from reader.library.note import Note
    from reader.workspace import Entry, Placed, Workspace

QUOTE_SHOWN = 160
"""Code points of a quote that people are shown in a list, two lines or so; programs get it whole."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def note_fields(entry: Entry, note: Note) -> dict[str, object]:
    """Return what JSON says of a note."""
    return {
        "id": note.id,
        "path": note.key,
        "title": note.title,
        "tags": list(note.tags),
        "date": note.date.isoformat() if note.date else None,
        "words": entry.words,
        "key_points": entry.key_points,
        "highlights": entry.highlights,
        "reflections": entry.reflections,
    }


def annotation_fields(placed: Placed, document: Document | None) -> dict[str, object]:
    """Return what JSON says of an annotation; ``document`` is that of its note, None where there is none."""
    annotation, passage = placed.annotation, placed.range
    quote = annotation.selectors.quote if annotation.selectors else None
    has_place = document is not None and passage is not None
    return {
        "id": annotation.id,
        "kind": str(annotation.kind),
        "note": annotation.note_id,
        "status": str(placed.status),
        "exact": quote.exact if quote else None,
        "prefix": quote.prefix if quote else None,
        "suffix": quote.suffix if quote else None,
        "start": document.offset_of(passage.start) if has_place and document and passage else None,
        "end": document.offset_of(passage.end) if has_place and document and passage else None,
        "color": str(annotation.color) if annotation.color else None,
        "text": annotation.text,
        "tags": list(annotation.tags),
        "created": moment(annotation.created),
        "modified": moment(annotation.modified),
    }


def placed_fields(workspace: Workspace, placed: Placed) -> dict[str, object]:
    """Return what JSON says of an annotation in a workspace; its note is the one that holds it now."""
    note = workspace.note_of(placed.annotation)
    fields = annotation_fields(placed, workspace.document(note) if note else None)
    return fields | {"note": note.id} if note else fields


def moment(value: datetime) -> str:
    """Return a time as RFC 3339 in UTC, to the millisecond."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(value: datetime) -> str:
    """Return the local day of a time, as people write it: 2 May 2024."""
    local = value.astimezone()
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def plural(number: int, word: str) -> str:
    """Return a count with its word: 1 note, 2 notes."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def shortened(quote: str, length: int) -> str:
    """Return a quote on one line, its middle left out where it is longer than ``length`` code points."""
    line = " ".join(quote.split())
    if len(line) <= length:
        return line
    return f"{line[: length * 2 // 3].rstrip()} … {line[-length // 3 :].lstrip()}"


def heading_of(annotation: Annotation) -> str:
    """Return an annotation's first line for people: id, kind, colour, day, note, tags."""
    from reader.annotations.model import MEANINGS

    kind = str(annotation.kind)
    if annotation.color is not None:
        kind += f" {annotation.color} ({MEANINGS[annotation.color]})"
    tags = "".join(f" #{tag}" for tag in annotation.tags)
    return clean_line(f"{annotation.id}  {kind}  {day(annotation.created)}  {annotation.note_title}{tags}")


def in_words(placed: Placed) -> str:
    """Return an annotation as people read it: heading, quote, words, and its place where that is in doubt."""
    annotation = placed.annotation
    lines = [heading_of(annotation)]
    if annotation.selectors is not None:
        lines.append(f"    “{shortened(annotation.selectors.quote.exact, QUOTE_SHOWN)}”")
    lines += [f"    {line}" for line in annotation.text.splitlines()]
    if placed.status != "anchored":
        lines.append(f"    [{placed.status}: {placed.how}]")
    return "\n".join(lines)
