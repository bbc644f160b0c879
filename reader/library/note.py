"""What a note is once it has been read: plain data, gated, with its problems beside it.

Every string here has passed the gate (``reader.gate``). ``Note.body`` counts in code points,
``Note.body_line`` in source lines of the file (0-based).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import Struct

from reader.deferred import pattern

_UNSPACED: Final = pattern(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class Person(Struct, frozen=True):
    """Someone named in a note's front matter, with what they do where it is known."""

    name: str
    role: str = ""


class FrontMatter(Struct, frozen=True):
    """The YAML head of a note, as far as it could be understood.

    ``aliases`` are other names by which links may mean the note. ``ignored`` holds one sentence for each
    thing in it that was wrong and left aside.
    """

    id: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    date: datetime.date | None = None
    topic: str = ""
    people: tuple[Person, ...] = ()
    series: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)  # `KeptNote` leaves some of its slots empty, which no struct can
class Note:
    """One Markdown file of the library.

    Attributes:
        id: The front matter's id, else ``key``; unique within one scan.
        key: The path relative to the library, with ``/``, gated; what people see and links name.
        path: The file itself, absolute. Not gated: for opening, never for drawing.
        title: The front matter's title, else the first heading, else the file's name made readable; one line.
        tags: The front matter's and those in the text, each once (compared without case), first spelling
            kept.
        date: The front matter's date; ``None`` where it gives none.
        front: The front matter itself.
        body: The text after the front matter, newlines ``"\\n"``. Where the front matter is broken it stands
            in front of the text as a code block, line for line, so that no word is lost.
        body_line: The source line of the file at which ``body`` begins, 0-based.
        problems: Sentences to be shown above the note: what was ignored or broken, and why.
        modified_ns: When the file was last changed, nanoseconds since 1970.
        size: The file's length in bytes.
    """

    id: str
    key: str
    path: Path
    title: str
    tags: tuple[str, ...]
    date: datetime.date | None
    front: FrontMatter
    body: str
    body_line: int
    problems: tuple[str, ...]
    modified_ns: int
    size: int

    @property
    def words(self) -> int:
        """How many words stand in the text as it is written, marks that stand by themselves among them.

        Where a script sets no blanks each of its characters is a word, as in `reader.document.words`.
        """
        unspaced = 0 if self.body.isascii() else len(_UNSPACED.findall(self.body))
        return unspaced + len(self.body.replace("|", " ").split())


class Unreadable(Struct, frozen=True):
    """A file or folder of the library that is there but cannot be read as notes, and why.

    ``reason`` continues the sentence "<key>: ..." and has neither capital nor full stop.
    """

    key: str
    path: Path
    reason: str
