"""Reads a folder of notes into a `Library`, and finds notes in it by id, path, title and link."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reader import deferred
from reader.deferred import cached_property
from reader.errors import AmbiguousNote, NoteNotFound, NoteUnreadable
from reader.gate import clean_line, clean_text
from reader.library.kept_note import aliases_of
from reader.library.note import Note, Unreadable
from reader.library.tags import TagTree, tag_tree, unique

if TYPE_CHECKING:  # for start-up cost
    from reader.library import files, wikilinks
else:
    files = deferred.module("reader.library.files")
    wikilinks = deferred.module("reader.library.wikilinks")

LISTED: Final = 10
"""Notes named in the sentence of an `AmbiguousNote`; more would not be read."""

_SCHEME: Final = deferred.pattern(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK: Final = b"\xef\xbb\xbf"


class Library:
    """The notes under one folder, as they were when it was scanned; sorted by key, ids unique.

    ``is_whole`` tells whether the folder has been looked through; until then notes may be missing, and others
    may have changed or gone.
    """

    def __init__(
        self,
        folder: Path,
        notes: Iterable[Note],
        unreadable: Iterable[Unreadable] = (),
        *,
        aliases: Mapping[str, str] = MappingProxyType({}),
        is_single_file: bool = False,
        is_whole: bool = True,
    ) -> None:
        self.folder = folder
        self.notes: tuple[Note, ...] = tuple(notes)
        self.unreadable: tuple[Unreadable, ...] = tuple(unreadable)
        self.is_single_file = is_single_file
        self.is_whole = is_whole
        self.aliases: Mapping[str, str] = aliases
        self._by_id = {note.id: note for note in self.notes}
        self._by_key = {note.key: note for note in self.notes}

    def by_id(self, note_id: str) -> Note | None:
        """Return the note with exactly this id."""
        return self._by_id.get(note_id)

    def at(self, path: Path) -> Note | None:
        """Return the note whose file has this path, absolute and beneath the folder."""
        note = self._by_key.get(_key(path, self.folder))
        return note if note is not None and note.path == path else None

    def tag_tree(self) -> TagTree:
        """Count the tags of all notes."""
        return tag_tree(self.notes)

    def find(self, reference: str) -> Note:
        """Find the note a person means.

        Args:
            reference: An id, a path (in the library or on the disk), a title, a path or a file's name without
                the suffix, or an unambiguous part of a title. What is named first here comes first; titles
                and names without case.

        Raises:
            NoteNotFound: Nothing fits.
            AmbiguousNote: Several fit; the sentence lists them.
            NoteUnreadable: The path of a file that is there but cannot be read; the sentence says why.
        """
        shown = clean_line(reference).strip()
        if not shown:
            raise NoteNotFound("No note was named; give an id, a path or a part of a title.")
        same_id = [note for note in self.notes if note.front.id == shown]
        if len(same_id) > 1:
            raise AmbiguousNote(f"The id “{shown}” stands in {_listed(same_id, lambda note: note.key)}.")
        note = self._by_id.get(shown) or self._by_path(reference, shown)
        if note is not None:
            return note
        wanted = shown.casefold()
        titles = [(note, note.title.casefold()) for note in self.notes]
        fitting = [note for note, title in titles if title == wanted]
        fitting = fitting or self._of_file(shown)
        fitting = fitting or [note for note, title in titles if wanted in title]
        if not fitting:
            self._refuse_unreadable(wanted)
            raise NoteNotFound(f"No note fits “{shown}”, neither an id nor a path nor a part of a title.")
        if len(fitting) > 1:
            raise AmbiguousNote(
                f"“{shown}” fits {_listed(fitting, lambda note: f'{note.id} ({note.title})')}."
            )
        return fitting[0]

    def _of_file(self, name: str) -> list[Note]:
        """Return the notes whose file has this name or path, without its suffix."""
        bare, leaf = wikilinks.bare, wikilinks.leaf
        named = bare(name)
        return [note for note in self.notes if named in (bare(note.key), leaf(note.key))]

    def resolve_link(self, note: Note, target: str) -> Note | None:
        """Find the note that a link in a note leads to.

        Args:
            note: The note in which the link stands.
            target: What the link says: a path relative to the note, ``%20`` and the like decoded, with or
                without its suffix; a fragment or a query is cut off, and a fragment alone leads to the note
                itself. Or the ``target`` of a link by name (`reader.library.wikilinks`).

        Returns:
            The note; ``None`` for addresses, absolute paths, whatever leaves the library or is not in it.
            Where the library is a single file, its neighbours are read when a link leads to them.
        """
        from urllib.parse import unquote  # brings ipaddress and 4 ms with it

        target = target.strip()
        if target.startswith("[["):
            return self._named(target, note)
        if _SCHEME.match(target) or target.startswith(("/", "\\")):
            return None
        bare = target.partition("#")[0].partition("?")[0]
        if not bare:
            return note if target else None
        linked = clean_line(unquote(bare, errors="replace"))
        return self._at(linked, note)

    def _named(self, target: str, note: Note) -> Note | None:
        """Find the note that a link by name leads to; in a library of a single file one beside it."""
        link = wikilinks.wikilink_of(target)
        if link is None:
            return None
        if not link.name:
            return note
        key = self._names.find(link.name, note.key)
        if key is not None:
            return self._by_key[self.aliases.get(key, key)]
        return self._at(clean_line(link.name), note) if self.is_single_file else None

    @cached_property
    def _names(self) -> wikilinks.NoteNames:
        """The names by which links may mean notes."""
        notes = self.notes  # and not the library, which would hold itself so

        def others() -> Iterator[tuple[str, str]]:
            return ((name, note.key) for note in notes for name in aliases_of(note))

        also = (key for key, real in self.aliases.items() if real in self._by_key)
        return wikilinks.NoteNames((*self._by_key, *also), others)

    def _at(self, linked: str, note: Note) -> Note | None:
        """Find the note at a path relative to a note, with or without its suffix."""
        key = posixpath.normpath(posixpath.join(posixpath.dirname(note.key), linked))
        if key.startswith(("../", "/")) or key in ("..", "."):
            return None
        for candidate in (key, *(key + suffix for suffix in files.SUFFIXES)):
            found = self._by_key.get(self.aliases.get(candidate, candidate))
            found = found or (self._neighbour(candidate) if self.is_single_file else None)
            if found is not None:
                return found
        return None

    def reread(self, note: Note) -> Note | Unreadable:
        """Read a note's file again; a doubled id stays with the note that had it at the scan."""
        again = _read_inside(note.key, note.path, self.folder)
        if isinstance(again, Unreadable):
            return again
        holder = self._by_id.get(again.id)
        return again if holder is None or holder.key == again.key else _without_id(again, holder)

    def _by_path(self, reference: str, shown: str) -> Note | None:
        """Find a note by its key, or by a path on the disk as the shell gives it."""
        keys = [shown.removeprefix("./")]
        if "\0" not in reference:
            path = absolute(reference)
            if not files.leads_outside(str(path), str(self.folder)):
                keys.append(_key(path, self.folder))
        for key in keys:
            if note := self._by_key.get(self.aliases.get(key, key)):
                return note
        for entry in self.unreadable:
            if entry.key in keys:
                raise NoteUnreadable(f"{entry.key} {entry.reason}.")
        return None

    def _refuse_unreadable(self, wanted: str) -> None:
        """Say why a file cannot be read, when it is the only one in whose name these words stand.

        Raises:
            NoteUnreadable: It is there but cannot be read.
        """
        fitting = [entry for entry in self.unreadable if wanted in entry.key.casefold()]
        if len(fitting) == 1:
            raise NoteUnreadable(f"{fitting[0].key} {fitting[0].reason}.")

    def _neighbour(self, key: str) -> Note | None:
        """Read a note beside the only one of a single-file library."""
        parts = key.split("/")
        if not files.is_note_name(parts[-1]) or any(part.startswith(".") for part in parts) or "\0" in key:
            return None
        read = read_note(self.folder / key, self.folder)
        return read if isinstance(read, Note) else None


