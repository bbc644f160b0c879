"""``[[Links]]`` and ``![[embeds]]`` of a vault, resolved to links that every reader of Markdown follows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from msgspec import Struct, field

from reader.document.outline import heading_slug
from reader.exchange.notes.imported_note import relative_link
from reader.library.wikilinks import WIKILINK, NoteNames, PathEndings, Wikilink, wikilink

_STAY: Final = (
    "these files stay where they are; copy them to the same place beside the notes and their links work:"
)
_MARKDOWN: Final = re.compile(r"\]\(<?([^()\s<>#]+)")
_FENCE: Final = re.compile(r"^[ >]*(?:(?:[-*+]|\d{1,9}[.)]) +)*(`{3,}|~{3,})")
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")

LONGEST_LINE: Final = 50_000
"""Code points of a line in which code is looked for."""


class Links(Struct):
    """What the links of one note led to.

    Attributes:
        missing: Targets no note was found for; their text stays.
        files: Pictures and other files that are embedded or linked; they are not taken along.
        embedded: Notes that were embedded; a link stands in their place.
    """

    missing: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)

    def sentences(self) -> tuple[str, ...]:
        """Say what is no longer as it was."""
        said: list[str] = []
        for names, words in (
            (self.missing, "no note was found for the link to"),
            (self.files, _STAY),
            (self.embedded, "an embedded note became a link to"),
        ):
            if names:
                unique = list(dict.fromkeys(names))
                more = f" and {len(unique) - 5} more" if len(unique) > 5 else ""
                listed = ", ".join(f"“{name}”" for name in unique[:5])
                said.append(f"{words[0].upper()}{words[1:]} {listed}{more}.")
        return tuple(said)


class Targets:
    """The notes and files of a vault, as its links find them (`reader.library.wikilinks`)."""

    def __init__(
        self,
        paths: Mapping[str, str],
        aliases: Mapping[str, Iterable[str]] | None = None,
        files: Iterable[str] = (),
    ) -> None:
        """Take what a vault holds.

        Args:
            paths: The path each note has there, and the one it gets here.
            aliases: Other names of notes, by their path there.
            files: Paths of pictures and other files.
        """
        others = [(name, path) for path, names in (aliases or {}).items() for name in names]
        self._paths = paths
        self._names = NoteNames(paths, lambda: others)
        self._files = frozenset(files) - set(paths)
        self._file_names = PathEndings(self._files)

    def find(self, written: str, note: str) -> str | None:
        """Return the new path of the note a link in ``note`` (its old path) means; None: there is none."""
        found = self._names.find(written, note)
        return None if found is None else self._paths[found]

    def linked_files(self, line: str, note: str) -> list[str]:
        """Return the paths of the vault's files that a line links to in the way of Markdown."""
        joined = (posixpath.join(posixpath.dirname(note), unquote(each)) for each in _MARKDOWN.findall(line))
        return [path for path in map(posixpath.normpath, joined) if path in self._files]

    def find_file(self, link: Wikilink, note: str) -> str | None:
        """Return the path of the file that a link means; where there is none, what was written. None: it
        means a note.
        """
        if not link.is_file:
            return None
        found = self._file_names.find(link.name, note)
        return found or (link.name if self.find(link.name, note) is None else None)


def resolved(body: str, note: str, here: str, targets: Targets) -> tuple[str, Links]:
    """Return a note's text with its wikilinks resolved; code stays as it is.

    Args:
        body: Its Markdown.
        note: Its path in the vault.
        here: The path it gets.
        targets: The notes of the vault.
    """
    links = Links()
    if "[[" not in body and "](" not in body:
        return body, links
    lines: list[str] = []
    fence = ""
    for line in body.split("\n"):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence) and line.strip(" >") == opening[1]:
                fence = ""
        elif opening:
            fence = opening[1]
        else:
            if "](" in line:
                links.files += targets.linked_files(line, note)
            if "[[" in line:
                line = _line(line, note, here, targets, links)
        lines.append(line)
    return "\n".join(lines), links


def _line(line: str, note: str, here: str, targets: Targets, links: Links) -> str:
    """Resolve the links of one line outside its code."""
    made: list[str] = []
    place = 0
    for start, end in [*_spans(line), (len(line), len(line))]:
        made.append(WIKILINK.sub(lambda found: _link(found, note, here, targets, links), line[place:start]))
        made.append(line[start:end])
        place = end
    return "".join(made)


def _spans(line: str) -> Iterable[tuple[int, int]]:
    """Return where the code of a line is; one too long to be prose is not searched: it would take long."""
    if len(line) > LONGEST_LINE:
        return []
    return [found.span() for found in _CODE.finditer(line)]


def _link(found: re.Match[str], note: str, here: str, targets: Targets, links: Links) -> str:
    link = wikilink(found["inside"], is_embed=bool(found["embeds"]))
    if link is None:
        return found[0]
    if not link.name:
        return f"[{link.words}](#{heading_slug(link.place)})"
    file = targets.find_file(link, note)
    if file is not None:
        links.files.append(file)
        return f"{'!' if link.is_embed else ''}[{link.words}]({relative_link(file, here)})"
    target = targets.find(link.name, note)
    if target is None:
        links.missing.append(link.name)
        return link.words
    if link.is_embed:
        links.embedded.append(link.name)
    anchor = "" if link.fragment.startswith("^") else heading_slug(link.place)
    return f"[{link.words}]({relative_link(target, here)}{'#' if anchor else ''}{anchor})"
