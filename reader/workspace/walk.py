"""A walk: a note's key points one by one, each with what was written on it, and where one left off.

Pure but for `resume` and `intend`, which read and write the store's table of walks (one record a note id).
Points are counted from 0 here; `Walk.index` equal to their number means that the walk has come to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.document.model import Document, KeyPoint
from reader.store import Store
from reader.workspace.opened import OpenNote, Placed

TABLE: Final = "walks"
"""The store's table of walks."""

WORDS_KEPT: Final = 64
"""Code points of a key point kept to find it again: a line or so, as for the place in a note."""

OWN_PROMPTS: Final = (
    "What does this ask of you?",
    "Where have you seen this, or its opposite?",
    "What would be different tomorrow if you took it seriously?",
    "What in you says no to it?",
    "Who should hear this from you?",
)
"""Offered where the note asks nothing itself: open, short, about the leader and not about the text."""


class Walk(Struct, frozen=True):
    """Where one is on a walk.

    Attributes:
        count: How many key points there are.
        index: The key point one is at; ``count``: the end.
        written: Ids of the reflections written on this walk, oldest first.
    """

    count: int
    index: int = 0
    written: tuple[str, ...] = ()

    @property
    def is_at_end(self) -> bool:
        """Whether all points are behind."""
        return self.index >= self.count

    def gone(self, steps: int) -> Walk:
        """Return the walk some points further on, or back; it ends at either end."""
        return replace(self, index=max(0, min(self.index + steps, self.count)))

    def with_written(self, annotation_id: str) -> Walk:
        """Return the walk with one more reflection written on it."""
        if annotation_id in self.written:
            return self
        return replace(self, written=(*self.written, annotation_id))


class Answer(Struct, frozen=True):
    """A key point and the reflections on it, oldest first."""

    point: KeyPoint
    reflections: tuple[Placed, ...]


def resume(store: Store, opened: OpenNote) -> Walk:
    """Return the walk where it was left; one that came to its end begins anew."""
    return from_record(opened.document, store.recall(TABLE, opened.note.id) or {})


def intend(store: Store, opened: OpenNote, walk: Walk) -> Callable[[], None]:
    """Know from now on where one is; what is returned keeps it, and raises `SaveFailed` where it cannot."""
    return store.intend(TABLE, opened.note.id, to_record(opened.document, walk))


def to_record(document: Document, walk: Walk) -> dict[str, object]:
    """Return what the store keeps of a walk: the point by its number and how it begins."""
    exact = "" if walk.is_at_end else document.key_points[walk.index].text[:WORDS_KEPT]
    return {"index": walk.index, "exact": exact, "ended": walk.is_at_end, "written": list(walk.written)}


def from_record(document: Document, record: Mapping[str, object]) -> Walk:
    """Read a walk; what is missing or of the wrong shape becomes a walk's beginning, never an error.

    A note edited since: the point with the same beginning counts, the nearest where there are several; where
    it is gone, the point that has its number now.
    """
    count = len(document.key_points)
    index, exact, written = record.get("index"), record.get("exact"), record.get("written")
    if record.get("ended") is True or not isinstance(index, int) or count == 0:
        return Walk(count)
    kept = tuple(each for each in written if isinstance(each, str)) if isinstance(written, list) else ()
    same = [at for at, point in enumerate(document.key_points) if point.text[:WORDS_KEPT] == exact]
    wanted = min(same, key=lambda at: abs(at - index)) if same else index
    return Walk(count, max(0, min(wanted, count - 1)), kept)


def moved_to(before: Document, after: Document, walk: Walk) -> Walk:
    """Return a walk over a note as it is over the note edited."""
    return from_record(after, to_record(before, walk))


def prompts(document: Document) -> tuple[str, ...]:
    """Return what may be asked at each point: the note's own questions, or a few calm ones."""
    own = tuple(" ".join(question.text.split()) for question in document.questions)
    return own or OWN_PROMPTS


def own_words(opened: OpenNote, walk: Walk, point: KeyPoint) -> Placed | None:
    """Return the reflection written on a point on this walk, if any: it is written on, not doubled."""
    mine = [each for each in opened.reflections_on(point.range) if each.annotation.id in walk.written]
    return mine[-1] if mine else None


def answers(opened: OpenNote) -> tuple[Answer, ...]:
    """Return every key point with the reflections on it."""
    return tuple(
        Answer(
            point, tuple(sorted(opened.reflections_on(point.range), key=lambda each: each.annotation.created))
        )
        for point in opened.document.key_points
    )


def answered(opened: OpenNote) -> tuple[bool, ...]:
    """Tell for each key point whether there is a reflection on it."""
    ranges = [each.range for each in opened.reflections if each.range]
    return tuple(
        any(passage.overlaps(point.range) for passage in ranges) for point in opened.document.key_points
    )


def as_markdown(opened: OpenNote) -> str:
    """Return all that was written on a note's key points as one Markdown text, each point quoted above it."""
    parts = [f"# {opened.note.title}"]
    for answer in answers(opened):
        if not answer.reflections:
            continue
        parts.append("\n".join(f"> {line}".rstrip() for line in answer.point.text.split("\n")))
        parts += [each.annotation.text for each in answer.reflections]
    return "\n\n".join(parts) + "\n"


def closing_words(opened: OpenNote, walk: Walk) -> str:
    """Return what is said at the end: how much was written, and that what is open may stay open."""
    marks = answered(opened)
    done = sum(marks)
    here = len([each for each in walk.written if opened.find(each) is not None])
    if done == 0:
        return "You have read every point and written nothing. That is a walk too; w begins another."
    if done == len(marks):
        return "You have written on every point. Let it rest; in a while, w walks it again."
    today = "" if here else "Nothing new this time, and that is fine. "
    points = "One point has" if done == 1 else f"{done} of {len(marks)} points have"
    return f"{today}{points} words of yours; the others will wait. In a while, w walks again."
