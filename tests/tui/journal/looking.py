"""What the tests of the journal look at."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from reader.tui.screens.journal import JournalScreen
from reader.tui.widgets.beside import Beside
from reader.tui.widgets.journal_list import JournalList
from reader.tui.widgets.section_bar import SectionBar
from tests.tui.drawing import drawn as drawn_by
from tests.tui.waiting import until


def drawn(pilot: Pilot[Any]) -> str:
    """The text on the screen, row by row."""
    return drawn_by(pilot.app)


def screen(pilot: Pilot[Any]) -> JournalScreen:
    """The journal, which is on top."""
    found = pilot.app.screen
    assert isinstance(found, JournalScreen)
    return found


def listed(pilot: Pilot[Any]) -> list[str]:
    """The ids of the entries shown, in order."""
    return [line.kept.annotation.id for line in pilot.app.screen.query_one(JournalList)._lines]


def headings(pilot: Pilot[Any]) -> list[str]:
    """The headings shown, in order."""
    lines = pilot.app.screen.query_one(JournalList)._lines
    return [line.heading for line in lines if line.heading]


def counted(pilot: Pilot[Any]) -> dict[str, int]:
    """How many entries each part has."""
    return dict(pilot.app.screen.query_one(SectionBar).names)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until every place has been looked for."""
    await pilot.pause()
    while screen(pilot).is_looking:
        await pilot.pause(0.01)
    screen(pilot).show_beside()
    await pilot.pause()
    await until(pilot, lambda: not screen(pilot).tending._besides.is_reading)
    await until(pilot, lambda: "Reading its note" not in drawn(pilot))
    await until(pilot, lambda: is_drawn_beside(pilot))  # what stands there instead is laid out after that


def is_drawn_beside(pilot: Pilot[Any]) -> bool:
    """Tell whether something stands beside the list, where there is room and an entry for it."""
    for beside in screen(pilot).query(Beside):
        place = beside.region
        if place and beside.has_entry:
            rows = drawn(pilot).splitlines()[place.y : place.bottom]
            return any(row[place.x : place.right - 1].strip() for row in rows)
    return True
