"""The scroll bar of a long page: drawn again only when its thumb is to look otherwise.

A row of fifty thousand moves the thumb by less than a hundredth of the least it can show, and a bar drawn
anew costs a tenth of a page. Units: rows; the thumb is drawn in eighths of a cell.
"""

from __future__ import annotations

from math import ceil

from textual.scrollbar import ScrollBar


def place_thumb(bar: ScrollBar, height: int, position: float) -> None:
    """Tell a scroll bar where it stands.

    Args:
        bar: The bar, upright.
        height: Rows there are to scroll through.
        position: The first of them on the screen.
    """
    position = bar.validate_position(position)
    window = bar.window_size
    if _look(height, window, position) == _look(bar.window_virtual_size, window, bar.position):
        bar.set_reactive(ScrollBar.window_virtual_size, height)
        bar.set_reactive(ScrollBar.position, position)
    else:
        bar.window_virtual_size = height
        bar.position = position


def _look(height: int, window: int, position: float) -> tuple[int, int] | None:
    """Return where the thumb begins and ends as `ScrollBarRender` draws it; None: there is none."""
    if not 0 < window < height:
        return None
    thumb = max(1, window * window / height)
    start = int((window - thumb) * position / (height - window) * 8)
    return start, start + ceil(thumb * 8)
