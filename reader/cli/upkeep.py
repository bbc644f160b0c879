"""``reader merge``, ``doctor``, ``backup`` and bringing a backup back: looking after the store."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.asking import agreed
from reader.cli.commands import Runnable
from reader.cli.fields import day, plural
from reader.cli.opening import opened_store
from reader.cli.places import notes_folder, store_path
from reader.errors import UsageError
from reader.gate import clean_line
from reader.library.typed_paths import is_there, typed_path

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.workspace.rewinding import Rewind

SHOWN: Final = 20
"""Annotations named under each heading of what differs; of more only the number is said."""


def merge_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``merge``."""
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="stores of other machines, or backups"
    )
    parser.add_argument("--json", action="store_true", help="print an object")


def run_merge(arguments: Namespace) -> int:
    """Take in the annotations of other stores; the files stay as they are."""
    merged: list[dict[str, object]] = []
    with opened_store(arguments) as store:
        for file in arguments.files:
            report = store.merge(typed_path(file))
            for problem in report.problems:
                output.complain(problem)
            merged.append(
                {
                    "path": clean_line(str(file)),
                    "added": list(report.added),
                    "changed": list(report.changed),
                    "both": list(report.met),
                    "unreadable": report.unreadable,
                }
            )
            if not arguments.json:
                parts = [f"{len(report.added)} new", f"{len(report.changed)} changed"]
                parts += [f"{len(report.met)} changed on both sides, both texts kept"] if report.met else []
                parts += [f"{report.unreadable} unreadable"] if report.unreadable else []
                output.say(f"{file}: {', '.join(parts)}.")
    if arguments.json:
        output.say_json({"files": merged})
    return 0


def backup_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``backup``."""
    parser.add_argument(
        "path", metavar="PATH", nargs="?", type=Path, help="where; default: among the daily backups"
    )
    parser.add_argument("--json", action="store_true", help="print an object")


def run_backup(arguments: Namespace) -> int:
    """Write a copy of the store, which ``restore`` and ``merge`` read."""
    target: Path | None = typed_path(arguments.path) if arguments.path is not None else None
    if target is not None and is_there(target):
        raise UsageError(f"{clean_line(str(target))} is there already; nothing was written over it.")
    with opened_store(arguments) as store:
        made = store.backup(target)
    if arguments.json:
        output.say_json({"path": clean_line(str(made))})
    else:
        output.say(f"The store is copied to {made}.")
    return 0


def doctor_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``doctor``."""
    parser.add_argument("--repair", action="store_true", help="mend the store, after a backup")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_doctor(arguments: Namespace) -> int:
    """Print what is wrong with store, notes and index; exit code 1 where damage was found and not mended."""
    from datetime import UTC, datetime

    from reader.cli.findings import beside_the_store, mended_beside_the_store
    from reader.cli.passphrase import unlocking
    from reader.store.doctor import Severity, examine, is_closed, is_there, repair

    store, notes = store_path(arguments), notes_folder(arguments)
    unlock = unlocking(arguments)
    found = [("store", str(each.severity), each.sentence) for each in examine(store, unlock=unlock)]
    is_damaged = any(severity == Severity.DAMAGE for _, severity, _ in found)
    found += beside_the_store(notes, store, unlock)
    mended: list[str] = []
    if arguments.repair:
        if is_there(store):
            mended += repair(store, now=lambda: datetime.now(UTC), unlock=unlock)
        mended += mended_beside_the_store(notes, store)
    if arguments.json:
        fields = [{"about": about, "severity": kind, "sentence": sentence} for about, kind, sentence in found]
        output.say_json({"findings": fields, "mended": mended})
    else:
        for _, severity, sentence in found:
            output.say_sentence(sentence if severity == Severity.FINE else f"{severity}: {sentence}")
        for sentence in mended:
            output.say_sentence(f"mended: {sentence}")
        if is_damaged and not arguments.repair and not is_closed(store):
            output.say_sentence("Nothing was changed; reader doctor --repair mends the store after a backup.")
    return 1 if is_damaged and not arguments.repair else 0


def restore_backup(arguments: Namespace, file: Path) -> int:
    """Bring a backup back after showing what differs; what was written since can itself be restored."""
    from datetime import UTC, datetime

    from reader.workspace.rewinding import bring_back, compare, read_backup

    with opened_store(arguments) as store:
        backup, problems = read_backup(file, store.read_copy)
        for problem in problems:
            output.complain(problem)
        rewind = compare(store, backup)
        if not arguments.json:
            _show(rewind)
        if rewind.is_needed:
            if not arguments.yes and not agreed("Put it in place", "Nothing was changed."):
                return 0
            store.backup()
            bring_back(store, rewind, datetime.now(UTC))
            if not arguments.json:
                output.say("Done; what is gone from sight can be restored.")
    if arguments.json:
        parts = {name: getattr(rewind, name) for name in ("missing", "deleted", "changed", "newer")}
        output.say_json({name: [each.id for each in found] for name, found in parts.items()})
    return 0


def _show(rewind: Rewind) -> None:
    if not rewind.is_needed:
        output.say("The store is as the backup has it.")
    present = tuple(each for each in rewind.missing if each.deleted is None)
    _list("would come back", (*present, *rewind.deleted))
    _list("would come back among the deleted", tuple(each for each in rewind.missing if each.deleted))
    _list("would be as in the backup again", rewind.changed)
    _list("would be deleted, being newer than the backup", rewind.newer)


def _list(what: str, annotations: tuple[Annotation, ...]) -> None:
    if not annotations:
        return
    output.say(f"{plural(len(annotations), 'annotation')} {what}:")
    for each in annotations[:SHOWN]:
        output.say(f"    {each.id}  {each.kind}  {day(each.created)}  {each.note_title}")
    if len(annotations) > SHOWN:
        output.say(f"    and {len(annotations) - SHOWN} more")


COMMANDS: Final = {
    "merge": Runnable(merge_arguments, run_merge),
    "backup": Runnable(backup_arguments, run_backup),
    "doctor": Runnable(doctor_arguments, run_doctor),
}