def scan(folder: Path) -> Library:
    """Read all notes under a folder, or the one note at a path.

    Args:
        folder: A folder; or a file, which makes a library of that one note whose links lead to its
            neighbours.

    Returns:
        The library. Files that cannot be read are in ``unreadable`` with the reason; they never keep others
        from opening.

    Raises:
        LibraryMissing: There is nothing at that path, or it cannot be opened at all.
    """
    if "\0" in str(folder):
        raise files.missing(folder, "is not there")
    folder = absolute(folder)
    mode = _mode(folder)
    if stat.S_ISREG(mode):
        folder = folder.resolve()  # a file named by the person is meant, link or not
        read = read_note(folder, folder.parent)
        notes, unreadable = ([read], []) if isinstance(read, Note) else ([], [read])
        return Library(folder.parent, notes, unreadable, is_single_file=True)
    if mode and not stat.S_ISDIR(mode):
        raise files.missing(folder, "is neither a folder nor a file")
    listing = files.list_files(folder)
    read_all = [read_file(file) for file in listing.files]
    unreadable = [*listing.unreadable, *(entry for entry in read_all if isinstance(entry, Unreadable))]
    notes = with_unique_ids([entry for entry in read_all if isinstance(entry, Note)])
    unreadable.sort(key=lambda entry: entry.key)
    return Library(folder, notes, unreadable, aliases=listing.aliases)


