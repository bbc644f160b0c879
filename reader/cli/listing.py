"""``reader list`` and ``reader tags``: the library as a list, for people or programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import MONTHS, note_fields, plural
from reader.cli.kept_answer import KeptAnswer, grounds_of
from reader.cli.opening import opened_catalogue
from reader.cli.places import notes_folder, store_path

if TYPE_CHECKING:  # for start-up cost
    from collections.abc import Iterable, Iterator

    from reader.library.note import Note
    from reader.library.tags import TagNode
    from reader.workspace import Entry

_DATE_CELLS: Final = 11
"""Width of the longest date, "30 Sep 2024"."""


def list_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``list``."""
    parser.add_argument(
        "--tag", metavar="T", action="append", default=[], help="only notes with this tag; repeatable"
    )
    parser.add_argument("--untagged", action="store_true", help="only notes without a tag")
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run_list(arguments: Namespace) -> int:
    """Print the notes; files that cannot be read are named on stderr."""
    notes, store = notes_folder(arguments), store_path(arguments)
    is_whole = not arguments.tag and not arguments.untagged
    grounds = grounds_of(notes, store) if is_whole else None
    if grounds is None:
        output.say(_listed(arguments)[0])
        return 0
    kept = KeptAnswer(notes, store, f"list json={arguments.json} {output.encoding()}")
    text = kept.text(grounds)
    if text is None:
        text, is_complete = _listed(arguments)
        if is_complete and grounds.are_settled and grounds == grounds_of(notes, store):
            kept.keep(text, grounds)
    output.say(text)
    return 0


def _listed(arguments: Namespace) -> tuple[str, bool]:
    """Return the list, and whether it is all there is to say; what is not a note is named on stderr."""
    from reader.library.note import Note, Unreadable

    with opened_catalogue(arguments) as catalogue:
        entries = catalogue.listing(tags=arguments.tag, untagged=arguments.untagged)
        readable = [(entry, entry.note) for entry in entries if isinstance(entry.note, Note)]
        if arguments.json:
            text = output.as_json([note_fields(entry, note) for entry, note in readable])
        elif readable:
            text = "\n".join(_line(entry, note) for entry, note in readable)
        else:
            text = "No notes here." if not arguments.tag else "No note has all of these tags."
        unreadable = [entry.note for entry in entries if isinstance(entry.note, Unreadable)]
        for each in unreadable:
            output.complain(f"{each.key} {each.reason}.")
        is_complete = not (unreadable or catalogue.store.notices or catalogue.is_attaching)
    return text, is_complete


def tags_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``tags``."""
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run_tags(arguments: Namespace) -> int:
    """Print the tags as a tree, each with the number of notes that have it or one below it."""
    from reader.library.scan import scan

    tree = scan(notes_folder(arguments)).tag_tree()
    nodes = list(_walk(tree.roots))
    if arguments.json:
        output.say_json([{"tag": node.path, "count": node.count} for node, _ in nodes])
        return 0
    for node, depth in nodes:
        output.say(f"{'  ' * depth}{node.name}  {node.count}")
    output.say(f"untagged  {tree.untagged}")
    return 0


def _line(entry: Entry, note: Note) -> str:
    date = f"{note.date.day} {MONTHS[note.date.month - 1]} {note.date.year}" if note.date else ""
    facts = [
        f"{entry.minutes} min",
        f"{entry.reflected} of {plural(entry.key_points, 'key point')} reflected on",
    ]
    facts += [plural(entry.highlights, "highlight")] if entry.highlights else []
    tags = f"  [{', '.join(note.tags)}]" if note.tags else ""
    indent = " " * (_DATE_CELLS + 2)
    return f"{date:>{_DATE_CELLS}}  {note.title}\n{indent}{note.id}  {', '.join(facts)}{tags}"


def _walk(nodes: Iterable[TagNode], depth: int = 0) -> Iterator[tuple[TagNode, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.children, depth + 1)


COMMANDS: Final = {
    "list": Runnable(list_arguments, run_list),
    "tags": Runnable(tags_arguments, run_tags),
}
