"""Brings the annotations back to how a backup has them, without rewriting anything.

Each annotation that differs gets a compensating change, and what the backup does not know is deleted so
that it can be restored; all in one transaction. So nothing written since the backup is lost, and other
machines follow at the next merge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from reader.annotations import changes
from reader.annotations.model import Annotation
from reader.annotations.record import from_record
from reader.errors import BadRecord
from reader.gate import clean_line
from reader.store.joining import ANNOTATIONS
from reader.store.salvage import Salvaged
from reader.store.store import Store


class Rewind(Struct, frozen=True):
    """What bringing a backup back would do.

    Attributes:
        missing: In the backup, not in the store: they would be added.
        deleted: In the store deleted, in the backup not: they would be restored.
        changed: In both, with other words, colour, tags or place: they would be as in the backup.
        newer: Not in the backup, or deleted in it: they would be deleted.
    """

    missing: tuple[Annotation, ...]
    deleted: tuple[Annotation, ...]
    changed: tuple[Annotation, ...]
    newer: tuple[Annotation, ...]

    @property
    def is_needed(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.missing or self.deleted or self.changed or self.newer)


def read_backup(path: Path, read: Callable[[Path], Salvaged]) -> tuple[list[Annotation], list[str]]:
    """Read all annotations of a store's file, the deleted ones too, without touching it or its folder.

    Args:
        path: The file.
        read: Reads it (`Store.read_copy`).

    Returns:
        The annotations, and a sentence for each thing in the file that could not be read.

    Raises:
        StoreUnavailable, StoreTooNew: It cannot be read as a store.
    """
    found = read(path)
    annotations: list[Annotation] = []
    problems = [f"{clean_line(str(path))}: {problem}." for problem in found.problems]
    for record in found.tables.get(ANNOTATIONS, {}).values():
        try:
            annotations.append(from_record(record))
        except BadRecord as error:
            problems.append(f"{clean_line(str(path))}: a record cannot be read: {error}")
    return annotations, problems


def compare(store: Store, backup: Iterable[Annotation]) -> Rewind:
    """Say what bringing a backup's annotations back would do to a store."""
    now = {each.id: each for each in [*store.annotations(), *store.annotations(deleted=True)]}
    then = {each.id: each for each in backup}
    both = [(now[each.id], each) for each in then.values() if each.id in now]
    return Rewind(
        missing=tuple(each for each in then.values() if each.id not in now),
        deleted=tuple(there for here, there in both if here.deleted and not there.deleted),
        changed=tuple(
            there for here, there in both if _content(here) != _content(there) and not there.deleted
        ),
        newer=tuple(
            each
            for each in now.values()
            if not each.deleted and (each.id not in then or then[each.id].deleted)
        ),
    )


def bring_back(store: Store, rewind: Rewind, now: datetime) -> None:
    """Bring a backup's state back, in one transaction.

    Raises:
        SaveFailed: Nothing was changed.
    """
    states = {each.id: each for each in rewind.missing}
    for there in (*rewind.deleted, *rewind.changed):
        here = store.get(there.id)
        if here is not None:
            states[there.id] = _as_in(here, there, now)
    for here in rewind.newer:
        states[here.id] = changes.deleted(here, now)
    if states:
        store.put(*states.values())


def _content(annotation: Annotation) -> tuple[object, ...]:
    return (annotation.text, annotation.color, annotation.tags, annotation.selectors, annotation.note_id)


def _as_in(here: Annotation, there: Annotation, now: datetime) -> Annotation:
    """Return the state that follows ``here`` and says what ``there`` says."""
    state = changes.restored(here, now) if there.deleted is None else changes.deleted(here, now)
    state = changes.edited(state, there.text, now)
    if there.color is not None:
        state = changes.recolored(state, there.color, now)
    state = changes.retagged(state, there.tags, now)
    state = changes.rehomed(state, there.note_id, there.note_key, there.note_title, now)
    return changes.reattached(state, there.selectors, now)
