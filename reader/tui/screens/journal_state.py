"""What the journal shows: all that is kept; the part, filter and grouping chosen; the places found so far.

Places are looked for in a worker thread, a note at a time, and handed over a few times a second.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import Final

from textual.worker import get_current_worker

from reader.gate import clean_line
from reader.library.tags import normalise
from reader.tui.screens.kept_screen import KeptScreen
from reader.tui.widgets.cards import HIDDEN
from reader.tui.widgets.journal_list import JournalList
from reader.workspace import Placed
from reader.workspace.browsing import (
    Group,
    Grouping,
    Kept,
    Section,
    fits,
    gather_kept,
    grouped,
    is_in,
    known_at_once,
    look_for,
    still_known,
)
from reader.workspace.sought import sought

HANDED_OVER_AFTER: Final = 0.1
"""Seconds of looking after which what was found is shown."""

_EMPTY: Final = {
    Section.ALL: (
        "Nothing is kept yet.\n\nIn a note, ] goes to a key point, h highlights it and r writes about it; "
        "all of it gathers here."
    ),
    Section.HIGHLIGHTS: "Nothing is highlighted yet.\n\nIn a note, ] goes to a key point, h highlights it.",
    Section.REFLECTIONS: "Nothing is written yet.\n\nIn a note, ] goes to a key point and r writes about it.",
    Section.UNPLACED: "Everything you kept has its place.",
    Section.DELETED: "Nothing was deleted.",
}


class JournalState:
    """The state of one journal screen, which it tells to show what is new."""

    def __init__(self, screen: KeptScreen, show: Callable[[], object]) -> None:
        """Begin with everything, by day.

        Args:
            screen: With a `JournalList`.
            show: Lets it show what is new.
        """
        self._screen = screen
        self._show = show
        self._kept: list[Kept] = []
        self._typed = ""
        self.standings: dict[str, Placed] = {}
        self.sought = sought("", self.today)
        self.section = Section.ALL
        self.grouping = Grouping.DAY
        self.is_looking = False

    @property
    def today(self) -> date:
        """The reader's own day."""
        return self._screen.reader.workspace.today()

    def gather(self) -> None:
        """Gather everything anew, show it, and look for what has no known place."""
        before, self._kept = self._kept, gather_kept(self._screen.reader.workspace)
        self.standings = still_known(before, self._kept, self.standings) | known_at_once(self._kept)
        present = [each for each in self._kept if each.annotation.deleted is None]
        self.is_looking = any(each.annotation.id not in self.standings for each in present)
        self._show()
        if self.is_looking:
            self._look()

    def narrow(self, typed: str) -> None:
        """Show only what is sought."""
        self._typed = typed.strip()
        self.sought = sought(typed, self.today)
        self._show()

    def turn_section(self, step: int) -> None:
        """Go some parts on."""
        sections = list(Section)
        self.go_to(sections[(sections.index(self.section) + step) % len(sections)])

    def go_to(self, section: Section) -> None:
        """Show another part, from its top."""
        self.section = section
        self._show()
        self._screen.query_one(JournalList).action_go_to_row(0)

    def turn_grouping(self) -> None:
        """Group by the next thing."""
        groupings = list(Grouping)
        self.grouping = groupings[(groupings.index(self.grouping) + 1) % len(groupings)]
        self._show()

    def known_tags(self) -> list[str]:
        """Return all tags of notes and annotations, to be offered while typing."""
        return sorted({normalise(tag): tag for each in self._kept for tag in each.tags}.values())

    def counts(self) -> dict[Section, int]:
        """Count what is sought in each part."""
        found = self._found()
        return {
            section: sum(is_in(section, each, self.standings.get(each.annotation.id)) for each in found)
            for section in Section
        }

    def groups(self) -> list[Group]:
        """Return what is shown, grouped."""
        shown = [
            each
            for each in self._found()
            if is_in(self.section, each, self.standings.get(each.annotation.id))
        ]
        groups = grouped(shown, self.grouping, self.today)
        if self.grouping is Grouping.TAG and self._screen.reader.discreet:
            of_notes = {
                normalise(tag) for note in self._screen.reader.workspace.library.notes for tag in note.tags
            }
            return [
                each if not each.heading or normalise(each.heading) in of_notes else Group(HIDDEN, each.kept)
                for each in groups
            ]
        return groups

    def why_empty(self) -> str:
        """Return why nothing is shown, and what to do."""
        if self._typed:
            typed = clean_line(self._typed)
            return f"Nothing kept fits “{typed}” here.\n\nescape shows everything again."
        if self.section is Section.UNPLACED and self.is_looking:
            return "Places are still being looked for …"
        return _EMPTY[self.section]

    def _found(self) -> list[Kept]:
        return [
            each for each in self._kept if fits(each, self.sought, self.standings.get(each.annotation.id))
        ]

    def _look(self) -> None:
        kept, known = self._kept, dict(self.standings)

        def look() -> None:
            worker = get_current_worker()
            found: list[Placed] = []
            handed_over = monotonic()
            for placed in look_for(kept, known):
                found += placed
                if worker.is_cancelled:
                    return
                if monotonic() - handed_over > HANDED_OVER_AFTER:
                    self._screen.app.call_from_thread(self._take, kept, found, False)
                    found, handed_over = [], monotonic()
            if not worker.is_cancelled:
                self._screen.app.call_from_thread(self._take, kept, found, True)

        self._screen.run_worker(look, thread=True, group="standing", exclusive=True)

    def _take(self, kept: list[Kept], found: list[Placed], is_all: bool) -> None:
        """Take in places that were found, if nothing was gathered anew meanwhile."""
        if kept is not self._kept or not self._screen.is_mounted:
            return
        self.standings.update((each.annotation.id, each) for each in found)
        self.is_looking = not is_all
        self._show()
