"""Looking for the passages of an open note that are not found at once, off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from reader.workspace import OpenNote, Placed, Workspace


def look_for_pending(
    screen: Screen[Any],
    workspace: Workspace,
    opened: OpenNote,
    take: Callable[[OpenNote, list[Placed]], None],
) -> None:
    """Look for what is pending and hand it over on the screen's thread.

    Args:
        screen: Whose worker does it; a later search of the same screen takes its place.
        workspace: Where annotations are placed.
        opened: The note; nothing happens when nothing of it is pending.
        take: Takes the note given and what was found; the screen may show another state of it by then.
    """
    if not opened.pending:
        return

    def look() -> None:
        found = list(workspace.anchor_pending(opened))
        screen.app.call_from_thread(take, opened, found)

    screen.run_worker(look, thread=True, group="anchoring", exclusive=True)
