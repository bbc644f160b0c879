"""Links by name, ``[[note]]``: what one says, and which of some notes it means.

A vault (Obsidian and the like) links ``[[name]]``, ``[[name|words]]``, ``[[name#heading]]``,
``[[#heading]]`` and ``[[name#^block]]``, and embeds with ``![[name]]``. A name is a note's path, the end of
it, or another name that the note gives itself in its head. It is only ever looked for among names: nothing is
opened by it.

What begins or ends with a blank is none (``[[ -f x ]]`` is a shell's), nor is what stands right after a Latin
letter, a digit or a closing bracket (``m[[0, 1]]``), or has an address behind it (``[[1]](a.md)``). Offsets
are code points.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from reader.deferred import cached_property, pattern
from reader.gate import clean_name

LONGEST: Final = 999
"""Code points within the brackets: as many as a Markdown link's label may have (CommonMark 0.31, 4.7)."""

# right after one link another may stand
_BEFORE: Final = r"(?:(?<=\]\])|(?<![A-Za-z0-9)\]\\]))"
_AFTER: Final = r"(?!\([^()\s]*\))"

WIKILINK: Final = pattern(
    rf"(?P<embeds>{_BEFORE}!)?{_BEFORE}"
    rf"\[\[(?!\s)(?P<inside>[^\[\]\n]{{1,{LONGEST}}}+)(?<![\s\\])\]\]{_AFTER}"
)
"""A link with its brackets; `wikilink` says whether what is inside is one."""

_SUFFIX: Final = pattern(r"\.(?:md|markdown|txt)$", re.IGNORECASE)
_FILE: Final = pattern(r"\.(?!md$|markdown$|txt$)(?=\d*[a-z])[a-z0-9]{1,5}$", re.IGNORECASE)
_SIZE: Final = pattern(r"(?:^|\|)\s*\d+(?:x\d+)?\s*$")


class Wikilink(Struct, frozen=True):
    """What a link by name says.

    Attributes:
        name: The note or file it names; empty: the note it stands in.
        fragment: A heading, several with ``#`` between them, or ``^`` and the name of a block; may be empty.
        words: What stands on the page; never empty.
        is_embed: Whether what it names is to stand in its place.
    """

    name: str
    fragment: str
    words: str
    is_embed: bool = False

    @property
    def target(self) -> str:
        """The link as it is kept with its words: no address of the web or of a file begins with ``[[``."""
        return f"[[{self.name}{'#' if self.fragment else ''}{self.fragment}]]"

    @property
    def is_file(self) -> bool:
        """Whether its name is that of a picture or of another file that is no note."""
        return _FILE.search(self.name) is not None

    @property
    def place(self) -> str:
        """The heading, the innermost of several, or ``^block`` that it leads to; may be empty."""
        return self.fragment.rpartition("#")[2].strip()


def wikilink(inside: str, *, is_embed: bool = False) -> Wikilink | None:
    """Read what stands between the brackets; None where that is no link."""
    named, bar, label = inside.partition("|")
    # in a cell of a table the bar before the words has a backslash before it
    named = named.removesuffix("\\") if bar else named
    name, _, fragment = (each.strip() for each in named.partition("#"))
    if not (name.strip("/ ") or fragment) or "^" in name:
        return None
    label = (_SIZE.sub("", label) if is_embed else label).strip()
    return Wikilink(name, fragment, label or _unlabelled(name, fragment), is_embed)


def wikilink_of(target: str) -> Wikilink | None:
    """Return the link by name whose `Wikilink.target` this is; None for an address."""
    return wikilink(target[2:-2]) if target.startswith("[[") and target.endswith("]]") else None


def with_words(text: str) -> str:
    """Return a line of Markdown with the words of its links by name in their place."""
    return WIKILINK.sub(shown_words, text) if "[[" in text else text


def shown_words(found: re.Match[str]) -> str:
    """Return the words of what `WIKILINK` found; where it is no link, what was found."""
    link = wikilink(found["inside"], is_embed=bool(found["embeds"]))
    return link.words if link else found[0]


def _unlabelled(name: str, fragment: str) -> str:
    last = name if "://" in name else name.rstrip("/ ").rpartition("/")[2].strip()
    headings = (each.strip() for each in fragment.lstrip("^").split("#"))
    return " › ".join(each for each in (last, *headings) if each) or fragment


def bare(path: str) -> str:
    """Return a path or name as two are compared: without case and a note's suffix, in Unicode's NFC."""
    return _alike(_SUFFIX.sub("", path))


def leaf(name: str) -> str:
    """Return the last part of a path or name, as it is compared."""
    return bare(name).rpartition("/")[2]


def _alike(path: str) -> str:
    folded = path.casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", clean_name(folded))


class PathEndings:
    """Finds paths by themselves or by the end of one; of several the nearest to where one looks from."""

    def __init__(self, paths: Iterable[str], alike: Callable[[str], str] = _alike) -> None:
        """Take the paths, relative with ``/``; ``alike`` makes those equal that are to be taken for one."""
        self._alike = alike
        self._by_last: dict[str, list[tuple[str, str]]] = {}
        for path in paths:
            compared = alike(path)
            self._by_last.setdefault(compared.rpartition("/")[2], []).append((compared, path))

    def find(self, name: str, note: str) -> str | None:
        """Return the path that is meant by a name in the note of this path; None: there is none."""
        wanted = self._alike(name.strip())
        if wanted.startswith((".", "/")):
            folder = posixpath.dirname(self._alike(note))
            wanted = posixpath.normpath(posixpath.join(folder, wanted)).lstrip("/")
        ending = f"/{wanted}"
        fitting = [
            path
            for compared, path in self._by_last.get(wanted.rpartition("/")[2], ())
            if compared == wanted or compared.endswith(ending)
        ]
        return nearest(fitting, note) if fitting else None


class NoteNames:
    """Finds the note that a name means: by its path or the end of it, else by another name of its own."""

    def __init__(self, paths: Iterable[str], others: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Take notes.

        Args:
            paths: Their paths.
            others: Gives other names and the path of the note of each; asked once a name is no path.
        """
        self._paths = PathEndings(paths, bare)
        self._others = others

    @cached_property
    def _by_other_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, path in self._others():
            found.setdefault(_alike(name.strip()), []).append(path)
        return found

    def find(self, name: str, note: str) -> str | None:
        """Return the path of the note that a name in the note of this path means; None: there is none."""
        found = self._paths.find(name, note)
        if found is None:
            fitting = self._by_other_name.get(_alike(name.strip()))
            found = nearest(fitting, note) if fitting else None
        return found


def nearest(paths: Iterable[str], note: str) -> str:
    """Return the path in the folder of a note, else the one nearest to the top."""
    folder = posixpath.dirname(note)
    return min(paths, key=lambda path: (posixpath.dirname(path) != folder, path.count("/"), path))
