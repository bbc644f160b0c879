"""A disk that hangs, for tests of what one can do meanwhile, and one on which no screen may wait."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from reader.store.drafts import Drafts
from reader.store.lock import FileLock

SCREENS: Final = str(Path("reader", "tui"))
KEPT_SETTINGS: Final = str(Path("reader", "tui", "settings.py"))
"""Has no screen, and is called by tests to choose settings."""


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


def refuse_to_keep_screens_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever waits for the store's disk fail where a screen would wait for it.

    That is each sync, each taking of the lock between processes, and each draft that is read, written or
    removed, when it is done on the thread of an app's loop and comes from ``reader.tui``; a test's own saves
    do not.
    """
    _watch(monkeypatch, os, "fsync")
    _watch(monkeypatch, FileLock, "held")
    for name in ("keep", "drop", "look", "_read"):
        _watch(monkeypatch, Drafts, name)


def _watch(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    call: Callable[..., object] = getattr(owner, name)

    def watched(*arguments: object, **options: object) -> object:
        if _is_on_a_screens_thread():
            raise AssertionError(f"a screen waits for the disk: {name}")
        return call(*arguments, **options)

    monkeypatch.setattr(owner, name, watched)


def _is_on_a_screens_thread() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if SCREENS in file and not file.endswith(KEPT_SETTINGS):
            return True
        frame = frame.f_back
    return False
