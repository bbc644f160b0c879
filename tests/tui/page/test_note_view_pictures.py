"""Pictures of the page: wide with its margin, at 80 and at 40 columns, in dark and in light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from textual.app import App

from reader.annotations.model import Color
from reader.document.model import Document, Range
from reader.tui.settings import load
from reader.tui.widgets.note_view import NoteView
from reader.workspace import Workspace
from tests.tui.page.looking import Reading, view_of

TODAY = datetime(2026, 3, 5, tzinfo=UTC).date()


def passage(document: Document, words: str) -> Range:
    start = document.text.index(words)
    return document.range_of(start, start + len(words))


@pytest.fixture
def marked(workspace: Workspace) -> Workspace:
    """The mill, with a highlight in each colour, one across others, and reflections."""
    note = workspace.open("mill")
    document = note.document
    words = ["cannot hear itself", "let it stand still", "dinner", "opens ways", "Quiet is a tool"]
    for each, color in zip(words, Color, strict=True):
        workspace.highlight(note, passage(document, each), color)
    point = document.key_points[0].range
    workspace.reflect(note, "I said *not now* three times.\n\n- the **budget**\n- the move", range=point)
    workspace.reflect(note, "Ask Maria. " * 30, range=document.key_points[1].range)
    workspace.reflect(note, "Read this again in spring.")
    return workspace


@pytest.mark.parametrize("theme", ["reader-dark", "reader-light", "ansi-dark"])
@pytest.mark.parametrize("size", [(40, 24), (80, 24), (120, 40), (200, 50)], ids=lambda size: str(size[0]))
async def test_the_page_looks_as_it_did(
    marked: Workspace, reading: Reading, svg: Callable[[App[None]], None], size: tuple[int, int], theme: str
) -> None:
    async with reading(size=size) as pilot:
        reader = pilot.app
        reader.keep_settings(replace(load(marked.store), theme=theme))  # type: ignore[attr-defined]
        view = view_of(pilot)
        view.today = TODAY
        view.compose_page()
        await pilot.press("]", "]", "]")
        await pilot.pause()
        svg(reader)


async def test_without_colour_each_highlight_still_looks_its_own_way(
    marked: Workspace, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(size=(80, 40)) as pilot:
        view = pilot.app.screen.query_one(NoteView)
        assert view.page is not None
        looks = [view.page.styles[f"highlight-{color}"] for color in Color]
        attributes = {(look.bold, look.italic, look.underline) for look in looks}
        assert len(attributes) == len(looks)
        assert all(any(each) for each in attributes)
