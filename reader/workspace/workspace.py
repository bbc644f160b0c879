"""The use cases of Reader without a screen: list, open, mark, reflect, undo, find again.

The one object that screens and commands talk to. It knows the library (read only) and the store (all that
is kept), and is used from one thread; only `anchor_pending` may run in another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from reader.annotations.anchor import Status
from reader.annotations.model import Annotation, Color, Kind
from reader.document.model import Document
from reader.library import tags as note_tags
from reader.library.kept_note import KeptNote
from reader.library.note import Note, Unreadable
from reader.store.store import Store, utc_now
from reader.workspace.catalogue import Catalogue
from reader.workspace.changing import Changing
from reader.workspace.facts import FactBook
from reader.workspace.following import Following
from reader.workspace.homes import Homes
from reader.workspace.journal import NOT_HERE, Wanted, gather
from reader.workspace.keeping import Keeping
from reader.workspace.listing import Entry, Sort, Totals
from reader.workspace.locking import Locking
from reader.workspace.opened import OpenNote, Placed, is_unchanged, place_at_sight, place_each, placed_nowhere
from reader.workspace.opened import in_order as in_text_order
from reader.workspace.reviewing import Reviewing
from reader.workspace.searching import Searching


class Workspace(Following, Locking, Keeping, Reviewing):
    """A library and what its reader keeps about it.

    Attributes:
        library: The notes as they were scanned last.
        store: What is kept; `store.notices` and `store.why_read_only` are for the reader.
    """

    def __init__(
        self,
        library_folder: Path,
        store: Store | Path,
        *,
        now: Callable[[], datetime] = utc_now,
        kept_in: Path | None = None,
    ) -> None:
        """Scan the library and open the store.

        Args:
            library_folder: A folder of notes, or one note.
            store: An open store, or the file to open as one.
            now: The clock; aware, UTC.
            kept_in: The cache folder. With it the library is at first as it was kept there, or empty, and not
                `Library.is_whole`: it is to be looked through (`look_through`, `take`).

        Raises:
            LibraryMissing, StoreUnavailable, StoreTooNew, StoreDamaged: As their names say.
        """
        Following.__init__(self, library_folder, kept_in)
        opened = store if isinstance(store, Store) else Store.open(store, now=now)
        self._book = FactBook(self.kept_facts)
        homes = Homes(opened, self.library, self._book.document)
        self._catalogue = Catalogue(opened, homes, self._book)
        Changing.__init__(self, opened, homes, now)
        Keeping.__init__(self, opened, opened.drafts, now)
        Searching.__init__(self, opened, homes, now, self.placed)
        Reviewing.__init__(self, opened, homes, now, self._book.coverage)
        self.join_copies()
        self.attach_waiting()

    def close(self) -> None:
        """Close the index and the store, which is then plain TinyDB JSON again."""
        self._close_index()
        self.store.close()

    def refresh(self) -> bool:
        """Take in what other windows and commands saved; tells whether there was anything."""
        changed = self.store.refresh()
        if changed:
            self._homes.forget()
        return changed

    def listing(
        self,
        *,
        tags: Collection[str] = (),
        untagged: bool = False,
        text: str = "",
        sort: Sort = Sort.DATE,
    ) -> list[Entry]:
        """List the notes, and the files that could not be read as notes.

        Args:
            tags: Only notes that have all of these (or tags below them).
            untagged: Only notes without a tag.
            text: Only those in whose title, tags, people or path every one of these words stands.
            sort: The order.
        """
        return self._catalogue.listing(self.library, tags=tags, untagged=untagged, text=text, sort=sort)

    def entry(self, note: Note) -> Entry:
        """Return what the list says of one note."""
        return self._catalogue.entry(note, {note.id: self.kept_place(note)})

    def tag_tree(self) -> note_tags.TagTree:
        """Return the library's tags with their counts."""
        return self.library.tag_tree()

    def totals(self) -> Totals:
        """Count notes, and the highlights and reflections on them."""
        return self._catalogue.totals(self.library)

    def find(self, reference: str) -> Note:
        """Return the note a person means by an id, a path or a part of a title.

        Raises:
            NoteNotFound, AmbiguousNote: None or several fit.
        """
        return self.library.find(reference)

    def document(self, note: Note) -> Document:
        """Return a note parsed; kept at hand while the note stays as it is."""
        return self._book.document(note)

    def open(self, note: Note | str, *, anchor: Literal["all", "later"] = "all") -> OpenNote:
        """Open a note with its annotations in their places.

        Args:
            note: The note, or an id, a path or a part of a title.
            anchor: ``"later"`` leaves annotations made on another state of the text in `OpenNote.pending`,
                to be placed by `anchor_pending`, which can take long; of a long note only the beginning is
                read then, and what is in sight placed.

        Raises:
            NoteNotFound, AmbiguousNote: None or several fit.
        """
        found = self.find(note) if isinstance(note, str) else note
        if isinstance(found, KeptNote):
            found = self._read_now(found)
        document = self._book.begun(found) if anchor == "later" else self.document(found)
        return self._opened(found, document, (), anchor)

    def reopen(self, open_note: OpenNote, *, anchor: Literal["all", "later"] = "all") -> OpenNote:
        """Return an open note as it is now: after a change to its annotations, or after its file changed.

        What was found before in the same text is not looked for again. Never raises: where the file is gone
        or unreadable, the text stays as it was and `Note.problems` says so.
        """
        note = self._current(open_note.note)
        document = open_note.document
        earlier = open_note.placed
        if note.body != open_note.note.body:
            document = self._book.begun(note) if anchor == "later" else self.document(note)
            earlier = ()
        return self._opened(note, document, earlier, anchor)

    def reannotated(self, open_note: OpenNote) -> OpenNote:
        """Return an open note after a change to its annotations; its file is not looked at (`reopen`)."""
        return self._opened(open_note.note, open_note.document, open_note.placed, "later")

    def anchor_pending(self, open_note: OpenNote) -> Iterator[Placed]:
        """Look for what is pending, one after the other; may run in a worker thread.

        Yields:
            Each as it is found or not found; `OpenNote.with_placed` takes them in.
        """
        pending = open_note.pending  # some of it placed at sight
        earlier = (each for each in open_note.placed if each.annotation not in pending)
        yield from place_each(open_note.document, pending, earlier)

    def placed(self, annotation: Annotation) -> Placed:
        """Return an annotation, also a deleted one, with its place in its note."""
        note = self.note_of(annotation)
        if note is None:
            return placed_nowhere(annotation, NOT_HERE)
        around = [each for each in self._homes.annotations_of(note) if each.id == annotation.on]
        [*_, placed] = place_each(self.document(note), [*around, annotation])
        return placed

    def note_of(self, annotation: Annotation) -> Note | None:
        """Return the note an annotation belongs to; None when it is not in the library."""
        return self._homes.note_of(annotation)

    def annotations(
        self,
        note: Note | None = None,
        *,
        tag: str | None = None,
        color: Color | None = None,
        kind: Kind | None = None,
        status: Status | None = None,
        since: datetime | None = None,
        text: str = "",
        deleted: bool = False,
    ) -> list[Placed]:
        """Return annotations of one note in the order of its text, or of all notes, the newest first.

        Args:
            note: Only those of this note.
            tag: Only those with this tag, or with it on their note.
            color: Only highlights of this colour.
            kind: Only highlights or only reflections.
            status: Only those whose place is known this well.
            since: Only those made at this time or later.
            text: Only those in whose quote, words or tags each of these words stands.
            deleted: The deleted ones instead of the present ones.
        """
        wanted = Wanted(tag, color, kind, since, text, deleted)
        placed = gather(self.store, self._homes, self.document, note, wanted)
        kept = [each for each in placed if status is None or each.status is status]
        if note is not None:
            return list(in_text_order(kept))
        return sorted(kept, key=lambda each: (each.annotation.created, each.annotation.id), reverse=True)

    def _opened(
        self, note: Note, document: Document, earlier: tuple[Placed, ...], anchor: Literal["all", "later"]
    ) -> OpenNote:
        known = {each.annotation.id: each.annotation.selectors for each in earlier}
        now: list[Annotation] = []
        pending: list[Annotation] = []
        for each in self._homes.annotations_of(note):
            is_found = known.get(each.id) == each.selectors or is_unchanged(document, each)
            (now if anchor == "all" or is_found else pending).append(each)
        placed = [*place_each(document, now, earlier), *place_at_sight(document, pending)]
        return OpenNote(note, document, in_text_order(placed), tuple(pending))

    def _current(self, note: Note) -> Note:
        """Return a note as its file is now."""
        try:
            status = os.stat(note.path)  # noqa: PTH116  # as the library reads it
        except OSError:
            return _with_problem(note, "The file is no longer there; this is the text as it was read before.")
        if (status.st_mtime_ns, status.st_size) == (note.modified_ns, note.size):
            return note
        again = self.library.reread(note)
        if isinstance(again, Unreadable):
            return _with_problem(
                note, f"The file has changed and {again.reason}; this is the text as it was before."
            )
        return again

    def _read_now(self, note: Note) -> Note:
        """Read a note of which only the kept list has told so far."""
        read = self.library.reread(note)
        return _with_problem(note, f"The file {read.reason}.") if isinstance(read, Unreadable) else read


def _with_problem(note: Note, sentence: str) -> Note:
    return note if sentence in note.problems else replace(note, problems=(*note.problems, sentence))
