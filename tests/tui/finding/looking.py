"""What the tests of finding look at."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static

from reader.document.model import Range
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.widgets.find_bar import FindBar
from reader.tui.widgets.note_view import NoteView
from reader.workspace import OpenNote
from tests.tui.waiting import until


def passage(note: OpenNote, words: str) -> Range:
    start = note.document.text.index(words)
    return note.document.range_of(start, start + len(words))


def reading(pilot: Pilot[None]) -> ReadingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen


def view_of(pilot: Pilot[None]) -> NoteView:
    return pilot.app.screen.query_one(NoteView)


def lit(pilot: Pilot[None]) -> list[str]:
    """The words that are lit in the text."""
    view, document = view_of(pilot), reading(pilot).opened.document
    hits = view.shown.hits
    return [document.text_of(each) for each in hits.passages] if hits else []


def hit(pilot: Pilot[None]) -> str:
    """The words of the hit one has come to, with the ten letters after it."""
    view, document = view_of(pilot), reading(pilot).opened.document
    if view.shown.hit is None:
        return ""
    end = document.offset_of(view.shown.hit.end)
    return document.text[document.offset_of(view.shown.hit.start) : end + 10]


def said(pilot: Pilot[None]) -> tuple[str, str]:
    """What the find bar says: the count, and the sentence under the line."""
    bar = pilot.app.screen.query_one(FindBar)
    under = bar.query_one("#find-trouble", Static)
    return str(bar.query_one("#find-count", Static).render()), str(under.render()) if under.display else ""


def told(pilot: Pilot[None]) -> list[str]:
    """What was said in passing."""
    return [notification.message for notification in pilot.app._notifications]


async def search(pilot: Pilot[None], typed: str) -> SearchScreen:
    """Search for something and wait for the results."""
    await pilot.press("s")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    await pilot.press(*("space" if letter == " " else letter for letter in typed))
    await until(pilot, lambda: screen.is_at_rest)
    return screen
