"""The reading view: a note as a page that one reads, walks over, selects in and marks.

Its bases draw the page (`PageView`), move over it (`WalkingView`) and select (`SelectingView`); `NoteView`
knows what stands at the caret, the selection or the key point, and asks for something to be done with it.
It changes nothing itself: what is to be kept, opened or copied is posted as a message, and the screen sets
`opened` anew afterwards.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message

from reader.annotations.model import Color
from reader.document.links import Link
from reader.document.model import Document, Position, Range
from reader.tui.commands import bindings
from reader.tui.widgets import page_styles
from reader.tui.widgets.finding_view import FindingView
from reader.workspace import Placed


class NoteView(FindingView):
    """A note that one reads and marks."""

    DEFAULT_CSS = page_styles.DEFAULT_CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reading")]

    class PassageMarked(Message):
        """A passage is to be highlighted."""

        def __init__(self, range: Range, color: Color | None) -> None:  # noqa: A002
            """Say which passage, and its colour; None: the colour used last."""
            super().__init__()
            self.range = range
            self.color = color

    class ReflectionWanted(Message):
        """A reflection is to be written on a passage, on a highlight (`on`: its id), or on the whole note
        (neither).
        """

        def __init__(self, range: Range | None = None, on: str | None = None) -> None:  # noqa: A002
            """Say on what."""
            super().__init__()
            self.range = range
            self.on = on

    class LinkOpened(Message):
        """A link is to be followed."""

        def __init__(self, target: str) -> None:
            """Say where it leads, as written in the note."""
            super().__init__()
            self.target = target

    class AnnotationOpened(Message):
        """Annotations that stand here are to be opened: one, or one to be chosen."""

        def __init__(self, ids: tuple[str, ...]) -> None:
            """Say which."""
            super().__init__()
            self.ids = ids

    class DeletionWanted(Message):
        """An annotation that stands here is to be deleted: the one, or one to be chosen."""

        def __init__(self, ids: tuple[str, ...]) -> None:
            """Say which."""
            super().__init__()
            self.ids = ids

    class CopyWanted(Message):
        """Words are to be copied."""

        def __init__(self, text: str) -> None:
            """Say which."""
            super().__init__()
            self.text = text

    class NothingHere(Message):
        """What was asked for needs something that does not stand here."""

        def __init__(self, words: str) -> None:
            """Say what to do instead, in a sentence."""
            super().__init__()
            self.words = words

    # What stands here

    def annotations_here(self) -> tuple[Placed, ...]:
        """Return the annotations on the selection, at the caret, or on the current key point."""
        if self.opened is None:
            return ()
        passage = self.selected or (None if self.caret else self.current_point)
        if passage is not None:
            return (*self.opened.reflections_on(passage), *self.opened.highlights_on(passage))
        return self.opened.at(self.caret.position) if self.caret else ()

    def passage_here(self) -> Range | None:
        """Return the selection, the highlight at the caret, or the current key point."""
        if self.selected is not None:
            return self.selected
        if self.caret is not None:
            return next((each.range for each in self.annotations_here() if each.is_highlight), None)
        return self.current_point

    def link_here(self) -> Link | None:
        """Return the link at the caret, or the first one in the selection or the current key point."""
        if self.opened is None:
            return None
        document = self.opened.document
        passage = self.selected or self.current_point
        if self.caret is not None and self.selected is None:
            return document.link_at(self.caret.position)
        return first_link(document, passage) if passage is not None else None

    def action_highlight(self, color: str = "") -> None:
        """Ask for a highlight on what is selected, or else on the current key point."""
        passage = self.passage_here()
        if passage is None or passage.is_empty:
            self.post_message(self.NothingHere("Select words, or go to a key point with ], to highlight."))
            return
        self.post_message(self.PassageMarked(passage, Color(color) if color else None))

    def highlight_selection(self) -> None:
        """Highlight what is selected in the colour used last."""
        self.action_highlight()

    def action_reflect(self) -> None:
        """Ask for a reflection on the selection, the highlight at the caret, or the current key point."""
        if self.selected is None and self.caret is not None:
            marks = [each for each in self.annotations_here() if each.is_highlight]
            if marks:
                self.post_message(self.ReflectionWanted(marks[0].range, marks[0].annotation.id))
                return
        passage = self.passage_here()
        if passage is None or passage.is_empty:
            self.post_message(
                self.NothingHere(
                    "Select words, or go to a key point with ], to reflect on them; R reflects on the note."
                )
            )
            return
        self.post_message(self.ReflectionWanted(passage))

    def action_reflect_on_note(self) -> None:
        """Ask for a reflection on the whole note."""
        self.post_message(self.ReflectionWanted())

    def action_open_here(self) -> None:
        """Open what stands here: annotations before links, but a link right at the caret first."""
        link = self.link_here()
        ids = _ids(self.annotations_here())
        if link is not None and (self.caret is not None or not ids):
            self.post_message(self.LinkOpened(link.target))
        elif ids:
            self.post_message(self.AnnotationOpened(ids))
        else:
            self.post_message(self.NothingHere("Nothing stands here to be opened."))

    def action_delete_here(self) -> None:
        """Ask for the annotation here to be deleted."""
        ids = _ids(self.annotations_here())
        self.post_message(
            self.DeletionWanted(ids) if ids else self.NothingHere("Nothing stands here to be deleted.")
        )

    def action_copy_passage(self) -> None:
        """Ask for the selection, the highlight at the caret, or the key point to be copied."""
        passage = self.passage_here()
        if passage is None or passage.is_empty or self.opened is None:
            self.post_message(self.NothingHere("Select words, or go to a key point with ], to copy."))
            return
        self.post_message(self.CopyWanted(self.opened.document.text_of(passage)))

    def let_go(self) -> None:
        """Let go of what was selected, now that something was done with it."""
        if self.caret is not None:
            self.leave_caret()
        else:
            self.select(None)

    def clicked(self, pointer: Offset) -> None:
        """Open the reflection, highlight or link one clicked on; a click in a key point makes it the
        current one.
        """
        page = self.page
        if page is None or self.opened is None:
            return
        row = self.scroll_offset.y + pointer.y
        card = page.card_at(pointer.x, row)
        signs = page.highlights_beside(row) if page.is_gutter(pointer.x) else ()
        if card is not None:
            self.post_message(self.AnnotationOpened((card.id,)))
        elif signs:
            self.post_message(self.AnnotationOpened(signs))
        else:
            self._clicked_text(pointer)

    def _clicked_text(self, pointer: Offset) -> None:
        """Follow the link, or make the key point the current one, where one clicked."""
        super().clicked(pointer)
        if self.page is None or self.opened is None:
            return
        position = self.position_under(pointer)
        if self.page.is_on_text(pointer.x, self.scroll_offset.y + pointer.y):
            link = self.opened.document.link_at(position)
            if link is not None:
                self.post_message(self.LinkOpened(link.target))
                return
        point = self.opened.key_point_at(position)
        self.mark_point(point.range if point else None)


def _ids(placed: tuple[Placed, ...]) -> tuple[str, ...]:
    """Return the ids of annotations, each once, in order."""
    return tuple(dict.fromkeys(each.annotation.id for each in placed))


def first_link(document: Document, passage: Range) -> Link | None:
    """Return the first link that stands in a passage; only its own blocks are looked through."""
    for block in range(passage.start.block, passage.end.block + 1):
        for span in document.blocks[block].spans:
            link = document.link_at(Position(block, span.start)) if span.start < span.end else None
            if link is not None and link.range.overlaps(passage):
                return link
    return None
