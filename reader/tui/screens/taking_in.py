"""The sheet on which notes and passages from elsewhere are looked at first, and then taken in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Final, Literal

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, Static

from reader.gate import clean_line
from reader.tui.commands import bindings
from reader.tui.screens.errand import ErrandSheet, Progress
from reader.tui.screens.note_screen import plural
from reader.tui.screens.sheet import Paper, words
from reader.tui.widgets.fitting import filled
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from reader.workspace.importing import Options, Report, import_source

Changed = Literal["skip", "beside", "over"]

CHANGED: Final[dict[Changed, str]] = {
    "skip": "are left as they are",
    "beside": "are written beside what is there",
    "over": "are written over what is there",
}
"""What is done with notes that are there with other content, as the reader sees it."""

_WIDE: Final = 66
"""Letters of a line of the preview."""


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
        self._lines: list[str] = []

    @property
    def row_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def show(self, lines: list[str]) -> None:
        """Show these lines."""
        self._lines = lines
        self.display = bool(lines)
        self.rows_changed(0)

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
        self._path = Path()
        self._coming: Report | None = None
        self._changed: Changed = "skip"

    def compose(self) -> ComposeResult:
        """Show where to type the name, and room for what would come."""
        with Paper():
            yield words("Import", "heading")
            yield words("Notes, or passages marked elsewhere; first you see what would come.", "text")
            yield Input(placeholder="a file or folder, for example ~/Downloads/highlights.csv")
            yield Banner(id="trouble")
            yield Static(id="coming", classes="words text", markup=False)
            yield ComingRows()
            yield Static(id="progress", classes="words dim", markup=False)
            yield Static("enter look   esc back", id="keys", classes="words dim", markup=False)

    def on_mount(self) -> None:
        """Begin without a preview."""
        self._forget()

    @on(Input.Changed)
    def _forget(self) -> None:
        """Put the preview away: it is of something else."""
        self._coming = None
        self.show_progress("")
        self.query_one("#coming").display = False
        self.query_one(ComingRows).show([])
        self.query_one("#keys", Static).update("enter look   esc back")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Look what would come."""
        message.stop()
        if not message.value.strip() or self.is_busy:
            return
        path = self._path = Path(message.value.strip()).expanduser()
        self._forget()

        def look(workspace: Workspace, tell: Progress) -> Report:
            report = import_source(workspace, path, Options(dry_run=True, progress=tell))
            tell(1, 1)  # a stop asked for meanwhile counts
            return report

        self.set_out(look, self._preview)

    def _preview(self, report: Report) -> None:
        if Path(self.query_one(Input).value.strip()).expanduser() != self._path:
            return  # another name was typed meanwhile
        self._coming, self._changed = report, "skip"
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
        self.query_one("#keys", Static).update(f"{choice}enter take it in   tab another   esc back")

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
        path, changed = self._path, self._changed

        def take(workspace: Workspace, tell: Progress) -> Report:
            return import_source(workspace, path, Options(changed=changed, progress=tell))

        self.set_out(take, self._taken)

    def _taken(self, report: Report) -> None:
        folder = self.reader.workspace.library.folder
        if not report.annotations:
            self.reader.files_changed.publish(frozenset(folder / each for each in report.taken))
        self.dismiss(in_a_sentence(report, "taken in"))

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
    return f"{clean_line(report.format)}: {', '.join(said)}."


def lines_of(report: Report) -> list[str]:
    """Return a report line by line; what belongs to a line stands below it, indented."""
    lines: list[str] = []
    if report.taken:
        lines += ["Comes", *_wrapped(report.taken)]
    for each in report.changed:
        lines += [f"Changed: {each.path}", *(f"  {line}" for line in each.difference)]
    if report.waiting:
        lines += ["Waits for a note that is not here yet"]
        lines += _wrapped(f"{title} ({count})" for title, count in report.waiting)
    if report.refused:
        lines += ["Refused", *_wrapped(f"{each.place}: {each.why}" for each in report.refused)]
    if report.remarks:
        lines += ["To know", *_wrapped(report.remarks)]
    return lines or ["Nothing new."]


def _wrapped(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(clean_line(text), _WIDE, initial_indent="  ", subsequent_indent="    ")
