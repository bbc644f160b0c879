"""What every screen shares: the workspace, the reader's choices, and the commands that count everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace
from textual.reactive import reactive
from textual.signal import Signal

from reader.tui import settings as kept_settings
from reader.tui.crashing import Crashing
from reader.tui.ending import Ending
from reader.tui.exchanging import Exchanging
from reader.tui.keys_in_turn import KeysInTurn
from reader.tui.locking import Locking
from reader.tui.opening import AT_START, open_note
from reader.tui.restyling import Restyling
from reader.tui.returning import Returning
from reader.tui.safekeeping import Safekeeping
from reader.tui.saving import UNDER_WAY, Saving
from reader.tui.screens.trail import Trail
from reader.tui.starting import Starting
from reader.tui.tidying import Tidying

if TYPE_CHECKING:  # for start-up cost
    from reader.document.model import Range
    from reader.library.note import Note
    from reader.tui.settings import Settings
    from reader.workspace import OpenNote, Workspace

Severity = Literal["information", "warning", "error"]


class Everywhere(
    Returning, Exchanging, Safekeeping, Locking, Tidying, Restyling, KeysInTurn, Ending, Crashing, Starting
):
    """The app as its screens know it.

    Attributes:
        workspace: All there is to read and to keep.
        saving: Makes every save of the store, in order.
        beside: Writes to files of the reader's own, which must not wait for the store.
        settings: What the reader chose about the screen.
        annotations_changed: Published after any change to annotations, here or in another window.
        files_changed: Published with the absolute paths that changed in the library's folder.
        settings_changed: Published when the reader chose something else.
        trail: The places one has been, in all notes.
        notices_seen: What the store noticed and the reader has seen; it is not said again.
    """

    discreet: reactive[bool] = reactive(False)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.saving = Saving(self)
        self.beside = Saving(self)
        self.settings = kept_settings.load(workspace.store)
        self.annotations_changed: Signal[None] = Signal(self, "annotations_changed")
        self.files_changed: Signal[frozenset[Path]] = Signal(self, "files_changed")
        self.settings_changed: Signal[Settings] = Signal(self, "settings_changed")
        self.trail = Trail()
        self.notices_seen: frozenset[str] = frozenset()
        self._warned_until = 0.0

    @property
    def trouble(self) -> str:
        """What a reader has to know about the store, in a line; empty when all is well."""
        store = self.workspace.store
        if store.is_locked:
            return "Your words are locked: ctrl+l asks for the passphrase."
        notices = [each for each in store.notices if each not in self.notices_seen]
        if store.is_writable:
            return " ".join(notices)
        why = f"Nothing can be saved: {store.why_read_only}."
        why += "" if store.is_empty else " To take your words elsewhere: ctrl+p, “save a copy”."
        return " ".join([why, *(each for each in notices if store.why_read_only not in each)])

    def read(self, note: Note, landing: Range | None = None, *, is_first: bool = False) -> None:
        """Open a note on the page, at a passage if one is given, else where one left off.

        Args:
            note: The note.
            landing: The passage.
            is_first: Whether nothing is on the screen yet that it would hold up.
        """
        from reader.tui.screens.reading import ReadingScreen

        def show(opened: OpenNote) -> None:
            for screen in reversed(self.screen_stack):
                if isinstance(screen, ReadingScreen):
                    screen.leave_place()
                    break
            self.push_screen(ReadingScreen(opened, landing))

        open_note(self, self.workspace, note, show, patience=AT_START if is_first else None)

    def action_search(self) -> None:
        """Search the library; while one searches, go on."""
        from reader.tui.screens.search import SearchScreen

        if not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen())

    def action_jump(self) -> None:
        """Go to a note by a few letters of its title."""
        from reader.tui.screens.jump import ask_for_note

        ask_for_note(self)

    def walk(self, note: Note) -> None:
        """Walk over a note's key points, one by one."""
        from reader.tui.screens.walk import start_walk

        open_note(self, self.workspace, note, lambda opened: start_walk(self, opened), is_whole=True)

    def say(self, sentence: str, severity: Severity = "information") -> None:
        """Say something in passing; it takes the place of all but a warning not read yet."""
        if severity != "information":
            self._warned_until = monotonic() + self.NOTIFICATION_TIMEOUT
        elif monotonic() > self._warned_until:
            self.clear_notifications()
        self.notify(sentence, severity=severity, markup=False)

    def warn(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.say(sentence, "warning")

    def copy(self, text: str) -> None:
        """Copy a text and say which way was taken."""
        from reader.tui.clipboard import copy_for

        copy_for(self, text)

    def take_kept_settings(self) -> None:
        """Take over what the store says was chosen, now that it can be read."""
        self.settings = kept_settings.load(self.workspace.store)
        self.settings_changed.publish(self.settings)

    def keep_settings(self, settings: Settings) -> None:
        """Apply what the reader chose, and keep it."""
        self.settings = settings
        self.saving.make(
            lambda: kept_settings.keep(self.workspace.store, settings), failed=lambda error: None
        )
        self.settings_changed.publish(settings)

    async def action_back(self) -> None:
        """Go back; from the library, leave."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit()

    def action_help(self) -> None:
        """Show every key."""
        from reader.tui.screens.help import HelpScreen
        from reader.tui.widgets.status import HintLine

        scopes = [scope for line in self.screen.query(HintLine) for scope in line.scopes if scope != "app"]
        self.push_screen(HelpScreen(scopes[-1] if scopes else None))

    def action_settings(self) -> None:
        """Show the settings."""
        from reader.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen(self.settings, self.keep_settings))

    def action_discreet(self) -> None:
        """Hide all private words, or show them again."""
        self.discreet = not self.discreet
        self.say("Private words are hidden; P shows them." if self.discreet else "Private words are shown.")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._change_back(self.workspace.undo, "Undone", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make it again."""
        self._change_back(self.workspace.redo, "Done again", "There is nothing to do again.")

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.action_focus_next()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self.action_focus_previous()

    def put_welcome_away(self) -> None:
        """Remember that the first start's lines were seen."""
        if not self.settings.welcomed:
            self.keep_settings(replace(self.settings, welcomed=True))

    def _change_back(self, change: Callable[[], str | None], done: str, nothing: str) -> None:
        """Undo or redo, say what that did, and let the screens show it."""

        def saved(said: str | None) -> None:
            self.say(f"{done}: {said}." if said else nothing)
            if said:
                self.annotations_changed.publish(None)

        self.saving.make(
            change,
            saved,
            failed=lambda error: self.warn(str(error)),
            late=lambda: self.say(UNDER_WAY.capitalize()),
        )
