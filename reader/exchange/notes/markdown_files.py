"""Markdown and text files, folders of them, and Obsidian vaults: taken as they are, their links resolved."""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from reader.errors import LibraryMissing, SourceUnreadable
from reader.exchange.decoding import decoded
from reader.exchange.kindle import is_clippings
from reader.exchange.notes.imported_note import ImportedNote, NoteReading, RefusedNote, one_line
from reader.exchange.notes.names import numbered, safe_path
from reader.exchange.notes.pasted_listing import is_listing, read_listing
from reader.exchange.notes.wikilinks import Targets, resolved
from reader.gate import clean_text
from reader.library.files import FoundFile, gated_name, list_files, read_bytes
from reader.library.front_matter import split_note
from reader.library.tags import unique
from reader.library.text_tags import tags_in_text
from reader.library.title import first_heading, readable_stem

MOST_FILES: Final = 20_000
"""Notes of one folder that are taken; the largest vaults people tell of have 15,000."""

_NOTES_TOO: Final = (".html", ".htm", ".docx", ".eml")

MOST_OTHER_FILES: Final = 200_000
"""Files of one folder among which a picture is looked for."""


def read_text_file(content: bytes, name: str) -> NoteReading:
    """Take a Markdown or text file: as one note, or as several where it is the text of a page of posts.

    Raises:
        SourceUnreadable: There is nothing in it.
    """
    text, doubts = _text(content)
    if not name.casefold().endswith((".md", ".markdown")) and is_listing(text):
        reading = read_listing(text, name)
        if reading.notes:
            return NoteReading(reading.format, reading.notes, reading.refused, (*doubts, *reading.remarks))
    targets = Targets({name: safe_path(name)})
    kind = "Markdown file" if name.casefold().endswith((".md", ".markdown")) else "text file"
    return NoteReading(kind, (_note(text, name, name, safe_path(name), targets, doubts),))


def read_folder(
    folder: Path, name: str, tell: Callable[[int, int], None] = lambda done, total: None
) -> NoteReading:
    """Take all notes of a folder and those below it, hidden ones left out; a vault is such a folder.

    ``tell`` is told how many files are read, and of how many.

    Raises:
        SourceUnreadable: There is no note in it, or it cannot be opened.
    """
    try:
        listing = list_files(folder)
    except LibraryMissing as error:
        raise SourceUnreadable("cannot be opened as a folder") from error
    files = listing.files[:MOST_FILES]
    texts, unread = _texts(files, name, tell)
    clippings = [key for key, (text, _) in texts.items() if is_clippings(text)]
    for key in clippings:
        del texts[key]
    if clippings and not texts:
        raise SourceUnreadable(f"holds only what was marked on a Kindle ({_takes_in(folder, clippings[0])})")
    if not texts:
        raise SourceUnreadable("holds no Markdown or text file that can be read")
    paths = _paths_of(file.key for file in files)
    # a link may mean a note by another of its names, and those stand in the notes: so all are read first
    aliases = {key: split_note(text).front.aliases for key, (text, _) in texts.items() if "alias" in text}
    others = _other_files(folder)
    targets = Targets(paths, aliases, others)
    notes = [
        _note(text, f"{name}/{key}", key, paths[key], targets, doubts)
        for key, (text, doubts) in texts.items()
    ]
    refused = [*(RefusedNote(f"{name}/{each.key}", each.reason) for each in listing.unreadable), *unread]
    remarks = (*(_is_no_note(folder, key) for key in clippings), *_left_there(others))
    if len(listing.files) > MOST_FILES:
        remarks = (*remarks, f"Only the first {MOST_FILES:,} of {len(listing.files):,} notes were taken.")
    format_name = "Obsidian vault" if (folder / ".obsidian").is_dir() else "folder of notes"
    return NoteReading(format_name, tuple(notes), tuple(refused), remarks)


def _texts(
    files: Sequence[FoundFile], name: str, tell: Callable[[int, int], None]
) -> tuple[dict[str, tuple[str, tuple[str, ...]]], list[RefusedNote]]:
    """Read files: by key the text of each and what is doubtful in it; and those that cannot be read."""
    texts: dict[str, tuple[str, tuple[str, ...]]] = {}
    refused: list[RefusedNote] = []
    for number, file in enumerate(files, start=1):
        tell(number, len(files))
        try:
            texts[file.key] = _file_text(file.real, file.root)
        except SourceUnreadable as error:
            refused.append(RefusedNote(f"{name}/{file.key}", str(error)))
    return texts, refused


def _is_no_note(folder: Path, key: str) -> str:
    return f"“{one_line(key)}” was written by a Kindle and is no note: {_takes_in(folder, key)}."


def _takes_in(folder: Path, key: str) -> str:
    """Say how the passages in a file of clippings come in."""
    return f"reader import {gated_name(shlex.quote(str(folder / key)))} takes in the passages"


def _left_there(others: Iterable[str]) -> tuple[str, ...]:
    """Say which files of a folder would be notes if they were named: it is asked for its texts only."""
    named = [each for each in sorted(others) if each.casefold().endswith(_NOTES_TOO)]
    if not named:
        return ()
    more = f" and {len(named) - 5} more" if len(named) > 5 else ""
    listed = ", ".join(f"“{one_line(each)}”" for each in named[:5])
    return (f"Pages, Word files and mails in a folder are taken in by name only: {listed}{more}.",)


def _file_text(real: str, root: str) -> tuple[str, tuple[str, ...]]:
    read = read_bytes(real, root)
    if isinstance(read, str):
        raise SourceUnreadable(read)
    return _text(read.content)


def _other_files(folder: Path) -> list[str]:
    """Return the paths of pictures and other files that notes may link to, hidden ones left out."""
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        within = Path(root).relative_to(folder).as_posix()
        found += [posixpath.normpath(posixpath.join(within, each)) for each in names if each[0] != "."]
        if len(found) > MOST_OTHER_FILES:
            break
    return found


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    text, doubts = decoded(content)
    text = clean_text(text.removeprefix("\ufeff"))
    if not text.strip():
        raise SourceUnreadable("is empty")
    if text.count("\u2400") > len(text) // 100:
        raise SourceUnreadable("is no text: it is full of zero bytes")
    return text, doubts


def _paths_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the path each note gets, those that would fall together told apart by a number."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        safe, number = safe_path(key), 1
        while numbered(safe, number).casefold() in taken:
            number += 1
        paths[key] = numbered(safe, number)
        taken.add(paths[key].casefold())
    return paths


def _note(
    text: str, place: str, key: str, path: str, targets: Targets, doubts: tuple[str, ...]
) -> ImportedNote:
    """Take one file; its head and text stay, but for the links."""
    split = split_note(text)
    lines = text.split("\n")
    head = "\n".join(lines[1 : split.body_line - 1]) + "\n" if split.body_line > 1 else ""
    # a broken head is shown as code when it is read, but stays in the file as it is
    body, links = resolved(split.body if head else text, key, path, targets)
    front = split.front
    return ImportedNote(
        title=front.title or first_heading(body) or one_line(readable_stem(posixpath.basename(key))),
        body=body,
        place=place,
        path=path,
        date=front.date,
        tags=unique((*front.tags, *tags_in_text(body))),
        source=front.source,
        doubts=(*doubts, *split.problems, *links.sentences()),
        head=head,
        is_whole=True,
        identity=front.id or "",
    )
