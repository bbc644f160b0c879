"""A disk that hangs, for tests of what one can do meanwhile."""

from __future__ import annotations

import errno
import os
import threading

import pytest


class Disk:
    """A disk whose syncs hang until it is let go, and then work or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._sync = os.fsync
        self._answers = threading.Event()
        self._answers.set()
        self._is_full = False
        self.synced_on: set[int] = set()
        monkeypatch.setattr(os, "fsync", self._answer)

    def _answer(self, descriptor: int) -> None:
        self.synced_on.add(threading.get_ident())
        self._answers.wait()
        if self._is_full:
            raise OSError(errno.ENOSPC, "full")
        self._sync(descriptor)

    def hang(self) -> None:
        """Answer no sync from now on."""
        self._answers.clear()

    def go_on(self, *, is_full: bool = False) -> None:
        """Answer again."""
        self._is_full = is_full
        self._answers.set()
