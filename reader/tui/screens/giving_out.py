"""The sheet on which highlights and reflections are written to a file or a folder of the reader's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from reader.annotations.model import Kind
from reader.errors import FileTaken, ReaderError
from reader.gate import clean_line
from reader.library.note import Note
from reader.library.typed_paths import is_folder, typed_path
from reader.tui.screens.errand import ErrandSheet
from reader.tui.screens.note_screen import NoteScreen, plural
from reader.tui.screens.sheet import Paper, words
from reader.tui.widgets.choice_rows import ChoiceRows
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from reader.workspace.exporting import FORMATS, Choice, Kept, all_kept, gather, write_to
from reader.workspace.progress import Progress
from reader.workspace.writing_out import Outcome

SHAPES = {
    "markdown": "Markdown",
    "html": "web page (html)",
    "jsonld": "Web Annotation (jsonld)",
    "csv": "Readwise (csv)",
    "json": "Reader's own (json)",
    "hypothesis": "Hypothesis (json)",
}
"""The formats as the reader sees them."""

UPDATES = {
    "": ("is written anew", ""),
    "append": ("gets what is new", "What is new is added; nothing that stands there is changed."),
    "mirror": ("is kept in step", "What Reader wrote there is renewed or taken out; your own words stay."),
}
"""What is done with a file of Markdown that is there, in short and at length; the names are `write_to`'s."""

_PASSAGES_ONLY = "Reflections on whole notes stay here: Readwise takes only what stands on a passage."
_HISTORY = "Earlier words and deleted ones go with it, so that nothing is lost on the way."


class ExportRows(ChoiceRows):
    """What is chosen, a row each: the format, which notes, what of them, and what of a file that is there."""

    class Changed(Message):
        """Something else is chosen."""

    def __init__(self, note: Note | None) -> None:
        super().__init__()
        self._note = note
        self._chosen = [0, 0, 0, 0]
        self._rows = [
            ("Format", list(SHAPES.values())),
            ("Of", ["all notes", "this note"] if note is not None else ["all notes"]),
            ("With", ["highlights and reflections", "highlights alone", "what is tagged shared"]),
            ("A file there", [short for short, _ in UPDATES.values()]),
        ]

    @property
    def row_count(self) -> int:
        """How many choices there are: only Markdown can be brought up to date."""
        return len(self._rows) if self.format == "markdown" else len(self._rows) - 1

    @property
    def format(self) -> str:
        """The format, by the name the command line knows it by."""
        return list(SHAPES)[self._chosen[0]]

    @property
    def note(self) -> Note | None:
        """The one note that goes out; None: all."""
        return self._note if self._chosen[1] else None

    @property
    def update_of_files(self) -> str:
        """What is done with a file that is there, by the name `write_to` knows it by."""
        return list(UPDATES)[self._chosen[3]] if self.format == "markdown" else ""

    @property
    def has_reflections(self) -> bool:
        """Whether private words go out."""
        return self._chosen[2] != 1

    @property
    def is_shared(self) -> bool:
        """Whether only what has the tag shared goes out."""
        return self._chosen[2] == 2

    def choice(self, row: int) -> tuple[str, str]:
        """Return a choice's name and its value."""
        name, values = self._rows[row]
        return name, values[self._chosen[row]]

    def is_marked(self, row: int) -> bool:
        """Tell whether the sign of the cursor stands at a row; not while one writes the path."""
        return super().is_marked(row) and self.has_focus

    def turn(self, step: int) -> None:
        """Go some values on."""
        values = self._rows[self.cursor][1]
        self._chosen[self.cursor] = (self._chosen[self.cursor] + step) % len(values)
        self.rows_changed()
        self.post_message(self.Changed())


