"""A mistake of ours beside the screen ends the program with its sentence; nothing else is printed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest
from textual.worker import WorkerFailed

from reader.document.preparing import Preparing
from reader.tui import disk as disk_reads
from reader.tui.app import ReaderApp
from reader.tui.disk import Reading
from reader.workspace import Workspace


class OurMistake(Exception):
    """Stands for a mistake in the code."""


def make_it(*_: object, **__: object) -> NoReturn:
    raise OurMistake("dear words")


def in_a_reading(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> None:
    Reading(app, make_it, print)


def in_a_late_reading(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()

    def read() -> NoReturn:
        answers.wait()
        make_it()

    monkeypatch.setattr(disk_reads, "AT_ONCE", 0.0)
    Reading(app, read, print, answers.set)


def in_a_reading_given_up(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()

    def read() -> NoReturn:
        answers.wait()
        make_it()

    monkeypatch.setattr(disk_reads, "AT_ONCE", 0.0)
    Reading(app, read, print).give_up()
    answers.set()


def in_a_look_at_the_folder(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "look_through", lambda *_: (make_it() for _ in "x"))
    app._look_again(frozenset(), None)


def in_reading_a_long_note(app: ReaderApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Preparing, "is_heavy", property(lambda _: True))
    monkeypatch.setattr(Preparing, "go_on", make_it)
    monkeypatch.setattr("reader.document.model.Document.is_ready", property(lambda _: False))
    app.read(app.workspace.find("allotment"))


@pytest.mark.parametrize(
    "happens",
    [
        in_a_reading,
        in_a_late_reading,
        in_a_reading_given_up,
        in_a_look_at_the_folder,
        in_reading_a_long_note,
    ],
    ids=lambda each: each.__name__,
)
async def test_a_mistake_beside_the_screen_ends_the_program_with_its_sentence_alone(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    happens: Callable[[ReaderApp, pytest.MonkeyPatch], None],
) -> None:
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    app = ReaderApp(workspace)

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            app.call_later(happens, app, monkeypatch)
            while app.is_running:
                await pilot.pause(0.01)

    with pytest.raises((OurMistake, WorkerFailed)):
        await run()
    said = capsys.readouterr().err
    assert said.startswith("Reader made a mistake and had to stop.")
    assert "OurMistake" in said
    assert "dear words" not in said
    assert reported == []
