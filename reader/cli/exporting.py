"""``reader export``: highlights and reflections out, to a file, a folder or stdout."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import plural
from reader.cli.journal import since_argument
from reader.cli.opening import opened_workspace
from reader.cli.stopping import stoppable
from reader.errors import Stopped, UsageError
from reader.library.typed_paths import typed_path

if TYPE_CHECKING:  # for start-up cost
    from reader.exchange.exported import ExportedNote
    from reader.workspace import Workspace
    from reader.workspace.exporting import Choice
    from reader.workspace.writing_out import Outcome

FORMATS: Final = ("markdown", "jsonld", "csv", "html", "json", "hypothesis")


def export_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``export``."""
    from reader.annotations.model import Color, Kind

    parser.add_argument("notes_out", metavar="NOTE", nargs="*", help="only what stands on these notes")
    parser.add_argument("--format", choices=FORMATS, default="markdown", help="default: markdown")
    parser.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help="a file, or a folder for a file a note (markdown, html); default: stdout",
    )
    parser.add_argument(
        "--template", metavar="FILE", type=Path, help="a Jinja2 template in place of a format"
    )
    parser.add_argument("--no-reflections", action="store_true", help="highlights alone, no private words")
    parser.add_argument(
        "--only-shared", action="store_true", help="only highlights and reflections with the tag shared"
    )
    parser.add_argument(
        "--force", action="store_true", help="write over files that Reader did not write or that were changed"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--append", action="store_true", help="markdown: only add what is new to files that are there"
    )
    how.add_argument(
        "--mirror",
        action="store_true",
        help="markdown: also renew and take out, around what was added by hand",
    )
    parser.add_argument("--tag", metavar="T", help="only those with this tag, or on a note with it")
    parser.add_argument(
        "--color", choices=[str(each) for each in Color], help="only highlights of this colour"
    )
    parser.add_argument("--kind", choices=[str(each) for each in Kind], help="only highlights or reflections")
    since_argument(parser)
    parser.add_argument("--json", action="store_true", help="print what was written as an object")


def run_export(arguments: Namespace) -> int:
    """Write out, or print."""
    from reader.exchange.exported import holds, holds_private_words
    from reader.workspace.exporting import FORMATS as FORMATS_BY_NAME

    if arguments.output is None and (arguments.append or arguments.mirror or arguments.json):
        raise UsageError("--append, --mirror and --json need --output PATH.")
    with opened_workspace(arguments) as workspace:
        try:
            notes, outcome = _write(workspace, arguments)
        except Stopped as error:
            stays = " Files that were written before stay." if arguments.output is not None else ""
            raise Stopped(f"{error}{stays}") from error
        left_out = "" if arguments.template else FORMATS_BY_NAME[arguments.format].left_out(notes)
        if outcome is None:
            output.flush()
            if holds_private_words(notes):
                output.complain(holds(notes))
            if left_out:
                output.complain(left_out)
            return 0
        if arguments.json:
            output.say_json({**_fields(outcome), "holds": holds(notes), "left_out": left_out})
        else:
            _say(outcome)
            output.say(f"{holds(notes)} {left_out}".rstrip())
    return 0


def _write(workspace: Workspace, arguments: Namespace) -> tuple[list[ExportedNote], Outcome | None]:
    """Write to a file or folder; without one, print and return None. Return also what was gathered."""
    from reader.workspace.exporting import as_text, gather, write_to

    with stoppable() as progress:
        notes = gather(workspace, _choice(workspace, arguments), progress)
        if arguments.output is not None:
            return notes, write_to(
                workspace,
                typed_path(arguments.output),
                arguments.format,
                notes,
                template=arguments.template,
                force=arguments.force,
                update="append" if arguments.append else "mirror" if arguments.mirror else "",
                progress=progress,
            )
    output.hand_out(as_text(arguments.format, notes, arguments.template))
    return notes, None


def _choice(workspace: Workspace, arguments: Namespace) -> Choice:
    from reader.annotations.model import Color, Kind
    from reader.workspace.exporting import Choice

    if arguments.no_reflections and arguments.kind == str(Kind.REFLECTION):
        raise UsageError("--kind reflection and --no-reflections leave nothing to write.")
    kind = Kind.HIGHLIGHT if arguments.no_reflections else Kind(arguments.kind) if arguments.kind else None
    return Choice(
        notes=tuple({note.id: note for note in map(workspace.find, arguments.notes_out)}.values()),
        tag=arguments.tag,
        color=Color(arguments.color) if arguments.color else None,
        kind=kind,
        since=arguments.since,
        deleted=arguments.format == "json" and arguments.template is None,
        is_shared=arguments.only_shared,
    )


def _fields(outcome: Outcome) -> dict[str, object]:
    return {
        "written": [str(path) for path in outcome.written],
        "unchanged": outcome.unchanged,
        "left": [{"path": str(path), "pieces": count} for path, count in outcome.left],
    }


def _say(outcome: Outcome) -> None:
    unchanged = f"; {outcome.unchanged} had been just so already" if outcome.unchanged else ""
    output.say(f"{plural(len(outcome.written), 'file')} written{unchanged}.")
    for path in outcome.written[:10]:
        output.say(f"  {path}")
    if len(outcome.written) > 10:
        output.say(f"  and {len(outcome.written) - 10} more")
    for path, count in outcome.left:
        output.say(f"{path}: {plural(count, 'piece')} changed by hand since, left as they are.")


COMMANDS: Final = {"export": Runnable(export_arguments, run_export)}
"""What this module runs."""
