"""The three lines a first start shows, once: how to begin, where the words are kept."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from reader.gate import clean_line
from reader.tui.commands import by_name


class Welcome(Static):
    """A calm panel above the library; any key puts it away, and still does what it does."""

    def __init__(self, store: Path) -> None:
        super().__init__(_lines(store), id="welcome", markup=False)


def _lines(store: Path) -> Content:
    key = {
        name: by_name(name).shown_key
        for name in ("choose_row", "next_key_point", "highlight", "reflect", "help")
    }
    home = str(Path.home())
    place = clean_line(str(store.parent))
    if place.startswith(home + "/"):
        place = "~" + place[len(home) :]
    return Content(
        f"Choose a note and press {key['choose_row']}; {key['help']} shows every key there is.\n"
        f"{key['next_key_point']} goes to the next key point; {key['highlight']} highlights it, "
        f"{key['reflect']} writes a reflection.\n"
        f"Your words stay on this computer, in {place}"
    )
