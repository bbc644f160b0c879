"""Readwise's CSV: the template it imports and the file it exports, in and out.

Out: the seven columns of its import template, then Color and Tags, which its own exports have too. Tags also
stand in the first line of the note as ``.tag``, from which Readwise makes tags when importing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from reader.annotations.model import Annotation, Kind
from reader.errors import SourceUnreadable
from reader.exchange.csv_cells import as_meant, harmless
from reader.exchange.exported import ExportedNote, Passage, address_of, passages
from reader.exchange.imported import (
    LONGEST_QUOTE,
    ImportedAnnotation,
    Reading,
    color_named,
    labels,
    line,
    passage,
    read_each,
    words,
)
from reader.exchange.moments import moment_of, written

NAME: Final = "Readwise CSV"
TEMPLATE: Final = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
COLUMNS: Final = (*TEMPLATE, "Color", "Tags")

_MEANING: Final = {
    "highlight": "quote",
    "title": "title",
    "book title": "title",
    "url": "source",
    "source url": "source",
    "note": "text",
    "date": "date",
    "highlighted at": "date",
    "color": "color",
    "tags": "tags",
}
"""What the columns of template and export mean to us."""

_LEFT_OUT: Final = ("author", "book author", "location", "location type", "amazon book id", "document tags")
"""The columns that say nothing a reader's note needs."""


def is_readwise(text: str) -> bool:
    """Tell whether a text begins with a head line that names a highlight column and another we know, or,
    where that column is missing, three that we know and nothing else."""
    head = text.lstrip("\ufeff").splitlines()[:1]
    names = set(_names(head[0], _delimiter(head[0]))) if head else set()
    known = names & {*_MEANING, *_LEFT_OUT}
    return len(known) > (1 if "highlight" in names else 2) and ("highlight" in names or known == names)


def _delimiter(head: str) -> str:
    """Give what separates the cells: spreadsheets in many countries save with semicolons."""
    return max((",", ";", "\t"), key=head.count)


def _names(head: str, delimiter: str) -> list[str]:
    row = next(csv.reader([head], delimiter=delimiter), [])
    return [line(each).casefold() for each in row]


def read(text: str) -> Reading:
    """Read highlights; a row that is wrong is refused with its number, the head line being row 1.

    Raises:
        SourceUnreadable: There is no column of highlights.
    """
    text = text.replace("\0", "\ufffd")
    head = text.splitlines()[0] if text else ""
    names = _names(head, _delimiter(head))
    if "highlight" not in names:
        raise SourceUnreadable("Its first line has no column “Highlight”, which Readwise's CSV always has.")
    is_ours = tuple(names) == tuple(each.casefold() for each in COLUMNS)
    rows = (
        (place, row)
        for number, place, row in _rows(text, _delimiter(head))
        if number > 1 and any(cell.strip() for cell in row)
    )
    reading = read_each(
        NAME, rows, lambda row, place: _item(_cells(row, names, is_ours=is_ours), place, is_ours=is_ours)
    )
    return replace(reading, remarks=_swapped(reading.items))


