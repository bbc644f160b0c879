"""The lock: a calm screen with nothing on it but the question for the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from reader.errors import ReaderError, WrongPassphrase
from reader.store.identity import is_encrypted_store, unlock
from reader.store.sealing import Plain, Sealing
from reader.tui.commands import bindings
from reader.tui.screens.on_top import LaidOver
from reader.tui.screens.sheet import words
from reader.tui.widgets.status import Banner
from reader.workspace import Workspace

if TYPE_CHECKING:  # it pushes this screen
    from reader.tui.everywhere import Everywhere


class LockScreen(LaidOver[bool]):
    """Asks for the passphrase; its result is whether the words are open now."""

    CSS_PATH = "../sheets.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = bindings("lock")

    def __init__(self, workspace: Workspace, *, may_read_notes: bool) -> None:
        """Prepare.

        Args:
            workspace: What is locked.
            may_read_notes: Whether one may go on without the words.
        """
        super().__init__()
        self._workspace = workspace
        self._may_read_notes = may_read_notes

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="lock"):
            yield words("Your words are locked.", "heading")
            yield Input(password=True, placeholder="passphrase")
            yield Banner(id="trouble")
            yield words(
                "enter open   esc read the notes without them   ctrl+q leave"
                if self._may_read_notes
                else "enter open   ctrl+q leave",
                "dim",
            )

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Try the passphrase; the derivation takes about a second, off the screen's thread."""
        message.stop()
        phrase, message.input.value = message.input.value, ""
        if not phrase and is_encrypted_store(self._workspace.store.path):
            return
        message.input.disabled = True
        self.query_one("#trouble", Banner).say("Opening …")
        self._derive(phrase)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _derive(self, phrase: str) -> None:
        path = self._workspace.store.path
        try:
            # Another window may have decrypted it meanwhile.
            sealing: Sealing = unlock(path, phrase, mends=True) if is_encrypted_store(path) else Plain()
        except WrongPassphrase:
            self.app.call_from_thread(self._refuse, "That does not open them. Nothing was changed.")
            return
        except ReaderError as error:
            self.app.call_from_thread(self._refuse, str(error))
            return
        self.app.call_from_thread(self._open, sealing)

    def _open(self, sealing: Sealing) -> None:
        saving = cast("Everywhere", self.app).saving  # after whatever is still being saved, and the locking
        saving.make(
            lambda: self._workspace.unlock(sealing),
            lambda _: self._opened(),
            failed=lambda error: self._refuse(str(error)),
        )

    def _opened(self) -> None:
        if self._workspace.store.is_locked:
            self._refuse(f"{self._workspace.store.why_read_only}.")
            return
        self.dismiss(True)

    def _refuse(self, sentence: str) -> None:
        field = self.query_one(Input)
        field.disabled = False
        field.focus()
        self.query_one("#trouble", Banner).say(sentence)

    def action_without_words(self) -> None:
        """Read the notes without the words, where no word was shown yet."""
        if self._may_read_notes:
            self.dismiss(False)
