"""What is kept of what was made: the most recent few, free with their owner."""

from __future__ import annotations

import gc
import weakref

from reader.tui.widgets.kept import Kept


def test_what_was_asked_for_last_is_kept_and_the_oldest_goes() -> None:
    kept: Kept[int, list[int]] = Kept(2)
    made: list[int] = []

    def make(number: int) -> list[int]:
        made.append(number)
        return [number]

    first = kept.of(1, make)
    kept.of(2, make)
    assert kept.of(1, make) is first  # so that 2 is the older one
    kept.of(3, make)
    assert kept.of(1, make) is first
    assert kept.of(2, make) == [2]
    assert made == [1, 2, 3, 2]


def test_it_goes_with_its_owner_without_the_collector() -> None:
    class Owner:
        def __init__(self) -> None:
            self.kept: Kept[int, str] = Kept(8)

        def word(self, number: int) -> str:
            return self.kept.of(number, self._made)

        def _made(self, number: int) -> str:
            return str(number)

    was_on = gc.isenabled()
    gc.disable()
    try:
        owner = Owner()
        assert owner.word(7) == "7"
        seen = weakref.ref(owner)
        del owner
        assert seen() is None
    finally:
        if was_on:
            gc.enable()
