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

# in a cell of a table the bar before a label has a backslash before it
_LINK: Final = re.compile(r"(!?)\[\[([^\[\]\n|#^]*?)(?:#([^\[\]\n|]*?))?(?:\\?\|([^\[\]\n]*))?\]\]")
_STAY: Final = (
    "these files stay where they are; copy them to the same place beside the notes and their links work:"
)
_MARKDOWN: Final = re.compile(r"\]\(<?([^()\s<>#]+)")
_FENCE: Final = re.compile(r"^[ >]*(?:(?:[-*+]|\d{1,9}[.)]) +)*(`{3,}|~{3,})")
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_FILE: Final = re.compile(r"\.(?!md$|markdown$|txt$)[A-Za-z0-9]{1,5}$", re.IGNORECASE)

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
    """Finds what a wikilink means: a path or the end of one, without case and ``.md``; else an alias."""

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
        self._paths = paths
        self._by_ending: dict[str, list[str]] = {}
        self._by_alias: dict[str, list[str]] = {}
        self._files: dict[str, list[str]] = {}
        for path in paths:
            for ending in _endings(_bare(path)):
                self._by_ending.setdefault(ending, []).append(path)
        for path, names in (aliases or {}).items():
            for name in names:
                self._by_alias.setdefault(name.casefold(), []).append(path)
        for path in set(files) - set(paths):
            for ending in _endings(path.casefold()):
                self._files.setdefault(ending, []).append(path)

    def find(self, written: str, note: str) -> str | None:
        """Return the new path of the note a link in ``note`` (its old path) means; None: there is none."""
        name = _bare(written.strip())
        if name.startswith((".", "/")):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(note.casefold()), name)).lstrip("/")
        fitting = self._by_ending.get(name) or self._by_alias.get(written.strip().casefold())
        return self._paths[_nearest(fitting, note)] if fitting else None

    def linked_files(self, line: str, note: str) -> list[str]:
        """Return the paths of the vault's files that a line links to in the way of Markdown."""
        joined = (posixpath.join(posixpath.dirname(note), unquote(each)) for each in _MARKDOWN.findall(line))
        return [
            path for path in map(posixpath.normpath, joined) if path in self._files.get(path.casefold(), ())
        ]

    def find_file(self, written: str, note: str) -> str:
        """Return the path of the file that is meant; where there is none, what was written."""
        fitting = self._files.get(written.strip().casefold().lstrip("/"))
        return _nearest(fitting, note) if fitting else written


def _endings(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def _nearest(paths: Iterable[str], note: str) -> str:
    """Return the path in the note's own folder, else the one nearest to the top."""
    folder = posixpath.dirname(note)
    return min(paths, key=lambda path: (posixpath.dirname(path) != folder, path.count("/"), path))


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
        made.append(_LINK.sub(lambda found: _link(found, note, here, targets, links), line[place:start]))
        made.append(line[start:end])
        place = end
    return "".join(made)


def _spans(line: str) -> Iterable[tuple[int, int]]:
    """Return where the code of a line is; one too long to be prose is not searched: it would take long."""
    if len(line) > LONGEST_LINE:
        return []
    return [found.span() for found in _CODE.finditer(line)]


def _link(found: re.Match[str], note: str, here: str, targets: Targets, links: Links) -> str:
    is_embed, name, fragment, label = (
        bool(found[1]),
        found[2].strip(),
        found[3] or "",
        (found[4] or "").strip(),
    )
    is_size = is_embed and bool(re.fullmatch(r"\d+(?:x\d+)?", label))
    if not name and fragment:
        slug = heading_slug(fragment.rsplit("#", 1)[-1])
        return f"[{label or fragment.lstrip('^').replace('#', ' › ')}](#{slug})"
    if not name:
        return found[0]
    shown = label if label and not is_size else name.rsplit("/", 1)[-1]
    if _FILE.search(name):
        file = targets.find_file(name, note)
        links.files.append(file)
        return f"{'!' if is_embed else ''}[{shown}]({relative_link(file, here)})"
    target = targets.find(name, note)
    if target is None:
        links.missing.append(name)
        return shown
    if is_embed:
        links.embedded.append(name)
    if fragment and not label:
        shown = f"{shown} › {fragment.lstrip('^').replace('#', ' › ')}"
    block = fragment.startswith("^")
    anchor = f"#{heading_slug(fragment.rsplit('#', 1)[-1])}" if fragment and not block else ""
    return f"[{shown}]({relative_link(target, here)}{anchor})"


def _bare(path: str) -> str:
    return re.sub(r"\.(?:md|markdown|txt)$", "", path, flags=re.IGNORECASE).casefold()
