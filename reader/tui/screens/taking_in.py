"""The sheet on which notes and passages from elsewhere are looked at first, and then taken in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from reader.errors import NotesHaveNoPlace, ReaderError
from reader.gate import clean_line
from reader.library.bundled import bundled_notes
from reader.library.files import leads_outside
from reader.library.typed_paths import typed_path
from reader.tui.commands import bindings
from reader.tui.screens.errand import ErrandSheet
from reader.tui.screens.note_screen import plural
from reader.tui.screens.sheet import HEIGHTS, WIDTHS, Paper, words
from reader.tui.widgets.fitting import filled
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from reader.workspace.importing import Changed, Options, Report, import_source
from reader.workspace.progress import Progress

CHANGED: Final[dict[Changed, str]] = {
    "skip": "are left as they are",
    "beside": "are written beside what is there",
    "over": "are written over what is there, which is kept beside",
}
"""What is done with notes that are there with other content, as the reader sees it."""

_AROUND: Final = 17
"""Rows that the sheet needs around the preview."""

_AROUND_SMALL: Final = 10
"""The same where it has neither edge nor blank lines."""


class ComingRows(RowList):
    """What would come, line by line; enter takes it in, left and right choose for changed notes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("library", "fold_tag", "unfold_tag")

    class Turned(Message):
        """Something else is to be done with changed notes."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []
        self._lines: list[str] = []

    @property
    def row_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def show(self, said: list[str]) -> None:
        """Show these sentences, broken to the width there is."""
        self._said = said
        self.display = bool(said)
        self._break()
        self.rows_changed(0)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._break()
        self.rows_changed()

    def _break(self) -> None:
        # beside the scrollbar, which `size` of a scrolling widget does not leave out
        width = max(16, self.scrollable_content_region.width or 66)
        self._lines = [line for said in self._said for line in _broken(said, width)]

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw a line; what belongs to the line above is indented and quieter."""
        text = self._lines[row]
        look = self.look("dim" if text.startswith(" ") else "title", row)
        return filled([(text, look)], width, self.look("dim", row))

    def action_fold_tag(self) -> None:
        """Go to the choice before."""
        self.post_message(self.Turned(-1))

    def action_unfold_tag(self) -> None:
        """Go to the next choice."""
        self.post_message(self.Turned(1))