def _swapped(items: Sequence[ImportedAnnotation]) -> tuple[str, ...]:
    """Say it where titles differ more than highlights: a book has one title and many passages."""
    told = [each for each in items if each.quote and each.title]
    quotes, titles = {each.quote for each in told}, {each.title for each in told}
    if len(titles) <= len(quotes):
        return ()
    said = "The column “Title” has more different texts than “Highlight”; look whether the two are swapped."
    return (said,)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each row with its number and its place; a quote may run over several lines.

    A row that is broken (a quotation mark that is never closed) is given as `_BROKEN`; reading goes on with
    the first full row after it, so that it swallows no others.
    """
    lines = io.StringIO(text, newline="").readlines()  # str.splitlines knows more line ends than CSV
    csv.field_size_limit(2 * LONGEST_QUOTE)
    first, number, width = 0, 0, 0
    while first < len(lines):
        reader = csv.reader(_from(lines, first), delimiter=delimiter, strict=True)
        begun, is_after_break = first, first > 0
        try:
            for row in reader:
                place = f"row {number + 1} (line {first + 1})"
                first = begun + reader.line_num
                width = width or len(row)
                if is_after_break and len(row) < width:
                    continue  # the rest of the broken row
                is_after_break = False
                number += 1
                yield number, place, row
        except csv.Error:
            number += 1
            yield number, f"row {number} (line {first + 1})", _BROKEN
            first += 1


def _from(lines: Sequence[str], first: int) -> Iterator[str]:
    return (lines[number] for number in range(first, len(lines)))


_BROKEN: Final = ["\0"]
"""Stands for a row that is no CSV; no cell holds this sign otherwise."""


def _cells(row: Sequence[str], names: Sequence[str], *, is_ours: bool) -> dict[str, str]:
    """Give a row's cells by their meaning.

    Raises:
        ValueError: It has not the cells that the head line names.
    """
    if row == _BROKEN:
        raise ValueError("a quotation mark in it is not closed or stands in the wrong place")
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
        raise ValueError(f"it has {len(row)} cells, the first line names {len(names)}")
    cells: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        meaning = _MEANING.get(name)
        if meaning and not cells.get(meaning):
            cells[meaning] = as_meant(cell) if is_ours else cell
    return cells


def _item(cells: dict[str, str], place: str, *, is_ours: bool) -> ImportedAnnotation:
    tags = labels(cells.get("tags", "").split(","))
    text, inline = _without_inline_tags(words(cells.get("text")), tags if is_ours else None)
    quote = passage(cells.get("quote"))
    if not quote.strip() and not text:
        raise ValueError("it has neither a highlight nor a note")
    source = line(cells.get("source"))
    if source and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", source):
        raise ValueError(f"“{source[:40]}” in the column of addresses is none; columns may be swapped")
    color = color_named(cells.get("color"))
    return ImportedAnnotation(
        place=place,
        quote=quote if quote.strip() else "",
        text=text,
        tags=tags or inline,
        color=color,
        is_comment=is_ours and bool(text) and color is None,
        created=moment_of(cells.get("date")),
        source=source,
        title=line(cells.get("title")),
    )


def _without_inline_tags(text: str, known: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """Take a first line that is only ``.tags`` from a note.

    Args:
        text: The note.
        known: The tags the row has in a column of its own; then only a line that says just these is taken.
    """
    first, _, rest = text.partition("\n")
    signs = first.split()
    if not signs or not all(re.fullmatch(r"\.[^\s.]\S*", each) for each in signs):
        return text, ()
    if known is not None and first != _inline(known):
        return text, ()
    return rest.strip(), labels(each[1:] for each in signs)


def _inline(tags: Iterable[str]) -> str:
    return " ".join(f".{'-'.join(tag.split())}" for tag in tags)


def left_out(notes: Iterable[ExportedNote]) -> str:
    """Say how many reflections `write` leaves out; empty for none. One sentence."""
    count = sum(each.selectors is None for note in notes for each in note.annotations)
    if not count:
        return ""
    many = "1 reflection on a whole note is" if count == 1 else f"{count} reflections on whole notes are"
    return f"{many} not in it: Readwise takes only what stands on a passage."


def write(notes: Iterable[ExportedNote]) -> Iterator[str]:
    """Write highlights with the reflections on them, a row each; reflections on whole notes have no quote
    and are left out, since Readwise takes none."""
    yield _row(COLUMNS)
    for note in notes:
        for each in passages(note):
            if each.kept.annotation.selectors is not None:
                yield _row(_written(note, each))


def _written(note: ExportedNote, one: Passage) -> Sequence[str]:
    annotation = one.kept.annotation
    selectors = annotation.selectors
    tags = labels(tag for each in (annotation, *one.reflections) for tag in each.tags)
    tags = labels(tag.replace(",", " ") for tag in tags)
    text = "\n\n".join(_texts(one.reflections))
    address = address_of(note)
    return (
        selectors.quote.exact if selectors else "",
        note.title,
        "",
        address if address.startswith("http") else "",
        "\n".join(each for each in (_inline(tags), text) if each),
        str(one.kept.start) if one.kept.start is not None else "",
        written(annotation.created).replace("T", " ").replace("Z", "+00:00"),
        str(annotation.color or ""),
        ",".join(tags),
    )


def _texts(reflections: Iterable[Annotation]) -> list[str]:
    return [each.text for each in reflections if each.kind is Kind.REFLECTION]


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()
