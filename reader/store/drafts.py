"""Drafts: what is typed and not yet saved, one private file each, whole or absent after a crash.

A draft that cannot be read is neither "none" nor in the way: it stays, and what is written in its
place is kept beside it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from reader.errors import DraftUnreadable, SaveFailed, StoreLocked
from reader.gate import clean_line, clean_text
from reader.store import durable
from reader.store.encoding import from_json, to_json
from reader.store.sealing import Plain, Sealing

_BESIDE: Final = "beside:"
"""Begins the key of a draft that is not in the file of its own key: another has been written there."""


class Draft(Struct, frozen=True):
    """Words that were typed and not yet saved."""

    key: str
    text: str
    about: dict[str, Any]  # what they are about, as the caller described it
    kept: datetime  # aware, UTC


class Unread(Struct, frozen=True):
    """What could not be read."""

    why: str  # a sentence
    damaged: str = ""  # names a damaged draft as it is, under any name; empty: it may be read another time


class DraftsFound(Struct, frozen=True):
    """What a look through the folder brought."""

    drafts: list[Draft]  # oldest first
    unread: tuple[Unread, ...] = ()

    @property
    def trouble(self) -> str:
        """A sentence about what could not be read; empty when all could."""
        more = f" And {len(self.unread) - 1} more." if len(self.unread) > 1 else ""
        return f"{self.unread[0].why}{more}" if self.unread else ""


class Drafts:
    """The drafts in one folder, made 0700 when the first is kept."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sealing: Callable[[], Sealing] = Plain,
    ) -> None:
        """Keep drafts in a folder.

        Args:
            folder: Where.
            now: The clock.
            sealing: Says how they are kept at rest; may raise `StoreLocked`.
        """
        self._folder = folder
        self._now = now
        self._sealing = sealing
        # asked to be kept, or dropped (`None`), and not done yet
        self._intended: dict[str, tuple[Draft | None]] = {}
        # whose draft could not be read when it was asked for: nobody has seen its words
        self._unread: set[str] = set()

    def intend(self, key: str, text: str, about: dict[str, Any]) -> Callable[[], None]:
        """Let `get` give a draft from now on; what is returned keeps it, as `keep` does."""
        draft = Draft(key, clean_text(text), about, self._now())
        return self._do_what_is_intended(key, draft, lambda: self.keep(key, text, about))

    def intend_drop(self, key: str) -> Callable[[], None]:
        """Let `get` give no draft from now on; what is returned removes it, as `drop` does."""
        return self._do_what_is_intended(key, None, lambda: self.drop(key))

    def _do_what_is_intended(
        self, key: str, draft: Draft | None, write: Callable[[], None]
    ) -> Callable[[], None]:
        intended = self._intended
        entry = intended[key] = (draft,)

        def do() -> None:
            try:
                write()
            finally:
                if intended.get(key) is entry:
                    intended.pop(key, None)

        return do

    def keep(self, key: str, text: str, about: dict[str, Any]) -> None:
        """Keep a draft under ``key``, replacing the one that was there; durable on return.

        One that could not be read when `get` asked for it is not replaced, but moved beside.

        Raises:
            SaveFailed: It could not be kept; the one before is as it was.
        """
        content = to_json({"key": key, "text": text, "about": about, "kept": self._now().isoformat()})
        try:
            sealed = self._sealing().seal_file(content)
            durable.make_private_folder(self._folder)
            if key in self._unread:
                self._move_beside(self._file(key))
                self._unread.discard(key)
            durable.replace_file(self._file(key), sealed)
        except StoreLocked as error:
            raise SaveFailed(f"The draft was not kept: {error}") from error
        except OSError as error:
            folder = clean_line(str(self._folder))
            raise SaveFailed(f"The draft could not be kept in {folder} ({error.strerror}).") from error

    def all(self) -> list[Draft]:
        """List the drafts that can be read, oldest first."""
        return self.look().drafts

    def look(self) -> DraftsFound:
        """List the drafts, and say what could not be read; of a locked store, nothing."""
        found: list[Draft | None] = []
        unread: list[Unread] = []
        try:
            self._sealing()
            for file in durable.list_folder(self._folder, ".json"):
                try:
                    found.append(self._read(file))
                except DraftUnreadable as error:
                    unread.append(_unread(file, error))
        except StoreLocked:
            return DraftsFound([])
        except OSError as error:
            unread.append(Unread(_unreadable(self._folder, error.strerror)))
        drafts = [draft for draft in found if draft is not None]
        return DraftsFound(sorted(drafts, key=lambda draft: (draft.kept, draft.key)), tuple(unread))

    def get(self, key: str) -> Draft | None:
        """Return the draft under ``key``, or ``None``; what is intended counts.

        Raises:
            DraftUnreadable: There may be one, and it cannot be read. `keep` and `drop` leave it as it is.
        """
        if key in (intended := dict(self._intended)):
            return intended[key][0]
        self._unread.add(key)
        draft = self._read(self._file(key))
        if draft is not None and draft.key != key:
            return None
        self._unread.discard(key)
        return draft

    def drop(self, key: str) -> None:
        """Remove the draft under ``key``, if there is one; where it cannot be removed it is offered again.

        One that could not be read when `get` asked for it stays.
        """
        if key not in self._unread:
            durable.discard(self._file(key))
        durable.discard(durable.temporary_beside(self._file(key)))

    def forget(self, draft: Draft) -> None:
        """Remove a draft, unless other words were kept under its key since it was read."""
        with suppress(DraftUnreadable):
            if self._read(self._file(draft.key)) == draft:
                self.drop(draft.key)

    def _file(self, key: str) -> Path:
        """Name the file by a hash, because a key may hold what no file name can."""
        if key.startswith(_BESIDE):
            return self._folder / key.removeprefix(_BESIDE)
        return (
            self._folder
            / f"{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=16).hexdigest()}.json"
        )

    def _read(self, file: Path) -> Draft | None:
        """Read a file; ``None`` where there is none. Raises `DraftUnreadable`."""
        try:
            if (content := durable.read_file(file)) is None:
                return None
            draft = _draft(from_json(self._sealing().unseal_file(content)))
        except OSError as error:
            raise DraftUnreadable(_unreadable(file, error.strerror)) from error
        except StoreLocked as error:
            raise DraftUnreadable(_unreadable(file, "it is locked")) from error
        except ValueError as error:
            raise DraftUnreadable(_unreadable(file, "it is damaged")) from error
        return draft if self._file(draft.key) == file else replace(draft, key=f"{_BESIDE}{file.name}")

    @staticmethod
    def _move_beside(file: Path) -> None:
        """Give the file of a draft that nobody could read another name; it is offered once it can be read."""
        with suppress(FileNotFoundError):
            durable.insist(os.rename, file, file.with_name(f"{file.stem}.{os.urandom(4).hex()}.json"))


def _unread(file: Path, error: DraftUnreadable) -> Unread:
    if not isinstance(error.__cause__, ValueError):
        return Unread(str(error))  # a right, a disk or a passphrase may come back
    try:
        status = file.stat()
    except OSError:
        return Unread(str(error))
    return Unread(str(error), f"{status.st_mtime_ns} ns, {status.st_size} bytes")


def _unreadable(file: Path, why: str | None) -> str:
    reason = clean_line(why or "it is not possible")
    return f"Words kept before cannot be read ({reason}); {clean_line(str(file))} is kept."


def _draft(content: object) -> Draft:
    """Make a draft of what a file holds. Raises ``ValueError``."""
    match content:
        case {"key": str(key), "text": str(text), "about": dict(about), "kept": str(kept)}:
            moment = datetime.fromisoformat(kept)
            return Draft(
                key, clean_text(text), about, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            )
    raise ValueError("not a draft")
