"""A copy of all that is kept, written to a file of the reader's own: above all when nothing can be saved."""

from __future__ import annotations

from typing import cast

from textual.app import ComposeResult
from textual.widgets import Input

from reader.errors import OutputRefused, ReaderError
from reader.gate import clean_line
from reader.library.typed_paths import is_there, typed_path
from reader.tui.everywhere import Everywhere
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.sheet import Paper, Sheet, words
from reader.tui.widgets.status import Banner


class CopyOfAllScreen(Sheet[str]):
    """Asks where to write the copy; its result says where it was written."""

    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        """Show where to type the file's name."""
        with Paper():
            yield words("A copy of all you keep", "heading")
            yield words(
                "All highlights and reflections as Reader has them now; `reader merge FILE` takes them in.",
                "text",
            )
            yield Banner(id="trouble")
            yield Input(placeholder="a new file, for example ~/words.json")
            yield words("enter write   esc back", "dim")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Write the copy to a file that is not there yet."""
        message.stop()
        if not message.value.strip():
            return
        path = typed_path(message.value.strip())
        name = clean_line(str(path))
        store = self._reader.workspace.store
        trouble = self.query_one(Banner)
        if store.is_empty:
            trouble.say("There is nothing to copy: nothing is kept yet, or it could not be read.")
            return

        def copy() -> None:
            if is_there(path):
                raise OutputRefused(f"{name} is there already; nothing was written over it.")
            store.save_copy(path)

        def copied(_: None) -> None:
            once_on_top(self, lambda: self.dismiss(f"All you keep is copied to {name}."))

        message.input.disabled = True
        # Beside the writer of the store: it is copied above all when nothing can be saved there.
        self._reader.beside.make(
            copy, copied, failed=self._refuse, late=lambda: trouble.say(f"Writing {name} …")
        )

    def _refuse(self, error: ReaderError) -> None:
        """Say why nothing was copied, and let another name be typed."""
        if self.is_attached:
            self.query_one(Banner).say(str(error))
            field = self.query_one(Input)
            field.disabled = False
            field.focus()
        else:
            self._reader.warn(str(error))

    @property
    def _reader(self) -> Everywhere:
        return cast(Everywhere, self.app)
