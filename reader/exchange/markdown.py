"""Markdown out: quotes with what was written on them, and keeping such a file in step.

Each piece stands between two comments that no reading view shows. The first has a name and a digest of what
was written; so a later export knows its own pieces, sees which of them were changed by hand since, and never
touches those nor anything outside them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from reader.annotations.model import MEANINGS, Annotation
from reader.exchange.exported import ExportedNote, Passage, as_tag, day_of, holds, passages

MARK: Final = b"<!-- reader:begin "
"""What stands in every Markdown file that an export made, and in no note that Reader did not touch."""

_PIECE: Final = re.compile(
    r"(?P<gap>(?:\n\n)?)<!-- reader:begin (?P<name>\S+) (?P<digest>[0-9a-f]{12}) -->\n"
    r"(?P<body>.*?)\n?<!-- reader:end -->",
    re.DOTALL,
)

_HOLDS: Final = "holds"
"""Name of the piece that says what the file holds; it is kept true also where others are only added."""

_OF_SEVERAL: Final = "Of several exports; may hold private words."


class Piece(NamedTuple):
    """One piece of a file: its name and its Markdown."""

    name: str
    body: str


class Updated(NamedTuple):
    """A file brought up to date.

    Attributes:
        text: The whole file.
        left: Names of the pieces that were changed by hand since and left as they are.
    """

    text: str
    left: tuple[str, ...]


def page(note: ExportedNote) -> str:
    """Write one note's passages as a file of its own."""
    return _front_matter(note) + _file(pieces_of([note]))


def page_of_all(notes: Collection[ExportedNote]) -> str:
    """Write the passages of several notes as one file."""
    return "# Highlights and reflections\n\n" + _file(pieces_of(notes))


def pieces_of(notes: Collection[ExportedNote]) -> list[Piece]:
    """Give the pieces of one file; each of several notes stands under its title."""
    level = 1 if len(notes) == 1 else 2
    return [Piece(_HOLDS, holds(notes)), *(piece for note in notes for piece in pieces(note, level=level))]


def pieces(note: ExportedNote, *, level: int) -> list[Piece]:
    """Give the pieces of a note: its title, then each passage with what stands on it."""
    return [Piece(f"note:{quote(note.id, safe='')}", _head(note, level)), *map(_passage, passages(note))]


def updated(before: str, wanted: Iterable[Piece], *, mirror: bool) -> Updated:
    """Bring a file that was written earlier up to date.

    Args:
        before: What the file holds.
        wanted: The pieces as they should be.
        mirror: Write changed pieces anew and take out those that are gone; else only add new ones.

    Returns:
        The file with all that was written by hand where it stood.
    """
    if "\r\n" in before and before.count("\n") == before.count("\r\n"):  # an editor of Windows saved it
        unix = updated(before.replace("\r\n", "\n"), wanted, mirror=mirror)
        return Updated(unix.text.replace("\n", "\r\n"), unix.left)
    new = list(wanted)
    there = {each["name"]: each for each in _PIECE.finditer(before)}
    bodies = {piece.name: piece.body for piece in new}
    left = tuple(name for name, each in there.items() if _digest(each["body"]) != each["digest"])
    follows = _following(new, there.keys())
    others = {name: each["body"] for name, each in there.items() if name != _HOLDS}
    is_mixed = any(name in left or (not mirror and body != bodies.get(name)) for name, body in others.items())

    def renewed(found: re.Match[str]) -> str:
        name = found["name"]
        text = found.group().removeprefix(found["gap"])
        if name == _HOLDS and name not in left and name in bodies:
            text = _framed(Piece(name, _OF_SEVERAL if is_mixed else bodies[name]))
        elif mirror and name not in left:
            text = _framed(Piece(name, bodies[name])) if name in bodies else ""
        added = "".join(f"\n\n{_framed(each)}" for each in follows.get(name, ()))
        return (found["gap"] if text else "") + text + added

    text = _PIECE.sub(renewed, before)
    if follows.get(""):
        text = text.rstrip("\n") + "\n\n" + _file(follows[""])
    return Updated(text, tuple(name for name in left if name in bodies))


