"""Making a long document ready in steps: reading it to the end, then what is asked of its whole text.

Units: seconds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from reader.document.model import Document
from reader.document.position import Position


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking over all blocks again and again while they come.

    It would, whenever their number has grown by a quarter: 50 ms at 10 MB, several frames of the screen.
    Blocks are in no cycles and are freed without it. What there is afterwards is left out for good.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


class Preparing:
    """What is still to be done until nothing that is asked of a document keeps anybody waiting.

    Every step leaves what it made in the document; a second one goes on where the first was given up.
    """

    def __init__(self, document: Document) -> None:
        """Prepare a document; nothing is done yet."""
        self._document = document
        self._texts = 0

    @property
    def is_heavy(self) -> bool:
        """Whether the next step may take longer than a frame, so that it is better done in another thread."""
        return self._document.is_heavy or self._has_texts

    @property
    def _has_texts(self) -> bool:
        return self._document.is_complete and self._texts == len(self._document.blocks)

    def go_on(self, seconds: float) -> bool:
        """Go on for some time; the last step takes as long as it takes.

        Returns:
            Whether there is more to be done.
        """
        document = self._document
        if not document.is_complete:
            document.read_on(seconds)
        elif not self._has_texts:
            self._make_texts(seconds)
        else:
            document.offset_of(Position(0, 0))
            _ = document.text_hash, document.key_points
        return not document.is_ready

    def _make_texts(self, seconds: float) -> None:
        until = perf_counter() + seconds
        blocks = self._document.blocks
        while self._texts < len(blocks) and perf_counter() < until:
            _ = blocks[self._texts].text
            self._texts += 1
