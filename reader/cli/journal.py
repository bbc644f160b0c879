"""``reader annotations``: highlights and reflections, filtered, for people or programs."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import datetime, time
from typing import Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import in_words, placed_fields
from reader.cli.opening import opened_workspace
from reader.gate import clean_line


def annotations_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``annotations``."""
    from reader.annotations.anchor import Status
    from reader.annotations.model import Color, Kind

    parser.add_argument("note", metavar="NOTE", nargs="?", help="only those of this note")
    parser.add_argument("--tag", metavar="T", help="only those with this tag, or on a note with it")
    parser.add_argument(
        "--color", choices=[str(each) for each in Color], help="only highlights of this colour"
    )
    parser.add_argument(
        "--kind", choices=[str(each) for each in Kind], help="only highlights or only reflections"
    )
    parser.add_argument(
        "--status", choices=[str(each) for each in Status], help="only those placed this well"
    )
    since_argument(parser)
    parser.add_argument("--deleted", action="store_true", help="the deleted ones instead")
    parser.add_argument("--json", action="store_true", help="print a JSON array")


def since_argument(parser: ArgumentParser) -> None:
    """Add ``--since``."""
    said = "only those made on this day or later (2024-05-02, 2024-05)"
    parser.add_argument("--since", metavar="DATE", type=_since_day, help=said)


def run_annotations(arguments: Namespace) -> int:
    """Print annotations: of one note in the order of its text, else the newest first."""
    from reader.annotations.anchor import Status
    from reader.annotations.model import Color, Kind

    with opened_workspace(arguments) as workspace:
        found = workspace.annotations(
            workspace.find(arguments.note) if arguments.note is not None else None,
            tag=arguments.tag,
            color=Color(arguments.color) if arguments.color else None,
            kind=Kind(arguments.kind) if arguments.kind else None,
            status=Status(arguments.status) if arguments.status else None,
            since=arguments.since,
            deleted=arguments.deleted,
        )
        if arguments.json:
            output.say_json([placed_fields(workspace, each) for each in found])
        elif found:
            output.say("\n\n".join(in_words(each) for each in found))
        else:
            output.say("Nothing here.")
    return 0


def _since_day(text: str) -> datetime:
    """Read a day, month or year as a search does, as its beginning where the reader is; or else a time."""
    from reader.workspace.query import days_named

    try:
        days = days_named(text, datetime.now().astimezone().date())
        first = datetime.combine(days[0], time()) if days else datetime.fromisoformat(text)
        return first if first.tzinfo else first.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise ArgumentTypeError(
            f"“{clean_line(text)}” is not a date; write it as 2024-05-02, 2024-05 or 2024"
        ) from error


COMMANDS: Final = {"annotations": Runnable(annotations_arguments, run_annotations)}
