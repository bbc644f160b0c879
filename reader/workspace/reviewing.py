"""Coming back to what was kept: today's review, this day in earlier years, and looking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from reader import deferred
from reader.errors import AnnotationNotFound
from reader.gate import clean_line

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.library.note import Note
    from reader.library.scan import Library
    from reader.store.store import Store
    from reader.workspace import review
    from reader.workspace.homes import Homes
    from reader.workspace.review import Due, ReviewState, Verdict
    from reader.workspace.statistics import Statistics
else:
    review = deferred.module("reader.workspace.review")


class Coverage(Protocol):
    """Says how many key points a note has, and how many of them have one of these reflections."""

    def __call__(self, note: Note, annotations: list[Annotation], /) -> tuple[int, int]:
        """Return key points and covered key points."""


class Reviewing:
    """The part of the workspace that brings back what was kept. Days are those of the reader's time zone."""

    library: Library

    def __init__(self, store: Store, homes: Homes, now: Callable[[], datetime], coverage: Coverage) -> None:
        self.store = store
        self._homes = homes
        self._now = now
        self._coverage = coverage

    def due_for_review(self, cap: int | None = None) -> list[Due]:
        """Return what comes up today and was not seen yet, at most ``cap`` a day."""
        by_id = {each.annotation.id: each for each in self._reviewable()}
        candidates = [
            review.Candidate(
                each.annotation.id,
                each.note.id,
                (*each.annotation.tags, *each.note.tags),
                _day(each.annotation.created),
                each.state,
            )
            for each in by_id.values()
        ]
        most = review.DAILY if cap is None else cap
        return [by_id[each.id] for each in review.choose(candidates, self._today(), most)]

    def on_this_day(self) -> list[Due]:
        """Return what was made on this day of earlier years, the latest year first."""
        today = self._today()
        found = [
            each for each in self._reviewable() if review.is_on_this_day(_day(each.annotation.created), today)
        ]
        return sorted(found, key=lambda each: each.annotation.created, reverse=True)

    def reviewed(
        self, annotation_id: str, verdict: Verdict, before: ReviewState | None = None
    ) -> ReviewState:
        """Keep what a person said of something that came up.

        Args:
            annotation_id: What came up.
            verdict: What was said.
            before: Its state when it came up, where something else was said of it since that no longer
                counts; None: the state that is kept.

        Returns:
            Its state; `ReviewState.interval` is the number of days until it is due again.

        Raises:
            AnnotationNotFound: It is not there any more.
            SaveFailed: It could not be saved.
        """
        kept = self.review_state(annotation_id)
        before = kept if before is None else before
        after = review.seen(before, verdict, self._today())
        if before.card is not None:
            from reader.workspace.spaced import repeated

            again = repeated(before.card, verdict, self._now())
            if again is not None:
                after = replace(after, card=again[0], interval=again[1])
        return self._keep_state(annotation_id, after)

    def repeat_spaced(self, annotation_id: str, *, is_wanted: bool = True) -> ReviewState:
        """Bring something up by spaced repetition (or by the plain rotation again), also what was done.

        Raises:
            UsageError: The package for it is not installed.
            AnnotationNotFound, SaveFailed: As their names say.
        """
        from reader.workspace.spaced import new_card

        before = self.review_state(annotation_id)
        card = (before.card or new_card()) if is_wanted else None
        return self._keep_state(annotation_id, replace(before, card=card, is_done=False))

    def review_state(self, annotation_id: str) -> ReviewState:
        """Return what is kept about an annotation's review.

        Raises:
            AnnotationNotFound: No annotation has this id.
        """
        if self.store.get(annotation_id) is None:
            raise AnnotationNotFound(f"No annotation has the id “{clean_line(annotation_id)}”.")
        return review.from_record(self.store.recall(review.TABLE, annotation_id) or {})

    def statistics(self, weeks: int | None = None) -> Statistics:
        """Return what there is to look back on.

        Args:
            weeks: Weeks looked back, this one included; None: half a year.
        """
        from reader.workspace import statistics
        from reader.workspace.reading_days import notes_by_day

        notes = [(note, self._homes.annotations_of(note)) for note in self.library.notes]
        days = statistics.days_back(
            self._today(),
            max(1, weeks or statistics.WEEKS),
            notes_by_day(self.store),
            self.store.annotations(),
        )
        covered = [self._coverage(note, annotations) for note, annotations in notes]
        silent = [note for note, annotations in notes if not any(each.text for each in annotations)]
        silent.sort(key=lambda note: (-(note.date or date.min).toordinal(), note.title.casefold(), note.key))
        return statistics.Statistics(
            days=days,
            weeks=statistics.weeks_of(days),
            tags=statistics.attention(notes),
            not_reflected_on=tuple(silent),
            notes=len(notes),
            key_points=sum(each[0] for each in covered),
            covered=sum(each[1] for each in covered),
        )

    def _reviewable(self) -> list[Due]:
        """Return highlights with what was written on them, and reflections that stand on no highlight."""
        everything = self.store.annotations()
        above = {each.id for each in everything}
        written: dict[str, list[Annotation]] = {}
        for each in everything:
            if each.on in above and each.on is not None:
                written.setdefault(each.on, []).append(each)
        states = self.store.recall_all(review.TABLE)
        found: list[Due] = []
        for each in everything:
            note = None if each.on in above else self._homes.note_of(each)
            if note is not None:
                state = review.from_record(states.get(each.id, {}))
                found.append(review.Due(each, note, tuple(written.get(each.id, ())), state))
        return found

    def _keep_state(self, annotation_id: str, state: ReviewState) -> ReviewState:
        self.store.remember(review.TABLE, annotation_id, review.to_record(state))
        return state

    def _today(self) -> date:
        return _day(self._now())


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
