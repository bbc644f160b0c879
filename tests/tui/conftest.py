"""What the screens' tests share: a library of their own, a workspace on it, and pictures of screens."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App

from reader.store import Store
from reader.tui import disk as disk_reads
from reader.tui import everywhere, saving
from reader.tui.app import ReaderApp
from reader.tui.settings import Settings, keep
from reader.workspace import Workspace
from tests.hanging import Disk, refuse_to_keep_screens_waiting

GARDEN = """---
id: allotment
title: What the allotment taught me
tags: [patience, work/outdoors]
date: 2025-05-02
---

# What the allotment taught me

A plot of ground does not hurry. I wrote this down over one summer, on the bench by the water butt.

## Key points

- Seeds sown too early rot; seeds sown too late sulk.
- Weeds come up first where the soil was left bare.
- A neighbour's advice is worth more than a book's, and costs a cup of tea.

## Questions

- What have I sown too early this year?
"""

BREAD = """---
id: bread
title: Bread, and other slow meetings
tags: [patience, Hospitality]
date: 2024-11-17
---

Dough rises when nobody is looking. *Kneading* is what people remember; **waiting** is what matters.

> The oven does not take minutes.

1. Weigh everything.
2. Write nothing down while your hands are wet.

| flour | hours |
|-------|------:|
| rye   |    18 |
| wheat |     6 |
"""

BOATS = """# Two boats

Nobody had tied them. The first drifted out at eleven; the second stayed, out of habit.

See [the allotment](allotment.md) and <https://example.org/boats>.
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "kitchen").mkdir(parents=True)
    (folder / "allotment.md").write_text(GARDEN, encoding="utf-8")
    (folder / "kitchen" / "bread.md").write_text(BREAD, encoding="utf-8")
    (folder / "two-boats.md").write_text(BOATS, encoding="utf-8")
    return folder


def clock() -> Callable[[], datetime]:
    """A clock that stands still, so that ids and dates are the same in every run."""
    return lambda: datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def first_workspace(notes: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that nobody has opened yet."""
    now = clock()
    workspace = Workspace(notes, Store.open(tmp_path / "store" / "annotations.json", now=now), now=now)
    yield workspace
    workspace.close()


@pytest.fixture
def workspace(first_workspace: Workspace) -> Workspace:
    """A workspace whose reader has seen the first start's three lines, and reads on dark."""
    keep(first_workspace.store, Settings(theme="reader-dark", welcomed=True))
    return first_workspace


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the terminal and the clipboard of whoever runs the tests out of it."""
    for name in ("COLORFGBG", "DISPLAY", "WAYLAND_DISPLAY", "TMUX", "NO_COLOR", "WSL_DISTRO_NAME", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("SSH_CONNECTION", "a test")


@pytest.fixture(autouse=True)
def nothing_is_kept_from_the_collector() -> Iterator[None]:
    """Let what a test's app kept from the collector be garbage after it: here a process outlives its apps.

    Millions of objects would gather in one that runs them all, and Python looks through the old ones only
    once there are a quarter more of them.
    """
    yield
    gc.unfreeze()


class SvgExtension(SingleFileSnapshotExtension):
    """One SVG file a picture."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def svg(snapshot: SnapshotAssertion) -> Callable[[App[object]], None]:
    """Compare a picture of the screen with the one kept."""
    kept = snapshot.use_extension(SvgExtension)

    def compare(app: App[object], name: str = "") -> None:
        picture = app.export_screenshot(title="Reader", simplify=True)
        assert picture == (kept(name=name) if name else kept)

    return compare


@pytest.fixture
def make_app(workspace: Workspace) -> Callable[[], ReaderApp]:
    """Start Reader on the workspace."""
    return lambda: ReaderApp(workspace)


@pytest.fixture(autouse=True)
def no_screen_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test here does on a screen, nothing of the store is written or waited for on its thread."""
    refuse_to_keep_screens_waiting(monkeypatch)


@pytest.fixture(autouse=True)
def patient_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the screen wait for the disk however busy the machine is: no test is decided by its speed."""
    monkeypatch.setattr(saving, "AT_ONCE", 60.0)
    monkeypatch.setattr(disk_reads, "AT_ONCE", 60.0)
    monkeypatch.setattr(everywhere, "AT_START", 60.0)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch, patient_saves: None) -> None:
    """Let the screen wait for a save no longer than it does."""
    monkeypatch.setattr(saving, "AT_ONCE", 0.03)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, hurried: None) -> Iterator[Disk]:
    """A disk under everything, which can hang."""
    made = Disk(monkeypatch)
    yield made
    made.go_on()
