"""Follows the files: the library's folder and the store's, in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Final

from textual.app import App

from reader.library.typed_paths import is_there

_LOOK_EVERY: Final = 400  # milliseconds in which changes are gathered: an editor's save is several


class _Asked(Event):
    """Says when it is asked for the first time: the watch asks it every 50 ms from when it stands."""

    first: Callable[[], None] | None = None

    def is_set(self) -> bool:
        """Tell whether to stop."""
        is_stopped = super().is_set()
        first, self.first = self.first, None
        if first is not None and not is_stopped:
            first()
        return is_stopped


class Watcher:
    """Calls back, on the app's thread, when notes or the store change on the disk."""

    def __init__(
        self,
        notes: Path,
        store: Path,
        begun: Callable[[], None],
        files_changed: Callable[[frozenset[Path]], None],
        store_changed: Callable[[], None],
    ) -> None:
        """Prepare to watch.

        Args:
            notes: The library's folder, or its one file.
            store: The store's file; what lies beside it under its name is watched too.
            begun: Called once every change from then on is told.
            files_changed: Called with the absolute paths of files that changed.
            store_changed: Called when the store changed, also when this program changed it.
        """
        self._notes = notes
        self._store = store
        self._begun = begun
        self._files_changed = files_changed
        self._store_changed = store_changed
        self._stop = _Asked()

    def start(self, app: App[Any]) -> None:
        """Begin to watch; once more where the folder that was watched has gone and another came."""
        self._stop.set()
        self._stop = _Asked()
        app.run_worker(lambda: self._watch(app), thread=True, group="watcher", exit_on_error=False)

    def stop(self) -> None:
        """Watch no more; the thread ends within a few milliseconds."""
        self._stop.set()

    def _watch(self, app: App[Any]) -> None:
        from watchfiles import watch

        stop = self._stop
        stop.first = lambda: app.call_from_thread(self._begun)
        places = [place for place in (self._notes, self._store.parent) if is_there(place)]
        if not places:
            return
        changes = watch(
            *places,
            watch_filter=None,
            debounce=_LOOK_EVERY,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        for found in changes:
            if stop.is_set():
                return
            self._report(app, frozenset(Path(path) for _, path in found))

    def _report(self, app: App[Any], paths: frozenset[Path]) -> None:
        stored = {path for path in paths if path.parent == self._store.parent and self._is_of_store(path)}
        beside = self._store.parent / "drafts"
        notes = {path for path in paths - stored if beside not in path.parents and path != beside}
        inside = frozenset(path for path in notes if path == self._notes or self._notes in path.parents)
        if stored:
            app.call_from_thread(self._store_changed)
        if inside:
            app.call_from_thread(self._files_changed, inside)

    def _is_of_store(self, path: Path) -> bool:
        return path.name.startswith(self._store.name) and path.suffix != ".lock"
