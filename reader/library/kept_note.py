"""A note of which everything is known but its text, which is read from its file when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reader.library.note import Note

# where the values of what are properties here are kept
_TEXT: Final[Any] = Note.__dict__["body"]
_PATH: Final[Any] = Note.__dict__["path"]


@dataclass(frozen=True, eq=False)  # its own slots, because `slots=True` drops properties named like fields
class KeptNote(Note):
    """A note as a list kept it from an earlier scan.

    It is made with an empty ``body``, which stands for unread, and with its path relative to ``folder``.
    It compares and hashes without its text, so that thousands of them cost no reading.

    Attributes:
        folder: The library; a link in the note's path is followed only where it ends inside it.
        words: As `Note.words`.
    """

    __slots__ = ("folder", "words")

    folder: Path
    words: int

    @property  # type: ignore[misc]  # read when asked for
    def path(self) -> Path:
        """Return the file itself; thousands of paths are not put together before they are needed."""
        path: Path | str = _PATH.__get__(self)
        if isinstance(path, str):
            path = self.folder / path
            _PATH.__set__(self, path)
        return path

    @path.setter
    def path(self, path: Path | str) -> None:
        """Take the path, or what it is below ``folder``."""
        _PATH.__set__(self, path)

    @property  # type: ignore[misc]  # as above
    def body(self) -> str:
        """Return the text as the file has it when it is first asked for; "" where it cannot be read."""
        try:
            text: str = _TEXT.__get__(self)
        except AttributeError:
            from reader.library.scan import read_note

            read = read_note(self.path, self.folder)
            if not isinstance(read, Note):
                return ""
            text = read.body
            _TEXT.__set__(self, text)
        return text

    @body.setter
    def body(self, text: str) -> None:
        """Take the text, if there is any."""
        if text:
            _TEXT.__set__(self, text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptNote) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash(self._state())

    def _state(self) -> tuple[object, ...]:
        return (self.key, self.folder, self.id, self.modified_ns, self.size, self.problems)
