"""The links of the note as a list, and the notes that link here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from textual.app import ComposeResult

from reader.document.links import shown_target
from reader.document.model import Document, Range
from reader.library.note import Note
from reader.tui.disk import Reading
from reader.tui.screens.following import follow
from reader.tui.screens.on_top import once_on_top
from reader.tui.screens.sheet import Paper, Sheet, words
from reader.tui.widgets.place_list import PlaceList, PlaceRow
from reader.tui.widgets.row_list import RowList
from reader.workspace import Workspace
from reader.workspace.searching import Backlink

if TYPE_CHECKING:  # the screen uses this
    from reader.tui.screens.getting_around import GettingAround

OUT: Final = "→"
HERE: Final = "←"
AROUND: Final = 40
"""Code points shown either side of a link that leads here: a line or so."""


class Way(Struct, frozen=True):
    """A link: as a row, and where it leads.

    Attributes:
        row: How it is listed.
        target: What it says, for a link of this note.
        note: The note that it stands in, for a link that leads here.
        passage: Where it stands.
    """

    row: PlaceRow
    target: str
    note: Note | None
    passage: Range


class LinksScreen(Sheet[Way]):
    """The links from here and to here."""

    def __init__(self, ways: Sequence[Way]) -> None:
        super().__init__()
        self._ways = tuple(ways)

    def compose(self) -> ComposeResult:
        """Show them."""
        with Paper():
            yield words("Links", "heading")
            if self._ways:
                yield PlaceList([way.row for way in self._ways])
                yield words(f"{OUT} from here   {HERE} to here   enter follow   esc back", "dim")
            else:
                yield words("No link stands in this note, and no note links here.", "text")
                yield words("esc back", "dim")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Hand the choice back."""
        self.dismiss(self._ways[message.row])


def show_links(screen: GettingAround) -> None:
    """List the links of the note on a screen, and follow the one chosen.

    The notes that link here are looked for beside the screen: the index may have to be made first, and each
    of them is read.
    """
    if screen.is_looking_for_links:
        return
    opened, workspace = screen.opened, screen.reader.workspace
    find = workspace.backlinks(opened.note)

    def chosen(way: Way | None) -> None:
        if way is None:
            return
        if way.note is None:
            follow(screen, way.target)
        else:
            screen.go_to_passage(way.note, way.passage)

    def show(here: list[Way]) -> None:
        screen.is_looking_for_links = False
        if screen.is_attached and screen.opened.document is opened.document:
            screen.tell("")
            ways = [*from_here(workspace, opened.note, opened.document), *here]
            once_on_top(screen, lambda: screen.app.push_screen(LinksScreen(ways), chosen))

    screen.is_looking_for_links = True
    Reading(screen.app, lambda: to_here(find()), show, lambda: screen.tell("looking for links …"))


def from_here(workspace: Workspace, note: Note, document: Document) -> list[Way]:
    """Return the links of a note in reading order, each target of the same words once."""
    ways: dict[tuple[str, str], Way] = {}
    for link in document.links:
        name = " ".join(document.text_of(link.range).split()) or link.target
        found = workspace.library.resolve_link(note, link.target)
        where = shown_target(link.target)
        if where.startswith("#"):
            where = "in this note"
        elif found is not None:
            where = found.title
        if found is not None and where.casefold() == name.casefold():
            where = found.key
        row = PlaceRow(name, OUT, "", "" if where == name else where)
        ways.setdefault((name, link.target), Way(row, link.target, None, link.range))
    return list(ways.values())


def to_here(links: Iterable[Backlink]) -> list[Way]:
    """Return the links of other notes that lead to a note, with the words around them; reads those notes."""
    from reader.document.parse import parse

    ways = []
    for link in links:
        document = parse(link.note.body)  # its own: this runs beside the screen
        ways.append(
            Way(PlaceRow(link.note.title, HERE, "", around(document, link.range)), "", link.note, link.range)
        )
    return ways


def around(document: Document, passage: Range) -> str:
    """Return a passage with some words either side, on one line; empty where the note was changed since."""
    if passage.start.block >= len(document.blocks):
        return ""
    text = document.blocks[passage.start.block].text
    start, end = max(0, passage.start.offset - AROUND), min(len(text), passage.end.offset + AROUND)
    start = text.find(" ", start, passage.start.offset) + 1 if start else 0
    cut = text.rfind(" ", passage.end.offset, end) if end < len(text) else end
    end = cut if cut > 0 else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{' '.join(text[start:end].split())}{after}"
