"""Selecting on the page: by the caret's keys and by the mouse, any way round and over many blocks.

The view owns its selection as positions of the text; decorations and margins can never be part of it. It
tells the framework that something is selected, so that the framework's own copy key works. Cells are the
view's.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import replace
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.selection import SELECT_ALL
from textual.selection import Selection as ScreenSelection

from reader.document.model import Position, Range
from reader.tui.commands import in_scopes
from reader.tui.widgets.caret import Caret
from reader.tui.widgets.drag import Drag
from reader.tui.widgets.page_painter import Shown
from reader.tui.widgets.selection import Selection, without_joints
from reader.tui.widgets.walking_view import WalkingView
from reader.workspace import OpenNote

_CARET_KEYS: Final = {key: command.name for command in in_scopes("caret") for key in command.keys}


class SelectingView(WalkingView):
    """A page on which one selects.

    Attributes:
        selection: What is selected; None: nothing.
        caret: The caret while it is shown.
    """

    class CaretMoved(Message):
        """The caret was shown, moved or put away."""

        def __init__(self, is_shown: bool) -> None:
            """Say whether it is shown now."""
            super().__init__()
            self.is_shown = is_shown

    def __init__(
        self,
        opened: OpenNote | None = None,
        *,
        at: Position | None = None,
        today: date | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own word
    ) -> None:
        """Show a note; the arguments are those of `PageView`."""
        super().__init__(opened, at=at, today=today, id=id)
        self.selection: Selection | None = None
        self.caret: Caret | None = None
        self._drag = Drag(self)

    @property
    def selected(self) -> Range | None:
        """The selected passage; None when nothing is."""
        if self.selection is None or self.opened is None:
            return None
        passage = without_joints(self.opened.document, self.selection.range)
        return None if passage.is_empty else passage

    def watch_opened(self, before: OpenNote | None, after: OpenNote | None) -> None:
        """Show another note, or the same one changed; what was selected in another text is no longer."""
        if before is not None and (after is None or before.document is not after.document):
            self._drag.release()
            self.selection, self.caret, self.shown = None, None, Shown()
        super().watch_opened(before, after)

    # Selecting

    def select(self, selection: Selection | None) -> None:
        """Show a selection, and draw anew only the rows on which it changed."""
        before, self.selection = self.selection, selection
        page = self.page
        if page is None or before == selection:
            return
        self.shown = replace(self.shown, selection=self.selected)
        ends = [position for each in (before, selection) if each for position in (each.anchor, each.head)]
        if before and selection and before.anchor == selection.anchor:
            ends = [before.head, selection.head]
        rows = [page.row_of(position) for position in ends]
        self.show_rows(min(rows), max(rows))
        self._publish()

    def _publish(self) -> None:
        """Tell the framework whether something is selected here, so that its own copy key works."""
        is_known = self in self.screen.selections
        if is_known != (self.selected is not None):
            others = {widget: each for widget, each in self.screen.selections.items() if widget is not self}
            self.screen.selections = others if is_known else {**others, self: SELECT_ALL}

    def get_selection(self, selection: ScreenSelection) -> tuple[str, str] | None:
        """Return the words selected: the view keeps its own selection, in positions."""
        selected = self.selected
        if selected is None or self.opened is None:
            return None
        return self.opened.document.text_of(selected), "\n"

    def selection_updated(self, selection: ScreenSelection | None) -> None:
        """Do nothing: the view has drawn its own selection already."""

    # The caret

    def action_toggle_caret(self) -> None:
        """Show the caret: at the selection's end, at the key point, or at the top of the screen."""
        if self.page is None or self.page.is_empty:
            return
        point = self.current_point
        place = self.selection.head if self.selection else (point.start if point else self.place)
        self.caret = Caret(place)
        self.caret.mark = self.selection.anchor if self.selected and self.selection else None
        self.show_caret()

    def leave_caret(self) -> None:
        """Put the caret away, and the selection with it."""
        if self.caret is not None and self.page is not None:
            row = self.page.row_of(self.caret.position)
            self.show_rows(row, row)
        self.caret = None
        self.shown = replace(self.shown, caret=None)
        self.select(None)
        self.post_message(self.CaretMoved(False))

    def on_key(self, event: events.Key) -> None:
        """Take the keys that mean something else while the caret is shown, and escape while something is
        selected.
        """
        name = _CARET_KEYS.get(event.character or event.key) or _CARET_KEYS.get(event.key)
        if self.caret is not None and name is not None:
            event.stop()
            event.prevent_default()
            self.run_caret_command(name)
        elif event.key == "escape" and self.selected is not None:
            event.stop()
            event.prevent_default()
            self.select(None)

    def run_caret_command(self, name: str) -> None:
        """Carry out a command of the caret, by its name in the table of commands."""
        if self.caret is None or self.page is None:
            return
        if name == "caret_leave":
            self.leave_caret()
        elif name == "caret_highlight":
            self.highlight_selection()
        else:
            if name == "caret_mark":
                self.caret.toggle_mark()
            else:
                self.caret.move(name.removeprefix("caret_"), self.page.lines)
            self.show_caret()

    def show_caret(self) -> None:
        """Draw the caret where it stands now, with what it selects, and bring it on the screen."""
        caret, page, before = self.caret, self.page, self.shown.caret
        if caret is None or page is None:
            return
        self.shown = replace(self.shown, caret=caret.position)
        for position in (before, caret.position):
            if position is not None:
                row = page.row_of(position)
                self.show_rows(row, row)
        self.select(Selection(caret.mark, caret.position) if caret.mark is not None else None)
        self.scroll_to_position(caret.position)
        self.post_message(self.CaretMoved(True))

    # The mouse

    def position_under(self, pointer: Offset) -> Position:
        """Return the text position nearest to a cell, also outside the view."""
        page = self.page
        if page is None:
            return Position(0, 0)
        row = max(0, min(pointer.y, self.size.height - 1))
        return page.position_at(pointer.x, self.scroll_offset.y + row)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select."""
        if event.button != 1 or self.page is None or self.page.is_empty:
            return
        event.stop()
        self.capture_mouse()
        self._drag.press(event.offset, event.time, self.page.document)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select on."""
        if self._drag.is_held and self.page is not None:
            event.stop()
            self._drag.move(event.offset, self.page.document, self.size.height)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stop selecting; a press that went nowhere was a click."""
        if not self._drag.is_held:
            return
        event.stop()
        self._drag.release()
        self.release_mouse()
        self._publish()  # the screen forgets its selections at every click
        if self._drag.presses == 1 and not self._drag.has_moved:
            self.clicked(event.offset)
        elif self.caret is not None and self.selection is not None:
            self.caret.put(self.selection.head)
            self.caret.mark = self.selection.anchor
            self.shown = replace(self.shown, caret=self.caret.position)
            self.refresh()

    def on_mouse_release(self, event: events.MouseRelease) -> None:
        """Stop selecting when the mouse is taken away."""
        self._drag.release()

    def clicked(self, pointer: Offset) -> None:
        """Put the caret, if it is shown, where one clicked."""
        if self.caret is not None:
            self.caret.put(self.position_under(pointer))
            self.show_caret()

    def highlight_selection(self) -> None:
        """Highlight what is selected in the colour used last; what that means is the note view's business."""
