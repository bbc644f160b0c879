"""Attaches, beside the screen, what waited for notes that have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.tui.everywhere import Everywhere


def attach_waiting(reader: Everywhere) -> None:
    """Attach some hundreds at a time, in the thread that saves, so that keys and other saves come between."""
    workspace = reader.workspace
    if not workspace.is_any_waiting:
        return

    def attached(found: list[Annotation]) -> None:
        if found:
            reader.annotations_changed.publish(None)
        if workspace.is_attaching:
            attach_waiting(reader)

    reader.saving.make(lambda: workspace.attach_waiting(0), attached, failed=lambda _: None)
