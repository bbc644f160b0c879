"""Bringing a store of an older schema up to the one this program writes; the caller makes a backup first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.store.encoding import Tables
from reader.store.snapshot import SCHEMA

Step = Callable[[Tables], Tables]


def _adopt(tables: Tables) -> Tables:
    """0 to 1: a file that stock TinyDB made, without a ``_meta`` table; its tables are as ours are."""
    return tables


STEPS: Final[dict[int, Step]] = {0: _adopt}
"""From each version, the step to the next one. Steps are pure: they return new tables and leave the
old alone.
"""


def migrate(tables: Tables, schema: int) -> Tables:
    """Bring tables from ``schema`` up to `SCHEMA`."""
    for version in range(schema, SCHEMA):
        tables = STEPS[version](tables)
    return tables
