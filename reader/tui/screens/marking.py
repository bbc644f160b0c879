"""What the reading screen does with passages: highlight, reflect, open, recolour, delete; saved before it
is said.

Each ends in `ReadingScreen.changed`, or in a sentence that says why nothing was saved; then what was
selected stays selected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from reader import deferred
from reader.annotations.model import MEANINGS, Color
from reader.tui.saving import UNDER_WAY
from reader.tui.widgets.cards import HIDDEN_NOW

if TYPE_CHECKING:  # the reading screen owns this; the others for start-up cost
    from reader.document.model import Range
    from reader.tui.screens import card, earlier, editor
    from reader.tui.screens.card import CardChoice
    from reader.tui.screens.reading import ReadingScreen
    from reader.workspace import OpenNote, Placed, Workspace, drafts
else:
    card = deferred.module("reader.tui.screens.card")
    earlier = deferred.module("reader.tui.screens.earlier")
    drafts = deferred.module("reader.workspace.drafts")
    editor = deferred.module("reader.tui.screens.editor")

TABLE: Final = "settings"
KEY: Final = "marking"


class Marking:
    """The annotating part of one reading screen."""

    def __init__(self, screen: ReadingScreen, workspace: Workspace) -> None:
        """Serve a screen."""
        self._screen = screen
        self._workspace = workspace
        self._color = _last_color(workspace)
        self._under_way: set[Range] = set()  # passages whose highlight is being saved: once is enough

    @property
    def _opened(self) -> OpenNote:
        return self._screen.opened

    def highlight(self, passage: Range, color: Color | None) -> None:
        """Highlight a passage; one that is highlighted already only changes its colour."""
        wanted = color or self._color
        snapped = self._opened.document.snap(passage)
        same = [each for each in self._opened.highlights if each.range == snapped]
        self._keep_color(wanted)
        if passage in self._under_way:
            self._screen.tell(UNDER_WAY)
        elif same and same[0].annotation.color == wanted:
            self._screen.tell(f"{MEANINGS[wanted]}: highlighted already")
        elif same:
            self.recolor(same[0].annotation.id, wanted)
        else:
            opened = self._opened
            self._under_way.add(passage)
            self._do(
                lambda: self._workspace.highlight(opened, passage, wanted),
                f"{MEANINGS[wanted]}: saved",
                lambda: self._under_way.discard(passage),
            )

    def recolor(self, annotation_id: str, color: Color) -> None:
        """Give a highlight another colour."""
        self._keep_color(color)
        self._do(lambda: self._workspace.recolor(annotation_id, color), f"{MEANINGS[color]}: saved")

    def reflect(self, passage: Range | None, on: str | None = None) -> None:
        """Write a reflection on a passage, a highlight, or the whole note."""
        opened = self._opened
        if on is not None:
            passage = None

        def save(text: str) -> object:
            # under another name by now, if it was renamed; another text would have other places
            now = self._opened
            here = now if now.document is opened.document else opened
            return self._workspace.reflect(here, text, range=passage, on=on)

        about = next((each for each in opened.placed if each.annotation.id == on), None)
        quote = opened.document.text_of(passage) if passage else _quote(about)
        heading = "Your reflection" if quote else f"Your reflection on “{opened.note.title}”"
        subject = drafts.draft_subject(opened, range=passage, on=on)
        sheet = editor.EditorScreen(self._workspace, subject, save, heading=heading, quote=quote)
        self._screen.app.push_screen(sheet, self._written)

    def edit(self, placed: Placed) -> None:
        """Write on at a reflection."""
        annotation = placed.annotation
        if self._screen.reader.discreet:
            self._screen.reader.warn(HIDDEN_NOW)
            return

        def save(text: str) -> object:
            return self._workspace.edit(annotation.id, text, seen=annotation.text)

        subject = drafts.draft_subject(self._opened, edits=annotation.id)
        sheet = editor.EditorScreen(
            self._workspace,
            subject,
            save,
            heading="Your reflection",
            quote=_quote(placed),
            text=annotation.text,
        )
        self._screen.app.push_screen(sheet, self._written)

    def open(self, ids: Sequence[str]) -> None:
        """Show the card of an annotation, chosen first where there are several."""
        self._choose(ids, "open", self._show_card)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete an annotation, chosen first where there are several; undo brings it back."""
        self._choose(ids, "delete", lambda placed: self._delete(placed))

    def _delete(self, placed: Placed) -> None:
        kind = placed.annotation.kind
        self._do(lambda: self._workspace.delete(placed.annotation.id), f"{kind} deleted; u brings it back")

    def _choose(self, ids: Sequence[str], does: str, then: Callable[[Placed], None]) -> None:
        found = [placed for each in ids if (placed := self._opened.find(each)) is not None]
        if len(found) == 1:
            then(found[0])
        elif found:

            def chosen(choice: Placed | None) -> None:
                if choice is not None:
                    then(choice)

            chooser = card.ChooserScreen(found, does, is_discreet=self._screen.reader.discreet)
            self._screen.app.push_screen(chooser, chosen)

    def _show_card(self, placed: Placed) -> None:
        sheet = card.CardScreen(self._opened, placed, is_discreet=self._screen.reader.discreet)
        self._screen.app.push_screen(sheet, self._chosen_on_card)

    def _chosen_on_card(self, choice: CardChoice | None) -> None:
        """Do what was asked for on a card."""
        placed = self._opened.find(choice.id) if choice is not None else None
        if choice is None or placed is None:
            return
        if choice.action == "recolor" and choice.color is not None:
            self.recolor(choice.id, choice.color)
        elif choice.action == "delete":
            self._delete(placed)
        elif choice.action == "edit":
            self.edit(placed)
        elif choice.action == "earlier":
            self._show_earlier(placed)
        elif choice.action == "reflect":
            self.reflect(placed.range, choice.id)
        elif choice.action == "copy":
            self._screen.reader.copy(_quote(placed) if placed.is_highlight else placed.annotation.text)

    def _show_earlier(self, placed: Placed) -> None:
        """Show a reflection's earlier texts; the one chosen comes back."""

        def chosen(text: str | None) -> None:
            if text is not None:
                change = self._workspace.edit
                self._do(lambda: change(placed.annotation.id, text), "the earlier text is back")

        self._screen.app.push_screen(earlier.EarlierScreen(placed.annotation), chosen)

    def _written(self, text: str | None) -> None:
        if text is not None:
            self._screen.asked_on = self._screen.view.selection
            self._screen.changed("reflection saved")

    def _do(
        self, change: Callable[[], object], said: str, ended: Callable[[], object] = lambda: None
    ) -> None:
        """Make a change; say that it is saved, or why it is not."""
        self._screen.asked_on = self._screen.view.selection
        self._screen.reader.make_change(self._screen, change, said, ended)

    def _keep_color(self, color: Color) -> None:
        """Use a colour from now on, also the next time; that it cannot be kept is no trouble."""
        if color == self._color:
            return
        self._color = color
        self._screen.reader.saving.make(
            lambda: self._workspace.store.remember(TABLE, KEY, {"color": color.value}),
            failed=lambda error: None,
        )


def _last_color(workspace: Workspace) -> Color:
    """Return the colour used last, in any note."""
    kept = (workspace.store.recall(TABLE, KEY) or {}).get("color")
    return Color(kept) if kept in list(Color) else Color.YELLOW


def _quote(placed: Placed | None) -> str:
    """Return the words an annotation stands on, as they were when it was made."""
    selectors = placed.annotation.selectors if placed else None
    return selectors.quote.exact if selectors else ""
