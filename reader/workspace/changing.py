"""Every change to an annotation: saved first, then shown, and undoable.

Nothing is returned before the store has it durably; when saving fails, `SaveFailed` passes through, nothing
has changed in memory, and what was to be saved is still in the caller's hands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader import deferred
from reader.errors import AnnotationNotFound, UsageError
from reader.gate import clean_line, clean_text
from reader.workspace.history import History, Step

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations import changes, describe, model
    from reader.annotations.model import Annotation, Color, Kind
    from reader.document.model import Range
    from reader.library.note import Note
    from reader.store.store import Store
    from reader.workspace.homes import Homes
    from reader.workspace.opened import OpenNote
else:
    changes = deferred.module("reader.annotations.changes")
    describe = deferred.module("reader.annotations.describe")
    model = deferred.module("reader.annotations.model")

Change = Callable[["Annotation", datetime], "Annotation"]


class Changing:
    """The part of the workspace that changes annotations. All words given are gated here."""

    def __init__(self, store: Store, homes: Homes, now: Callable[[], datetime]) -> None:
        self.store = store
        self._homes = homes
        self._now = now
        self._history = History()

    def annotation(self, annotation_id: str) -> Annotation:
        """Return an annotation, also a deleted one.

        Raises:
            AnnotationNotFound: No annotation has this id.
        """
        found = self.store.get(annotation_id)
        if found is None:
            raise AnnotationNotFound(f"No annotation has the id “{clean_line(annotation_id)}”.")
        return found

    def highlight(self, open_note: OpenNote, passage: Range, color: Color) -> Annotation:
        """Keep a passage in a colour. The passage is widened so that no grapheme is split.

        Raises:
            ValueError: The passage is empty.
            SaveFailed: It could not be saved; nothing has changed.
        """
        document = open_note.document
        made = self._new(open_note.note, model.Kind.HIGHLIGHT)
        selectors = describe.describe(document, document.snap(passage))
        return self._create(replace(made, selectors=selectors, color=color))

    def reflect(
        self,
        open_note: OpenNote,
        text: str,
        *,
        range: Range | None = None,  # noqa: A002  # the word of the house for a passage
        on: str | None = None,
    ) -> Annotation:
        """Keep the leader's own words about a passage, about a highlight (``on``: its id), or about the
        whole note.

        Raises:
            UsageError: There are no words in ``text``.
            AnnotationNotFound: There is no highlight ``on``.
            SaveFailed: It could not be saved; nothing has changed.
        """
        made = replace(self._new(open_note.note, model.Kind.REFLECTION), text=_words(text), on=on)
        document = open_note.document
        if on is not None:
            made = replace(made, selectors=self.annotation(on).selectors)
        elif range is not None:
            made = replace(made, selectors=describe.describe(document, document.snap(range)))
        return self._create(made)

    def recolor(self, annotation_id: str, color: Color) -> Annotation:
        """Give a highlight another colour."""
        before = self.annotation(annotation_id)
        if before.kind is not model.Kind.HIGHLIGHT:
            raise UsageError("Only a highlight has a colour; this is a reflection.")
        old = before.color or color
        return self._apply(
            before,
            lambda each, now: changes.recolored(each, color, now),
            lambda each, now: changes.recolored(each, old, now),
            (f"colour back to {old}", f"colour {color} again"),
        )

    def edit(self, annotation_id: str, text: str, *, seen: str | None = None) -> Annotation:
        """Give a reflection other words; the earlier ones are kept as a revision.

        Words are not lost to a deletion: a reflection that was deleted comes back with them.

        Args:
            annotation_id: The reflection.
            text: Its new words.
            seen: The words it had when writing began. Where it has others now, or was deleted, another window
                or command was at it meanwhile; a notice of the store says so.

        Raises:
            UsageError: There are no words in ``text``, or it is a highlight.
            AnnotationNotFound, SaveFailed: As everywhere here.
        """
        before = self.annotation(annotation_id)
        if before.kind is not model.Kind.REFLECTION:
            raise UsageError("Only a reflection has words of its own to edit; this is a highlight.")
        new, old = _words(text), before.text
        after = self._apply(
            before,
            lambda each, now: changes.edited(changes.restored(each, now), new, now),
            lambda each, now: changes.edited(each, old, now),
            ("reflection has its earlier words again", "reflection edited again"),
        )
        if seen is not None:
            self._tell_of_meeting(before, after, seen)
        return after

    def _tell_of_meeting(self, before: Annotation, after: Annotation, seen: str) -> None:
        """Say that a reflection was changed elsewhere while it was being written on here."""
        title = clean_line(before.note_title)
        if before.deleted is not None:
            self.store.notice(f"Your reflection in “{title}” was deleted elsewhere meanwhile; it is back.")
        elif before.text not in (seen, after.text):
            self.store.notice(
                f"Your reflection in “{title}” was changed elsewhere as well; "
                "the later text shows, the other is in its history."
            )

    def tag(self, annotation_id: str, tags: Iterable[str]) -> Annotation:
        """Give an annotation these tags in place of those it has."""
        before = self.annotation(annotation_id)
        new, old = _tags(tags), before.tags
        return self._apply(
            before,
            lambda each, now: changes.retagged(each, new, now),
            lambda each, now: changes.retagged(each, old, now),
            ("tags as they were", "tags changed again"),
        )

    def delete(self, annotation_id: str) -> Annotation:
        """Delete an annotation; a record of it stays, and `restore` brings it back."""
        before = self.annotation(annotation_id)
        return self._apply(
            before,
            changes.deleted,
            changes.restored,
            (f"{before.kind} brought back", f"{before.kind} removed"),
        )

    def restore(self, annotation_id: str) -> Annotation:
        """Bring a deleted annotation back."""
        before = self.annotation(annotation_id)
        return self._apply(
            before,
            changes.restored,
            changes.deleted,
            (f"{before.kind} removed", f"{before.kind} brought back"),
        )

    def reattach(self, annotation_id: str, open_note: OpenNote, passage: Range) -> Annotation:
        """Put an annotation on another passage, chosen by hand: for orphans and ambiguous ones."""
        before = self.annotation(annotation_id)
        document, note = open_note.document, open_note.note
        selectors = describe.describe(document, document.snap(passage))

        def there(each: Annotation, now: datetime) -> Annotation:
            return changes.reattached(
                changes.rehomed(each, note.id, note.key, note.title, now), selectors, now
            )

        def back(each: Annotation, now: datetime) -> Annotation:
            home = replace(
                each, note_id=before.note_id, note_key=before.note_key, note_title=before.note_title
            )
            return changes.reattached(home, before.selectors, now)

        words = (f"{before.kind} off that passage again", f"{before.kind} put on its new passage again")
        return self._apply(before, there, back, words)

    def take_in(self, annotations: Iterable[Annotation]) -> None:
        """Keep annotations made elsewhere as they are, all or none of them; `undo` does not reach them.

        Raises:
            SaveFailed: None of them was saved.
        """
        self.store.put(*annotations)
        self._homes.forget()

    def join_copies(self) -> bool:
        """Merge conflict copies that sync tools left beside the store; tells whether there were any."""
        joined = self.store.join_copies(self._now())
        if joined:
            self._homes.forget()
        return bool(joined)

    def undo(self) -> str | None:
        """Undo the newest change, in whichever note it was.

        Returns:
            What that did, in words; None when there is nothing to undo.

        Raises:
            SaveFailed: It could not be saved; nothing has changed and it can be tried again.
        """
        step = self._history.next_undo
        if step is None:
            return None
        said = self._compensate(step, step.backward, step.undone)
        self._history.went_back()
        return said

    def redo(self) -> str | None:
        """Do again what was undone last; returns and raises as `undo`."""
        step = self._history.next_redo
        if step is None:
            return None
        said = self._compensate(step, step.forward, step.redone)
        self._history.went_forward()
        return said

    def _compensate(self, step: Step, change: Change, words: str) -> str:
        current = self.store.get(step.annotation_id)
        if current is None:
            return "nothing: it is no longer in the store"
        self._save(change(current, self._now()))
        title = clean_line(current.note_title)
        return f"{words} in “{title}”" if title else words

    def _apply(
        self, before: Annotation, forward: Change, backward: Change, words: tuple[str, str]
    ) -> Annotation:
        """Save a change and take note of it; ``words`` say what undoing and redoing it do."""
        after = forward(before, self._now())
        if after == before:
            return before
        self._save(after)
        self._history.add(Step(before.id, backward, forward, *words))
        return self.annotation(before.id)

    def _create(self, made: Annotation) -> Annotation:
        self._save(made)
        words = (f"{made.kind} removed", f"{made.kind} brought back")
        self._history.add(Step(made.id, changes.deleted, changes.restored, *words))
        return self.annotation(made.id)

    def _save(self, annotation: Annotation) -> None:
        """Save an annotation under the note that holds it now; an adopted one gets its new home here."""
        note = self._homes.note_of(annotation)
        is_at_home = note is not None and (note.id, note.key) == (annotation.note_id, annotation.note_key)
        if note is not None and not is_at_home:
            annotation = changes.rehomed(annotation, note.id, note.key, note.title, self._now())
        self.store.put(annotation)
        if not is_at_home:
            self._homes.forget()  # after it, or another thread works out what was before it and keeps that

    def _new(self, note: Note, kind: Kind) -> Annotation:
        now = model.to_milliseconds(self._now())
        return model.Annotation(
            id=model.new_id(now),
            kind=kind,
            note_id=note.id,
            note_key=note.key,
            note_title=note.title,
            selectors=None,
            created=now,
            modified=now,
        )


def _words(text: str) -> str:
    words = clean_text(text).strip()
    if not words:
        raise UsageError("A reflection needs words; nothing was saved.")
    return words


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Clean tags: one line each, no leading ``#``, none twice (compared without case)."""
    clean: dict[str, str] = {}
    for tag in tags:
        name = clean_line(tag).strip().lstrip("#").strip()
        if name:
            clean.setdefault(name.casefold(), name)
    return tuple(clean.values())
