"""A copy of all that is kept, written to a file of the reader's own: above all when nothing can be saved."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from textual.app import ComposeResult
from textual.widgets import Input

from reader.errors import ReaderError
from reader.gate import clean_line
from reader.tui.everywhere import Everywhere
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
        path = Path(message.value.strip()).expanduser()
        name = clean_line(str(path))
        store = cast(Everywhere, self.app).workspace.store
        trouble = self.query_one(Banner)
        if path.exists():
            trouble.say(f"{name} is there already; nothing was written over it.")
            return
        if store.is_empty:
            trouble.say("There is nothing to copy: nothing is kept yet, or it could not be read.")
            return
        try:
            store.save_copy(path)
        except ReaderError as error:
            trouble.say(str(error))
            return
        self.dismiss(f"All you keep is copied to {name}.")
