"""Puts files in place whole, and only where nothing of the reader's own is lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from reader.errors import FileTaken, OutputRefused, SaveFailed
from reader.exchange.markdown import MARK, Piece, updated
from reader.gate import clean_line
from reader.library.files import gated_name, leads_outside
from reader.library.new_names import require_visible
from reader.library.scan import Library
from reader.store.durable import NotDurable, read_file
from reader.store.store import Store
from reader.workspace.held_folder import held_folder

TABLE: Final = "exports"


class Outcome(Struct, frozen=True):
    """What was written.

    Attributes:
        written: The files written, in order.
        unchanged: How many had been just so already.
        left: Files with pieces in them that were changed by hand since and were left as they are.
    """

    written: tuple[Path, ...] = ()
    unchanged: int = 0
    left: tuple[tuple[Path, int], ...] = ()


class Writer:
    """Collects files, looks whether all may be written, then writes them; never over one of the notes."""

    def __init__(self, store: Store, library: Library, *, force: bool = False) -> None:
        self._store = store
        self._library = library
        self._force = force
        self._files: list[tuple[Path, str, bytes | None]] = []
        self._left: list[tuple[Path, int]] = []

    def add(
        self,
        path: Path,
        made: Callable[[], str],
        pieces: Collection[Piece] | None = None,
        *,
        mirror: bool = False,
        within: Path | None = None,
    ) -> None:
        """Add a file.

        Args:
            path: Where.
            within: The folder that was named and that must not be left; None: this very file was named.
            made: Makes what a new file holds.
            pieces: What a file that is there should have in it; None: it is written anew.
            mirror: As `reader.exchange.markdown.updated` has it.

        Raises:
            OutputRefused: Something stands there that may not be written over.
        """
        target = _resolved(path, within)
        before = _before(target)
        self._refuse_note(target, before, is_updated=pieces is not None)
        if before is None or pieces is None or not before.strip():
            text = made()
            self._files.append((target, text, before))
            if before is not None and before != text.encode() and not self._is_ours(target, before):
                raise FileTaken(clean_line(str(path)))
            return
        try:
            new = updated(before.decode("utf-8"), pieces, mirror=mirror)
        except UnicodeDecodeError as error:
            shown = clean_line(str(path))
            raise OutputRefused(f"“{shown}” is not UTF-8; nothing was written into it.") from error
        self._files.append((target, new.text, before))
        if new.left:
            self._left.append((target, len(new.left)))

    def _refuse_note(self, path: Path, before: bytes | None, *, is_updated: bool) -> None:
        """Raise `OutputRefused` for a note of the library that no export made.

        An export that lies within the library is a note too: it is known, or is told by its marks where what
        was written into it stays.
        """
        known = self._store.recall(TABLE, str(path.parent)) or {}
        if before is None or path.name in known or (is_updated and MARK in before):
            return
        name = path.name.casefold()
        notes = [note.path for note in self._library.notes if note.path.name.casefold() == name]
        unreadable = [self._library.folder / each.key for each in self._library.unreadable]
        if any(os.path.realpath(each) == str(path) for each in (*notes, *unreadable)):
            raise OutputRefused(
                f"“{clean_line(str(path))}” is one of your notes, and Reader never writes to those; "
                "nothing was written. Choose another folder or name."
            )

    def _is_ours(self, path: Path, content: bytes) -> bool:
        known = self._store.recall(TABLE, str(path.parent)) or {}
        return self._force or not content or known.get(path.name) == hashlib.sha256(content).hexdigest()

    def write(self, tell: Callable[[int, int], None] = lambda done, total: None) -> Outcome:
        """Write what differs, each file whole or not at all.

        Args:
            tell: Told how many files are done, and of how many.

        Raises:
            OutputRefused: One could not be written; it is as it was (or it is said that it is not), and those
                after it are.
        """
        written: list[Path] = []
        digests: dict[Path, dict[str, object]] = {}
        try:
            self._write_each(written, digests, tell)
        finally:
            self._remember(digests)
        return Outcome(tuple(written), len(self._files) - len(written), tuple(self._left))

    def _write_each(
        self, written: list[Path], digests: dict[Path, dict[str, object]], tell: Callable[[int, int], None]
    ) -> None:
        for number, (path, text, before) in enumerate(self._files):
            tell(number, len(self._files))
            content = text.encode("utf-8", "replace")
            if content == before:
                continue
            digest = hashlib.sha256(content).hexdigest()
            shown = clean_line(str(path))
            try:
                with held_folder(path.parent) as folder:
                    folder.put(path.name, content, over=before)
            except FileExistsError as error:
                raise FileTaken(shown) from error
            except NotDurable as error:
                digests.setdefault(path.parent, {})[path.name] = digest
                why = f"was written and may not be on the disk yet: {error.strerror}"
                raise OutputRefused(f"“{shown}” {why}.") from error
            except OSError as error:
                raise OutputRefused(f"“{shown}” could not be written: {error.strerror}.") from error
            written.append(path)
            digests.setdefault(path.parent, {})[path.name] = digest

    def _remember(self, digests: Mapping[Path, dict[str, object]]) -> None:
        """Take note of what was written, a record a folder: its files' names with their SHA-256."""
        try:
            for folder, names in digests.items():
                known = self._store.recall(TABLE, str(folder)) or {}
                self._store.remember(TABLE, str(folder), {**known, **names})
        except SaveFailed:
            return  # the files are written; the next export will ask for --force, which loses nothing


def _resolved(path: Path, within: Path | None) -> Path:
    """Return where a file goes, every link resolved, if it may be made there."""
    try:
        require_visible(path.absolute())
    except OSError as error:
        raise OutputRefused(f"“{gated_name(str(path))}” was not written: {error.strerror}.") from error
    target = Path(os.path.realpath(path))
    if within is not None and leads_outside(str(target), os.path.realpath(within)):
        raise OutputRefused(
            f"“{clean_line(str(path))}” is a link that leaves the folder; nothing was written."
        )
    return target


def _before(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise OutputRefused(f"“{clean_line(str(path))}” cannot be written over: {why}.") from error
