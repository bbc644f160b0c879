"""What parsing the notes told, for the next start: it costs as much as all else that shows a list.

Facts are told apart by what says that a file is as it was (`Stamp`); nothing that the reader wrote is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reader.index import kept_json

Stamp = tuple[Path, int, int]
"""A file's path, the time of its last change (ns) and its size (bytes)."""

_VERSION: Final = 1
"""Another one makes all that is kept void: to be raised when what parsing tells of the same text changes."""


def keep(path: Path, facts: Mapping[Stamp, tuple[int, int]]) -> None:
    """Keep the words and the number of key points of notes; where that cannot be done, they are parsed."""
    rows = [[str(note), changed_ns, size, *told] for (note, changed_ns, size), told in facts.items()]
    kept_json.keep(path, [_VERSION, rows])


def recall(path: Path) -> dict[Stamp, tuple[int, int]]:
    """Return words and number of key points as they were kept, as far as they can be used."""
    try:
        kept: Any = kept_json.recall(path)
        version, rows = kept
        if version != _VERSION:
            return {}
        return {
            (Path(note), int(changed_ns), int(size)): (int(words), int(key_points))
            for note, changed_ns, size, words, key_points in rows
        }
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
