"""A workspace with a year of marks and words: on several days, in all colours, some lost, one deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.annotations.model import Annotation, Color
from reader.store import Store
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def set_back(self, days: float) -> None:
        self.now = NOW - timedelta(days=days)


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def workspace(notes: Path, tmp_path: Path, time: Clock) -> Workspace:
    """A workspace with nothing kept in it, whose clock the test sets."""
    made = Workspace(notes, Store.open(tmp_path / "store" / "annotations.json", now=time), now=time)
    keep(made.store, Settings(theme="reader-dark", welcomed=True))
    return made


@pytest.fixture
def year(workspace: Workspace, time: Clock) -> dict[str, Annotation]:
    """A year of it, by name."""
    made: dict[str, Annotation] = {}
    plot, bread, boats = (workspace.open(name) for name in ("allotment", "bread", "two-boats.md"))
    points = [point.range for point in plot.document.key_points]
    time.set_back(365)
    made["soil"] = workspace.highlight(plot, points[1], Color.BLUE)
    time.set_back(40)
    made["boat"] = workspace.reflect(boats, "I keep a boat like that: the old budget, *moored by habit*.")
    workspace.tag(made["boat"].id, ["habit"])
    time.set_back(8.1)
    made["dough"] = workspace.highlight(bread, bread.document.whole_block(0), Color.PURPLE)
    time.set_back(8)
    made["slow"] = workspace.reflect(
        bread,
        "Which of our meetings needs to rise, and which only needs kneading? I called three of them this "
        "month to be seen working. None of them was the dough.",
        on=made["dough"].id,
    )
    time.set_back(1)
    made["early"] = workspace.highlight(plot, points[0], Color.GREEN)
    workspace.tag(made["early"].id, ["timing", "patience"])
    time.set_back(0.9)
    made["oven"] = workspace.highlight(bread, bread.document.whole_block(1), Color.RED)
    workspace.delete(made["oven"].id)
    time.set_back(0.05)
    made["again"] = workspace.reflect(plot, "Too early again, with the talk about budgets.", range=points[0])
    workspace.edit(made["again"].id, "Too early again, with the budget talk.")
    time.set_back(0.04)
    made["tea"] = workspace.highlight(plot, points[2], Color.YELLOW)
    time.set_back(0)
    return {name: workspace.annotation(each.id) for name, each in made.items()}


@pytest.fixture
def lost(workspace: Workspace, year: dict[str, Annotation], notes: Path) -> dict[str, Annotation]:
    """The same, and then notes were edited: one passage is gone, one stands there twice."""
    plot = notes / "allotment.md"
    text = plot.read_text(encoding="utf-8")
    text = text.replace("- Weeds come up first where the soil was left bare.\n", "")
    _, _, points = text.partition("## Key points")
    text += f"\n## Key points{points}"
    plot.write_text(text, encoding="utf-8")
    workspace.reload()
    return year


Draw = Callable[[], str]
