"""The library: tags, the notes they leave, and the beginning of the note under the cursor.

From 120 columns there are three panes, from 60 two, below that one (tab shows the tags). What the list shows
follows the tags, the filter and the order; it is made anew when files or annotations change.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from reader.library.note import Note
from reader.tui.attaching import attach_waiting
from reader.tui.commands import bindings
from reader.tui.disk import Latest
from reader.tui.everywhere import Everywhere
from reader.tui.folder_look import FolderLook, Told
from reader.tui.settings import SORTS
from reader.tui.starting import SeenLater, made_once
from reader.tui.widgets.status import Banner, HintLine, TopLine
from reader.workspace import Sort, Workspace
from reader.workspace.listing import Totals

if TYPE_CHECKING:  # for start-up cost
    from reader.tui.settings import Settings
    from reader.tui.widgets.preview import Preview
    from reader.tui.widgets.row_list import RowList
    from reader.tui.widgets.shelf import Shelf
    from reader.tui.widgets.tag_list import TagList
    from reader.workspace.note_reading import Begun

PREVIEW_AFTER: Final = 0.06
"""Seconds the cursor rests before the preview follows: longer than a held key takes to repeat."""

ROOMY_FROM: Final = 20
"""Rows of the screen from which a blank row stands between notes."""

_AT_NOTES: Final = {"back": "quit", "next_pane": "tags"}
_AT_TAGS: Final = {"choose_row": "notes", "toggle_tag": "and this", "back": "quit", "next_pane": "notes"}


class LibraryScreen(SeenLater):
    """Where one chooses what to read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("library", "filter", "next_sort", "show_all"),
        *bindings("app", "next_pane", "previous_pane"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-middle"), (120, "-wide")]
    AUTO_FOCUS = "#notes"

    def __init__(self, workspace: Workspace, came_back: Callable[[], None] = lambda: None) -> None:
        """Show a library; when its folder was gone and is back, ``came_back`` is called."""
        super().__init__()
        self._workspace = workspace
        self._totals = Totals(0, 0, 0)
        self._due = 0
        self._missing = ""
        self._looking = ""
        self.folder_look = FolderLook(self, workspace, self._take, came_back)
        self._resting: Timer | None = None

    @property
    def reader(self) -> Everywhere:
        """The app."""
        return cast(Everywhere, self.app)

    @property
    def shelf(self) -> Shelf:
        """The middle pane."""
        from reader.tui.widgets.shelf import Shelf

        return self.query_one(Shelf)

    @property
    def tag_list(self) -> TagList:
        """The left pane."""
        from reader.tui.widgets.tag_list import TagList

        return self.query_one(TagList)

    @property
    def preview(self) -> Preview:
        """The page in the right pane; made when it is first asked for, with what it takes to draw one."""
        from reader.tui.widgets.preview import Preview

        return made_once(self.query_one("#preview"), Preview)

    def lay_out(self) -> ComposeResult:
        """Lay out the panes."""
        from reader.tui.widgets.shelf import Shelf
        from reader.tui.widgets.tag_list import TagList
        from reader.tui.widgets.welcome import Welcome

        yield TopLine()
        yield Banner(self.reader.trouble, id="trouble")
        welcome = Welcome(self._workspace.store.path)
        welcome.display = _is_first_time(self.reader.settings, self._workspace)
        yield welcome
        with Horizontal(id="panes"):
            yield TagList(id="tags")
            yield Shelf(self._workspace, id="middle")
            yield Vertical(id="preview")
        yield HintLine("rows", "library", "app", labels=_AT_NOTES)

    def on_mount(self) -> None:
        """Follow what changes."""
        self._previews = Latest(self.app, partial(_preview, self, self._workspace))
        self.reader.annotations_changed.subscribe(self, lambda _: self.renew() if self.is_current else None)
        self.reader.settings_changed.subscribe(self, self._follow_the_settings)
        self.watch(self.app, "discreet", self._say_what_there_is, init=False)
        if not self._workspace.library.is_whole:
            self.call_after_refresh(self.folder_look.begin_first)

    def come_back(self) -> None:
        """Show what was read and written meanwhile."""
        self.on_resize()
        if self.query("Preview"):
            self.preview.catch_up()
        self.renew()
        self._follow_the_cursor()

    def on_resize(self) -> None:
        """Leave the rows room where there is some."""
        if self.is_laid_out:
            self.shelf.notes.row_height = 3 if self.app.size.height >= ROOMY_FROM else 2

    def on_descendant_focus(self) -> None:
        """Name the keys that count in the pane one has come to."""
        self.query_one(HintLine).labels = _AT_TAGS if self.tag_list.has_focus else _AT_NOTES

    def renew(self) -> None:
        """Make tags, list and top line anew."""
        if self.is_laid_out:
            self.tag_list.show(self._workspace.tag_tree())
            self.shelf.show(sort=self.reader.settings.sort)
            self._totals = self._workspace.totals()
            is_any_kept = self._totals.highlights or self._totals.reflections
            self._due = len(self._workspace.due_for_review()) if is_any_kept else 0
            self._say_what_there_is()

    def _take(self, told: Told) -> None:
        """Go on with what a look at the folder found, or say how far it is."""
        self._looking, self._missing = told.progress, told.missing
        was_whole = self._workspace.library.is_whole
        is_other = told.library is not None and self._workspace.take(told.library)
        library = self._workspace.library
        is_whole_now = library.is_whole and not was_whole
        if (is_other or (is_whole_now and not library.notes)) and self.is_current:  # else once one comes back
            self.renew()
        else:
            self._say_what_there_is()
        if is_whole_now:
            gc.freeze()  # thousands of notes that stay are not looked through again and again
        if told.library is not None:
            attach_waiting(self.reader)

    def show_preview(self) -> None:
        """Show the beginning of the note under the cursor, if there is room for it and it is to be seen."""
        self._resting = None
        if not self.has_class("-wide") or not self.is_current or not self.is_laid_out:
            return
        entry = self.shelf.notes.entry
        note = entry.note if entry is not None else None
        if isinstance(note, Note):
            self._previews.ask(lambda: (note, self._workspace.begin(note, to_place=False)))
        else:
            self._previews.want_nothing()
            self.preview.show(None)

    def _follow_the_settings(self, settings: Settings) -> None:
        if self.is_laid_out:
            self.query_one("Welcome").display = _is_first_time(settings, self._workspace)
            if self.is_current:  # else it is, when one comes back
                self.renew()

    def on_tag_list_asked(self, message: TagList.Asked) -> None:
        """List the notes that have these tags."""
        self.shelf.show(message.choice)
        self._say_what_there_is()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Let the preview follow the cursor among the notes."""
        if message.row_list.id == "notes":
            self._follow_the_cursor()

    def _follow_the_cursor(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_AFTER, self.show_preview)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the note, or go from the tags to their notes."""
        if message.row_list.id == "tags":
            self._go_to_pane(at_tags=False)
            return
        entry = self.shelf.notes.entry
        if entry is None:
            return
        if isinstance(entry.note, Note):
            self.reader.read(entry.note)
        else:
            self.reader.warn(f"{entry.note.key} {entry.note.reason}.")

    def action_filter(self) -> None:
        """Open the line in which one types what the list is narrowed to."""
        self._go_to_pane(at_tags=False)
        self.shelf.open_filter()

    def action_show_all(self) -> None:
        """Drop the filter; once more, the tags."""
        if not self.shelf.close_filter():
            self.tag_list.reset()
        self._go_to_pane(at_tags=False)

    def action_next_sort(self) -> None:
        """Take the next order."""
        orders = list(Sort)
        following = orders[(orders.index(self.reader.settings.sort) + 1) % len(orders)]
        self.reader.keep_settings(replace(self.reader.settings, sort=following))

    def action_next_pane(self) -> None:
        """Go from the notes to the tags and back; on a small screen they take turns."""
        self._go_to_pane(at_tags=not self.tag_list.has_focus)

    action_previous_pane = action_next_pane  # between two it is the same

    def _go_to_pane(self, *, at_tags: bool) -> None:
        self.set_class(at_tags, "-tags")
        self.query_one("#tags" if at_tags else "#notes").focus()

    def _say_what_there_is(self) -> None:
        """Fill the top line."""
        if not self.is_laid_out:
            return
        totals = self._totals
        sort = self.reader.settings.sort
        said = [self.shelf.choice.words, "" if sort is Sort.DATE else SORTS[sort]]
        said += ["discreet" if self.reader.discreet else "", self._looking, self._missing]
        counted = [(totals.notes, "note")]  # what is not known yet is not said to be 0: it would frighten
        if not self._workspace.library.is_whole and not totals.notes:
            counted = []
        if self._workspace.store.is_known:
            counted += [(totals.highlights, "highlight"), (totals.reflections, "reflection")]
        top = self.query_one(TopLine)
        top.left = " · ".join(part for part in said if part)
        top.right = " · ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counted)
        self.query_one(HintLine).right = (
            f"{self._due} for review (V)" if self._due and not self.has_class("-small") else ""
        )


def _is_first_time(settings: Settings, workspace: Workspace) -> bool:
    """Tell whether nobody read here yet; where the words cannot be read, somebody did."""
    return not settings.welcomed and workspace.store.is_known


def _preview(screen: LibraryScreen, workspace: Workspace, read: tuple[Note, Begun]) -> None:
    """Show the beginning of a note that was read, if the cursor is still on it."""
    note, begun = read
    entry = screen.shelf.notes.entry
    if screen.is_current and entry is not None and entry.note == note:
        screen.preview.show(workspace.open_begun(begun, anchor="later"))
