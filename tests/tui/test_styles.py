"""What the first screens look like does not hang on style sheets that are read after their first text."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet

import reader.tui
from reader.tui.app import ReaderApp
from reader.workspace import Workspace

FIRST = {"theme.tcss", "library.tcss", "page.tcss"}
LATER = sorted(each for each in Path(reader.tui.__file__).parent.glob("*.tcss") if each.name not in FIRST)


@pytest.mark.parametrize("sheet", LATER, ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("opens_on", ["library", "page"])
async def test_no_rule_read_later_is_for_what_stands_on_a_first_screen(
    workspace: Workspace, sheet: Path, opens_on: str
) -> None:
    note = workspace.library.notes[0] if opens_on == "page" else None
    async with ReaderApp(workspace, note).run_test() as pilot:
        await pilot.press("slash")  # finds on the page, filters in the library
        rules = Stylesheet(variables=pilot.app.get_css_variables())
        rules.read(sheet)
        nodes = [pilot.app.screen, *pilot.app.screen.walk_children()]
        assert len(nodes) > 5
        found = [
            f"{rule.selectors} for {node}"
            for rule in rules.rules
            for node in nodes
            if any(rules._check_rule(rule, node.css_path_nodes))
        ]
    assert LATER
    assert not found
