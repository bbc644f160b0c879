"""Garbage in cycles is collected in the reader's pauses, and what a note left behind with it."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot

from reader.tui import idle_collector
from reader.tui.app import ReaderApp
from reader.tui.screens.reading import ReadingScreen
from reader.workspace import Workspace

LOOKS = 500  # at most, each some hundredths of a second: a busy machine decides nothing


class Ring:
    """Something that is only free once the collector comes by."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def collecting_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.enable()
    assert gc.get_threshold() == thresholds


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_collector, "PAUSE", 0.02)


async def until(pilot: Pilot[None], holds: Callable[[], bool], looks: int = LOOKS) -> bool:
    for _ in range(looks):
        if holds():
            return True
        await pilot.pause(0.02)
    return False


def aged_ring() -> weakref.ref[Ring]:
    """Return a reference to a cycle nobody holds that has become too old for the frequent rounds."""
    ring = Ring()
    gc.collect(0)
    gc.collect(1)
    return weakref.ref(ring)


@pytest.mark.usefixtures("short_pauses")
async def test_a_cycle_made_while_reading_is_collected_once_the_reader_pauses(workspace: Workspace) -> None:
    [note, *_] = workspace.library.notes
    async with ReaderApp(workspace, note).run_test() as pilot:
        ring = aged_ring()
        await pilot.press("j")
        assert await until(pilot, lambda: ring() is None)


@pytest.mark.usefixtures("short_pauses")
async def test_nothing_is_looked_through_while_a_note_is_read_on(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test() as pilot:
        gc.disable()  # as reading on does
        ring = aged_ring()
        await pilot.press("j")
        await pilot.pause(0.2)
        assert ring() is not None
        gc.enable()
        assert await until(pilot, lambda: ring() is None)


async def test_a_key_waits_for_young_objects_only(workspace: Workspace) -> None:
    async with ReaderApp(workspace).run_test() as pilot:
        ring = aged_ring()
        rounds = gc.get_stats()[2]["collections"]
        for _ in range(20):
            await pilot.press("j", "k")
        assert gc.get_stats()[2]["collections"] == rounds
        assert ring() is not None  # there was no pause


async def test_whoever_never_pauses_waits_in_the_end_so_that_memory_stays_bounded(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_collector, "PAUSE", 3600)
    monkeypatch.setattr(idle_collector, "LONGEST", 0.02)
    async with ReaderApp(workspace).run_test() as pilot:
        for _ in range(2):  # and the next time again
            ring = aged_ring()
            await pilot.press("j")
            assert await until(pilot, lambda ring=ring: ring() is None)  # type: ignore[misc]


async def test_what_a_note_left_does_not_wait_for_a_pause_that_never_comes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle_collector, "PAUSE", 3600)
    monkeypatch.setattr(idle_collector, "LONGEST", 0.02)
    app = ReaderApp(workspace)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, ReadingScreen)
        screen = weakref.ref(app.screen)
        gc.freeze()  # as the end of reading on does, and Python counts anew
        await pilot.press("q")

        async def is_free() -> bool:
            await pilot.press("j", "k")
            return await until(pilot, lambda: screen() is None, looks=20)

        assert [True for _ in range(LOOKS // 20) if await is_free()]


@pytest.mark.usefixtures("short_pauses")
async def test_a_note_put_away_is_free_even_if_it_was_kept_from_the_collector(workspace: Workspace) -> None:
    app = ReaderApp(workspace)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, ReadingScreen)
        screen, page = weakref.ref(app.screen), weakref.ref(app.screen.view)
        gc.freeze()  # as the end of reading on does
        await pilot.press("q")

        async def is_free() -> bool:
            await pilot.press("j", "k")  # what the framework holds on to until the next message, it lets go
            return await until(pilot, lambda: screen() is None and page() is None, looks=20)

        assert [True for _ in range(LOOKS // 20) if await is_free()]


async def test_what_a_start_made_is_kept_from_the_collector(workspace: Workspace) -> None:
    gc.unfreeze()
    gc.disable()  # as the command line does
    async with ReaderApp(workspace).run_test():
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000


def test_an_app_that_has_ended_is_free(workspace: Workspace) -> None:
    async def marked() -> weakref.ref[ReaderApp]:
        app = ReaderApp(workspace)
        async with app.run_test() as pilot:
            await pilot.press("enter", "]", "h")
        assert app.saving.end(pytest.fail)
        return weakref.ref(app)

    ended = asyncio.run(marked())
    gc.unfreeze()
    gc.collect()
    assert ended() is None
    assert len(list(workspace.store.annotations())) == 1
