"""``reader highlight`` and ``reader reflect``: keep a passage, and one's own words about it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import annotation_fields, in_words
from reader.cli.opening import opened_workspace
from reader.errors import UsageError

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.document.model import Range
    from reader.workspace import OpenNote, Workspace


def highlight_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``highlight``."""
    from reader.annotations.model import MEANINGS

    meanings = ", ".join(f"{color} ({meaning})" for color, meaning in MEANINGS.items())
    parser.add_argument("note", metavar="NOTE", help="an id, a path or a part of a title")
    parser.add_argument("--quote", metavar="TEXT", required=True, help="the words of the passage")
    parser.add_argument(
        "--occurrence", metavar="N", type=int, help="which one, where they stand there more than once"
    )
    parser.add_argument(
        "--color", choices=[str(each) for each in MEANINGS], help=f"{meanings}; default: yellow"
    )
    parser.add_argument("--json", action="store_true", help="print the highlight as JSON")


def run_highlight(arguments: Namespace) -> int:
    """Keep a passage in a colour; one that is highlighted already only changes its colour, as in the app."""
    from reader.annotations.model import Color
    from reader.workspace.passages import find_quote

    with opened_workspace(arguments) as workspace:
        opened = workspace.open(arguments.note)
        passage = opened.document.snap(find_quote(opened.document, arguments.quote, arguments.occurrence))
        color = Color(arguments.color) if arguments.color else None
        there = next((each.annotation for each in opened.highlights if each.range == passage), None)
        if there is None:
            made, said = workspace.highlight(opened, passage, color or Color.YELLOW), "Saved."
        elif color in (None, there.color):
            made, said = there, "It is highlighted already."
        else:
            made, said = workspace.recolor(there.id, color), "Saved: it has another colour now."
        _show(arguments, workspace, opened, made, said)
    return 0


def reflect_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``reflect``."""
    parser.add_argument("note", metavar="NOTE", help="an id, a path or a part of a title")
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--quote", metavar="TEXT", help="about the passage with these words")
    about.add_argument("--point", metavar="N", type=int, help="about key point N")
    about.add_argument("--on", metavar="ID", help="about this highlight")
    parser.add_argument(
        "--occurrence", metavar="N", type=int, help="which one, where the quote stands more than once"
    )
    parser.add_argument("--text", metavar="TEXT", help="your words; else they are read from stdin or $EDITOR")
    parser.add_argument("--json", action="store_true", help="print the reflection as JSON")


def run_reflect(arguments: Namespace) -> int:
    """Keep one's own words about a passage, a key point, a highlight or the whole note."""
    from reader.cli.writing import saving_words, words_from

    with opened_workspace(arguments) as workspace:
        opened = workspace.open(arguments.note)
        passage = _passage(arguments, opened)
        if arguments.on is not None:
            _check_highlight(workspace, opened, arguments.on)
        text = words_from(arguments.text, before="", store=workspace.store)
        with saving_words(text, workspace.store):
            made = workspace.reflect(opened, text, range=passage, on=arguments.on)
        _show(arguments, workspace, opened, made)
    return 0


def _passage(arguments: Namespace, opened: OpenNote) -> Range | None:
    from reader.workspace.passages import find_quote, key_point

    if arguments.occurrence is not None and arguments.quote is None:
        raise UsageError("--occurrence says which of several equal quotes is meant; it needs --quote.")
    if arguments.quote is not None:
        return find_quote(opened.document, arguments.quote, arguments.occurrence)
    return key_point(opened.document, arguments.point) if arguments.point is not None else None


def _check_highlight(workspace: Workspace, opened: OpenNote, annotation_id: str) -> None:
    """Make sure that a highlight is on the note before its reader is asked to write."""
    annotation = workspace.annotation(annotation_id)
    home = workspace.note_of(annotation)
    if str(annotation.kind) != "highlight":
        raise UsageError("--on takes the id of a highlight; this is a reflection.")
    if home is None or home.id != opened.note.id:
        raise UsageError("That highlight is on another note.")
    if annotation.deleted is not None:
        raise UsageError("That highlight is deleted; restore it first.")


def _show(
    arguments: Namespace, workspace: Workspace, opened: OpenNote, made: Annotation, said: str = "Saved."
) -> None:
    again = workspace.reopen(opened)
    placed = again.find(made.id)
    if placed is None:
        return
    if arguments.json:
        output.say_json(annotation_fields(placed, again.document))
    else:
        output.say(f"{said}\n{in_words(placed)}")


COMMANDS: Final = {
    "highlight": Runnable(highlight_arguments, run_highlight),
    "reflect": Runnable(reflect_arguments, run_reflect),
}
