"""The use cases of Reader without a screen: list, open, mark, reflect, undo, find again.

The one object that screens and commands talk to. It knows the library (read only) and the store (all that
is kept), and is used from one thread, but for what says otherwise: changes, in the thread that saves;
`anchor_pending`, `look_through`, `begin` and `look_again`, in any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader.library.note import Note
from reader.store.store import Store, utc_now
from reader.workspace import note_reading
from reader.workspace.catalogue import Catalogue
from reader.workspace.changing import Changing
from reader.workspace.following import Following
from reader.workspace.keeping import Keeping
from reader.workspace.locking import Locking
from reader.workspace.places import NEVER_READ, kept_place
from reader.workspace.reviewing import Reviewing
from reader.workspace.searching import Searching

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.anchor import Status
    from reader.annotations.model import Annotation, Color, Kind
    from reader.document.model import Document
    from reader.workspace.note_reading import Begun
    from reader.workspace.opened import OpenNote, Placed


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
        Catalogue.__init__(self, self.library, opened, now, self.kept_facts, self.kept_counts)
        Changing.__init__(self, opened, self._homes, now)
        Keeping.__init__(self, opened, opened.drafts, now)
        Searching.__init__(self, opened, self._homes, now, self.placed)
        Reviewing.__init__(self, opened, self._homes, now, self._book.coverage)
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

    def find(self, reference: str) -> Note:
        """Return the note a person means by an id, a path or a part of a title.

        Raises:
            NoteNotFound, AmbiguousNote: None or several fit.
        """
        return self.library.find(reference)

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
        return self.open_begun(self.begin(found, is_whole=anchor == "all"), anchor=anchor)

    def begin(self, note: Note, *, is_whole: bool = False, to_place: bool = True) -> Begun:
        """Read a note's file, where that was not done yet, and parse it as far as the place one left off
        if that is soon there, else its beginning; or all of it.

        May run in another thread; `open_begun` takes what it returns, on the workspace's.
        """
        found = note_reading.read(note, self.library)
        until = kept_place(self.store, found) if to_place else NEVER_READ
        return note_reading.begin(found, self._book.at_hand(found), is_whole=is_whole, until=until)

    def open_begun(self, begun: Begun, *, anchor: Literal["all", "later"] = "all") -> OpenNote:
        """Open a note that was begun; else as `open`."""
        self._book.keep(begun.note, begun.document)
        return self._opened(begun.note, begun.document, (), anchor)

    def look_again(self, open_note: OpenNote) -> Begun:
        """Read an open note's file again if it has changed, or has another name; may run in another thread.

        See `reopen`.
        """
        note, document = note_reading.read_again(open_note.note, self.library), open_note.document
        if note_reading.lost(note):
            note = self._under_another_name(note)
        if note.body == open_note.note.body:
            return note_reading.Begun(note, document)
        return note_reading.begin(note, self._book.at_hand(note), is_whole=False)

    def reopen(
        self, open_note: OpenNote, begun: Begun | None = None, *, anchor: Literal["all", "later"] = "all"
    ) -> OpenNote:
        """Return an open note as it is now: after a change to its annotations, or after its file changed.

        What was found before in the same text is not looked for again. Never raises: where the file is gone
        or unreadable, the text stays as it was and `Note.problems` says so.

        Args:
            open_note: The note.
            begun: Its file as `look_again` read it; None: it is read now.
            anchor: As for `open`.
        """
        read = begun or self.look_again(open_note)
        note, document = read.note, read.document
        earlier = open_note.placed
        if document is not open_note.document:
            self._book.keep(note, document)
            earlier = ()
        return self._opened(note, document, earlier, anchor)

    def _under_another_name(self, gone: Note) -> Note:
        """Return a note whose file cannot be read as it is under another name, or else as it was."""
        from reader.library.typed_paths import is_gone
        from reader.workspace.renamed import renamed

        if not is_gone(gone.path):
            return gone
        annotations, came = self.store.annotations(gone.id), self.came_as_went(gone)
        now = renamed(gone, self.library, annotations, self.note_of, came)
        read = note_reading.read(now, self.library) if now is not None else gone
        return gone if note_reading.is_unread(read) else read

    def anchor_pending(self, open_note: OpenNote) -> Iterator[Placed]:
        """Look for what is pending, one after the other; may run in a worker thread.

        Yields:
            Each as it is found or not found; `OpenNote.with_placed` takes them in.
        """
        from reader.workspace.opened import place_each

        pending = open_note.pending  # some of it placed at sight
        earlier = (each for each in open_note.placed if each.annotation not in pending)
        yield from place_each(open_note.document, pending, earlier)

    def placed(self, annotation: Annotation) -> Placed:
        """Return an annotation, also a deleted one, with its place in its note."""
        from reader.workspace.journal import NOT_HERE
        from reader.workspace.opened import placed_nowhere

        note = self.note_of(annotation)
        if note is None:
            return placed_nowhere(annotation, NOT_HERE)
        return self._placed_in(note, self.document(note), annotation)

    def with_place_of(self, open_note: OpenNote, annotation: Annotation) -> OpenNote:
        """Return an open note, whole, with one of its annotations in its place, also a deleted one."""
        if open_note.find(annotation.id) is not None:
            return open_note
        return open_note.with_placed([self._placed_in(open_note.note, open_note.document, annotation)])

    def _placed_in(self, note: Note, document: Document, annotation: Annotation) -> Placed:
        from reader.workspace.opened import place_each

        around = [each for each in self._homes.annotations_of(note) if each.id == annotation.on]
        [*_, placed] = place_each(document, [*around, annotation])
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
        from reader.workspace.journal import Wanted, gather
        from reader.workspace.opened import in_order

        wanted = Wanted(tag, color, kind, since, text, deleted)
        placed = gather(self.store, self._homes, self.document, note, wanted)
        kept = [each for each in placed if status is None or each.status is status]
        if note is not None:
            return list(in_order(kept))
        return sorted(kept, key=lambda each: (each.annotation.created, each.annotation.id), reverse=True)

    def _opened(
        self, note: Note, document: Document, earlier: tuple[Placed, ...], anchor: Literal["all", "later"]
    ) -> OpenNote:
        from reader.workspace.opened import OpenNote, in_order, is_unchanged, place_at_sight, place_each

        known = {each.annotation.id: each.annotation.selectors for each in earlier}
        now: list[Annotation] = []
        pending: list[Annotation] = []
        for each in self._homes.annotations_of(note):
            is_found = known.get(each.id) == each.selectors or is_unchanged(document, each)
            (now if anchor == "all" or is_found else pending).append(each)
        placed = [*place_each(document, now, earlier), *place_at_sight(document, pending)]
        return OpenNote(note, document, in_order(placed), tuple(pending))
