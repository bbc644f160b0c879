"""What can be done with one annotation from the journal and the review; saved before it is said.

Each ends in `KeptScreen.changed`, or in a sentence that says why nothing was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reader.annotations.model import MEANINGS, Annotation, Color, Kind
from reader.library.note import Note
from reader.tui.disk import Latest
from reader.tui.opening import open_note
from reader.tui.screens.card import CardChoice, CardScreen
from reader.tui.screens.earlier import EarlierScreen
from reader.tui.screens.editor import EditorScreen
from reader.tui.screens.kept_screen import KeptScreen
from reader.tui.widgets.beside import Beside
from reader.tui.widgets.cards import HIDDEN_NOW
from reader.workspace import OpenNote, Workspace, draft_subject
from reader.workspace.browsing import Kept
from reader.workspace.note_reading import Begun

NOT_HERE = "Its note is not in this library; its words are kept."


class Tending:
    """The annotating part of one screen."""

    def __init__(self, screen: KeptScreen, workspace: Workspace) -> None:
        """Serve a screen."""
        self._screen = screen
        self._workspace = workspace
        self._besides = Latest(screen.app, self._take_beside)

    def open(self, annotation: Annotation, then: Callable[[OpenNote | None], object]) -> None:
        """Open an annotation's note with this annotation in its place, and do something with it: now, or when
        it has been read; with None when it is not here.
        """
        workspace, note = self._workspace, self._workspace.note_of(annotation)
        if note is None:
            then(None)
            return

        def place(opened: OpenNote) -> None:
            then(workspace.with_place_of(opened, annotation))

        open_note(self._screen.app, workspace, note, place, is_whole=True)

    def read(self, annotation: Annotation) -> None:
        """Open its note on the page, at its passage."""

        def show(opened: OpenNote | None) -> None:
            placed = opened.find(annotation.id) if opened is not None else None
            if opened is None or placed is None:
                self._screen.reader.warn(NOT_HERE)
            else:
                self._screen.reader.read(opened.note, placed.range)

        self.open(annotation, show)

    def show_beside(self, kept: Kept | None) -> None:
        """Show the passage of an entry in its note beside it, as soon as that is read."""
        workspace, beside = self._workspace, self._screen.query_one(Beside)
        note = workspace.note_of(kept.annotation) if kept is not None else None
        if kept is None or note is None:
            self._besides.want_nothing()
            beside.show(kept, None)
            return
        self._besides.ask(lambda: (kept, workspace.begin(note, is_whole=True)))
        if self._besides.is_reading:
            beside.wait_for(kept)

    def _take_beside(self, read: tuple[Kept, Begun]) -> None:
        if self._screen.is_attached and not self._screen.reader.is_locked:
            kept, begun = read
            opened = self._workspace.open_begun(begun, anchor="later")
            self._screen.query_one(Beside).show(kept, self._workspace.with_place_of(opened, kept.annotation))

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
        quote = annotation.selectors.quote.exact if annotation.selectors else ""

        def write(opened: OpenNote) -> None:
            sheet = EditorScreen(
                self._workspace,
                draft_subject(opened, edits=annotation.id),
                lambda text: self._workspace.edit(annotation.id, text, seen=annotation.text),
                heading="Your reflection",
                quote=quote,
                text=annotation.text,
            )
            self._push(sheet)

        self._write(annotation, write)

    def reflect(self, annotation: Annotation, done: Callable[[], object] = lambda: None) -> None:
        """Write a new reflection on the same highlight, passage or note; then do what else is asked."""
        on = annotation.id if annotation.kind is Kind.HIGHLIGHT else annotation.on
        quote = annotation.selectors.quote.exact if annotation.selectors else ""

        def write(opened: OpenNote) -> None:
            placed = opened.find(annotation.id)
            passage = placed.range if placed is not None and on is None else None
            sheet = EditorScreen(
                self._workspace,
                draft_subject(opened, range=passage, on=on),
                lambda text: self._workspace.reflect(opened, text, range=passage, on=on),
                heading="Your reflection" if quote else f"Your reflection on “{opened.note.title}”",
                quote=quote,
            )
            self._push(sheet, done)

        self._write(annotation, write)

    def show_card(self, annotation: Annotation) -> None:
        """Show all about it."""

        def show(opened: OpenNote | None) -> None:
            placed = opened.find(annotation.id) if opened is not None else None
            card = CardScreen(
                opened,
                placed or self._workspace.placed(annotation),
                is_discreet=self._screen.reader.discreet,
            )
            self._screen.app.push_screen(card, self._chosen_on_card)

        self.open(annotation, show)

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

    def _write(self, annotation: Annotation, write: Callable[[OpenNote], None]) -> None:
        """Open its note to write in; where one cannot write now, say why."""
        reader = self._screen.reader
        if reader.discreet and annotation.kind is Kind.REFLECTION:
            reader.say(HIDDEN_NOW)
        elif annotation.deleted is not None:
            reader.say("It is deleted; x brings it back.")
        else:
            self.open(annotation, lambda opened: write(opened) if opened else reader.warn(NOT_HERE))

    def _push(self, sheet: EditorScreen, done: Callable[[], object] = lambda: None) -> None:
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
