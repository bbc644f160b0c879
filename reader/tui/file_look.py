"""Looks whether the file of an open note has changed, has gone or has come back: beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from textual.screen import Screen

from reader.tui.disk import Latest
from reader.tui.everywhere import Everywhere
from reader.workspace.note_reading import Begun

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace import OpenNote, Workspace

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at an open note's file: not every disk tells when it changes or goes."""


class FileLook:
    """The looks at the file of the note on one screen."""

    def __init__(
        self, screen: Screen[Any], opened: Callable[[], OpenNote], take: Callable[[OpenNote], object]
    ) -> None:
        """Prepare.

        Args:
            screen: The screen.
            opened: Gives the note as it is shown.
            take: Takes it as it is now, where that is something else.
        """
        self._screen = screen
        self._opened = opened
        self._take = take
        self._looks: Latest[tuple[Path, Begun]] | None = None

    def start(self) -> None:
        """Look from time to time."""
        self._screen.set_interval(LOOK_EVERY, self._look_if_seen)

    def begin(self) -> None:
        """Look now."""
        opened, workspace = self._opened(), self._workspace
        self._looks = self._looks or Latest(self._screen.app, self._taken)
        self._looks.ask(lambda: (opened.note.path, workspace.look_again(opened)))

    def files_changed(self, paths: frozenset[Path]) -> None:
        """Look if the note's file, or a folder it is in, is among those that changed."""
        file = self._opened().note.path
        if file in paths or not paths.isdisjoint(file.parents):
            self.begin()

    def as_it_was(self) -> OpenNote:
        """Give the note with its annotations as they are now, its file left aside."""
        opened = self._opened()
        return self._workspace.reopen(opened, Begun(opened.note, opened.document), anchor="later")

    @property
    def _workspace(self) -> Workspace:
        return cast(Everywhere, self._screen.app).workspace

    def _look_if_seen(self) -> None:
        if self._screen.is_current:
            self.begin()

    def _taken(self, looked: tuple[Path, Begun]) -> None:
        opened, (path, begun) = self._opened(), looked
        is_same = begun.note is opened.note and begun.document is opened.document
        if self._screen.is_attached and path == opened.note.path and not is_same:
            self._take(self._workspace.reopen(opened, begun, anchor="later"))
