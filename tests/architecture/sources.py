"""The sources of the package, parsed once for all tests of its architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "reader"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the package by its path relative to the repository."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def lines_of(path: str) -> list[str]:
    """Return a module's lines."""
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def functions() -> Iterator[tuple[str, Function]]:
    """Yield every function and method with where it stands."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield every class with where it stands."""
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                yield f"{path}:{node.lineno} {node.name}", node


def length(node: Function | ast.ClassDef) -> int:
    """Return a definition's lines, its decorators and docstring included."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1