def read_note(path: Path, folder: Path) -> Note | Unreadable:
    """Read one file as a note of a library.

    Args:
        path: The file; a link is followed where it ends inside ``folder``.
        folder: The library.

    Returns:
        The note, or why it cannot be read. Whether its id is doubled elsewhere is not known here
        (`Library.reread` knows).
    """
    path, folder = absolute(path), absolute(folder)
    return _read_inside(_key(path, folder), path, folder)


def _read_inside(key: str, path: Path, folder: Path) -> Note | Unreadable:
    """Read a file unless a link leads it out of the folder."""
    real = os.path.realpath(path)
    if files.leads_outside(real, os.path.realpath(folder)):
        return Unreadable(key, path, "is a link that leaves the library; it was not followed")
    return read_file(files.FoundFile(key, path, real))


def absolute(path: Path | str) -> Path:
    """Return a path from the root on, without following links: names stay as the library shows them."""
    return Path(os.path.abspath(path))  # noqa: PTH100  Path.resolve would follow links


def _mode(path: Path) -> int:
    """Return what kind of thing stands at a path, links followed; 0 where that cannot be known."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _key(path: Path, folder: Path) -> str:
    """Return a path relative to the library, as it is shown."""
    return files.gated_name(os.path.relpath(path, folder).replace(os.sep, "/"))


def read_file(file: files.FoundFile) -> Note | Unreadable:
    """Read one listed file."""
    read = files.read_bytes(file.real, file.root)
    if isinstance(read, str):
        return Unreadable(file.key, file.path, read)
    content = read.content
    if content.startswith(_UTF16_MARKS):
        return Unreadable(file.key, file.path, "is UTF-16, not UTF-8: save it as UTF-8 to read it here")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"is not UTF-8: byte 0x{content[error.start]:02X} at line {line}"
        return Unreadable(file.key, file.path, reason)
    return _note(file, clean_text(text.removeprefix("\ufeff")), read)


def _note(file: files.FoundFile, text: str, read: files.FileBytes) -> Note:
    """Make a note of a file's gated text."""
    from reader.library.front_matter import split_note
    from reader.library.text_tags import tags_in_text
    from reader.library.title import first_heading, readable_stem

    split = split_note(text)
    front = split.front
    return Note(
        id=front.id or file.key,
        key=file.key,
        path=file.path,
        title=front.title or first_heading(split.body) or readable_stem(file.key),
        tags=unique((*front.tags, *tags_in_text(split.body))),
        date=front.date,
        front=front,
        body=split.body,
        body_line=split.body_line,
        problems=split.problems,
        modified_ns=read.modified_ns,
        size=read.size,
    )


def with_unique_ids(notes: list[Note]) -> list[Note]:
    """Give notes whose id is taken, by an earlier note or as another note's path, their path as id.

    Args:
        notes: As `read_file` made them, in the order of their keys.
    """
    holders: dict[str, Note] = {note.key: note for note in notes if note.id == note.key}
    kept: list[Note] = []
    for note in notes:
        holder = holders.setdefault(note.id, note)
        kept.append(note if holder is note else _without_id(note, holder))
    return kept


def _without_id(note: Note, holder: Note) -> Note:
    """Return a note known by its path, because another one has its id."""
    sentence = f'The id "{note.id}" is also that of {holder.key}; this note is known by its path instead.'
    return replace(note, id=note.key, problems=(*note.problems, sentence))


def _listed(notes: list[Note], name: Callable[[Note], str]) -> str:
    """Return "3 notes: a, b, c" for a sentence."""
    names = [name(note) for note in notes[:LISTED]]
    more = f" and {len(notes) - LISTED} more" if len(notes) > LISTED else ""
    return f"{len(notes)} notes: {', '.join(names)}{more}"
