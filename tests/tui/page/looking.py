"""What the tests of the page look at: its rows, where words stand on it, what is marked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

from reader.annotations.model import Color
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_view import NoteView
from reader.workspace import OpenNote

SIZES = [(80, 24), (120, 40)]
Reading = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


def view_of(pilot: Pilot[None]) -> NoteView:
    return pilot.app.screen.query_one(NoteView)


def rows_of(pilot: Pilot[None]) -> list[str]:
    view = view_of(pilot)
    return [view.render_line(row).text for row in range(view.size.height)]


def place_of(pilot: Pilot[None], words: str, into: int = 0) -> tuple[int, int]:
    """Return where words stand on the view, or the cell some letters into them."""
    for row, text in enumerate(rows_of(pilot)):
        if words in text:
            return text.index(words) + into, row
    raise AssertionError(f"{words!r} is not on the screen:\n" + "\n".join(rows_of(pilot)))


def opened(pilot: Pilot[None]) -> OpenNote:
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen.opened


def highlighted(pilot: Pilot[None]) -> list[tuple[str, Color | None]]:
    note = opened(pilot)
    return [
        (note.document.text_of(each.range), each.annotation.color) for each in note.highlights if each.range
    ]


def selected(pilot: Pilot[None]) -> str:
    view = view_of(pilot)
    return opened(pilot).document.text_of(view.selected) if view.selected else ""


def block_at_top(pilot: Pilot[None]) -> str:
    """Return the words of the block at the top of the screen."""
    document = opened(pilot).document
    return document.text_of(document.whole_block(view_of(pilot).place.block))
