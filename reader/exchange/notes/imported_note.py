"""What a source of notes holds, in plain values: before anything of it is written anywhere.

Every string here has passed the gate, and title, tags and date are such that `reader.library` reads them back
the same from the head that `reader.exchange.notes.head` writes.
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct

from reader.gate import clean_name
from reader.library.front_matter import MAX_VALUE
from reader.library.tags import is_tag, tidy, unique

MOST_TAGS: Final = 100
"""Tags of one note that are taken: no leader gives more, and a head has 64 KB at most."""

_UNFIT: Final = {0xFEFF: None, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""No YAML head can hold these; a byte order mark inside a line says nothing."""


class ImportedNote(Struct, frozen=True, kw_only=True):
    """One note as a source holds it.

    Attributes:
        title: One line, never empty.
        date: The day the source gives; None where it gives none, never a guess.
        author: Who wrote it; empty where that is not said.
        tags: Categories and tags, each once.
        source: Its own address (or ``mid:`` of a mail), by which it is known when it comes again; may be
            empty.
        body: Its Markdown.
        place: Where in the source it stands: "page.html, post 2".
        doubts: Sentences on what is uncertain or was left out.
        head: The lines of front matter it came with, kept as they are; empty: a head is made of the above.
        is_whole: ``head`` and ``body`` are the file as it was: no head is made for it unless its title
            would be lost.
        path: Where it would like to stand, relative, with ``/`` and ``.md``; safe on every system.
        identity: The id in its head.
    """

    title: str
    body: str
    place: str
    path: str
    date: datetime.date | None = None
    author: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    doubts: tuple[str, ...] = ()
    head: str = ""
    is_whole: bool = False
    identity: str = ""


class RefusedNote(Struct, frozen=True):
    """Something in a source that could not be taken: where it stands, and why (a clause, no full stop)."""

    place: str
    why: str


class NoteReading(Struct, frozen=True):
    """What a source held.

    Attributes:
        format: The format in a person's words: "web page".
        notes: What can be taken.
        refused: What cannot, and why.
        remarks: Sentences on the source as a whole.
    """

    format: str
    notes: tuple[ImportedNote, ...] = ()
    refused: tuple[RefusedNote, ...] = ()
    remarks: tuple[str, ...] = ()


def one_line(text: str) -> str:
    """Return a text as one gated line of the length a head keeps."""
    line = " ".join(clean_name(text[: MAX_VALUE * 4]).translate(_UNFIT).split())
    return line if len(line) <= MAX_VALUE else line[: MAX_VALUE - 1].rstrip() + "…"


def fit_tags(written: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags a head can keep, each once, and a sentence where some were left out."""
    tidied = [tidy(one_line(each)) for each in written]
    named = unique(tag for tag in tidied if tag)
    fitting = [tag for tag in named if is_tag(tag)][:MOST_TAGS]
    left = len(named) - len(fitting)
    word = "tag was" if left == 1 else "tags were"
    return tuple(fitting), (f"{left} {word} left out: too long, too deep or too many.",) if left else ()


def date_doubt(written: str) -> str:
    """Say that what stands where a date does is none that can be told."""
    return f"“{one_line(written[:80])}” is no day that can be told for sure, so the note has no date."


BREAKS_OFF: Final = "This is only the beginning of the post: it breaks off."
"""Said of a post whose text ends in the middle."""

PERHAPS_BEGUN: Final = "This is perhaps only the beginning of the post"
"""Begins what is said of a post that is short and has a link to more."""


def beginnings(notes: Collection[ImportedNote]) -> str:
    """Say of a page whose posts are all excerpts that they are, without a full stop; of others nothing."""
    are_sure = [BREAKS_OFF in note.doubts for note in notes]
    are_perhaps = [any(each.startswith(PERHAPS_BEGUN) for each in note.doubts) for note in notes]
    if len(notes) < 2 or not all(map(max, are_sure, are_perhaps)):
        return ""
    return f"These are {'' if all(are_sure) else 'perhaps only '}beginnings, not whole posts"


def relative_link(target: str, note_path: str) -> str:
    """Return how a note at ``note_path`` links to ``target``, both relative to the same folder."""
    from urllib.parse import quote  # brings ipaddress and 4 ms with it

    return quote(posixpath.relpath(target, posixpath.dirname(note_path) or "."), safe="/")
