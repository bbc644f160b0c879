"""Says on stderr that a disk has not answered yet: before there is a screen nothing else shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Final

from reader.cli import output
from reader.gate import clean_line

SILENT: Final = 1.0
"""Seconds after which it is said."""


@contextmanager
def waiting_for(place: Path) -> Iterator[None]:
    """Say which place on a disk is waited for, if what is done meanwhile takes long."""

    def say() -> None:
        output.complain(f"Waiting for the disk with {clean_line(str(place))} …")

    timer = Timer(SILENT, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
