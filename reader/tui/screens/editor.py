"""The sheet on which a reflection is written: saved with ctrl+s or by leaving it, kept as a draft meanwhile.

"Saved" means that the workspace has returned. While saving fails the words stay here, and in the draft if
that can be written; they can also be written to a file of the reader's own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from reader.errors import ReaderError, SaveFailed
from reader.gate import clean_line, clean_text
from reader.library.new_names import require_visible
from reader.tui.commands import bindings
from reader.tui.screens.drafting import Drafting
from reader.tui.screens.saving_again import SavingAgain
from reader.tui.screens.sheet import HEIGHTS, WIDTHS, Paper, excerpt, words
from reader.tui.widgets.markdown_area import MarkdownArea
from reader.tui.widgets.status import Banner, HintLine, not_saved
from reader.workspace import DraftSubject, Workspace

if TYPE_CHECKING:  # it pushes this screen
    from reader.tui.everywhere import Everywhere

QUOTE_LETTERS: Final = 240


class EditorScreen(ModalScreen[str | None]):
    """Writes one reflection; its result is the words saved, or None when there were none."""

    CSS_PATH = "../sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("editor")
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        workspace: Workspace,
        draft: DraftSubject,
        save: Callable[[str], object],
        *,
        heading: str,
        quote: str = "",
        text: str = "",
    ) -> None:
        """Prepare the sheet.

        Args:
            workspace: Keeps the draft.
            draft: What the words are about.
            save: Saves them; may raise `ReaderError`, and then nothing was saved.
            heading: What one is writing about, a few words.
            quote: The passage it is about, if any.
            text: The words so far.
        """
        super().__init__()
        self._save = save
        self._heading = heading
        self._quote = quote
        self._before = text
        self._drafting = Drafting(
            self, workspace, lambda: self.words_now, kept=self._say_kept, failed=self._tell
        )
        self._start = self._drafting.begin(draft, text)
        self._gave_up_once = False
        self._is_saving = False
        self._again = SavingAgain(self, lambda: self.words_now, self.action_save)

    def compose(self) -> ComposeResult:
        """Lay out what it is about, the words, and the keys."""
        with Paper():
            yield words(clean_line(self._heading), "heading")
            if self._quote:
                yield words(excerpt(clean_text(self._quote), QUOTE_LETTERS), "quote")
            yield Banner(id="trouble")
            yield MarkdownArea(self._start, placeholder="What does this mean for you?")
            yield Input(placeholder="a file of your own, for example ~/words.md", id="copy-path")
            yield HintLine("editor")

    def on_mount(self) -> None:
        """Begin to write at the end of the words."""
        area = self.query_one(MarkdownArea)
        area.move_cursor(area.document.end)
        area.focus()
        self.query_one("#copy-path").display = False
        if self._start != self._before:
            self._tell("Words kept from before: they were not saved yet.")

    @property
    def words_now(self) -> str:
        """The words as they stand on the sheet."""
        return self.query_one(MarkdownArea).text

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep a draft soon."""
        message.stop()
        self._gave_up_once = False
        self.query_one(HintLine).right = ""
        if self.words_now != self._start:
            self._drafting.keep_soon()

    def keep_draft(self) -> None:
        """Keep the words as a draft, durably."""
        self._drafting.keep()

    def put_words_by(self) -> None:
        """Keep what no draft holds yet."""
        self._drafting.keep_waiting()

    def action_save(self) -> None:
        """Save the words and go back; if that fails, say so and stay."""
        text = self.words_now
        if self._is_saving:
            return
        if not text.strip() or text == self._before:
            self._leave_with(None)
            return
        self._is_saving = True
        saving = cast("Everywhere", self.app).saving
        saving.make(
            lambda: self._save(text),
            lambda _: self._saved(text),
            failed=lambda error: self._not_saved(text, error),
            late=self._wait,
        )

    def _wait(self) -> None:
        """Leave the words as they are until it is known whether they are saved."""
        self.query_one(MarkdownArea).read_only = True
        self._tell("Saving … your words stay here until they are safe.")

    def _saved(self, text: str) -> None:
        self._is_saving = False
        if self.is_active:
            self._leave_with(text)
        else:  # covered by the lock, or gone
            self._before = text
            cast("Everywhere", self.app).annotations_changed.publish(None)

    def _not_saved(self, text: str, error: ReaderError) -> None:
        self._is_saving = False
        if not self.is_attached:
            return
        self.query_one(MarkdownArea).read_only = False
        self.keep_draft()
        self._tell(
            f"{not_saved(error)} Your words are still here; ctrl+s tries again, "
            "ctrl+o writes them to a file of your own."
        )
        if isinstance(error, SaveFailed):
            self._again.soon(text)

    def action_leave(self) -> None:
        """Save and go back; from the line for the file's name, back to the words."""
        path = self.query_one("#copy-path", Input)
        if path.has_focus:
            path.display = False
            self.query_one(MarkdownArea).focus()
            return
        self.action_save()

    def action_save_copy(self) -> None:
        """Ask for a file to write the words to."""
        path = self.query_one("#copy-path", Input)
        path.display = True
        path.focus()

    def action_give_up(self) -> None:
        """Leave without saving; where there are words to lose, only when asked twice."""
        if self._is_saving:
            return
        if self._gave_up_once or self.words_now in ("", self._before):
            self._leave_with(None)
            return
        self._gave_up_once = True
        self._tell("ctrl+g once more leaves without saving these words.")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the words to a new file."""
        message.stop()
        path = Path(message.value.strip()).expanduser()
        try:
            write_new_file(path, self.words_now)
        except OSError as error:
            reason = error.strerror or "it is not possible"
            self._tell(f"Not written to {clean_line(str(path))}: {clean_line(reason)}.")
            return
        self._tell(f"Written to {clean_line(str(path))}.")
        self.action_leave()

    def _tell(self, sentence: str) -> None:
        self.query_one("#trouble", Banner).say(sentence)

    def _say_kept(self) -> None:
        self.query_one(HintLine).right = "draft kept"

    def _leave_with(self, saved: str | None) -> None:
        """Drop the draft and put the sheet away."""
        self._drafting.drop()
        self.dismiss(saved)


def write_new_file(path: Path, text: str) -> None:
    """Write private words to a file that is not there yet, readable by nobody else.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    require_visible(path.absolute())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text if text.endswith("\n") else text + "\n")
        file.flush()
        os.fsync(file.fileno())
