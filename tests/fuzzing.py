"""Fuzzes one target with atheris: ``python -m tests.fuzzing front_matter -max_total_time=60``.

The arguments after the target's name are libFuzzer's. Only what reads foreign text is instrumented, so that
atheris sees which inputs lead to new places in it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["reader", "markdown_it", "mdit_py_plugins", "yaml", "tests.fuzzed"]):
    from tests.fuzzed import run


def main() -> None:
    """Fuzz until libFuzzer ends it."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, lambda content: run(name, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
