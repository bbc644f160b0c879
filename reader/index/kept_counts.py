"""How many key points of long notes are reflected on, kept for the next start so that they need no parsing.

Numbers are kept under a digest of all they follow from, the note's file and what is kept on it: those of
another state are never found, and what was marked cannot be read from it. Which notes one wrote on shows in
how many numbers there are; of an encrypted store none are kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from reader.index import kept_json

_VERSION: Final = 1
"""Another one makes all that is kept void: to be raised when other key points are found in the same file."""

MOST: Final = 200
"""Of so many states the numbers are kept; the oldest go first."""

Counts = tuple[int, int]


class KeptCounts:
    """The numbers of one store; may be asked from several threads, and several windows may keep some."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is read when the first number is asked for."""
        self._path = path
        self._known: dict[str, Counts] | None = None

    def of(self, digest: str) -> Counts | None:
        """Return the numbers of a state, if they are kept."""
        if self._known is None:
            self._known = self._read()
        return self._known.get(digest)

    def keep(self, digest: str, counts: Counts) -> None:
        """Keep the numbers of a state; where that cannot be done, they are counted again."""
        known = self._read()
        known[digest] = counts
        self._known = dict([*known.items()][-MOST:])
        kept_json.keep(self._path, [_VERSION, self._known])

    def _read(self) -> dict[str, Counts]:
        try:
            kept: Any = kept_json.recall(self._path)
            version, counts = kept
            if version != _VERSION:
                return {}
            return {str(digest): (int(points), int(those)) for digest, (points, those) in counts.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
