"""Tags: how they are compared, nested and counted.

A tag is compared without case and in Unicode's composed form (NFC). ``a/b`` nests: a note tagged ``a/b`` also
has ``a``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from reader.library.note import Note

MAX_TAG_PARTS: Final = 16
"""Depth of nesting a tag may have: a tree deeper than that helps nobody, and drawing it recurses."""

MAX_TAG_LENGTH: Final = 100
"""Code points a tag may have; longer "tags" are addresses or data that merely begin with ``#``."""


class TagNode(Struct, frozen=True):
    """A tag in the tree: its last part, the whole of it, and how many notes have it or one below it."""

    name: str
    path: str
    count: int
    children: tuple[TagNode, ...] = ()


class TagTree(Struct, frozen=True):
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


def within(wanted: str, tags: Iterable[str]) -> frozenset[str]:
    """Return those of some tags that are the wanted one, however it is spelt, or are nested in it."""
    return frozenset(tag for tag in tags if has_tag((tag,), wanted))


class _Branch(Struct):
    """A tag while it is being counted."""

    name: str
    path: str
    count: int = 0
    children: dict[str, _Branch] = field(default_factory=dict)


def tag_tree(notes: Collection[Note]) -> TagTree:
    """Count the tags of notes; a note counts once for a tag, however many of its tags nest below it."""
    root = _Branch("", "")
    alike = Counter(note.tags for note in notes)
    for tags, number in alike.items():
        counted: set[str] = set()
        for tag in tags:
            _count(root, tag, number, counted)
    return TagTree(_settled(root), len(notes), alike[()])


def _count(root: _Branch, tag: str, notes: int, counted: set[str]) -> None:
    """Count one tag of some notes, and what it is nested in, but for what they are ``counted`` for."""
    branch = root
    normal = ""
    for part in tag.split("/"):
        normal = f"{normal}/{normalise(part)}"
        path = f"{branch.path}/{part}" if branch.path else part
        branch = branch.children.setdefault(normal, _Branch(part, path))
        if normal not in counted:
            counted.add(normal)
            branch.count += notes


def _settled(branch: _Branch) -> tuple[TagNode, ...]:
    """Turn what was counted into nodes, in the order they are shown."""
    children = sorted(branch.children.values(), key=lambda child: (-child.count, child.name.casefold()))
    return tuple(TagNode(child.name, child.path, child.count, _settled(child)) for child in children)
