"""Merging two sets of annotations, as two machines or two windows have them, without questions.

The state of an annotation is a join of parts each of which only grows, so merging is commutative, associative
and idempotent, and any order on any machine ends the same:

- its texts are a set of (text, when written); the newest is shown, the others are its revisions. Two edits
  that meet are both kept; words are never mixed.
- colour, tags and place are each the newest that was given (`Annotation.changed`).
- whether it is deleted is what the newest change of all says. So a deletion wins over older edits, an edit
  made after a deletion brings the annotation back, and a deleted one stays as a record that can be restored.
- the names of the states it was made from are united; by them `have_met` tells a later state of the same
  history from a change made elsewhere without knowing of this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from reader.annotations.changes import known_versions, text_written
from reader.annotations.model import Annotation, Changed, Revision, in_order


class Merge(Struct, frozen=True):
    """What merging two sets gave.

    Attributes:
        annotations: All annotations of both, by id.
        added: Ids of those that only the second set had.
        changed: Ids of those of the first set that are not as they were there.
        met: Ids of those that had been changed on both sides, neither knowing of the other: the reader is
        told.
    """

    annotations: tuple[Annotation, ...]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


def merge(ours: Iterable[Annotation], theirs: Iterable[Annotation]) -> Merge:
    """Merge two sets of annotations; each may also hold several states of one annotation."""
    first, second = _united(ours), _united(theirs)
    both = sorted(first.keys() & second.keys())
    joined = {each: merged(first[each], second[each]) for each in both}
    everything = first | second | joined
    return Merge(
        annotations=tuple(everything[each] for each in sorted(everything)),
        added=tuple(sorted(second.keys() - first.keys())),
        changed=tuple(each for each in both if joined[each] != first[each]),
        met=tuple(each for each in both if have_met(first[each], second[each])),
    )


def merged(one: Annotation, other: Annotation) -> Annotation:
    """Join two states of one annotation.

    Raises:
        ValueError: They are two annotations, not one.
    """
    if one.id != other.id:
        raise ValueError(f"{one.id} and {other.id} are two annotations")
    pair = (one, other)
    newest = max(pair, key=_rank)
    created = min(one.created, other.created)
    color, tags, place = max(pair, key=_color_rank), max(pair, key=_tags_rank), max(pair, key=_place_rank)
    texts = {each for annotation in pair for each in _texts(annotation)}
    shown = max(texts, key=lambda each: (each.modified, each.text))
    times = (shown.modified, _since(color, "color"), _since(tags, "tags"), _since(place, "place"))
    return replace(
        newest,
        note_id=place.note_id,
        note_key=place.note_key,
        note_title=place.note_title,
        selectors=place.selectors,
        on=place.on,
        color=color.color,
        tags=tags.tags,
        text=shown.text,
        created=created,
        revisions=in_order(texts - {shown}),
        parents=tuple(sorted((known_versions(one) | known_versions(other)) - {newest.version})),
        changed=Changed(*(None if moment == created else moment for moment in times)),
    )


def have_met(one: Annotation, other: Annotation) -> bool:
    """Tell whether two states of one annotation were each changed without knowing of the other."""
    here, there = known_versions(one), known_versions(other)
    return not (here <= there or there <= here)


def _united(annotations: Iterable[Annotation]) -> dict[str, Annotation]:
    """Give annotations by id, states of the same one joined."""
    united: dict[str, Annotation] = {}
    for each in annotations:
        known = united.get(each.id)
        united[each.id] = merged(known, each) if known else each
    return united


def _texts(annotation: Annotation) -> set[Revision]:
    return {*annotation.revisions, Revision(annotation.text, text_written(annotation))}


def _since(annotation: Annotation, part: str) -> datetime:
    """Give the time since which a part is as it is."""
    moment: datetime | None = getattr(annotation.changed, part)
    return moment or annotation.created


# Ranks order by time; what follows only decides between changes of the same millisecond, and must do so alike
# on every machine. Of an edit and a deletion of the same millisecond the edit wins: nothing is hidden by
# chance.


def _rank(annotation: Annotation) -> tuple[datetime, bool, str, str]:
    rest = [annotation.kind, str(annotation.deleted), dict(annotation.extra)]
    return annotation.modified, annotation.deleted is None, annotation.version, _canonical(rest)


def _color_rank(annotation: Annotation) -> tuple[datetime, str]:
    return _since(annotation, "color"), annotation.color or ""


def _tags_rank(annotation: Annotation) -> tuple[datetime, tuple[str, ...]]:
    return _since(annotation, "tags"), annotation.tags


def _place_rank(annotation: Annotation) -> tuple[datetime, str]:
    home = [annotation.note_id, annotation.note_key, annotation.note_title, annotation.on]
    return _since(annotation, "place"), _canonical(home) + repr(annotation.selectors)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
