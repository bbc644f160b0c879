"""Which note each annotation belongs to, also when its note was renamed, moved or given an id.

An annotation names its note by id. When no note of the library has that id, its note may have another name
now:

1. the note that stands under the same path has been given an ``id`` in its front matter since: it is that
   note;
2. exactly one note holds the quoted words with their surroundings, or exactly one of those that do has the
   very text they were marked in: it is that note. What was made on the same lost note then goes there
   together, unless its passages point at different notes (a note that was split);
3. reflections on a whole lost note follow its passages; without any, the one note of the same file name and
   title.

This *adopts* them: they are shown there. The record itself is updated only by the next change the reader
makes to it, so looking at a library never writes. Passages are compared in code points of gated text.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from reader import deferred

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations import bracketed
    from reader.annotations.model import Annotation, Quote
    from reader.document.model import Document
    from reader.library.note import Note
    from reader.library.scan import Library
    from reader.store.store import Store
else:
    bracketed = deferred.module("reader.annotations.bracketed")

WAITING: Final = "waiting"
"""The store's table of what waits until a note comes that is its home (`reader.workspace.waiting`)."""

CONTEXT: Final = 16
"""Code points either side of a quote that must agree too: short quotes alone occur in many notes."""

LEAST_PROOF: Final = 24
"""Code points of quote and surroundings together below which they prove nothing: four words or so."""

PROBE_WORDS: Final = 6
"""A note is only parsed when its source holds this many of the quote's longest words."""

MOST_LOOKS: Final = 100_000
"""Most (lost note, note) pairs looked at, 15 µs each: a store of several libraries must stay quick."""


Known = dict[tuple[tuple[object, ...], ...], dict[str, str]]
"""Where the annotations of lost notes belong, by their ids and what they stand on."""


class Homes:
    """Knows which annotations belong to which note of the library; worked out when first asked for.

    Asked from the screen's thread and from the one that saves; what one of them works out while the other
    says that it is another now is told to whoever asked, and not kept.
    """

    def __init__(self, store: Store, library: Library, parsed: Callable[[Note], Document]) -> None:
        self._store = store
        self._parsed = parsed
        self._library = library
        self._found: dict[str, tuple[str, str]] | None = None
        self._known: Known = {}
        self._prepared: tuple[Library, Known] | None = None
        self._forgotten = 0  # how often; what was worked out before is not to be kept after it
        self._keeping = threading.Lock()  # held for the keeping alone, never while anything is worked out

    def use(self, library: Library) -> None:
        """Look in this library from now on."""
        prepared, self._prepared = self._prepared, None
        with self._keeping:
            self._library = library
            self._known = prepared[1] if prepared is not None and prepared[0] is library else {}
            self._forgotten += 1
            self._found = None

    def prepare(self, library: Library) -> None:
        """Look for the lost notes in a library that will be used; may run in another thread.

        With many annotations, and notes that are alike, that takes seconds.
        """
        from reader.document.parse import parse

        known: Known = {}
        find_homes(library, self._homeless(library), lambda note: parse(note.body), known)
        self._prepared = (library, known)

    def _homeless(self, library: Library) -> list[Annotation]:
        everything = [*self._store.annotations(), *self._store.annotations(deleted=True)]
        return [each for each in everything if library.by_id(each.note_id) is None]

    def forget(self) -> None:
        """Work it out anew: annotations came or changed hands, as a thread that saves may tell."""
        with self._keeping:
            self._forgotten += 1
            self._found = None

    def has_found(self) -> bool:
        """Tell whether any annotation belongs to another note than the one it names."""
        return bool(self._homes())

    def note_of(self, annotation: Annotation) -> Note | None:
        """Return the note an annotation belongs to; None when it is not in the library."""
        return self._library.by_id(self._home(annotation))

    def annotations_of(self, note: Note, *, deleted: bool = False) -> list[Annotation]:
        """Return a note's annotations, its own and those it adopts, in the order they were made."""
        homes = self._homes()
        own = self._store.annotations(note.id, deleted=deleted)
        if not homes:
            return own
        adopted = [
            self._store.get(annotation_id) for annotation_id, (_, home) in homes.items() if home == note.id
        ]
        present = [each for each in adopted if each is not None and (each.deleted is not None) == deleted]
        kept = {each.id: each for each in [*own, *present] if self._home(each) == note.id}
        return sorted(kept.values(), key=lambda each: (each.created, each.id))

    def _home(self, annotation: Annotation) -> str:
        """Return the id of the note an annotation belongs to, which may be in no library."""
        lost, home = self._homes().get(annotation.id, ("", ""))
        return home if lost == annotation.note_id else annotation.note_id

    def _homes(self) -> dict[str, tuple[str, str]]:
        """Return, by annotation id, the lost note's id and the id of the note that is its home now."""
        with self._keeping:
            library, found, forgotten, known = self._library, self._found, self._forgotten, self._known
        if not library.is_whole:
            return {}  # its note may be among those not looked at yet
        if found is None:
            everything = [*self._store.annotations(), *self._store.annotations(deleted=True)]
            homes = find_homes(library, self._homeless(library), self._parsed, known)
            homes |= _kept_by_path(library, self._store)
            found = {each.id: (each.note_id, homes[each.id]) for each in everything if each.id in homes}
            with self._keeping:
                if forgotten == self._forgotten:
                    self._found = found
        return found


