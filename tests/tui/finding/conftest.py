"""A library for the tests of finding: notes that link to one another, and reflections on one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.annotations.model import Color
from reader.workspace import Workspace
from tests.tui.finding.looking import passage

HARBOUR = """---
id: harbour
title: The harbour in winter
tags: [patience]
date: 2025-01-12
---

# The harbour in winter

Boats wait for the tide, and **the tide** waits for nobody. See [the lighthouse](lighthouse.md) and
<https://example.org/winter>, or [what was learnt](#what-was-learnt).

## Key points

- A boat that waits is not a boat that rests.
- Ropes rot first where nobody looks.

## What was learnt

Rope is cheap. Tides are patient.

### Rope

Two fingers thick, at least.

## What was learnt

The second winter said the same: wait for the tide.
"""

LIGHTHOUSE = (
    """---
id: lighthouse
title: The lighthouse keeper
date: 2024-06-01
---

# The lighthouse keeper

He wrote one line a night. Most said: nothing seen, light kept. From [the harbour](harbour.md) one saw it.

"""
    + "\n\n".join(f"## Night {number}\n\nNothing seen. Light kept. Line {number}." for number in range(1, 31))
    + "\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (folder / "lighthouse.md").write_text(LIGHTHOUSE, encoding="utf-8")
    (folder / "plain.md").write_text("No heading stands here, only words about a kettle.\n", encoding="utf-8")
    return folder


@pytest.fixture
def written(workspace: Workspace) -> Workspace:
    """The harbour with a highlight and two reflections."""
    harbour = workspace.open("harbour")
    workspace.highlight(harbour, passage(harbour, "Ropes rot first"), Color.GREEN)
    workspace.reflect(
        harbour, "My own tide: the *budget* in March.", range=harbour.document.key_points[0].range
    )
    workspace.reflect(harbour, "Read again before the autumn.")
    return workspace