class ExportScreen(ErrandSheet):
    """Asks what is to be written and where; its result says what was."""

    def __init__(self) -> None:
        super().__init__()
        self._refused = ""
        self._kept: list[Kept] = []

    def compose(self) -> ComposeResult:
        """Show the choices, what they come to, and where to type the name."""
        screens = [each for each in self.app.screen_stack if isinstance(each, NoteScreen)]
        with Paper():
            yield words("Export", "heading")
            yield ExportRows(screens[-1].opened.note if screens else None)
            yield Static(id="forecast", classes="words text", markup=False)
            yield Banner(id="trouble")
            yield Input()
            yield Static(id="progress", classes="words dim", markup=False)
            hints = "tab choices, ← → change   enter write   esc back"
            yield Static(hints, id="hints", classes="words dim", markup=False)

    def on_mount(self) -> None:
        """Say what the file will hold."""
        self.show_progress("")
        self._kept = all_kept(self.reader.workspace)
        self._foretell()

    @on(ExportRows.Changed)
    def _foretell(self) -> None:
        rows = self.query_one(ExportRows)
        self._refused = ""
        self.complain("")
        more = {"json": _HISTORY, "csv": _PASSAGES_ONLY if rows.has_reflections else ""}.get(
            rows.format, UPDATES[rows.update_of_files][1]
        )
        said = forecast(self._kept, _choice(rows, rows.note))
        self.query_one("#forecast", Static).update(f"{said}\n{more}" if more else said)
        self.query_one(Input).placeholder = f"where to, for example {self._example()}"

    def _example(self) -> str:
        rows = self.query_one(ExportRows)
        is_folder = rows.format == "html" and rows.note is None
        return "~/words, a folder" if is_folder else f"~/words{FORMATS[rows.format].suffix}"

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write; what was refused because it is not Reader's is written over when asked a second time."""
        message.stop()
        typed = message.value.strip()
        if not typed or self.is_busy:
            return
        rows = self.query_one(ExportRows)
        path = typed_path(typed)
        made = FORMATS[rows.format]
        is_many = is_folder(path) or not path.suffix
        if is_many and made.page is None:
            self.complain(f"This format is one file: name it, for example {self._example()}.")
            return
        if not is_many and made.write is None and rows.note is None:
            self.complain("This format makes a file of each note: name a folder, without an ending.")
            return
        name, force, update = rows.format, self._refused == typed, rows.update_of_files
        choice = _choice(rows, rows.note)

        def write(workspace: Workspace, tell: Progress) -> Outcome:
            notes = gather(workspace, choice, tell)
            tell("gathering", 1, 1)  # from here on it is written: a stop asked for until now counts
            return write_to(workspace, path, name, notes, force=force, update=update, progress=tell)

        self.set_out(write, lambda outcome: self._written(outcome, path))

    def failed(self, error: ReaderError) -> None:
        """Say why nothing was written, and how it would be."""
        if isinstance(error, FileTaken):
            self._refused = self.query_one(Input).value.strip()
            self.complain(f"{error.what} Choose another name, or press enter again to write over it.")
        else:
            super().failed(error)

    def stopped(self) -> None:
        """Say what a stop leaves."""
        self.complain("Stopped; a file is written whole or not at all, and those written before stay.")

    @on(Input.Changed)
    def _take_the_refusal_back(self) -> None:
        self._refused = ""

    def _written(self, outcome: Outcome, path: Path) -> None:
        where = clean_line(str(path))
        left = sum(count for _, count in outcome.left)
        kept = f" {plural(left, 'piece')} changed by hand since, left so." if left else ""
        if outcome.written:
            self.leave_with(f"{plural(len(outcome.written), 'file')} written: {where}.{kept}")
        else:
            self.leave_with(f"{where} had been just so already.{kept}")


def _choice(rows: ExportRows, note: Note | None) -> Choice:
    """Return what goes out; Reader's own format has the deleted too, so that nothing is lost on the way."""
    kind = None if rows.has_reflections else Kind.HIGHLIGHT
    notes = (note,) if note else ()
    return Choice(notes, kind=kind, deleted=rows.format == "json", is_shared=rows.is_shared)


def forecast(kept: Iterable[Kept], choice: Choice) -> str:
    """Say what goes out: how many of what, of how many notes, and whether private words are among them."""
    wanted = [(each, note.id if note else each.note_id) for each, note in kept if choice.takes(each, note)]
    if not wanted and choice.is_shared:
        return "Nothing of this has the tag shared: it will hold nothing of yours."
    if not wanted:
        return "Nothing of this is marked or written yet: it will hold nothing of yours."
    highlights = sum(each.kind is Kind.HIGHLIGHT for each, _ in wanted)
    said = plural(highlights, "highlight")
    if choice.kind is None:
        said += f" and {plural(len(wanted) - highlights, 'reflection')}"
    deleted = sum(each.deleted is not None for each, _ in wanted)
    said += f", {deleted} of them deleted," if deleted else ""
    said += f" of {plural(len({name for _, name in wanted}), 'note')}"
    is_private = not all(each.is_shared for each, _ in wanted if each.kind is Kind.REFLECTION)
    return f"{said}; {'holds private words' if is_private else 'no private words'}."
