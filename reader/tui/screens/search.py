"""Search over the whole library, as one types: notes and annotations in one list, the best first.

Searching and reading what changed run in another thread, one search at a time; what was typed meanwhile is
searched for next. The screen stays as it is while a result is read, so that going back comes back to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.document.model import Position, Range
from reader.gate import clean_line
from reader.library.typed_paths import is_gone
from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.widgets.query_line import QueryLine
from reader.tui.widgets.result_list import ResultList
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status import Banner, HintLine, TopLine

if TYPE_CHECKING:  # the search is loaded when one searches
    from reader.workspace.search import Results

ROOMY_FROM: Final = 20
"""Rows of the screen from which a result takes four lines instead of two."""

_HINTS: Final = {"next_result": "choose", "keep_hits": "open", "leave_finding": "back"}
_START: Final = Range(Position(0, 0), Position(0, 0))


class SearchScreen(Screen[None]):
    """Where one searches."""

    CSS_PATH = "../sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("typing", "leave_finding")
    AUTO_FOCUS = "QueryLine"
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (110, "-wide")]

    def __init__(self) -> None:
        super().__init__()
        self._shown: Results | None = None
        self._asked: str | None = None
        self._shown_for: str | None = None
        self._is_updating = False

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    @property
    def typed(self) -> str:
        """What was typed."""
        return self.query_one(QueryLine).value

    @property
    def results(self) -> ResultList:
        """The list."""
        return self.query_one(ResultList)

    def compose(self) -> ComposeResult:
        """Lay out line, sentence and results."""
        yield TopLine()
        yield Banner(id="trouble")
        with Vertical(id="search"):
            yield QueryLine(placeholder="search notes, highlights and your own words")
            yield Static(id="search-said", classes="dim", markup=False)
            yield ResultList(id="results")
        yield HintLine("typing", labels=_HINTS)

    def on_mount(self) -> None:
        """Begin; bring the index up to date meanwhile."""
        self.results.can_focus = False
        self.results.discreet = self.reader.discreet
        self.query_one(TopLine).left = "search"
        self.query_one("#trouble", Banner).say(self.reader.trouble)
        self.reader.annotations_changed.subscribe(self, lambda _: self.ask())
        self.reader.files_changed.subscribe(self, lambda _: self.bring_up_to_date())
        self.watch(self.app, "discreet", self._take_discreet, init=False)
        self.ask()
        self.bring_up_to_date()

    def on_resize(self, event: events.Resize) -> None:
        """Leave the results room where there is some."""
        self.results.row_height = 4 if event.size.height >= ROOMY_FROM else 2

    def on_screen_resume(self) -> None:
        """Show what was found as it is now."""
        if self._shown is not None:
            self.ask()

    def action_leave_finding(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)

    # Searching

    def bring_up_to_date(self) -> None:
        """Read what changed in the library, in another thread; then search again."""
        updating = self.reader.workspace.update_index()
        self._is_updating = True

        def update() -> None:
            for _ in updating:
                if not self.is_attached:
                    return
            self._from_thread(self._take_update)

        self.run_worker(update, thread=True, group="indexing", exclusive=True)

    def _take_update(self) -> None:
        self._is_updating = False
        self.ask()

    @property
    def is_at_rest(self) -> bool:
        """Whether the results are those of what is typed, and of the library as it is."""
        return not self._is_updating and self._asked is None and self._shown_for == self.typed

    def ask(self) -> None:
        """Search for what is typed, in another thread; once the search under way is done, if there is one."""
        if self._asked is not None or not self.is_mounted:
            return
        typed = self._asked = self.typed
        workspace = self.reader.workspace

        def search() -> None:
            self._from_thread(self._take, typed, workspace.search(typed))

        self.run_worker(search, thread=True, group="searching")

    def _from_thread(self, call: object, *arguments: object) -> None:
        if self.is_attached and self.app.is_running:
            self.app.call_from_thread(call, *arguments)  # type: ignore[arg-type]

    def _take(self, typed: str, results: Results) -> None:
        """Show what was found; search again if one has typed on."""
        self._asked = None
        is_same = self._shown is not None and self._shown.query.typed == results.query.typed
        if self._shown is None or results != self._shown:
            self._shown = results
            self.results.show(results.found, self.results.cursor if is_same else 0)
            self._say(results)
        self._shown_for = typed
        if self.typed != typed:
            self.ask()

    def _say(self, results: Results) -> None:
        """Say how many there are, or why there are none."""
        pending = f"{results.pending} notes are still being read." if results.pending else ""
        said = " ".join(part for part in (results.sentence, pending) if part)
        line = self.query_one("#search-said", Static)
        line.update(Content(clean_line(said)))
        line.display = bool(said)
        more = f"{len(results.found)} of {results.total}" if len(results.found) < results.total else ""
        self.query_one(TopLine).right = more or (f"{results.total} found" if results.found else "")

    @on(Input.Changed)
    def _follow_the_typing(self, message: Input.Changed) -> None:
        message.stop()
        self.ask()

    def _take_discreet(self, discreet: bool) -> None:
        self.results.discreet = discreet
        self.results.refresh()

    # Opening

    @on(QueryLine.Stepped)
    def _step(self, message: QueryLine.Stepped) -> None:
        message.stop()
        self.results.action_step_rows(message.steps)
        self.results.action_page_rows(message.pages)

    @on(Input.Submitted)
    def _open_the_choice(self, message: Input.Submitted) -> None:
        message.stop()
        self.open_result(self.results.cursor)

    @on(RowList.Chosen)
    def _open_the_one_clicked(self, message: RowList.Chosen) -> None:
        self.open_result(message.row)

    def open_result(self, row: int) -> None:
        """Open a result at its passage."""
        if row >= len(self.results.found):
            return
        found = self.results.found[row]
        workspace = self.reader.workspace
        note = workspace.library.by_id(found.note.id) if found.note is not None else None
        if note is None or is_gone(note.path):
            kept = " What you kept of it is kept." if found.annotation is not None else ""
            self.reader.warn(f"“{clean_line(found.title)}” is no longer in the library.{kept}")
            return
        self.reader.read(note, workspace.passage(found) or _START)
