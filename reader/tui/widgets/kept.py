"""What was made of something, kept for the next time: the most recent few.

Unlike `functools.lru_cache` on a method, and the framework's `LRUCache`, it makes no cycle of references:
what a page keeps is free as soon as the page is, not when the garbage collector comes by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Of = TypeVar("Of", bound=Hashable)
Made = TypeVar("Made")


class Kept(Generic[Of, Made]):
    """Keeps the things made most recently; what is made is never None."""

    def __init__(self, most: int) -> None:
        """Keep so many of them."""
        self._most = most
        self._made: dict[Of, Made] = {}  # in the order in which they were asked for

    def of(self, key: Of, make: Callable[[Of], Made]) -> Made:
        """Return what was made of this, or make it now."""
        made = self._made.pop(key, None)
        if made is None:
            made = make(key)
            if len(self._made) >= self._most:
                del self._made[next(iter(self._made))]
        self._made[key] = made
        return made
