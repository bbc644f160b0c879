"""A note that was edited since is on the screen, and serves keys, before its passages are looked for."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from reader.annotations import anchor as anchoring
from reader.annotations.anchor import Anchoring, Orphan, anchor
from reader.annotations.model import Color, Selectors
from reader.document.model import Document
from reader.tui.app import ReaderApp
from reader.tui.screens.reading import ReadingScreen
from reader.workspace import Workspace


async def test_passages_are_looked_for_in_another_thread_while_keys_are_served(
    workspace: Workspace, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = workspace.open("allotment")
    for point in note.document.key_points:
        workspace.highlight(note, point.range, Color.RED)
    file = notes / "allotment.md"
    file.write_text(file.read_text(encoding="utf-8").replace("sown too late", "late"), encoding="utf-8")
    workspace.reload()
    may_look, threads = threading.Event(), set[int]()

    def look(document: Document, selectors: Selectors) -> Anchoring:
        threads.add(threading.get_ident())
        may_look.wait()
        found = anchor(document, selectors)
        assert not isinstance(found, Orphan)
        return found

    monkeypatch.setattr(anchoring, "anchor", look)
    async with ReaderApp(workspace, workspace.find("allotment")).run_test(size=(120, 30)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        await pilot.press("]")
        first = screen.view.current_point
        await pilot.press("]")
        assert screen.view.current_point != first, "a key is served"
        assert len(screen.opened.pending) == len(note.document.key_points)
        may_look.set()
        while screen.opened.pending:
            await pilot.pause(0.02)
        assert len(screen.opened.highlights) == len(note.document.key_points)
    assert threads
    assert threading.get_ident() not in threads
