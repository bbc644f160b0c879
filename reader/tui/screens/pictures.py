"""Looking back in pictures: reading and reflecting over the weeks, tags by attention, key points covered, and
the notes not reflected on yet. The numbers are those of ``reader review --stats``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Sparkline, Static

from reader.gate import clean_line
from reader.library.note import Note
from reader.tui.commands import bindings
from reader.tui.screens.kept_screen import KeptScreen
from reader.tui.widgets.bars import Bar, Bars
from reader.tui.widgets.fitting import both_ends, filled
from reader.tui.widgets.heat_strip import HeatStrip
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status import Banner, HintLine, TopLine
from reader.workspace.statistics import Statistics

TAGS_SHOWN = 8
NOTES_SHOWN = 200
"""Notes not reflected on that are listed; of more only the number is said."""

ROWS = (("read", "notes read"), ("highlights", "highlights"), ("reflections", "reflections"))

NOTHING = (
    "There is nothing to look back on yet.\n\nWhat you read, highlight and write from now on is counted here."
)


class SilentNotes(RowList):
    """The notes not reflected on yet; enter opens one."""

    def __init__(self) -> None:
        super().__init__(id="silent")
        self.notes: Sequence[Note] = ()

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self.notes)

    def show(self, notes: Sequence[Note]) -> None:
        """Show these."""
        self.notes = notes
        self.styles.height = max(1, len(notes))
        self.rows_changed()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw title and date."""
        note, dim = self.notes[row], self.look("dim", row)
        is_here = row == self.cursor and self.has_focus
        title = self.look("title", row) if is_here else self.look("title")
        if not is_here:
            dim = self.look("dim")
        date = [(f"{note.date.day} {note.date:%b %Y}", dim)] if note.date else []
        drawn = both_ends([(clean_line(note.title), title)], date, width - 2, dim)
        return [*filled([("▌ " if is_here else "", self.look("accent", row))], 2, dim), *drawn]


class PicturesScreen(KeptScreen):
    """Where one looks back."""

    CSS_PATH = "../returning.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app", "back")
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (120, "-wide")]
    AUTO_FOCUS = "#pictures"

    def compose(self) -> ComposeResult:
        """Lay the pictures out, in two columns where there is room."""
        yield TopLine()
        yield Banner(id="trouble")
        with VerticalScroll(id="pictures"):
            yield Static(Content("Counting …"), id="nothing", markup=False)
            with Horizontal(id="columns"):
                with Vertical(classes="column"):
                    yield _heading("Reading and reflecting")
                    yield HeatStrip(id="heat")
                    for name, label in ROWS:
                        with Horizontal(classes="weeks"):
                            yield Static(Content(label), classes="name", markup=False)
                            yield Sparkline([], summary_function=max, id=f"weeks-{name}")
                            yield Static("", id=f"sum-{name}", classes="sum", markup=False)
                    yield _heading("Key points with a reflection")
                    yield Bars(id="covered")
                with Vertical(classes="column"):
                    yield _heading("Tags by attention")
                    yield Bars(id="tags-bars")
                    yield _heading("Not reflected on yet")
                    yield SilentNotes()
                    yield Static(id="more", classes="dim", markup=False)
        yield HintLine(
            "rows", "app", labels={"choose_row": "open", "next_pane": "to the notes", "search": ""}
        )

    def renew(self) -> None:
        """Count anew, once the screen is there."""
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        if not self.is_mounted:
            return
        found = self.reader.workspace.statistics()
        is_empty = not any(each.read or each.highlights or each.reflections for each in found.days)
        is_empty = is_empty and not any(each.highlights or each.reflections for each in found.tags)
        nothing = self.query_one("#nothing", Static)
        nothing.update(Content(NOTHING))
        nothing.display = is_empty
        self.query_one("#columns").display = not is_empty
        top = self.query_one(TopLine)
        top.left = "looking back" + (" · discreet" if self.reader.discreet else "")
        top.right = f"{len(found.weeks)} weeks"
        self._show_weeks(found)
        self._show_attention(found)

    def _show_weeks(self, found: Statistics) -> None:
        self.query_one("#heat", HeatStrip).show(found.days)
        for name, _ in ROWS:
            counts = [float(getattr(week, name)) for week in found.weeks]
            self.query_one(f"#weeks-{name}", Sparkline).data = counts
            self.query_one(f"#sum-{name}", Static).update(Content(str(round(sum(counts)))))
        part = found.covered / found.key_points if found.key_points else 0.0
        self.query_one("#covered", Bars).show([Bar("", part, f"{found.covered} of {found.key_points}")])

    def _show_attention(self, found: Statistics) -> None:
        """Show tags and silent notes."""
        most = max((each.highlights + each.reflections for each in found.tags), default=0)
        self.query_one("#tags-bars", Bars).show(
            [
                Bar(
                    each.tag,
                    (each.highlights + each.reflections) / most if most else 0.0,
                    f"{each.highlights} ◆  {each.reflections} ●",
                )
                for each in found.tags[:TAGS_SHOWN]
            ]
        )
        silent = found.not_reflected_on
        self.query_one(SilentNotes).show(silent[:NOTES_SHOWN])
        said = f"and {len(silent) - NOTES_SHOWN} more" if len(silent) > NOTES_SHOWN else ""
        more = self.query_one("#more", Static)
        more.update(Content(said if silent else "Every note has a reflection."))
        more.display = bool(said) or not silent
        self.query_one(SilentNotes).display = bool(silent)

    @on(RowList.Chosen, "#silent")
    def _open(self, message: RowList.Chosen) -> None:
        self.reader.read(self.query_one(SilentNotes).notes[message.row])


def _heading(words: str) -> Static:
    return Static(Content(words), classes="heading", markup=False)
