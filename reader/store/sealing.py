"""The bytes at rest: the one place through which every journal line and snapshot goes on its way to and from
the disk.

Today both are plain JSON. Encryption puts another `Sealing` here and nothing else of the store learns of it.
"""

from __future__ import annotations

from typing import Protocol


class Sealing(Protocol):
    """Turns plain bytes into bytes at rest and back; ``unseal`` raises ``ValueError`` for what it did not
    make.
    """

    def seal_line(self, plain: bytes) -> bytes:
        """Seal one journal line; the result holds no newline."""

    def unseal_line(self, sealed: bytes) -> bytes:
        """Open one journal line."""

    def seal_snapshot(self, plain: bytes) -> bytes:
        """Seal a whole snapshot."""

    def unseal_snapshot(self, sealed: bytes) -> bytes:
        """Open a whole snapshot."""


class Plain:
    """Keeps the bytes as they are: JSON that any program reads."""

    def seal_line(self, plain: bytes) -> bytes:
        """Return the line unchanged; orjson writes no newline."""
        return plain

    def unseal_line(self, sealed: bytes) -> bytes:
        """Return the line unchanged."""
        return sealed

    def seal_snapshot(self, plain: bytes) -> bytes:
        """Return the snapshot unchanged."""
        return plain

    def unseal_snapshot(self, sealed: bytes) -> bytes:
        """Return the snapshot unchanged."""
        return sealed
