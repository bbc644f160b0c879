"""What sets its content for the size it has."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView


class SizedView(ScrollView):
    """A view that takes up another size before it is drawn.

    With the event about it, which comes after that, one would see it blank or as it was first.

    Attributes:
        waits_for_size: Whether there is something to show that could not be set: hidden, a view has no size,
            and shown again it may have the one it had before.
    """

    waits_for_size = False

    def take_size(self) -> None:
        """Set what is shown for the size there is now."""
        raise NotImplementedError

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        before = self._size, self._container_size
        is_told = super()._size_updated(size, virtual_size, container_size, layout)
        if self.waits_for_size or before != (self._size, self._container_size):
            self.take_size()
        return is_told
