"""A small library and a workspace on it, for the tests of the use cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.workspace import Workspace

LISTENING = """---
id: listening
title: On listening
tags: [craft, craft/ear]
date: 2024-05-02
people:
  - name: Ada Marsh
    role: ward sister
---

# On listening

The room is quiet. The first virtue is to listen before one speaks.

## Key points

- Ask one more question than feels polite.
- Say back what you heard.
- Leave the silence alone.

## Questions

- Whom did you not hear this week?
"""

GARDENS = """# Gardens

A gardener prunes in winter. The first virtue is to listen before one speaks.

See [the other note](listening.md).
"""


class Clock:
    """A clock that moves one second each time it is asked."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "listening.md").write_text(LISTENING, encoding="utf-8")
    (notes / "gardens.md").write_text(GARDENS, encoding="utf-8")
    return notes


@pytest.fixture
def workspace(folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(folder, tmp_path / "data" / "annotations.json", now=Clock())
    yield opened
    opened.close()
