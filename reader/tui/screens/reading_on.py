"""Reading a long note to its end in steps between the keys, while its first screen is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from threading import Thread
from time import perf_counter
from typing import Any, Final

from textual.screen import Screen

from reader.document.model import Document
from reader.document.preparing import Preparing, collector_at_rest
from reader.tui.disk import PassedOn
from reader.tui.widgets.code_colors import lexer_for

STEP: Final = 0.006
"""Seconds of a step: with what a key takes it stays within a frame of the screen."""

LANGUAGES: Final = 16
"""Languages of code in one note that are got ready for; any further one takes its time when it is drawn."""

_TURNS: Final = 5
"""Turns of the event loop between two steps: a key goes through several queues until it is drawn."""


def read_on(screen: Screen[Any], document: Document, took_step: Callable[[Document], None]) -> None:
    """Make a document ready, and tell after each step.

    Args:
        screen: Whose worker does it; it ends with the screen, and a later call takes its place.
        document: Nothing happens when it is ready.
        took_step: Is told on the screen's thread; the screen may show another document by then.
    """
    if document.is_ready:
        return
    preparing = Preparing(document)

    async def run() -> None:
        more = True
        with collector_at_rest():
            while more:
                begun = perf_counter()
                if preparing.is_heavy:
                    more = await _in_a_thread(lambda: preparing.go_on(STEP))
                else:
                    more = preparing.go_on(STEP)
                took_step(document)
                for _ in range(_TURNS):
                    await asyncio.sleep(0)
                if more and perf_counter() - begun < STEP / 10:  # another thread is at it
                    await asyncio.sleep(STEP)
        await _in_a_thread(lambda: _load_lexers(document))

    screen.run_worker(run(), group="reading", exclusive=True)


def _load_lexers(document: Document) -> bool:
    """Load what colours the code of a document, so that no key has to wait until it is there."""
    languages = dict.fromkeys(block.language.casefold() for block in document.blocks if block.language)
    for language in islice(languages, LANGUAGES):
        lexer_for(language)
    return False


async def _in_a_thread(step: Callable[[], bool]) -> bool:
    """Take a step in a thread that does not keep the program from ending, as those of a pool would."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[bool] = loop.create_future()

    def tell(more: bool) -> None:
        if not told.done():
            told.set_result(more)

    def fail(mistake: BaseException) -> None:
        if not told.done():
            told.set_exception(mistake)

    def run() -> None:
        # A closed loop is told nothing any more.
        with suppress(RuntimeError), PassedOn(lambda mistake: loop.call_soon_threadsafe(fail, mistake)):
            loop.call_soon_threadsafe(tell, step())

    Thread(target=run, daemon=True, name="reading").start()
    return await told
