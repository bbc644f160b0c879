"""``reader import``: annotations and notes from elsewhere, with a report of what became of each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import plural
from reader.cli.opening import opened_workspace
from reader.cli.stopping import stoppable
from reader.errors import SaveFailed, SourceUnreadable, Stopped
from reader.library.typed_paths import typed_path

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace import Workspace
    from reader.workspace.importing import ChangedNote, Report

SHOWN: Final = 20
"""Lines of each list in the report for people; ``--json`` has them all."""


def import_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``import``."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        type=Path,
        help="a file or folder to take in; without one, what waits for its note is listed",
    )
    parser.add_argument("--into", metavar="DIR", type=Path, help="where new notes go; default: the library")
    parser.add_argument(
        "--changed",
        choices=("skip", "beside", "over"),
        default="skip",
        help="what to do with a note that is there with other content; default: skip and show how; "
        "over keeps what it held in a file beside it",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_import(arguments: Namespace) -> int:
    """Take in each source; exit code 1 when one could not be read at all."""
    failed = 0
    reports: list[Report] = []
    with opened_workspace(arguments) as workspace:
        for source in arguments.sources:
            try:
                report = _take(workspace, typed_path(source), arguments)
            except SourceUnreadable as error:
                output.complain(str(error))
                failed += 1
                continue
            reports.append(report)
            if not arguments.json:
                output.say(in_words(report, dry_run=arguments.dry_run))
        if not arguments.sources and not arguments.json:
            _say_waiting(workspace)
        if arguments.json:
            output.say_json(
                {
                    "sources": [report_fields(each) for each in reports],
                    "failed": failed,
                    "dry_run": arguments.dry_run,
                    "waiting": _waiting_fields(workspace),
                }
            )
    return 1 if failed else 0


def _take(workspace: Workspace, source: Path, arguments: Namespace) -> Report:
    """Take in one source; an error says what stays of it."""
    from reader.workspace.importing import Options, import_source

    into = typed_path(arguments.into) if arguments.into is not None else None
    with stoppable() as progress:
        options = Options(arguments.dry_run, into, arguments.changed, progress)
        try:
            return import_source(workspace, source, options)
        except (Stopped, SaveFailed) as error:
            stays = "What was taken before stays; the same command again goes on from there."
            raise type(error)(f"{error} {'Nothing was changed.' if options.dry_run else stays}") from error


def report_fields(report: Report) -> dict[str, object]:
    """Return what JSON says of a report."""
    return {
        "source": report.source,
        "format": report.format,
        "taken": len(report.taken),
        "already": report.already,
        "skipped": report.skipped,
        "waiting": [{"title": title, "count": count} for title, count in report.waiting],
        "refused": [{"place": each.place, "why": each.why} for each in report.refused],
        "remarks": list(report.remarks),
        "taken_from": list(report.taken),
        "names": list(report.names),
        "annotations": list(report.annotations),
        "changed": [
            {
                "path": each.path,
                "difference": list(each.difference),
                "written": each.is_written,
                "kept": each.kept,
            }
            for each in report.changed
        ],
    }


def in_words(report: Report, *, dry_run: bool) -> str:
    """Return a report as people read it."""
    waits = sum(count for _, count in report.waiting)
    said = [
        f"{len(report.taken)} {'would be taken' if dry_run else 'taken'}",
        f"{report.already} already there",
    ]
    said += [f"{len(report.changed)} changed"] if report.changed else []
    said += [f"{waits} waiting for {'their notes' if len(report.waiting) > 1 else 'a note'}"] if waits else []
    said += [f"{report.skipped} left out (bookmarks, or told twice)"] if report.skipped else []
    said += [f"{len(report.refused)} refused"] if report.refused else []
    lines = [f"{report.source} ({report.format}): {', '.join(said)}.", *report.remarks]
    if dry_run and report.taken:
        lines.append("Would come:")
        lines += _first(
            [f"  {place}: {name}" for place, name in zip(report.taken, report.names, strict=True)]
        )
    if report.waiting:
        lines.append("Waiting for a note that is not in the library yet:")
        lines += _first([f"  {title} ({count})" for title, count in report.waiting])
    if report.refused:
        lines.append("Refused:")
        lines += _first([f"  {each.place}: {each.why}" for each in report.refused])
    for each in report.changed:
        lines += _difference(each)
    return "\n".join(lines)


def _difference(changed: ChangedNote) -> list[str]:
    said = f"; what it held before is kept in {changed.kept}" if changed.kept else ""
    if not changed.is_written:
        said = "; left as it is (--changed beside or --changed over writes it)"
    return [f"Changed: {changed.path}{said}", *_first([f"  {line}" for line in changed.difference])]


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"  and {more} more (--json lists all)"] if more > 0 else lines


def _say_waiting(workspace: Workspace) -> None:
    from reader.workspace.waiting import waiting

    groups = waiting(workspace.store)
    if not groups:
        output.say("Nothing waits; name a file or folder to take in.")
        return
    output.say("Waiting for a note that is not in the library yet:")
    for group in groups:
        name = group.title or group.source or "without title and address"
        output.say(f"  {name} ({plural(len(group.items), 'passage')})")


def _waiting_fields(workspace: Workspace) -> list[dict[str, object]]:
    from reader.workspace.waiting import waiting

    return [
        {"title": each.title, "source": each.source, "count": len(each.items)}
        for each in waiting(workspace.store)
    ]


COMMANDS: Final = {"import": Runnable(import_arguments, run_import)}
"""What this module runs."""
