"""Heights of many blocks, added up. Unit: rows. A Fenwick tree: sums, searches and changes in O(log n)."""

from __future__ import annotations

from collections.abc import Sequence


class Heights:
    """The heights of a page's blocks, from top to bottom."""

    def __init__(self, heights: Sequence[int] = ()) -> None:
        self._fill(heights)

    def _fill(self, heights: Sequence[int]) -> None:
        self._heights = list(heights)
        size = len(self._heights)
        self._tree = tree = [0, *self._heights]
        for place in range(1, size + 1):
            parent = place + (place & -place)
            if parent <= size:
                tree[parent] += tree[place]
        self._top_bit = 1 << (size.bit_length() - 1) if size else 0
        self.total = sum(self._heights)

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def extend(self, heights: Sequence[int]) -> None:
        """Add blocks at the end; where there was none yet, as many as there are cost one walk over them."""
        if self._heights:
            for height in heights:
                self.append(height)
        else:
            self._fill(heights)

    def append(self, height: int) -> None:
        """Add a block at the end."""
        self._heights.append(height)
        self.total += height
        place = len(self._heights)
        rows, child, stop = height, place - 1, place - (place & -place)
        while child > stop:
            rows += self._tree[child]
            child -= child & -child
        self._tree.append(rows)
        self._top_bit = 1 << (place.bit_length() - 1)

    def change(self, index: int, height: int) -> bool:
        """Set one height; says whether it differs from before."""
        difference = height - self._heights[index]
        if not difference:
            return False
        self._heights[index] = height
        self.total += difference
        place = index + 1
        while place < len(self._tree):
            self._tree[place] += difference
            place += place & -place
        return True

    def above(self, index: int) -> int:
        """Add up the heights before ``index``: the row at which it begins."""
        rows = 0
        while index > 0:
            rows += self._tree[index]
            index &= index - 1
        return rows

    def find(self, row: int) -> tuple[int, int]:
        """Find the item that covers a row.

        Returns:
            Its index and how many rows of it lie above ``row``. A row past the end gives the last item and
            its last row.

        Raises:
            IndexError: There is nothing to find.
        """
        if not self._heights:
            raise IndexError("no heights")
        if row >= self.total:
            row = self.total - 1
        rest = max(0, row)
        place = 0
        step = self._top_bit
        while step:
            ahead = place + step
            if ahead < len(self._tree) and self._tree[ahead] <= rest:
                place = ahead
                rest -= self._tree[ahead]
            step >>= 1
        return place, rest
