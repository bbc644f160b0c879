"""From a screen over a note back to the note's page, at one of its key points."""

from __future__ import annotations

from typing import Any, cast

from textual.screen import Screen

from reader.document.model import KeyPoint
from reader.tui.everywhere import Everywhere
from reader.tui.opening import open_note
from reader.tui.screens.reading import ReadingScreen
from reader.workspace import OpenNote


def show_point(screen: Screen[Any], opened: OpenNote, point: KeyPoint, *, opens: bool) -> None:
    """Put a screen away and show a key point on the page below.

    Args:
        screen: The screen, the topmost.
        opened: The note.
        point: The key point.
        opens: Whether the page is opened where it is not below.
    """
    reader = cast(Everywhere, screen.app)
    below = reader.screen_stack[-2]
    screen.dismiss(None)
    if isinstance(below, ReadingScreen) and below.opened.note.id == opened.note.id:
        _go(below, point)
    elif opens:

        def show(again: OpenNote) -> None:
            page = ReadingScreen(again)
            reader.push_screen(page)
            _go(page, point)

        open_note(reader, reader.workspace, opened.note, show)


def _go(page: ReadingScreen, point: KeyPoint) -> None:
    def go() -> None:
        points = page.view.key_points
        if point.number <= len(points):
            page.view.go_to_point(points[point.number - 1])

    page.call_after_refresh(go)
