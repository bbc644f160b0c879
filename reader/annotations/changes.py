"""Every way to change an annotation. Each gives the next state, with history, version and parents right.

A change that changes nothing gives back the very same annotation. Times: `Annotation.modified` of the new
state is ``now``, or one millisecond after the state it is made from if the clock stands before that; so a
later state is always newer than what it was made from, which is what merging relies on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypedDict

from msgspec.structs import replace

from reader.annotations.model import (
    Annotation,
    Color,
    Revision,
    Selectors,
    in_order,
    new_version,
    to_milliseconds,
)
from reader.gate import clean_line, clean_text

_NEXT: Final = timedelta(milliseconds=1)


class _State(TypedDict):
    modified: datetime
    version: str
    parents: tuple[str, ...]


def _next_state(annotation: Annotation, now: datetime) -> _State:
    """Give time, name and ancestry of the state that follows ``annotation``."""
    parents = sorted(known_versions(annotation))
    modified = max(to_milliseconds(now), annotation.modified + _NEXT)
    return {"modified": modified, "version": new_version(), "parents": tuple(parents)}


def known_versions(annotation: Annotation) -> frozenset[str]:
    """Give the names of all states that went into this one, itself included."""
    return frozenset((*annotation.parents, annotation.version)) - {""}


def text_written(annotation: Annotation) -> datetime:
    """Give the time at which the text shown now was written."""
    return annotation.changed.text or annotation.created


def edited(annotation: Annotation, text: str, now: datetime) -> Annotation:
    """Give a reflection other words; those it had become its newest revision."""
    words = clean_text(text)
    if words == annotation.text:
        return annotation
    state = _next_state(annotation, now)
    kept = {*annotation.revisions, Revision(annotation.text, text_written(annotation))}
    changed = replace(annotation.changed, text=state["modified"])
    return replace(annotation, **state, text=words, revisions=in_order(kept), changed=changed)


def recolored(annotation: Annotation, color: Color, now: datetime) -> Annotation:
    """Give a highlight another colour."""
    if color is annotation.color:
        return annotation
    state = _next_state(annotation, now)
    changed = replace(annotation.changed, color=state["modified"])
    return replace(annotation, **state, color=color, changed=changed)


def retagged(annotation: Annotation, tags: Iterable[str], now: datetime) -> Annotation:
    """Give an annotation these tags in place of those it has."""
    wanted = tuple(clean_line(tag) for tag in tags)
    if wanted == annotation.tags:
        return annotation
    state = _next_state(annotation, now)
    changed = replace(annotation.changed, tags=state["modified"])
    return replace(annotation, **state, tags=wanted, changed=changed)


def reattached(annotation: Annotation, selectors: Selectors | None, now: datetime) -> Annotation:
    """Put an annotation on another passage, or on the whole note (None)."""
    if selectors == annotation.selectors:
        return annotation
    state = _next_state(annotation, now)
    changed = replace(annotation.changed, place=state["modified"])
    return replace(annotation, **state, selectors=selectors, changed=changed)


def rehomed(
    annotation: Annotation, note_id: str, note_key: str, note_title: str, now: datetime
) -> Annotation:
    """Say that an annotation belongs to this note, whose id, file or title is another one now."""
    if (note_id, note_key, note_title) == (annotation.note_id, annotation.note_key, annotation.note_title):
        return annotation
    state = _next_state(annotation, now)
    changed = replace(annotation.changed, place=state["modified"])
    home = replace(annotation, note_id=note_id, note_key=note_key, note_title=note_title)
    return replace(home, **state, changed=changed)


def deleted(annotation: Annotation, now: datetime) -> Annotation:
    """Delete an annotation: the record stays, so that it can be restored and so that merging knows of it."""
    if annotation.deleted is not None:
        return annotation
    state = _next_state(annotation, now)
    return replace(annotation, **state, deleted=state["modified"])


def restored(annotation: Annotation, now: datetime) -> Annotation:
    """Bring a deleted annotation back as it was."""
    if annotation.deleted is None:
        return annotation
    return replace(annotation, **_next_state(annotation, now), deleted=None)
