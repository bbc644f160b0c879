"""Writes the front matter of a note that comes from elsewhere, so that the library reads back the same.

Plain words stand bare; whatever YAML could take for something else (``yes``, ``2024``, ``a: b``) is written
in double quotes with JSON's escapes, which YAML shares.
"""

from __future__ import annotations

import json
import re
from typing import Final

from reader.exchange.notes.imported_note import ImportedNote

_BARE: Final = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][\w ’()./&–—-]*")
_ADDRESS: Final = re.compile(r"https?://[\w./?=&%~+-]+")
_WORDS_OF_YAML: Final = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])


def head_of(note: ImportedNote, *, identity: str = "") -> str:
    """Return the lines of a head without the two rules around it, each with its newline."""
    lines = [f"id: {value(identity)}"] if identity else []
    lines.append(f"title: {value(note.title)}")
    if note.tags:
        lines.append(f"tags: [{', '.join(map(value, note.tags))}]")
    if note.date is not None:
        lines.append(f"date: {note.date.isoformat()}")
    if note.author:
        lines += ["people:", f"  - name: {value(note.author)}", "    role: author"]
    if note.source:
        lines.append(f"source: {value(note.source)}")
    return "".join(f"{line}\n" for line in lines)


def value(text: str) -> str:
    """Return a text of one line as a YAML scalar that is read as this very text."""
    is_plain = _BARE.fullmatch(text) and text == text.strip() and text.casefold() not in _WORDS_OF_YAML
    return text if is_plain or _ADDRESS.fullmatch(text) else json.dumps(text, ensure_ascii=False)
