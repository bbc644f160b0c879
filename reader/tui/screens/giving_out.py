"""The sheet on which highlights and reflections are written to a file or a folder of the reader's own."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from reader.annotations.model import Kind
from reader.errors import FileTaken, ReaderError
from reader.gate import clean_line
from reader.library.note import Note
from reader.tui.screens.errand import ErrandSheet, Progress
from reader.tui.screens.note_screen import NoteScreen, plural
from reader.tui.screens.sheet import Paper, words
from reader.tui.widgets.choice_rows import ChoiceRows
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace
from reader.workspace.exporting import FORMATS, Choice, gather, write_to
from reader.workspace.writing_out import Outcome

SHAPES = {
    "markdown": "Markdown",
    "html": "web page (html)",
    "jsonld": "Web Annotation (jsonld)",
    "csv": "Readwise (csv)",
    "json": "Reader's own (json), with all history",
    "hypothesis": "Hypothesis (json)",
}
"""The formats as the reader sees them."""


class ExportRows(ChoiceRows):
    """What is chosen, a row each: the format, which notes, with or without reflections."""

    class Changed(Message):
        """Something else is chosen."""

    def __init__(self, note: Note | None) -> None:
        super().__init__()
        self._note = note
        self._chosen = [0, 0, 0]
        self._rows = [
            ("Format", list(SHAPES.values())),
            ("Of", ["all notes", "this note"] if note is not None else ["all notes"]),
            ("With", ["highlights and reflections", "highlights alone", "what is tagged shared"]),
        ]

    @property
    def row_count(self) -> int:
        """How many choices there are."""
        return len(self._rows)

    @property
    def format(self) -> str:
        """The format, by the name the command line knows it by."""
        return list(SHAPES)[self._chosen[0]]

    @property
    def note(self) -> Note | None:
        """The one note that goes out; None: all."""
        return self._note if self._chosen[1] else None

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
        self.refresh()
        self.post_message(self.Changed())


class ExportScreen(ErrandSheet):
    """Asks what is to be written and where; its result says what was."""

    def __init__(self) -> None:
        super().__init__()
        self._refused = ""

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
            yield words("tab choices, ← → change   enter write   esc back", "dim")

    def on_mount(self) -> None:
        """Say what the file will hold."""
        self.show_progress("")
        self._foretell()

    @on(ExportRows.Changed)
    def _foretell(self) -> None:
        rows = self.query_one(ExportRows)
        self._refused = ""
        self.complain("")
        self.query_one("#forecast", Static).update(
            forecast(
                self.reader.workspace,
                rows.note,
                has_reflections=rows.has_reflections,
                is_shared=rows.is_shared,
            )
        )
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
        path = Path(typed).expanduser()
        made = FORMATS[rows.format]
        is_folder = path.is_dir() or not path.suffix
        if is_folder and made.page is None:
            self.complain(f"This format is one file: name it, for example {self._example()}.")
            return
        if not is_folder and made.write is None and rows.note is None:
            self.complain("This format makes a file of each note: name a folder, without an ending.")
            return
        name, note, with_words, force = rows.format, rows.note, rows.has_reflections, self._refused == typed
        is_shared = rows.is_shared

        def write(workspace: Workspace, tell: Progress) -> Outcome:
            own = workspace.library.by_id(note.id) if note is not None else None
            kind = None if with_words else Kind.HIGHLIGHT
            of = (own,) if own else ()
            notes = gather(workspace, Choice(of, kind=kind, deleted=name == "json", is_shared=is_shared))
            tell(0, len(notes))
            return write_to(workspace, path, name, notes, force=force)

        self.set_out(write, lambda outcome: self._written(outcome, path))

    def failed(self, error: ReaderError) -> None:
        """Say why nothing was written, and how it would be."""
        if isinstance(error, FileTaken):
            self._refused = self.query_one(Input).value.strip()
            self.complain(f"{error.what} Choose another name, or press enter again to write over it.")
        else:
            super().failed(error)

    def stopped(self) -> None:
        """Say that it was stopped in time."""
        self.complain("Stopped; nothing was written.")

    @on(Input.Changed)
    def _take_the_refusal_back(self) -> None:
        self._refused = ""

    def _written(self, outcome: Outcome, path: Path) -> None:
        where = clean_line(str(path))
        if outcome.written:
            self.dismiss(f"{plural(len(outcome.written), 'file')} written: {where}.")
        else:
            self.dismiss(f"{where} had been just so already.")


def forecast(
    workspace: Workspace, note: Note | None, *, has_reflections: bool, is_shared: bool = False
) -> str:
    """Say what goes out: how many of what, of how many notes, and whether private words are among them."""
    homes = [(each, workspace.note_of(each)) for each in workspace.store.annotations()]
    wanted = [
        (each, home.id if home else each.note_id)
        for each, home in homes
        if (note is None or (home is not None and home.id == note.id))
        and (has_reflections or each.kind is Kind.HIGHLIGHT)
        and (each.is_shared or not is_shared)
    ]
    if not wanted:
        if is_shared:
            return "Nothing has the tag shared: it will hold nothing of yours."
        return "Nothing is marked or written yet: it will hold nothing of yours."
    highlights = sum(each.kind is Kind.HIGHLIGHT for each, _ in wanted)
    said = plural(highlights, "highlight")
    if has_reflections:
        said += f" and {plural(len(wanted) - highlights, 'reflection')}"
    said += f" of {plural(len({name for _, name in wanted}), 'note')}"
    is_private = not all(each.is_shared for each, _ in wanted if each.kind is Kind.REFLECTION)
    return f"{said}; {'holds private words' if is_private else 'no private words'}."
