"""Makes annotations of what other programs kept, and knows which of them are there already.

An annotation made here gets an id that follows from what it was made of, so that the same file taken in
twice, or on two machines that merge later, gives one annotation and not two.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct

from reader.annotations.merge import merged
from reader.annotations.model import Annotation, Color, Kind, Selectors, new_id, to_milliseconds
from reader.exchange.imported import ImportedAnnotation
from reader.library.note import Note
from reader.store.store import Store

ORIGIN: Final = "origin"
"""The field of a record (`Annotation.extra`) that names an annotation at the program it came from."""

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


class Part(Struct, frozen=True):
    """One annotation that an item asks for."""

    kind: Kind
    text: str = ""


def parts_of(item: ImportedAnnotation) -> list[Part]:
    """Say what an item becomes: a highlight, a highlight with a reflection on it, or a reflection."""
    if item.quote and not item.is_comment:
        written = [Part(Kind.REFLECTION, item.text)] if item.text else []
        return [Part(Kind.HIGHLIGHT), *written]
    return [Part(Kind.REFLECTION, item.text)] if item.text else []


def stable_id(item: ImportedAnnotation, part: Part) -> str:
    """Give the id of a part: its time, then what names it: its origin, or else all that it says."""
    words = " ".join(item.quote.split())
    content = ("", item.source, item.title, words, part.text)
    named = (item.origin, "", "", "", "") if item.origin else content
    seen = "\0".join((part.kind.value, *named, str(item.created)))
    number = int.from_bytes(hashlib.sha256(seen.encode()).digest()[:8], "big")
    tail = "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(13)))
    return (new_id(item.created)[:10] if item.created else "0" * 10) + tail


class Known:
    """What is in the store already, also what was deleted, by id, by origin and by content."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self._ids: dict[str, str] = {}
        self._contents: dict[tuple[object, ...], str] = {}
        self._upon: dict[tuple[str, str], str] = {}
        self._all_upon: dict[str, list[Annotation]] = {}
        self._words_upon: Counter[str] = Counter()
        for each in annotations:
            self.add(each)

    @classmethod
    def of(cls, store: Store) -> Known:
        """Look at all of a store."""
        return cls([*store.annotations(), *store.annotations(deleted=True)])

    def add(self, annotation: Annotation) -> None:
        """Take note of an annotation."""
        self._ids[annotation.id] = annotation.id
        origin = annotation.extra.get(ORIGIN)
        if isinstance(origin, str):
            self._ids[f"{annotation.kind}:{origin}"] = annotation.id
        quote = annotation.selectors.quote.exact if annotation.selectors else ""
        content = _content(annotation.kind, quote, annotation.text)
        self._contents[(*content, annotation.created.replace(microsecond=0))] = annotation.id
        self._contents.setdefault((*content, annotation.note_id), annotation.id)
        if annotation.on is not None:
            self._upon[(annotation.on, content[2])] = annotation.id
            if annotation.deleted is None:
                self._all_upon.setdefault(annotation.on, []).append(annotation)
                self._words_upon[annotation.on] += len(content[2].split())

    def find(self, item: ImportedAnnotation, part: Part, note: Note | None = None) -> str | None:
        """Return the id of the annotation that is this part: same origin, or same quote, words and time.

        Where the item has no time, the same quote and words count in the same note only: two books may both
        say "Listen first."
        """
        for name in (stable_id(item, part), f"{part.kind}:{item.origin}"):
            if name in self._ids and (item.origin or not name.endswith(":")):
                return self._ids[name]
        if part.kind is Kind.REFLECTION and item.quote and not item.is_comment:
            written = self._written_upon(self.find(item, Part(Kind.HIGHLIGHT), note), part.text)
            if written is not None:
                return written
        content = _content(part.kind, item.quote, part.text)
        if item.created is not None:
            return self._contents.get((*content, item.created.replace(microsecond=0)))
        return self._contents.get((*content, note.id)) if note is not None else None

    def _written_upon(self, highlight: str | None, text: str) -> str | None:
        """Return the id of the reflection on a highlight that says this, or of the last where all say it.

        A format with one row for a highlight and what was written on it (Readwise, Kindle) has no time for
        the words, and one text for several reflections.
        """
        said = text.split()
        alike = self._upon.get((highlight or "", " ".join(said)))
        if highlight is None or alike is not None or self._words_upon[highlight] != len(said):
            return alike  # put together only where the words are as many: a highlight may have thousands
        upon = sorted(self._all_upon[highlight], key=lambda each: (each.created, each.id))
        return upon[-1].id if " ".join(each.text for each in upon).split() == said else None


def _content(kind: Kind, quote: str, text: str) -> tuple[Kind, str, str]:
    return (kind, " ".join(quote.split()), " ".join(text.split()))


def made(
    item: ImportedAnnotation, note: Note, selectors: Selectors | None, known: Known, now: datetime
) -> list[Annotation]:
    """Make the annotations of an item that are not there yet; ``known`` learns of them."""
    created = to_milliseconds(item.created or now)
    modified = max(created, to_milliseconds(item.modified or created))
    new: list[Annotation] = []
    highlight = None
    for part in parts_of(item):
        there = known.find(item, part, note)
        if part.kind is Kind.HIGHLIGHT:
            highlight = there or stable_id(item, part)
        if there is not None:
            continue
        is_highlight = part.kind is Kind.HIGHLIGHT
        annotation = Annotation(
            id=stable_id(item, part),
            kind=part.kind,
            note_id=note.id,
            note_key=note.key,
            note_title=note.title,
            selectors=selectors,
            color=(item.color or Color.YELLOW) if is_highlight else None,
            text=part.text,
            on=None if is_highlight else highlight,
            tags=item.tags if is_highlight or highlight is None else (),
            created=created,
            modified=modified,
            extra={ORIGIN: item.origin} if item.origin else {},
        )
        known.add(annotation)
        new.append(annotation)
    return new


def joined(store: Store, pending: dict[str, Annotation], whole: Annotation) -> Annotation | None:
    """Join an annotation that Reader wrote out with what is here; None when that changes nothing here.

    Args:
        store: What is kept.
        pending: What was joined before and is not kept yet, by id.
        whole: What the file has.
    """
    here = pending.get(whole.id) or store.get(whole.id)
    if here is None:
        return whole
    both = merged(here, whole)
    return None if both == here else both


class Batches:
    """Keeps annotations some hundreds at a time: each batch is durable and whole when the next begins."""

    SIZE: Final = 400

    def __init__(self, keep: Callable[[Iterable[Annotation]], None]) -> None:
        self._keep = keep
        self.pending: dict[str, Annotation] = {}

    def add(self, *annotations: Annotation) -> None:
        """Keep annotations, now or with the next batch. Raises `SaveFailed`."""
        self.pending.update((each.id, each) for each in annotations)
        if len(self.pending) >= self.SIZE:
            self.finish()

    def finish(self) -> None:
        """Keep what is left. Raises `SaveFailed`; what was kept before stays."""
        if self.pending:
            self._keep(self.pending.values())
            self.pending = {}
