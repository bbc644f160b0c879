"""``reader search``: notes and annotations that hold some words, the best first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import day, moment, plural
from reader.cli.opening import opened_workspace
from reader.gate import clean_line

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace import Workspace
    from reader.workspace.search import Found, Results

DEFAULT_LIMIT: Final = 20
"""Results that people are shown: two screens; programs get as many unless they say otherwise."""

_SCOPES: Final = ("notes", "annotations", "all")


def search_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``search``."""
    parser.add_argument(
        "query",
        metavar="QUERY",
        nargs="+",
        help='words, "words in a row", -without, tag: color: kind: in: before: after: (that day too)',
    )
    parser.add_argument("--in", dest="scope", choices=_SCOPES, default="all", help="where to search")
    parser.add_argument(
        "--limit", metavar="N", type=int, default=DEFAULT_LIMIT, help="at most so many; 0: all of them"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def run_search(arguments: Namespace) -> int:
    """Print what was found; what was not understood is said on stderr."""
    with opened_workspace(arguments) as workspace:
        for _ in workspace.update_index():
            pass
        most = arguments.limit if arguments.limit > 0 else _everything(workspace)
        results = workspace.search(" ".join(arguments.query), scope=arguments.scope, limit=most)
        if arguments.json:
            output.say_json([_fields(workspace, each) for each in results.found])
        if results.sentence and (results.query.problems or not arguments.json):
            output.complain(results.sentence)
        if not arguments.json:
            _say(results)
    return 0


def _everything(workspace: Workspace) -> int:
    return len(workspace.library.notes) + len(workspace.store.annotations()) + 1


def _say(results: Results) -> None:
    if results.found:
        for number, each in enumerate(results.found):
            if number:
                output.say()
            output.say(_heading(each))
            if each.snippet:
                output.say_lit(_lit(each))
    more = results.total - len(results.found)
    if more > 0:
        output.say(f"\nand {plural(more, 'more result')}; --limit 0 shows all")


def _heading(found: Found) -> str:
    annotation = found.annotation
    if annotation is None:
        return clean_line(f"{found.note.id}  {found.title}" if found.note else found.title)
    color = f" {annotation.color}" if annotation.color else ""
    return clean_line(f"{annotation.id}  {annotation.kind}{color}  {day(annotation.created)}  {found.title}")


def _lit(found: Found) -> Iterator[tuple[str, bool]]:
    """Yield the snippet in pieces, and whether each is a hit."""
    yield "    ", False
    place = 0
    for start, end in found.hits:
        yield clean_line(found.snippet[place:start]), False
        yield clean_line(found.snippet[start:end]), True
        place = end
    yield clean_line(found.snippet[place:]), False


def _fields(workspace: Workspace, found: Found) -> dict[str, object]:
    """Return what JSON says of a result: the fields of a place, and the annotation's own."""
    annotation, note = found.annotation, found.note
    passage = workspace.passage(found)
    document = workspace.document(note) if note is not None and passage is not None else None
    return {
        "kind": found.kind,
        "id": annotation.id if annotation else note.id if note else None,
        "note": note.id if note else annotation.note_id if annotation else None,
        "title": found.title,
        "start": document.offset_of(passage.start) if document and passage else None,
        "end": document.offset_of(passage.end) if document and passage else None,
        "snippet": found.snippet,
        "hits": [list(each) for each in found.hits],
        "color": str(annotation.color) if annotation and annotation.color else None,
        "created": moment(annotation.created) if annotation else None,
    }


COMMANDS: Final = {"search": Runnable(search_arguments, run_search)}
