"""Passages whose note is not in the library yet: they wait in the store and attach when the note comes.

Kept in the state table ``waiting``, some hundreds to an entry, as they came: an entry is one line of the
store's journal and one wait for the disk, and a book a line would be 100,000 of those. An entry that has been
emptied stays behind, since state is only ever written over.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from msgspec import Struct

from reader.annotations.model import Annotation, Color
from reader.document.model import Document
from reader.exchange.imported import ImportedAnnotation, line, passage, words
from reader.exchange.moments import moment_of, written
from reader.library.kept_note import could_not_be_read
from reader.library.note import Note
from reader.library.scan import Library
from reader.store.store import Store
from reader.workspace.homes import WAITING
from reader.workspace.matching import NoteFinder
from reader.workspace.taking import Known, made, parts_of, stable_id

MOST_TOGETHER: Final = 500
"""Items of one entry: a line of the store's journal stays of a size that is read at once."""

_TRIED: Final = "tried"


class Waiting(Struct, frozen=True):
    """What waits for one note: its address and title as the source had them."""

    source: str
    title: str
    items: tuple[ImportedAnnotation, ...]


def waiting(store: Store) -> list[Waiting]:
    """List what waits, by title."""
    groups: dict[tuple[str, str], list[ImportedAnnotation]] = defaultdict(list)
    for records in _entries(store).values():
        for item in map(_from_record, records):
            groups[item.title, item.source].append(item)
    found = [Waiting(source, title, tuple(items)) for (title, source), items in groups.items()]
    return sorted(found, key=lambda each: (each.title.casefold(), each.source))


def _entries(store: Store) -> dict[str, list[Mapping[str, object]]]:
    """Give the items of each entry that has any, as they are kept, by its key."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for key, value in store.recall_all(WAITING).items():
        kept = value.get("items")
        if isinstance(kept, list) and kept:
            found[key] = [each for each in kept if isinstance(each, dict)]
    return found


def names_of(item: ImportedAnnotation) -> list[str]:
    """Give the ids that the parts of an item would have."""
    return [stable_id(item, part) for part in parts_of(item)]


def keep_waiting(store: Store, items: Collection[ImportedAnnotation], library: Library) -> None:
    """Let items wait for which this library has no note. Raises `SaveFailed`."""
    if items and not _entries(store):
        _remember_tried(store, library)
    for together in _batched(items, MOST_TOGETHER):
        # An entry is named by what is in it, so that two windows never write over each other's.
        names = "\0".join(name for item in together for name in names_of(item))
        key = hashlib.sha256(names.encode()).hexdigest()[:24]
        store.remember(WAITING, key, {"items": [_to_record(each) for each in together]})


def _batched(items: Iterable[ImportedAnnotation], size: int) -> Iterator[list[ImportedAnnotation]]:
    """Yield lists of so many items; the last may be shorter."""
    rest = iter(items)
    while together := list(islice(rest, size)):
        yield together


def attaching(
    store: Store, library: Library, document: Callable[[Note], Document], now: Callable[[], datetime]
) -> Iterator[list[Annotation]]:
    """Attach what waits to notes that have come since it was tried last.

    Only what a new or changed note may hold is looked for again: somebody's 3,000 Kindle highlights may wait
    for ever, and each start of each command passes here. A note that could not be read counts as new the next
    time. It may be given up after any entry: what was
    attached stays attached, and the rest is tried the next time.

    Yields:
        After each entry the annotations made.

    Raises:
        SaveFailed: What was attached stays attached, the rest waits on.
    """
    entries = _entries(store) if store.is_writable else {}
    fresh, has_fewer = _changed_since(store, library) if entries else ((), False)
    if not fresh and not has_fewer:
        return
    likely = {each for records in entries.values() for each in map(_named, records)}
    if not has_fewer and 4 * len(fresh) < 3 * len(library.notes):  # else all are read once, and not twice
        likely = _held_by(fresh, likely, document)
    finder, known = NoteFinder(library.notes, document, likely), Known.of(store)
    for key, records in entries.items():
        attached: list[Annotation] = []
        rest = []
        for record in records:
            item = _from_record(record) if _named(record) in likely else None
            note = finder.find(item) if item else None
            if item is None or note is None:
                rest.append(record)
            else:
                attached += made(item, note, finder.selectors(item, note), known, now())
        if len(rest) < len(records):
            if attached:
                store.put(*attached)
            store.remember(WAITING, key, {"items": rest})
            yield attached
    _remember_tried(store, library)


def read_ahead(store: Store, library: Library) -> None:
    """Read the notes that `attaching` is going to read: where one waits for their disk, and not for saves."""
    if store.is_writable and _entries(store) and any(_changed_since(store, library)):
        for note in library.notes:
            _ = note.body


def _changed_since(store: Store, library: Library) -> tuple[Collection[Note], bool]:
    """Return the notes that were not tried as they are, and whether one that was tried is gone: of two that
    held the same words one may be left.
    """
    tried, states = _tried(store), _states(library)
    known = set(tried)
    return [note for state, note in states.items() if state not in known], len(tried) > len(states)


def _held_by(
    notes: Collection[Note], items: set[ImportedAnnotation], document: Callable[[Note], Document]
) -> set[ImportedAnnotation]:
    """Return the items that some of these notes may hold."""
    finder = NoteFinder(notes, document, items)
    return {each for each in items if finder.may_hold(each)}


STATE_SIGNS: Final = 8
"""Hexadecimal signs by which a state of a note is known again: one of 10,000 is mistaken once in 400,000."""


NOT_READ: Final = "-" * STATE_SIGNS
"""Stands for a note that could not be read, and is no state."""


def _states(library: Library) -> dict[str, Note]:
    """Name the state each note of the library is in: trying it again finds the same."""
    named = ((f"{note.id}\0{note.key}\0{note.modified_ns}\0{note.size}", note) for note in library.notes)
    return {hashlib.sha256(name.encode()).hexdigest()[:STATE_SIGNS]: note for name, note in named}


def _tried(store: Store) -> list[str]:
    kept = (store.recall(WAITING, _TRIED) or {}).get("notes")
    text = kept if isinstance(kept, str) else ""
    return [text[at : at + STATE_SIGNS] for at in range(0, len(text), STATE_SIGNS)]


def _remember_tried(store: Store, library: Library) -> None:
    """Keep which notes were tried as they are; what could not be read counts among them, but is not known."""
    states = (NOT_READ if could_not_be_read(note) else state for state, note in _states(library).items())
    tried = {"notes": "".join(sorted(states))}
    if store.recall(WAITING, _TRIED) != tried:
        store.remember(WAITING, _TRIED, tried)


def _named(record: Mapping[str, object]) -> ImportedAnnotation:
    """Read of a kept item only what tells which note may hold it."""
    quote, source, title = (record.get(name) for name in ("quote", "source", "title"))
    return ImportedAnnotation(
        place="",
        quote=quote if isinstance(quote, str) else "",
        source=source if isinstance(source, str) else "",
        title=title if isinstance(title, str) else "",
    )


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
