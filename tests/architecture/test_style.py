"""How the code reads (DESIGN section 10), as far as it can be counted."""

from __future__ import annotations

import ast

from tests.architecture.sources import Function, functions, lines_of, modules

VAGUE = {"utils", "util", "helpers", "helper", "manager", "info", "misc", "common"}


def test_everything_public_is_documented() -> None:
    bare = [path for path, module in modules().items() if not ast.get_docstring(module)]
    for path, module in modules().items():
        bare += [f"{path} {name}" for name in _undocumented(module)]
    assert bare == []


def test_every_parameter_and_result_is_annotated() -> None:
    loose = []
    for name, node in functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        loose += [
            f"{name}({each.arg})"
            for each in arguments
            if not each.annotation and each.arg not in ("self", "cls")
        ]
        loose += [name] if node.returns is None and node.name != "__init__" else []
    assert loose == []


def test_no_broad_except_swallows_a_mistake() -> None:
    broad = []
    for path, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler):
                caught = (
                    {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
                    if node.type
                    else {""}
                )
                passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if caught & {"", "Exception", "BaseException"} and not passes_on:
                    broad.append(f"{path}:{node.lineno}")
    assert broad == []


def test_type_checking_blocks_say_why() -> None:
    silent = []
    for path in modules():
        lines = lines_of(path)
        for number, line in enumerate(lines):
            if line.startswith("if TYPE_CHECKING:") and "#" not in "".join(lines[number - 1 : number + 2]):
                silent.append(f"{path}:{number + 1}")
    assert silent == []


def test_no_module_has_a_vague_name() -> None:
    names = {part.removesuffix(".py") for path in modules() for part in path.split("/")}
    assert names & VAGUE == set()


def _undocumented(module: ast.Module) -> list[str]:
    names = []
    for node in module.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            names += [] if ast.get_docstring(node) else [node.name]
            if isinstance(node, ast.ClassDef):
                methods = [
                    each for each in node.body if isinstance(each, Function) and not each.name.startswith("_")
                ]
                names += [f"{node.name}.{each.name}" for each in methods if not ast.get_docstring(each)]
    return names