def _following(new: list[Piece], there: Iterable[str]) -> dict[str, list[Piece]]:
    """Give the pieces that are not in a file yet, by the name of the piece there that they come after."""
    known = set(there)
    follows: dict[str, list[Piece]] = {}
    last = ""
    for piece in new:
        if piece.name in known:
            last = piece.name
        else:
            # The first piece of a note opens a section of its own, at the end of the file.
            last = "" if piece.name.startswith("note:") else last
            follows.setdefault(last, []).append(piece)
    return follows


def _file(all_pieces: Iterable[Piece]) -> str:
    return "\n\n".join(map(_framed, all_pieces)) + "\n"


def _framed(piece: Piece) -> str:
    begin = f"<!-- reader:begin {piece.name} {_digest(piece.body)} -->"
    return f"{begin}\n{piece.body}\n<!-- reader:end -->"


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:12]


def _front_matter(note: ExportedNote) -> str:
    """Give the YAML head; JSON's strings are YAML's too."""
    head: list[tuple[str, object]] = [("title", note.title)]
    tags = [as_tag(tag)[1:] for tag in note.tags]
    head += [("tags", tags)] if tags else []
    head += [("date", str(note.date))] if note.date else []
    head += [("source", note.source)] if note.source else []
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _head(note: ExportedNote, level: int) -> str:
    about = [day_of(note.date)] if note.date else []
    about += [" ".join(map(as_tag, note.tags))] if note.tags else []
    about += [f"<{note.source}>" if note.source.startswith("http") else escaped(note.source)]
    title = f"{'#' * level} {escaped(note.title)}"
    rest = " · ".join(each for each in about if each)
    return f"{title}\n\n{rest}" if rest else title


def _passage(one: Passage) -> Piece:
    annotation = one.kept.annotation
    parts = [_quoted(one, annotation)] if annotation.selectors is not None else []
    parts += [_written(each) for each in one.reflections]
    return Piece(quote(annotation.id, safe=""), _harmless("\n\n".join(parts)))


def _quoted(one: Passage, annotation: Annotation) -> str:
    """Give a quote as a callout, which Obsidian draws as one and others as a plain quotation."""
    assert annotation.selectors is not None
    heading = " › ".join(annotation.selectors.headings[-2:])
    said = [escaped(heading)] if heading else []
    if annotation.color is not None:
        said.append(f"{MEANINGS[annotation.color]} ({annotation.color})")
    said += [day_of(annotation.created)] if one.highlight else []
    said += [" ".join(map(as_tag, annotation.tags))] if annotation.tags and one.highlight else []
    lines = [f"[!quote] {' · '.join(said)}".rstrip()]
    words = annotation.selectors.quote.exact.strip("\n")
    lines += [_line_start(escaped(each)) for each in words.split("\n")]
    return "\n".join(f"> {each}".rstrip() for each in lines)


def _written(reflection: Annotation) -> str:
    tags = f" {' '.join(map(as_tag, reflection.tags))}" if reflection.tags else ""
    return f"**{day_of(reflection.created)}**{tags}\n\n{reflection.text}"


def _harmless(text: str) -> str:
    """Keep words that look like our own frames from being taken for them."""
    return text.replace("<!-- reader:", "<!-- reader\u200b:")


_SIGNS: Final = re.compile(r"\\|`|\*|\[|\]|<|>|~|==|%%|\$|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_OPENS: Final = re.compile(r"(\s*)([#+:|~-]|\d{1,9}(?=[.)])|={2,})")


def escaped(text: str) -> str:
    """Give plain text as Markdown that shows just that text."""
    return _SIGNS.sub(lambda found: "".join(f"\\{sign}" for sign in found.group()), text)


def _line_start(text: str) -> str:
    """Keep a line from beginning a heading, a list, a definition or a table."""
    found = _OPENS.match(text)
    if not found:
        return text
    at = found.end() if found[2][0].isdigit() else found.end(1)
    return f"{text[:at]}\\{text[at:]}"


def write(notes: Iterable[ExportedNote]) -> Iterator[str]:
    """Write all notes as one file, in pieces."""
    several = list(notes)
    yield page(several[0]) if len(several) == 1 else page_of_all(several)