class ImportScreen(ErrandSheet):
    """Asks for a file or folder, shows what would come of it, and takes it in; its result says what came."""

    def __init__(self) -> None:
        super().__init__()
        self._from = self._into = ""
        self._coming: Report | None = None
        self._changed: Changed = "skip"

    def compose(self) -> ComposeResult:
        """Show where to type the names, and room for what would come."""
        with Paper():
            yield words("Import", "heading")
            yield words("Notes, or passages marked elsewhere; first you see what would come.", "text about")
            with Horizontal():
                yield Label("From", markup=False)
                yield Input(placeholder="a file or folder, like ~/Downloads/highlights.csv", id="source")
            with Horizontal():
                yield Label("Into", markup=False)
                yield Input(id="into")
            yield Banner(id="trouble")
            yield Static(id="coming", classes="words text", markup=False)
            yield ComingRows()
            yield Static(id="progress", classes="words dim", markup=False)
            yield Static(id="hints", classes="words dim", markup=False)

    def _usual_place(self) -> str:
        if self.reader.workspace.library.folder == bundled_notes():
            return "a folder of yours for new notes"
        return "the library, or another folder for new notes"

    def on_mount(self) -> None:
        """Begin without a preview."""
        self.query_one("#into", Input).placeholder = self._usual_place()
        self._forget()

    def on_resize(self) -> None:
        """Leave room for the keys below a long preview."""
        is_small = self.size.height < HEIGHTS[-1][0] or self.size.width < WIDTHS[-1][0]
        around = _AROUND_SMALL if is_small else _AROUND
        self.query_one(ComingRows).styles.max_height = max(3, self.size.height - around)

    @on(Input.Changed)
    def _forget(self) -> None:
        """Put the preview away: it is of something else."""
        self._coming = None
        self.complain("")
        self.show_progress("")
        self.query_one("#coming").display = False
        self.query_one(ComingRows).show([])
        self.query_one("#hints", Static).update("enter look   tab where to   esc back")

    def _typed(self) -> tuple[str, str]:
        """Return what is typed: what to take in, and the folder for new notes."""
        return self.query_one("#source", Input).value.strip(), self.query_one("#into", Input).value.strip()

    def _options(self, progress: Progress, *, dry_run: bool) -> Options:
        into = typed_path(self._into) if self._into else None
        return Options(dry_run, into, self._changed, progress)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Look what would come."""
        message.stop()
        if self.is_busy or not self._typed()[0]:
            return
        self._forget()
        self._from, self._into = self._typed()
        self._changed = "skip"
        path = typed_path(self._from)

        def look(workspace: Workspace, tell: Progress) -> Report:
            report = import_source(workspace, path, self._options(tell, dry_run=True))
            tell("looking", 1, 1)  # a stop asked for meanwhile counts
            return report

        self.set_out(look, self._preview)

    def _preview(self, report: Report) -> None:
        if self._typed() != (self._from, self._into):
            return  # another name was typed meanwhile
        self._coming = report
        self._show_choice()
        rows = self.query_one(ComingRows)
        rows.show(lines_of(report))
        coming = self.query_one("#coming", Static)
        coming.update(in_a_sentence(report, "would come"))
        coming.display = True
        if rows.row_count:
            rows.focus()

    def _show_choice(self) -> None:
        """Say which keys count, and what will be done with changed notes."""
        has_changed = self._coming is not None and self._coming.changed
        choice = f"← → changed notes {CHANGED[self._changed]}\n" if has_changed else ""
        self.query_one("#hints", Static).update(f"{choice}enter take it in   tab another   esc back")

    @on(ComingRows.Turned)
    def _turn(self, message: ComingRows.Turned) -> None:
        if self._coming is not None and self._coming.changed and not self.is_busy:
            ways = list(CHANGED)
            self._changed = ways[(ways.index(self._changed) + message.step) % len(ways)]
            self._show_choice()

    @on(ComingRows.Chosen)
    def _take_in(self) -> None:
        if self._coming is None or self.is_busy:
            return
        path = typed_path(self._from)

        def take(workspace: Workspace, tell: Progress) -> Report:
            return import_source(workspace, path, self._options(tell, dry_run=False))

        self.set_out(take, self._taken)

    def _taken(self, report: Report) -> None:
        said = in_a_sentence(report, "taken in")
        if report.taken and not report.annotations:
            library = self.reader.workspace.library.folder
            folder = typed_path(self._into).absolute() if self._into else library
            self.reader.files_changed.publish(frozenset(folder / each for each in report.taken))
            if leads_outside(str(folder.resolve()), str(library.resolve())):
                shown = clean_line(str(folder))
                said += (
                    f" They are in {shown}, which is not the library that is open: reader {shown} opens it."
                )
        self.leave_with(f"{said}{_where_kept(report)}")

    def failed(self, error: ReaderError) -> None:
        """Say why it cannot be done, in the words of this sheet."""
        if isinstance(error, NotesHaveNoPlace):
            self.complain(f"{error.what} Name a folder for new notes.")
            self.query_one("#into", Input).focus()
        else:
            super().failed(error)

    def stopped(self) -> None:
        """Say what a stop leaves."""
        was_looking = self._coming is None
        self._forget()
        self.complain(
            "Stopped; nothing was taken in."
            if was_looking
            else "Stopped; what was taken before stays, and taking it in again goes on from there."
        )
        self.query_one(Input).focus()


def in_a_sentence(report: Report, done: str) -> str:
    """Say how many of what came or would come."""
    waits = sum(count for _, count in report.waiting)
    noun = "passage" if report.annotations else "note"
    said = [f"{plural(len(report.taken), noun) if report.taken else 'nothing'} {done}"]
    said += [f"{report.already} there already"] if report.already else []
    said += [f"{len(report.changed)} changed"] if report.changed else []
    said += [f"{waits} waiting for a note"] if waits else []
    said += [f"{report.skipped} left out"] if report.skipped else []
    said += [f"{len(report.refused)} refused"] if report.refused else []
    return f"{clean_line(report.format[:1].upper() + report.format[1:])}: {', '.join(said)}."


def _where_kept(report: Report) -> str:
    """Say where what was written over is."""
    kept = [each.kept for each in report.changed if each.kept]
    more = f", and so on for {len(kept) - 1} more" if len(kept) > 1 else ""
    return f" What was there is kept in {kept[0]}{more}." if kept else ""


def lines_of(report: Report) -> list[str]:
    """Return a report in sentences; what belongs to one stands below it, indented."""
    lines: list[str] = []
    if report.taken:
        is_of_notes = not report.annotations
        lines.append("Comes")
        for place, name in zip(report.taken, report.names, strict=True):
            lines.append(f"  {name} → {place}" if is_of_notes else f"  {name}")
    for each in report.changed:
        lines += [f"Changed: {each.path}", *(f"  {line}" for line in _plain_difference(each.difference))]
    if report.waiting:
        lines.append("Waits for a note that is not here yet")
        lines += [f"  {title} ({count})" for title, count in report.waiting]
    if report.refused:
        lines += ["Refused", *(f"  {each.place}: {each.why}" for each in report.refused)]
    if report.remarks:
        lines += ["To know", *(f"  {each}" for each in report.remarks)]
    return list(map(clean_line, lines)) or ["Nothing new."]


def _plain_difference(difference: Iterable[str]) -> Iterator[str]:
    """Give a unified difference without what is meant for programs: its head, and its line numbers."""
    for number, line in enumerate(difference):
        if number > 1:
            if not line.startswith("@@"):
                yield line
            elif number > 2:
                yield "⋯"
        elif line.startswith("@@"):  # texts too long to be compared
            yield line.strip("@ ")


def _broken(said: str, width: int) -> list[str]:
    """Break a sentence to a width in cells; its further lines are indented a little more."""
    indent = "  " if said.startswith(" ") else ""
    broken = textwrap.wrap(said.strip(), width, initial_indent=indent, subsequent_indent=f"{indent}  ")
    return broken or [said]
