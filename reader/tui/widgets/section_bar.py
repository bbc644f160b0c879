"""A row of names of which one is chosen, with counts: the parts of the journal. Units are cells."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from reader.document.cells import cell_width

GAP = 3


class SectionBar(Widget):
    """Names side by side; where there is no room for all, only the chosen one between two arrows."""

    names: reactive[tuple[tuple[str, int], ...]] = reactive[tuple[tuple[str, int], ...]](())
    chosen: reactive[int] = reactive(0)

    class Chosen(Message):
        """A name was clicked on."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def render(self) -> Content:
        """Draw the row."""
        if not self.names:
            return Content("")
        labels = [f"{name} {count}" for name, count in self.names]
        if sum(map(cell_width, labels)) + GAP * (len(labels) - 1) > self.size.width:
            return Content.assemble(
                ("‹ ", "$chrome-ink"), (labels[self.chosen], "bold $foreground"), (" ›", "$chrome-ink")
            )
        parts: list[Content] = []
        for index, label in enumerate(labels):
            look = "bold $foreground" if index == self.chosen else "$chrome-ink"
            parts.append(Content.styled(label, look).stylize(Style.from_meta({"section": index})))
        return Content(" " * GAP).join(parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the pointer."""
        index = event.style.meta.get("section")
        if isinstance(index, int):
            event.stop()
            self.post_message(self.Chosen(index))
