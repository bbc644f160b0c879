"""The library's tags as a tree with counts, above and below it all notes and those without a tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message

from reader.library.tags import TagNode, TagTree, normalise
from reader.tui.commands import bindings
from reader.tui.widgets.fitting import both_ends
from reader.tui.widgets.row_list import RowList, row_under


class Choice(Struct, frozen=True):
    """Which notes the list shows: those with all of ``tags``, or those without any, or all."""

    tags: tuple[str, ...] = ()
    untagged: bool = False

    @property
    def words(self) -> str:
        """The choice as the top line says it."""
        return "untagged" if self.untagged else " + ".join(self.tags)


class TagRow(Struct, frozen=True):
    """A row of the tree; ``path`` is the whole tag, empty for all notes and for those without a tag."""

    label: str
    path: str
    count: int
    depth: int = 0
    fold: str = ""
    untagged: bool = False


class TagList(RowList):
    """The tags; where the cursor goes, the list of notes follows, until tags are asked for together."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("library", "toggle_tag", "fold_tag", "unfold_tag")

    class Asked(Message):
        """Other notes are asked for."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self._tree = TagTree((), 0, 0)
        self._rows: list[TagRow] = [TagRow("All notes", "", 0)]
        self._folded: set[str] = set()
        self.together: dict[str, str] = {}

    @property
    def row_count(self) -> int:
        """How many rows the tree shows."""
        return len(self._rows)

    @property
    def choice(self) -> Choice:
        """Which notes are asked for: the tags asked for together, or else the row under the cursor."""
        if self.together:
            return Choice(tuple(self.together.values()))
        row = self._rows[self.cursor]
        return Choice((row.path,) if row.path else (), row.untagged)

    def show(self, tree: TagTree) -> None:
        """Show a tree of tags; the cursor stays on its tag."""
        before = self._rows[self.cursor]
        self._tree = tree
        self._rows = list(self._shown_rows())
        same = [
            index
            for index, row in enumerate(self._rows)
            if (normalise(row.path), row.untagged) == (normalise(before.path), before.untagged)
        ]
        self.rows_changed(same[0] if same else 0)

    def reset(self) -> None:
        """Ask for all notes."""
        self.together = {}
        self.cursor = 0
        self.refresh()

    def paint(self, row: int, line: int, width: int) -> list[Segment]:
        """Draw a tag with its count."""
        tag = self._rows[row]
        chosen = normalise(tag.path) in self.together if tag.path else False
        dim, accent = self.look("dim", row), self.look("accent", row)
        standing = row == self.cursor and not self.together
        ink = self.look("title", row) if standing or chosen else dim
        edge = "▌" if row == self.cursor and self.has_focus else " "
        mark = "✓ " if chosen else "  " if self.together else ""
        left = [(f"{'  ' * tag.depth}{mark}", accent), (f"{tag.label}{tag.fold}", ink)]
        return [
            Segment(" ", dim),
            Segment(edge, accent),
            *both_ends(left, [(str(tag.count or ""), dim)], width - 4, dim),
            Segment("  ", dim),
        ]

    def watch_cursor(self, before: int, now: int) -> None:
        """Ask for what the cursor has come to, unless tags are asked for together."""
        super().watch_cursor(before, now)
        if not self.together:
            self.post_message(self.Asked(self.choice))

    def action_toggle_tag(self) -> None:
        """Ask for the tag under the cursor too, or no longer."""
        row = self._rows[self.cursor]
        if not row.path:
            self.together = {}
        elif normalise(row.path) in self.together:
            del self.together[normalise(row.path)]
        else:
            self.together[normalise(row.path)] = row.path
        self.refresh()
        self.post_message(self.Asked(self.choice))

    def action_fold_tag(self) -> None:
        """Fold the tags inside this one away; on one that has none, go to the tag it is in."""
        row = self._rows[self.cursor]
        if row.fold and row.path not in self._folded:
            self._folded.add(row.path)
            self.show(self._tree)
        elif row.depth:
            above = range(self.cursor, -1, -1)
            self.cursor = next(index for index in above if self._rows[index].depth < row.depth)

    def action_unfold_tag(self) -> None:
        """Fold the tags inside this one out again."""
        self._folded.discard(self._rows[self.cursor].path)
        self.show(self._tree)

    def on_click(self, event: events.Click) -> None:
        """Choose the tag under the pointer; with ctrl, ask for it too."""
        row = row_under(event)
        if row is None:
            return
        event.stop()
        if event.ctrl:
            self.set_reactive(RowList.cursor, row)
            self.action_toggle_tag()
            return
        self.together = {}
        self.cursor = row
        self.post_message(self.Asked(self.choice))
        if event.chain == 2:
            self.action_choose_row()

    def _shown_rows(self) -> Iterator[TagRow]:
        yield TagRow("All notes", "", self._tree.total)
        yield from self._branches(self._tree.roots, 0)
        if self._tree.untagged:
            yield TagRow("Untagged", "", self._tree.untagged, untagged=True)

    def _branches(self, nodes: Iterable[TagNode], depth: int) -> Iterator[TagRow]:
        for node in nodes:
            is_folded = node.path in self._folded
            fold = (" ▸" if is_folded else " ▾") if node.children else ""
            yield TagRow(node.name, node.path, node.count, depth, fold)
            if not is_folded:
                yield from self._branches(node.children, depth + 1)
