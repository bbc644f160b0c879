"""Drafts: what is typed and not yet saved, one private file each, whole or absent after a crash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from reader.errors import SaveFailed, StoreLocked
from reader.gate import clean_line, clean_text
from reader.store import durable
from reader.store.encoding import from_json, to_json
from reader.store.sealing import Plain, Sealing


class Draft(NamedTuple):
    """Words that were typed and not yet saved."""

    key: str
    text: str
    about: dict[str, Any]  # what they are about, as the caller described it
    kept: datetime  # aware, UTC


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

        Raises:
            SaveFailed: It could not be kept; the one before is as it was.
        """
        content = to_json({"key": key, "text": text, "about": about, "kept": self._now().isoformat()})
        try:
            sealed = self._sealing().seal_file(content)
            durable.make_private_folder(self._folder)
            durable.replace_file(self._file(key), sealed)
        except StoreLocked as error:
            raise SaveFailed(f"The draft was not kept: {error}") from error
        except OSError as error:
            folder = clean_line(str(self._folder))
            raise SaveFailed(f"The draft could not be kept in {folder} ({error.strerror}).") from error

    def all(self) -> list[Draft]:
        """List the drafts, oldest first; a file that is none is passed over."""
        try:
            files = sorted(self._folder.glob("*.json"))
        except OSError:
            return []
        found = [draft for draft in map(self._read, files) if draft is not None]
        return sorted(found, key=lambda draft: (draft.kept, draft.key))

    def get(self, key: str) -> Draft | None:
        """Return the draft under ``key``, or ``None``; what is intended counts."""
        if key in (intended := dict(self._intended)):
            return intended[key][0]
        draft = self._read(self._file(key))
        return draft if draft is not None and draft.key == key else None

    def drop(self, key: str) -> None:
        """Remove the draft under ``key``, if there is one; where it cannot be removed it is offered again."""
        durable.discard(self._file(key))
        durable.discard(durable.temporary_beside(self._file(key)))

    def _file(self, key: str) -> Path:
        """Name the file by a hash, because a key may hold what no file name can."""
        return (
            self._folder
            / f"{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=16).hexdigest()}.json"
        )

    def _read(self, file: Path) -> Draft | None:
        try:
            return _draft(from_json(self._sealing().unseal_file(durable.read_file(file) or b"")))
        except (OSError, ValueError, StoreLocked):
            return None


def _draft(content: object) -> Draft | None:
    match content:
        case {"key": str(key), "text": str(text), "about": dict(about), "kept": str(kept)}:
            try:
                moment = datetime.fromisoformat(kept)
            except ValueError:
                return None
            return Draft(
                key, clean_text(text), about, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            )
    return None
