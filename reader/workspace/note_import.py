"""Plans where imported notes go and what is there already, then writes what was chosen.

A note is the same as one of the folder by its id, else by its source and title, else by its name with a text
that is much alike. The same content is skipped; other content is shown as a difference and written only as
chosen. Planning reads; only `write_planned` writes.
"""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.errors import OutputRefused
from reader.exchange.notes.head import head_of, value
from reader.exchange.notes.imported_note import ImportedNote, relative_link
from reader.exchange.notes.names import numbered
from reader.gate import clean_text
from reader.library.files import read_bytes
from reader.library.front_matter import split_note
from reader.library.note import Note
from reader.library.scan import scan
from reader.library.title import first_heading, readable_stem
from reader.library.typed_paths import is_folder
from reader.workspace.note_files import Written, write_note

ALIKE: Final = 0.5
"""Share of lines two texts of the same name have in common from which they are states of one note."""

LONGEST_COMPARED: Final = 20_000
"""Lines of both texts together up to which their difference is worked out; beyond it takes minutes."""

MOST_OF_A_NAME: Final = 10_000

_LINK: Final = re.compile(r"\]\(([^()\s#<>]+)(#[^()\s]*)?\)")
_ID_LINE: Final = re.compile(r"^id[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.IGNORECASE | re.MULTILINE)


class Standing(StrEnum):
    """What an imported note is to the folder."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


class Choice(StrEnum):
    """What is done with a note that is there already with other content."""

    SKIP = "skip"
    BESIDE = "beside"
    OVER = "over"


class PlannedNote(Struct, frozen=True):
    """One imported note and where it goes.

    Attributes:
        note: What is imported.
        path: Where it goes, or stands already, in the folder; with ``/``.
        standing: New, there with the same content, or there with other content.
        text: The whole file.
        difference: For a changed one: the lines of a unified difference, gated.
        beside: For a changed one: the free path it would get beside the old one, and its text there.
    """

    note: ImportedNote
    path: str
    standing: Standing
    text: str
    difference: tuple[str, ...] = ()
    beside: tuple[str, str] = ("", "")


class WrittenNote(Struct, frozen=True):
    """A planned note that was written, and where to; with ``/``."""

    planned: PlannedNote
    path: str
    file: Written = Written()


class NotWritten(Struct, frozen=True):
    """A planned note that could not be written, and why (a sentence)."""

    planned: PlannedNote
    why: str


def plan_notes(
    notes: Sequence[ImportedNote], folder: Path, tell: Callable[[int, int], None] = lambda done, total: None
) -> list[PlannedNote]:
    """Say of each note where it would go and whether it is there already; writes nothing.

    Args:
        notes: Notes of one source.
        folder: Where they go; need not be there yet.
        tell: Told how many are done, and of how many.
    """
    there = _Folder(folder)
    placed: list[tuple[ImportedNote, str, list[Note]]] = []
    for number, note in enumerate(notes):
        tell(number, 2 * len(notes))
        candidates = there.candidates(note)
        path = candidates[0].key if candidates else there.free(note.path)
        there.claim(path, candidates)
        placed.append((note, path, candidates))
    moved = {note.path: path for note, path, _ in placed}
    planned: dict[tuple[str, str, str], PlannedNote] = {}
    result: list[PlannedNote] = []
    for number, (note, path, candidates) in enumerate(placed, start=1):
        tell(len(notes) + number, 2 * len(notes))
        told = (note.title, note.source, note.body)
        if told in planned and not candidates:  # the source holds it twice
            result.append(replace(planned[told], standing=Standing.SAME))
            continue
        result.append(planned.setdefault(told, _planned(note, path, candidates, moved, there)))
    return result


def write_planned(
    planned: Iterable[PlannedNote], folder: Path, choice: Choice
) -> Iterator[WrittenNote | NotWritten]:
    """Write what is new, and what has changed as one chose; one after the other, so that it can be stopped.

    Yields:
        Each that was written, or why it was not; nothing for those that are as they were.
    """
    real = Path(os.path.realpath(folder))  # once: what is put in its place after this is not followed
    for each in planned:
        if each.standing is Standing.NEW:
            path, text, is_over = each.path, each.text, False
        elif each.standing is Standing.CHANGED and choice is Choice.OVER:
            path, text, is_over = each.path, each.text, True
        elif each.standing is Standing.CHANGED and choice is Choice.BESIDE:
            (path, text), is_over = each.beside, False
        else:
            continue
        try:
            file = write_note(real, path, text, is_over=is_over)
        except OutputRefused as error:
            yield NotWritten(each, str(error))
        else:
            yield WrittenNote(each, path, file)


def file_text(note: ImportedNote, path: str, identity: str = "") -> str:
    """Return the whole file of a note.

    Args:
        note: The note, its links as they are to be.
        path: Where it goes: a note without a head may have its title from there.
        identity: The id it keeps; empty: none.
    """
    body = note.body if note.body.endswith("\n") else note.body + "\n"
    if not note.is_whole:
        return f"---\n{head_of(note, identity=identity)}---\n\n{body}"
    if note.head:
        head = note.head if identity == note.identity else _ID_LINE.sub("", note.head, count=1)
        if identity and identity != note.identity:
            head = f"id: {value(identity)}\n{head}"
        own_title = split_note(f"---\n{head}---\n").front.title or first_heading(body)
        if (own_title or readable_stem(path)) != note.title:
            head = f"title: {value(note.title)}\n{head}"
        return f"---\n{head}---\n{body}"
    has_title = (first_heading(body) or readable_stem(path)) == note.title
    if (has_title and not identity) or body.startswith("---"):  # a broken head stays as it is
        return body
    return f"---\n{head_of(note, identity=identity)}---\n\n{body}"


class _Folder:
    """What stands in the folder, and what of it this import has taken for its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        notes = scan(folder).notes if is_folder(folder) else ()
        self._by_key = {note.key.casefold(): note for note in notes}
        self._by_id = {note.front.id: note for note in reversed(notes) if note.front.id}
        self._by_source: dict[str, list[Note]] = {}
        self._by_title: dict[str, list[Note]] = {}
        for note in notes:
            self._by_source.setdefault(note.front.source, []).append(note)
            self._by_title.setdefault(note.title.casefold(), []).append(note)
        self._claimed: set[str] = set()

    def candidates(self, note: ImportedNote) -> list[Note]:
        """Return the notes that are this one, the likeliest first, its copies beside it after it."""
        found: dict[str, Note] = {}
        if note.identity and note.identity in self._by_id:
            same = self._by_id[note.identity]
            found[same.key] = same
        if note.source:
            for each in self._by_source.get(note.source, []):
                if each.title.casefold() == note.title.casefold():
                    found[each.key] = each
        for number in range(1, MOST_OF_A_NAME):
            at = self._by_key.get(numbered(note.path, number).casefold())
            if at is None:
                break
            is_titled = number == 1 and _is_titled_alike(at, note)
            if _may_be(at, note) and (is_titled or _likeness(at.body, note.body) >= ALIKE):
                found[at.key] = at
        for each in () if note.is_whole else self._by_title.get(note.title.casefold(), ()):
            if _may_be(each, note) and _likeness(each.body, note.body) >= ALIKE:
                found[each.key] = each
        return [each for each in found.values() if each.key.casefold() not in self._claimed]

    def claim(self, path: str, candidates: Iterable[Note]) -> None:
        """Keep a path, and the notes that are this one, from the notes that follow."""
        self._claimed.update([path.casefold(), *(each.key.casefold() for each in candidates)])

    def free(self, path: str) -> str:
        """Return the path, or the first with a number, at which nothing stands and nothing will."""
        for number in range(1, MOST_OF_A_NAME):
            name = numbered(path, number)
            is_taken = name.casefold() in self._claimed or name.casefold() in self._by_key
            if not is_taken and not os.path.lexists(self._folder / name):
                return name
        raise OutputRefused(
            f"There are {MOST_OF_A_NAME:,} notes called “{path}” already; nothing was written."
        )


def _may_be(there: Note, note: ImportedNote) -> bool:
    """Tell whether nothing says that they are two: neither their ids nor their addresses differ."""
    has_other_id = bool(there.front.id and note.identity and there.front.id != note.identity)
    has_other_source = bool(there.front.source and note.source and there.front.source != note.source)
    return not has_other_id and not has_other_source


def _is_titled_alike(there: Note, note: ImportedNote) -> bool:
    """Tell whether a note of the same name says itself that it has this title and this source."""
    own_title = there.front.title or first_heading(there.body)
    return own_title.casefold() == note.title.casefold() and there.front.source == note.source


def _likeness(one: str, other: str) -> float:
    """Return the share of lines two texts have in common, 0 to 1."""
    lines = {line.strip() for line in one.split("\n") if line.strip()}
    others = {line.strip() for line in other.split("\n") if line.strip()}
    most = max(len(lines), len(others))
    return len(lines & others) / most if most else 1.0


def _planned(
    note: ImportedNote, path: str, candidates: Sequence[Note], moved: dict[str, str], there: _Folder
) -> PlannedNote:
    """Compare a note with those of the folder that are it."""
    here = _relinked(note, path, moved)
    if not candidates:
        return PlannedNote(note, path, Standing.NEW, file_text(here, path, note.identity))
    for each in candidates:
        at_place = _relinked(note, each.key, moved)
        old = _text(each)
        if old in (
            file_text(at_place, each.key, each.front.id or note.identity),
            file_text(at_place, each.key),
        ):
            return PlannedNote(note, each.key, Standing.SAME, old)
    first = candidates[0]
    text = file_text(here, path, first.front.id or note.identity)
    aside = there.free(note.path)
    there.claim(aside, ())
    beside = file_text(_relinked(note, aside, moved), aside)
    return PlannedNote(note, path, Standing.CHANGED, text, _difference(_text(first), text), (aside, beside))


def _text(note: Note) -> str:
    """Return a note's file as it is now, gated."""
    read = read_bytes(os.path.realpath(note.path))
    return "" if isinstance(read, str) else clean_text(read.content.decode("utf-8-sig", "replace"))


def _difference(old: str, new: str) -> tuple[str, ...]:
    before, after = old.split("\n"), new.split("\n")
    if len(before) + len(after) > LONGEST_COMPARED:
        return (f"@@ {len(before):,} lines there, {len(after):,} lines now: too many to compare @@",)
    return tuple(difflib.unified_diff(before, after, "there", "now", n=2, lineterm=""))


def _relinked(note: ImportedNote, path: str, moved: dict[str, str]) -> ImportedNote:
    """Make links to notes of the same source lead to where those go."""
    if not note.is_whole or "](" not in note.body:
        return note
    from urllib.parse import unquote  # brings ipaddress and 4 ms with it

    def follow(found: re.Match[str]) -> str:
        joined = posixpath.join(posixpath.dirname(note.path), unquote(found[1]))
        target = moved.get(posixpath.normpath(joined))
        is_as_it_was = target is None or (target == posixpath.normpath(joined) and path == note.path)
        return found[0] if is_as_it_was else f"]({relative_link(target or '', path)}{found[2] or ''})"

    body = _LINK.sub(follow, note.body)
    return note if body == note.body else replace(note, body=body)
