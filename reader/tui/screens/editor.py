"""The sheet on which a reflection is written: saved with ctrl+s or by leaving it, kept as a draft meanwhile.

"Saved" means that the workspace has returned. While saving fails the words stay here, and in the draft if
that can be written; they can also be written to a file of the reader's own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, TextArea

from reader.errors import OutputRefused, ReaderError, SaveFailed
from reader.gate import clean_line, clean_text
from reader.library.new_names import require_visible
from reader.library.typed_paths import typed_path
from reader.store.durable import NotDurable, write_new
from reader.tui.commands import bindings
from reader.tui.screens.drafting import Drafting
from reader.tui.screens.on_top import LaidOver, once_on_top
from reader.tui.screens.saving_again import SavingAgain
from reader.tui.screens.sheet import HEIGHTS, WIDTHS, Paper, excerpt, words
from reader.tui.widgets.markdown_area import MarkdownArea
from reader.tui.widgets.status import Banner, HintLine, not_saved
from reader.workspace import DraftSubject, Workspace

if TYPE_CHECKING:  # it pushes this screen
    from reader.tui.everywhere import Everywhere

QUOTE_LETTERS: Final = 240


class EditorScreen(LaidOver[str | None]):
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
        self.drafting = Drafting(
            self,
            workspace,
            lambda: self.words_now,
            kept=self._say_kept,
            failed=self._tell,
            way_out="ctrl+o writes them to a file of your own",
        )
        self._subject = draft
        self._start = text
        self._area = MarkdownArea(text, placeholder="What does this mean for you?")
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
            yield self._area
            yield Input(placeholder="a file of your own, for example ~/words.md", id="copy-path")
            yield HintLine("editor")

    def on_mount(self) -> None:
        """Begin to write at the end of the words."""
        self._area.focus()
        self.query_one("#copy-path").display = False
        self.drafting.begin(self._subject, self._before, self._take_start, self._wait_for_start)

    def _take_start(self, words: str) -> None:
        """Begin with the words there are: those kept from before, or those to be changed."""
        self._start = words
        self._area.read_only = False
        if self._area.text != words:
            self._area.load_text(words)
        self._area.move_cursor(self._area.document.end)
        self._tell("Words kept from before: they were not saved yet." if words != self._before else "")

    def _wait_for_start(self) -> None:
        """Write nothing where it would be written over once the disk answers."""
        self._area.read_only = True
        self._tell("Looking for words kept before …")

    @property
    def words_now(self) -> str:
        """The words as they stand on the sheet."""
        return self._area.text

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep a draft soon."""
        message.stop()
        self._gave_up_once = False
        self.query_one(HintLine).right = ""
        if self.words_now != self._start:
            self.drafting.keep_soon()

    def on_unmount(self) -> None:
        """Keep what no draft holds yet; whoever left in order has none."""
        self.drafting.keep_waiting()

    def action_save(self) -> None:
        """Save the words and go back; if that fails, say so and stay."""
        text = self.words_now
        if self._is_saving:
            return
        if not text.strip() or text == self._before:
            self._leave_without()
            return
        self._is_saving = True
        self.drafting.save(
            lambda: self._save(text),
            lambda _: self._saved(text),
            failed=lambda error: self._not_saved(text, error),
            late=self._wait,
        )

    def _wait(self) -> None:
        """Leave the words as they are until it is known whether they are saved."""
        self._area.read_only = True
        self._tell("Saving … your words stay here until they are safe.")

    def _saved(self, text: str) -> None:
        """Leave, once nothing lies over the sheet; what was saved shows elsewhere at once."""
        self._is_saving = False
        self._before = text
        if not self.is_active:
            cast("Everywhere", self.app).annotations_changed.publish(None)
        once_on_top(self, lambda: self.dismiss(text))

    def _not_saved(self, text: str, error: ReaderError) -> None:
        self._is_saving = False
        if not self.is_attached:
            cast("Everywhere", self.app).warn(not_saved(error))
            return
        self._area.read_only = False
        if not self.drafting.is_given_up:  # the answer to that is waited for
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
            self._area.focus()
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
            self._leave_without()
            return
        self._gave_up_once = True
        self._tell("ctrl+g once more leaves without saving these words.")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the words to a new file."""
        message.stop()
        path, text = typed_path(message.value.strip()), self.words_now
        name = clean_line(str(path))

        reader, tally = cast("Everywhere", self.app), self.drafting.tally
        copied = tally.changes

        def written(_: None) -> None:
            tally.keep(copied)
            (self._tell if self.is_attached else reader.say)(f"Written to {name}.")
            once_on_top(self, self.action_leave)

        reader.beside.make(
            lambda: write_new_file(path, text),
            written,
            failed=lambda error: (self._tell if self.is_attached else reader.warn)(str(error)),
            late=lambda: self._tell(f"Writing {name} …"),
        )

    def _tell(self, sentence: str) -> None:
        for banner in self.query("#trouble").results(Banner):  # none while the screen is torn down
            banner.say(sentence)

    def _say_kept(self) -> None:
        for line in self.query(HintLine):
            line.right = "draft kept"

    def _leave_without(self) -> None:
        """Put the sheet away, and the draft: nothing of it is to be kept. One that is not found yet stays."""
        if not self._area.read_only:
            self.drafting.drop()
        self.dismiss(None)


def write_new_file(path: Path, text: str) -> None:
    """Write private words to a file that is not there yet, readable by nobody else; durable on return.

    Raises:
        OutputRefused: It is there already, or cannot be written; then nothing of it is there, or it is said.
    """
    content = text if text.endswith("\n") else text + "\n"
    name = clean_line(str(path))
    try:
        require_visible(path.absolute())
        write_new(path, content.encode("utf-8", "replace"))
    except NotDurable as error:
        why = clean_line(error.strerror or "unknown reason")
        raise OutputRefused(f"{name} was written and may not be on the disk yet: {why}.") from error
    except OSError as error:
        reason = clean_line(error.strerror or "it is not possible")
        raise OutputRefused(f"Not written to {name}: {reason}.") from error
