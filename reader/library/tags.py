"""Tags: how they are compared, nested and counted.

A tag is compared without case and in Unicode's composed form (NFC). ``a/b`` nests: a note tagged ``a/b`` also
has ``a``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from reader.library.note import Note

MAX_TAG_PARTS: Final = 16
"""Depth of nesting a tag may have: a tree deeper than that helps nobody, and drawing it recurses."""

MAX_TAG_LENGTH: Final = 100
"""Code points a tag may have; longer "tags" are addresses or data that merely begin with ``#``."""


@dataclass(frozen=True, slots=True)
class TagNode:
    """A tag in the tree: its last part, the whole of it, and how many notes have it or one below it."""

    name: str
    path: str
    count: int
    children: tuple[TagNode, ...] = ()


@dataclass(frozen=True, slots=True)
class TagTree:
    """All tags of a library, the most used first; ``total`` counts all notes, ``untagged`` those without."""

    roots: tuple[TagNode, ...]
    total: int
    untagged: int


def tidy(tag: str) -> str:
    """Return a tag as it is shown: no leading ``#``, no spare blanks, no empty parts; maybe ``""``."""
    parts = (" ".join(part.split()) for part in tag.strip().removeprefix("#").split("/"))
    return "/".join(part for part in parts if part)


def is_tag(tag: str) -> bool:
    """Tell whether a tidy text may be a tag: not empty, not too long, not nested too deeply."""
    return 0 < len(tag) <= MAX_TAG_LENGTH and tag.count("/") < MAX_TAG_PARTS


@lru_cache(maxsize=8192)
def normalise(tag: str) -> str:
    """Return the form in which tags are compared."""
    return unicodedata.normalize("NFC", tidy(tag).casefold())


def unique(tags: Iterable[str]) -> tuple[str, ...]:
    """Keep each tag once, in its first spelling."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(normalise(tag), tag)
    return tuple(first.values())


def has_tag(note_tags: Iterable[str], wanted: str) -> bool:
    """Tell whether a note with these tags has the wanted one, or one nested in it."""
    name = normalise(wanted)
    below = name + "/"
    return any((own := normalise(tag)) == name or own.startswith(below) for tag in note_tags)


def with_tags(notes: Iterable[Note], wanted: Collection[str]) -> list[Note]:
    """Return the notes that have every wanted tag (or one nested in it), in the order given."""
    fitting = list(notes)
    for each in wanted if fitting else ():  # each spelling is compared once, not each note
        spellings = {tag for note in fitting for tag in note.tags}
        same = {tag for tag in spellings if has_tag((tag,), each)}
        fitting = [note for note in fitting if not same.isdisjoint(note.tags)]
    return fitting


def untagged(notes: Iterable[Note]) -> list[Note]:
    """Return the notes without any tag, in the order given."""
    return [note for note in notes if not note.tags]


@dataclass(slots=True)
class _Branch:
    """A tag while it is being counted."""

    name: str
    path: str
    count: int = 0
    children: dict[str, _Branch] = field(default_factory=dict)


def tag_tree(notes: Collection[Note]) -> TagTree:
    """Count the tags of notes; a note counts once for a tag, however many of its tags nest below it."""
    root = _Branch("", "")
    for note in notes:
        counted: set[str] = set()
        for tag in note.tags:
            _count(root, tag, counted)
    return TagTree(_settled(root), len(notes), len(untagged(notes)))


def _count(root: _Branch, tag: str, counted: set[str]) -> None:
    """Count one tag of one note, and what it is nested in, but for what the note is ``counted`` for."""
    branch = root
    normal = ""
    for part in tag.split("/"):
        normal = f"{normal}/{normalise(part)}"
        path = f"{branch.path}/{part}" if branch.path else part
        branch = branch.children.setdefault(normal, _Branch(part, path))
        if normal not in counted:
            counted.add(normal)
            branch.count += 1


def _settled(branch: _Branch) -> tuple[TagNode, ...]:
    """Turn what was counted into nodes, in the order they are shown."""
    children = sorted(branch.children.values(), key=lambda child: (-child.count, child.name.casefold()))
    return tuple(TagNode(child.name, child.path, child.count, _settled(child)) for child in children)
