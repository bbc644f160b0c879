"""What stands on the screen."""

from __future__ import annotations

from typing import Any

from textual.app import App


def drawn(app: App[Any]) -> str:
    """The text on the screen, row by row."""
    width, height = app.size
    rows = app.screen._compositor.render_strips()[:height]
    return "\n".join("".join(segment.text for segment in row)[:width].rstrip() for row in rows)
