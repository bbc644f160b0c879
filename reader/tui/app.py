"""The app: it opens on the library or on a note, follows the files, and applies the theme."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from reader.tui.commands import bindings
from reader.tui.everywhere import Everywhere
from reader.tui.last_gate import LastGate
from reader.tui.pasting import with_disarmed_pastes
from reader.tui.safekeeping import Vigil
from reader.tui.screens.library import LibraryScreen
from reader.tui.theme import fitting_theme, themes
from reader.tui.watcher import Watcher

if TYPE_CHECKING:  # for start-up cost
    from textual.command import Provider

    from reader.library.note import Note
    from reader.tui.settings import Settings
    from reader.workspace import Workspace


def _import_what_comes_next() -> None:
    """Import what it takes to open a note and to write on it: for 30 and 20 ms the first keys would wait."""
    import reader.document.reading
    import reader.tui.screens.editor
    import reader.tui.screens.reading
    import reader.tui.screens.walk  # noqa: F401


def _palette_commands() -> type[Provider]:
    from reader.tui.palette import ReaderCommands

    return ReaderCommands


class ReaderApp(Everywhere):
    """Reader on the screen."""

    TITLE = "Reader"
    CSS_PATH = "theme.tcss"
    COMMANDS: ClassVar = {_palette_commands}
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")

    def __init__(self, workspace: Workspace, open_at: Note | None = None) -> None:
        """Prepare the app.

        Args:
            workspace: All there is to read and to keep.
            open_at: A note to open at once, over the library.
        """
        super().__init__(workspace)
        self._open_at = open_at
        if open_at is not None:
            self.first_style = "page.tcss"
        self._last_gate = LastGate()
        library = workspace.library
        watched = library.notes[0].path if library.is_single_file and library.notes else library.folder
        self._vigil = Vigil(self)
        self._watcher = Watcher(
            watched, workspace.store.path, self._watch_begun, self._files_changed, self._store_changed
        )
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for theme in themes():
            self.register_theme(theme)
        self.theme = self._wanted_theme()

    def get_driver_class(self) -> type[Driver]:
        """Return what reads and writes the terminal; in a paste it sees no keys."""
        return with_disarmed_pastes(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every drawn line passes: the framework's filters, and last the gate."""
        return [*super().get_line_filters(), self._last_gate]

    def get_default_screen(self) -> Screen[None]:
        """Return the screen under all others."""
        return LibraryScreen(self.workspace, lambda: self._watcher.start(self))

    def on_mount(self) -> None:
        """Open the note asked for, offer what was being written, follow files and choices."""
        self.settings_changed.subscribe(self, self._apply)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        if self._open_at is not None:
            self.read(self._open_at, is_first=True)
        self.once_drawn(self.offer_drafts)  # over what one sees then
        self._vigil.start()
        self.watch_the_clock()

    def do_what_could_wait(self) -> None:
        """Do, with the first text on the screen, what that did not need."""
        self._watcher.start(self)  # its library takes 40 ms to import
        super().do_what_could_wait()
        Thread(target=_import_what_comes_next, name="imports", daemon=True).start()

    def on_unmount(self) -> None:
        """Let the files be."""
        self._watcher.stop()

    async def on_event(self, event: events.Event) -> None:
        """Put the first start's lines away with the first key, which still does what it does."""
        self.note_touch(event)
        self.collector.touch()
        if isinstance(event, events.Key) and not self.is_locked:
            self.put_welcome_away()
        await super().on_event(event)

    def _wanted_theme(self) -> str:
        return self.settings.theme or fitting_theme(os.environ)

    def _apply(self, settings: Settings) -> None:
        self.theme = settings.theme or fitting_theme(os.environ)

    def _keep_theme(self, theme: Theme) -> None:
        """Keep a theme that was chosen in the palette."""
        if theme.name != self._wanted_theme():
            self.keep_settings(replace(self.settings, theme=theme.name))

    def _watch_begun(self) -> None:
        """Look once more: of what changed between the first look and the watch nobody tells."""
        opened = [getattr(screen, "opened", None) for screen in self.screen_stack]
        paths = frozenset(each.note.path for each in opened if each is not None)
        self._look_again(paths, None)

    def _files_changed(self, paths: frozenset[Path]) -> None:
        """Read the library again and let the screens know what changed."""
        self._look_again(paths, paths)

    def _look_again(self, paths: frozenset[Path], changed: frozenset[Path] | None) -> None:
        for library in self.screen_stack[:1]:  # none is there any more when the app is being left
            if isinstance(library, LibraryScreen):
                library.folder_look.begin(lambda: self.files_changed.publish(paths), changed)

    def _store_changed(self) -> None:
        """Take in what another window or a command saved."""
        self._vigil.look()