def _kept_by_path(library: Library, store: Store) -> dict[str, str]:
    """Return homes of annotations whose note's id was copied into a file that comes before it."""
    homes: dict[str, str] = {}
    for note in library.notes:
        doubled = note.front.id
        if doubled and doubled != note.id:
            own = [*store.annotations(doubled), *store.annotations(doubled, deleted=True)]
            homes.update((each.id, note.id) for each in own if each.note_key == note.key)
    return homes


def find_homes(
    library: Library,
    homeless: Iterable[Annotation],
    parsed: Callable[[Note], Document],
    known: Known | None = None,
) -> dict[str, str]:
    """Find the notes of annotations whose ``note_id`` no note has.

    Args:
        library: The library as scanned.
        homeless: The annotations.
        parsed: Gives a note's document; called only for notes that look likely.
        known: What was found before in this same library; what is found now is added.

    Returns:
        Annotation id to note id, for those that found a home.
    """
    lost: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in homeless:
        lost[annotation.note_id].append(annotation)
    by_key = {note.key: note for note in library.notes}
    homes: dict[str, str] = {}
    looks = 0
    for group in lost.values():
        note = by_key.get(group[0].note_key)
        if note is not None:
            homes.update((each.id, note.id) for each in group)
        elif looks < MOST_LOOKS:
            looks += len(library.notes)
            lost_now = tuple((each.id, each.note_key, each.note_title, each.selectors) for each in group)
            known = {} if known is None else known
            if lost_now not in known:
                known[lost_now] = _homes_of_one_note(library, group, parsed)
            homes.update(known[lost_now])
    return homes


def _homes_of_one_note(
    library: Library, group: list[Annotation], parsed: Callable[[Note], Document]
) -> dict[str, str]:
    """Find where the annotations of one lost note belong now."""
    passages = [
        (each.id, each.selectors, _probe(each.selectors.quote.exact))
        for each in group
        if each.selectors is not None and len(_sought(each.selectors.quote)) >= LEAST_PROOF
    ]
    holding: dict[str, list[str]] = defaultdict(list)
    as_made_on: dict[str, list[str]] = defaultdict(list)
    for note in library.notes if passages else ():
        body, document = note.body, None
        for annotation_id, selectors, probe in passages:
            if all(word in body for word in probe):
                document = parsed(note) if document is None else document
                if _holds(document.text, selectors.quote):
                    holding[annotation_id].append(note.id)
                    if document.text_hash == selectors.text_hash:
                        as_made_on[annotation_id].append(note.id)
    found = _only_ones(holding) | _only_ones(as_made_on)
    homes = set(found.values())
    if len(homes) == 1:
        [home] = homes
        return {each.id: home for each in group}
    if homes:
        return found
    if all(each.selectors is None for each in group):
        namesake = _namesake(library, group[0])
        return {each.id: namesake.id for each in group} if namesake else {}
    return {}


def _only_ones(notes_by_annotation: dict[str, list[str]]) -> dict[str, str]:
    """Return the note of each annotation that has exactly one."""
    return {annotation: notes[0] for annotation, notes in notes_by_annotation.items() if len(notes) == 1}


def _namesake(library: Library, annotation: Annotation) -> Note | None:
    """Return the one note that has the lost note's file name and title: it was moved to another folder."""
    name = annotation.note_key.rpartition("/")[2]
    titles = bracketed.headings_as_shown((annotation.note_title,))
    same = [note for note in library.notes if note.key.rpartition("/")[2] == name and (note.title,) in titles]
    return same[0] if len(same) == 1 else None


def _sought(quote: Quote) -> str:
    """Return a quote between its surroundings, which a note has to hold exactly."""
    return f"{quote.prefix[-CONTEXT:]}{quote.exact}{quote.suffix[:CONTEXT]}"


def _holds(text: str, quote: Quote) -> bool:
    return _sought(quote) in text or _sought(bracketed.as_shown(quote, text)) in text


def _probe(exact: str) -> list[str]:
    """Return the quote's longest words, which its source holds too unless formatting cuts through them."""
    return sorted(set(re.findall(r"[^\W_]+", exact)), key=len, reverse=True)[:PROBE_WORDS]
