"""Who may call whom (DESIGN section 2): the static graph, and deferred imports by looking at a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, modules

HEAVY = ("textual", "rich", "tinydb", "markdown_it", "yaml")

MAY_LOAD: dict[str, set[str]] = {
    "reader": set(),
    "reader.errors": set(),
    "reader.gate": set(),
    "reader.library": {"yaml"},
    "reader.document": {"markdown_it"},
    "reader.annotations": {"markdown_it"},
    "reader.exchange": {"markdown_it", "yaml"},
    "reader.index": {"markdown_it", "yaml"},
    "reader.store": {"tinydb", "markdown_it"},
    "reader.workspace": {"tinydb", "markdown_it", "yaml"},
    "reader.cli": set(),
}
"""What each layer may have loaded once all its modules are imported."""


@pytest.mark.parametrize("layer", MAY_LOAD)
def test_a_layer_loads_only_what_it_may(layer: str) -> None:
    names = [layer] if layer == "reader.cli" else _modules_of(layer)
    loaded = _loaded_after(f"import {', '.join(names)}")
    assert loaded & set(HEAVY) <= MAY_LOAD[layer]


def test_the_command_line_starts_without_anything_heavy() -> None:
    assert _loaded_after("from reader.cli import main; main(['--version'])") & set(HEAVY) == set()


def test_a_list_of_notes_that_are_known_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.md").write_text("# One\n\nText.\n", encoding="utf-8")
    words = ["list", "--json", "--notes", str(tmp_path / "notes"), "--store", str(tmp_path / "a.json")]
    script = f"import sys\nfrom reader.cli import main\nmain({words!r})\nprint(*sys.modules)"
    folders = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    for _ in range(2):  # the first makes the index
        ended = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | folders,
        )
    loaded = set(ended.stdout.splitlines()[-1].split())
    assert '"one.md"' in ended.stdout
    assert (
        loaded
        & {
            "textual",
            "rich",
            "markdown_it",
            "yaml",
            "socket",
            "reader.workspace.workspace",
            "reader.document.model",
            "reader.store.salvage",
            "reader.store.recovery",
            "reader.store.conversion",
        }
        == set()
    )


def test_imports_point_downward_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def _modules_of(layer: str) -> list[str]:
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules()]
    wanted = [name for name in names if name == layer or name.startswith(f"{layer}.")]
    return wanted if layer != "reader" else [layer]


def _loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n' + ' '.join({{name.split('.')[0] for name in sys.modules}}))"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(ended.stdout.splitlines()[-1].split())
