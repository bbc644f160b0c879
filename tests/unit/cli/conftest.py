"""Runs the command line in this process, on a small library of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reader.cli import main

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

The room is *quiet*. To listen is a craft, and to listen well is a gift.

## Key points

- Ask one more question than feels polite.
- Say back what you heard.

| word | use |
|------|----:|
| hush |   1 |
"""

GARDENS = "# Gardens\n\nA gardener prunes in winter.\n"


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs ``reader`` with the options of one library and store."""

    def __init__(self, folder: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.store = store
        self._capsys = capsys

    def __call__(self, *words: str) -> Said:
        return self.bare(*words, "--notes", str(self.folder), "--store", str(self.store))

    def bare(self, *words: str) -> Said:
        """Run without naming library and store."""
        self._capsys.readouterr()
        code = main(words)
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)


@pytest.fixture
def reader(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "listening.md").write_text(LISTENING, encoding="utf-8")
    (folder / "gardens.md").write_text(GARDENS, encoding="utf-8")
    for name in ("READER_NOTES", "READER_STORE", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return Shell(folder, tmp_path / "data" / "annotations.json", capsys)
