"""Passages whose note is not in the library yet: they wait in the store and attach when the note comes.

Kept in the state table ``waiting``, some hundreds to an entry, as they came: an entry is one line of the
store's journal and one wait for the disk, and a book a line would be 100,000 of those. An entry that has been
emptied stays behind, since state is only ever written over.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from reader.annotations.model import Annotation, Color
from reader.document.model import Document
from reader.exchange.imported import ImportedAnnotation, line, passage, words
from reader.exchange.moments import moment_of, written
from reader.library.note import Note
from reader.library.scan import Library
from reader.store.store import Store
from reader.workspace.matching import NoteFinder
from reader.workspace.taking import Batches, Known, made, parts_of, stable_id

TABLE: Final = "waiting"
MOST_TOGETHER: Final = 500
"""Items of one entry: a line of the store's journal stays of a size that is read at once."""

_TRIED: Final = "tried"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one note: its address and title as the source had them."""

    source: str
    title: str
    items: tuple[ImportedAnnotation, ...]


def waiting(store: Store) -> list[Waiting]:
    """List what waits, by title."""
    groups: dict[tuple[str, str], list[ImportedAnnotation]] = defaultdict(list)
    for items in _entries(store).values():
        for item in items:
            groups[item.title, item.source].append(item)
    found = [Waiting(source, title, tuple(items)) for (title, source), items in groups.items()]
    return sorted(found, key=lambda each: (each.title.casefold(), each.source))


def _entries(store: Store) -> dict[str, list[ImportedAnnotation]]:
    """Give the items of each entry that has any, by its key."""
    found = {}
    for key, value in store.recall_all(TABLE).items():
        kept = value.get("items")
        if isinstance(kept, list) and kept:
            found[key] = [_from_record(each) for each in kept if isinstance(each, dict)]
    return found


def names_of(item: ImportedAnnotation) -> list[str]:
    """Give the ids that the parts of an item would have."""
    return [stable_id(item, part) for part in parts_of(item)]


def keep_waiting(store: Store, items: Iterable[ImportedAnnotation]) -> None:
    """Let items wait. Raises `SaveFailed`; what waited before waits on."""
    for together in _batched(items, MOST_TOGETHER):
        # An entry is named by what is in it, so that two windows never write over each other's.
        names = "\0".join(name for item in together for name in names_of(item))
        key = hashlib.sha256(names.encode()).hexdigest()[:24]
        store.remember(TABLE, key, {"items": [_to_record(each) for each in together]})


def _batched(items: Iterable[ImportedAnnotation], size: int) -> Iterator[list[ImportedAnnotation]]:
    """Yield lists of so many items; the last may be shorter."""
    rest = iter(items)
    while together := list(islice(rest, size)):
        yield together


def attach_waiting(
    store: Store, library: Library, document: Callable[[Note], Document], now: Callable[[], datetime]
) -> list[Annotation]:
    """Attach what waits to notes that have come; looked for once for each state of the library.

    Returns:
        The annotations made.

    Raises:
        SaveFailed: What was attached before stays attached, the rest waits on.
    """
    entries = _entries(store)
    if not entries or not store.is_writable:
        return []
    state = _state(library, entries)
    if (store.recall(TABLE, _TRIED) or {}).get("state") == state:
        return []
    finder, known = NoteFinder(library.notes, document), Known.of(store)
    attached: list[Annotation] = []
    for key, items in entries.items():
        batches = Batches(lambda batch: _put(store, batch))
        rest = []
        for item in items:
            note = finder.find(item)
            if note is None:
                rest.append(item)
                continue
            new = made(item, note, finder.selectors(item, note), known, now())
            batches.add(*new)
            attached += new
        batches.finish()
        if len(rest) < len(items):
            store.remember(TABLE, key, {"items": [_to_record(each) for each in rest]})
    store.remember(TABLE, _TRIED, {"state": _state(library, _entries(store))})
    return attached


def _put(store: Store, batch: Iterable[Annotation]) -> None:
    store.put(*batch)


def _state(library: Library, entries: Mapping[str, Collection[ImportedAnnotation]]) -> str:
    """Name a state of the library and of what waits: trying again on the same finds the same."""
    seen = hashlib.sha256()
    for note in library.notes:
        seen.update(f"{note.id}\0{note.key}\0{note.modified_ns}\0{note.size}\n".encode())
    for key, items in sorted(entries.items()):
        seen.update(f"{key}\0{len(items)}\n".encode())
    return seen.hexdigest()


_TEXTS: Final = ("quote", "prefix", "suffix", "text", "origin", "source", "title")


def _to_record(item: ImportedAnnotation) -> dict[str, object]:
    """Give an item as JSON values; what is empty is left out."""
    record: dict[str, object] = {name: getattr(item, name) for name in _TEXTS if getattr(item, name)}
    record |= {"tags": list(item.tags), "headings": list(item.headings), "position": item.position}
    record |= {"color": item.color.value if item.color else None}
    record |= {"is_comment": item.is_comment, "is_utf16": item.is_utf16}
    for name in ("created", "modified"):
        moment = getattr(item, name)
        record[name] = written(moment) if moment else None
    return {name: value for name, value in record.items() if value}


def _from_record(record: Mapping[str, object]) -> ImportedAnnotation:
    """Read an item; anything of the wrong shape is as if it were not there."""
    position = record.get("position")
    pair = [each for each in position if isinstance(each, int)] if isinstance(position, list | tuple) else []
    color = next((each for each in Color if each.value == record.get("color")), None)
    return ImportedAnnotation(
        place="",
        quote=passage(record.get("quote")),
        prefix=passage(record.get("prefix")),
        suffix=passage(record.get("suffix")),
        text=words(record.get("text")),
        origin=line(record.get("origin")),
        source=line(record.get("source")),
        title=line(record.get("title")),
        tags=_lines(record.get("tags")),
        headings=_lines(record.get("headings")),
        position=(pair[0], pair[1]) if len(pair) == 2 else None,
        color=color,
        is_comment=record.get("is_comment") is True,
        is_utf16=record.get("is_utf16") is True,
        created=_moment(record.get("created")),
        modified=_moment(record.get("modified")),
    )


def _lines(value: object) -> tuple[str, ...]:
    return tuple(line(each) for each in value) if isinstance(value, list) else ()


def _moment(value: object) -> datetime | None:
    try:
        return moment_of(value)
    except ValueError:
        return None
