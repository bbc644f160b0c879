"""A program that dies, or fails, at a chosen one of its system calls, without a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from typing import Any
from unittest.mock import patch

CALLS = ["pwrite", "fsync", "replace", "link", "ftruncate", "unlink", "open", "fchmod"]


class Died(BaseException):
    """The program was killed; no handler of it may do anything any more."""


class Disk:
    """The system calls of a program that dies or fails at the n-th of them."""

    def __init__(self, at: int, error: int | None, part: float) -> None:
        self._left = at
        self._error = error
        self._part = part
        self._is_dead = False
        self._patches: list[Any] = []

    @property
    def was_reached(self) -> bool:
        """Whether there were that many calls."""
        return self._left <= 0

    def __enter__(self) -> Disk:
        for name in CALLS:
            self._patches.append(patch.object(os, name, self._wrapped(name, getattr(os, name))))
        for each in self._patches:
            each.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._patches:
            each.stop()

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            if self._is_dead:
                raise Died
            self._left -= 1
            if self._left != 0:
                return call(*arguments, **options)
            if name == "pwrite":
                descriptor, content, offset = arguments
                call(descriptor, bytes(content)[: int(len(content) * self._part)], offset)
            if self._error is None:
                self._is_dead = True
                raise Died
            raise OSError(self._error, os.strerror(self._error))

        return wrapped
