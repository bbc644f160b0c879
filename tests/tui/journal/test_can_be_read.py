"""Every word of the journal, the review and the pictures can be read (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import pytest

from reader.annotations.model import Annotation
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.tui.theme import DARK, LIGHT
from reader.workspace import Workspace
from tests.tui.test_contrast import too_faint

PLACES = {
    "journal": ["J", "down", "down"],
    "filtering": ["J", "/", *"status:x"],
    "tagging": ["J", "t", "p"],
    "deleted": ["J", "left"],
    "card": ["J", "down", "space"],
    "earlier": ["J", "down", "space", "e"],
    "review": ["V", "enter", "enter"],
    "pictures": ["L", "tab"],
}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("place", list(PLACES))
async def test_all_words_can_be_read(
    workspace: Workspace, lost: dict[str, Annotation], theme: str, place: str
) -> None:
    keep(workspace.store, Settings(theme=theme, welcomed=True))
    async with ReaderApp(workspace).run_test(size=(130, 36)) as pilot:
        await pilot.press(*PLACES[place])
        await pilot.pause(0.15)
        assert list(too_faint(pilot.app)) == []
