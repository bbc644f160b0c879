"""What can be done with one annotation from the journal and the review; saved before it is said.

Each ends in `KeptScreen.changed`, or in a sentence that says why nothing was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reader.annotations.model import MEANINGS, Annotation, Color, Kind
from reader.library.note import Note
from reader.tui.screens.card import CardChoice, CardScreen
from reader.tui.screens.earlier import EarlierScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.kept_screen import KeptScreen
from reader.workspace import OpenNote, Workspace, draft_subject

HIDDEN_NOW = "Private words are hidden; P shows them."
NOT_HERE = "Its note is not in this library; its words are kept."


class Tending:
    """The annotating part of one screen."""

    def __init__(self, screen: KeptScreen, workspace: Workspace) -> None:
        """Serve a screen."""
        self._screen = screen
        self._workspace = workspace

    def opened(self, annotation: Annotation) -> OpenNote | None:
        """Open an annotation's note with this annotation in its place; None when it is not here."""
        note = self._workspace.note_of(annotation)
        if note is None:
            return None
        opened = self._workspace.open(note, anchor="later")
        if opened.find(annotation.id) is None:
            opened = opened.with_placed([self._workspace.placed(annotation)])
        return opened

    def recolor(self, annotation: Annotation, color: Color) -> None:
        """Give a highlight another colour."""
        self._do(lambda: self._workspace.recolor(annotation.id, color), f"{MEANINGS[color]}: saved")

    def tag(self, annotation: Annotation, tags: Iterable[str]) -> None:
        """Give it other tags."""
        self._do(lambda: self._workspace.tag(annotation.id, tags), "tags saved")

    def delete_or_restore(self, annotation: Annotation) -> None:
        """Delete it, or bring it back."""
        if annotation.deleted is None:
            self._do(
                lambda: self._workspace.delete(annotation.id), f"{annotation.kind} deleted; u brings it back"
            )
        else:
            self._do(lambda: self._workspace.restore(annotation.id), f"{annotation.kind} brought back")

    def copy(self, annotation: Annotation) -> None:
        """Copy a reflection's words, or a highlight's passage."""
        quote = annotation.selectors.quote.exact if annotation.selectors else ""
        self._screen.reader.copy(quote if annotation.kind is Kind.HIGHLIGHT else annotation.text)

    def edit(self, annotation: Annotation) -> None:
        """Write on at a reflection."""
        opened = self._to_write(annotation)
        if opened is None:
            return
        quote = annotation.selectors.quote.exact if annotation.selectors else ""
        self._write(
            EditorScreen(
                self._workspace,
                draft_subject(opened, edits=annotation.id),
                lambda text: self._workspace.edit(annotation.id, text, seen=annotation.text),
                heading="Your reflection",
                quote=quote,
                text=annotation.text,
            )
        )

    def reflect(self, annotation: Annotation, done: Callable[[], object] = lambda: None) -> None:
        """Write a new reflection on the same highlight, passage or note; then do what else is asked."""
        opened = self._to_write(annotation)
        if opened is None:
            return
        placed = opened.find(annotation.id)
        on = annotation.id if annotation.kind is Kind.HIGHLIGHT else annotation.on
        passage = placed.range if placed is not None and on is None else None
        quote = annotation.selectors.quote.exact if annotation.selectors else ""
        heading = "Your reflection" if quote else f"Your reflection on “{opened.note.title}”"
        sheet = EditorScreen(
            self._workspace,
            draft_subject(opened, range=passage, on=on),
            lambda text: self._workspace.reflect(opened, text, range=passage, on=on),
            heading=heading,
            quote=quote,
        )
        self._write(sheet, done)

    def show_card(self, annotation: Annotation) -> None:
        """Show all about it."""
        opened = self.opened(annotation)
        placed = opened.find(annotation.id) if opened is not None else None
        card = CardScreen(
            opened,
            placed or self._workspace.placed(annotation),
            is_discreet=self._screen.reader.discreet,
        )
        self._screen.app.push_screen(card, self._chosen_on_card)

    def show_earlier(self, annotation: Annotation) -> None:
        """Show a reflection's earlier texts, to be brought back."""

        def chosen(text: str | None) -> None:
            if text is not None:
                self._do(lambda: self._workspace.edit(annotation.id, text), "the earlier text is back")

        self._screen.app.push_screen(EarlierScreen(annotation), chosen)

    def _chosen_on_card(self, choice: CardChoice | None) -> None:
        if choice is None:
            return
        annotation = self._workspace.annotation(choice.id)
        if choice.action == "recolor" and choice.color is not None:
            self.recolor(annotation, choice.color)
        elif choice.action == "delete":
            self.delete_or_restore(annotation)
        else:
            does = {
                "edit": self.edit,
                "reflect": self.reflect,
                "copy": self.copy,
                "earlier": self.show_earlier,
            }
            does[choice.action](annotation)

    def _to_write(self, annotation: Annotation) -> OpenNote | None:
        """Return the note to write in; None, with a sentence, where one cannot write now."""
        if self._screen.reader.discreet and annotation.kind is Kind.REFLECTION:
            self._screen.reader.say(HIDDEN_NOW)
            return None
        if annotation.deleted is not None:
            self._screen.reader.say("It is deleted; x brings it back.")
            return None
        opened = self.opened(annotation)
        if opened is None:
            self._screen.reader.warn(NOT_HERE)
        return opened

    def _write(self, sheet: EditorScreen, done: Callable[[], object] = lambda: None) -> None:
        def written(text: str | None) -> None:
            if text is not None:
                self._screen.changed("reflection saved")
                done()

        self._screen.app.push_screen(sheet, written)

    def _do(self, change: Callable[[], object], said: str) -> None:
        """Make a change; say that it is saved, or why it is not."""
        self._screen.reader.make_change(self._screen, change, said)


def note_here(screen: KeptScreen, annotation: Annotation) -> Note | None:
    """Return the note of an annotation; None, with a sentence, when it is not in the library."""
    note = screen.reader.workspace.note_of(annotation)
    if note is None:
        screen.reader.warn(NOT_HERE)
    return note
