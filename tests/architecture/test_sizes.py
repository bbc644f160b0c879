"""The sizes of DESIGN section 10: what fits a screen can be read at once."""

from __future__ import annotations

import ast

from tests.architecture.sources import Function, classes, functions, length, lines_of, modules

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_CLASS = 250
MOST_METHODS = 20
MOST_LINES_OF_THE_APP = 150


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {path: len(lines_of(path)) for path in modules() if len(lines_of(path)) > MOST_LINES_OF_A_FILE}
    assert long == {}


def test_the_app_stays_small() -> None:
    assert len(lines_of("reader/tui/app.py")) <= MOST_LINES_OF_THE_APP


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {name: length(node) for name, node in functions() if length(node) > MOST_LINES_OF_A_FUNCTION}
    assert long == {}


def test_no_class_is_longer_than_two_hundred_and_fifty_lines() -> None:
    long = {name: length(node) for name, node in classes() if length(node) > MOST_LINES_OF_A_CLASS}
    assert long == {}


def test_no_class_has_more_than_twenty_methods() -> None:
    counts = {name: sum(_is_method(each) for each in node.body) for name, node in classes()}
    assert {name: count for name, count in counts.items() if count > MOST_METHODS} == {}


def _is_method(node: ast.stmt) -> bool:
    """Tell whether a definition is a method; properties read as attributes and are not counted."""
    names = {each.id for each in getattr(node, "decorator_list", []) if isinstance(each, ast.Name)}
    return isinstance(node, Function) and not names & {"property", "cached_property", "overload"}
