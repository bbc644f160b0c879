"""The line in which an annotation's tags are edited, separated by commas; tags in use are offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.annotations.model import Annotation


class TagSuggester(Suggester):
    """Completes the last tag typed."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last tag completed; None when no tag in use begins like it."""
        before, comma, last = value.rpartition(",")
        begun = last.strip()
        if not begun:
            return None
        same = (tag for tag in self._known() if tag.casefold().startswith(begun.casefold()))
        found = next(same, None)
        if found is None:
            return None
        return f"{before}{comma}{last[: len(last) - len(begun)]}{begun}{found[len(begun) :]}"


class TagLine(Horizontal):
    """Shown only while tags are edited."""

    class Given(Message):
        """Tags were given."""

        def __init__(self, annotation: Annotation, tags: tuple[str, ...]) -> None:
            super().__init__()
            self.annotation = annotation
            self.tags = tags

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._known = known
        self._annotation: Annotation | None = None

    def compose(self) -> ComposeResult:
        """Lay out name and line."""
        yield Static(Content("tags"), markup=False)
        yield Input(placeholder="separated by commas", suggester=TagSuggester(self._known), id="tag-words")

    def on_mount(self) -> None:
        """Wait."""
        self.display = False

    def open(self, annotation: Annotation) -> None:
        """Edit the tags of an annotation."""
        self._annotation = annotation
        self.display = True
        line = self.query_one(Input)
        line.value = "".join(f"{tag}, " for tag in annotation.tags)
        line.cursor_position = len(line.value)
        line.focus()

    def close(self) -> bool:
        """Put the line away; tells whether it was there."""
        was_open = bool(self.display)
        self.display = False
        return was_open

    @on(Input.Submitted)
    def _give(self, message: Input.Submitted) -> None:
        message.stop()
        self.close()
        if self._annotation is not None:
            tags = tuple(part.strip() for part in message.value.split(",") if part.strip())
            self.post_message(self.Given(self._annotation, tags))
