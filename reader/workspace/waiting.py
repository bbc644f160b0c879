"""Passages whose note is not in the library yet: they wait in the store and attach when the note comes.

Kept in the state table ``waiting``, those with the same address and title together. An entry that has been
emptied stays behind, since state is only ever written over.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
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

    key: str
    source: str
    title: str
    items: tuple[ImportedAnnotation, ...]


def waiting(store: Store) -> list[Waiting]:
    """List what waits, by title."""
    found = []
    for key, value in store.recall_all(TABLE).items():
        kept = value.get("items")
        if isinstance(kept, list) and kept:
            items = tuple(_from_record(each) for each in kept if isinstance(each, dict))
            found.append(Waiting(key, line(value.get("source")), line(value.get("title")), items))
    return sorted(found, key=lambda each: (each.title.casefold(), each.source, each.key))


def names_of(item: ImportedAnnotation) -> list[str]:
    """Give the ids that the parts of an item would have."""
    return [stable_id(item, part) for part in parts_of(item)]


def keep_waiting(store: Store, items: Iterable[ImportedAnnotation]) -> None:
    """Let items wait, together with those that wait for the same note already. Raises `SaveFailed`."""
    groups: dict[tuple[str, str], list[ImportedAnnotation]] = defaultdict(list)
    for item in items:
        groups[item.source, item.title].append(item)
    for (source, title), together in groups.items():
        number = 0
        while together:
            key = _key(source, title, number)
            kept = (store.recall(TABLE, key) or {}).get("items")
            records = list(kept) if isinstance(kept, list) else []
            room = MOST_TOGETHER - len(records)
            if room > 0:
                records += [_to_record(each) for each in together[:room]]
                store.remember(TABLE, key, {"source": source, "title": title, "items": records})
                together = together[room:]
            number += 1


def attach_waiting(
    store: Store, library: Library, document: Callable[[Note], Document], now: Callable[[], datetime]
) -> list[Annotation]:
    """Attach what waits to notes that have come; looked for once for each state of the library.

    Returns:
        The annotations made.

    Raises:
        SaveFailed: What was attached before stays attached, the rest waits on.
    """
    groups = waiting(store)
    if not groups or not store.is_writable:
        return []
    state = _state(library, groups)
    if (store.recall(TABLE, _TRIED) or {}).get("state") == state:
        return []
    finder, known = NoteFinder(library.notes, document), Known.of(store)
    attached: list[Annotation] = []
    for group in groups:
        batches = Batches(lambda batch: _put(store, batch))
        rest = []
        for item in group.items:
            note = finder.find(item)
            if note is None:
                rest.append(item)
                continue
            new = made(item, note, finder.selectors(item, note), known, now())
            batches.add(*new)
            attached += new
        batches.finish()
        if len(rest) < len(group.items):
            left = [_to_record(each) for each in rest]
            store.remember(TABLE, group.key, {"source": group.source, "title": group.title, "items": left})
    store.remember(TABLE, _TRIED, {"state": _state(library, waiting(store))})
    return attached


def _put(store: Store, batch: Iterable[Annotation]) -> None:
    store.put(*batch)


def _state(library: Library, groups: Iterable[Waiting]) -> str:
    """Name a state of the library and of what waits: trying again on the same finds the same."""
    seen = hashlib.sha256()
    for note in library.notes:
        seen.update(f"{note.id}\0{note.key}\0{note.modified_ns}\0{note.size}\n".encode())
    for group in groups:
        seen.update(f"{group.key}\0{len(group.items)}\n".encode())
    return seen.hexdigest()


def _key(source: str, title: str, number: int) -> str:
    digest = hashlib.sha256(f"{source}\0{title}".encode()).hexdigest()[:24]
    return f"{digest}-{number}"


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
