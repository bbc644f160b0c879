"""``reader edit``, ``delete``, ``restore`` and ``history``: change what was kept, take back, look back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.commands import Runnable
from reader.cli.fields import day, heading_of, in_words, moment, placed_fields, plural
from reader.cli.opening import opened_workspace
from reader.errors import UsageError
from reader.library.typed_paths import typed_path

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.workspace import Workspace


def edit_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``edit``."""
    _id_and_json(parser)
    parser.add_argument(
        "--text", metavar="TEXT", help="the new words; else they are read from stdin or $EDITOR"
    )


def run_edit(arguments: Namespace) -> int:
    """Give a reflection other words."""
    from reader.cli.writing import saving_words, words_from

    with opened_workspace(arguments) as workspace:
        annotation = workspace.annotation(arguments.id)
        if str(annotation.kind) != "reflection":
            raise UsageError("Only a reflection has words of its own to edit; this is a highlight.")
        text = words_from(arguments.text, before=annotation.text, store=workspace.store)
        with saving_words(text, workspace.store):
            after = workspace.edit(annotation.id, text, seen=annotation.text)
        said = "Saved; the earlier words are kept." if after != annotation else "It has these words already."
        _show(arguments, workspace, after, said)
    return 0


def run_delete(arguments: Namespace) -> int:
    """Delete an annotation; a record of it stays."""
    with opened_workspace(arguments) as workspace:
        was_there = workspace.annotation(arguments.id).deleted is None
        said = f"Deleted; reader restore {arguments.id} brings it back."
        _show(
            arguments,
            workspace,
            workspace.delete(arguments.id),
            said if was_there else "It was deleted already.",
        )
    return 0


def restore_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``restore``."""
    parser.add_argument("id", metavar="ID | FILE", help="what was deleted, or a backup of the whole store")
    parser.add_argument(
        "--revision", metavar="N", type=int, help="its earlier words number N, as history shows them"
    )
    parser.add_argument("--yes", action="store_true", help="put a backup in place without asking")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_restore(arguments: Namespace) -> int:
    """Bring back an annotation that was deleted, or the whole store from a backup."""
    if os_path_like(arguments.id):
        from reader.cli.upkeep import restore_backup

        return restore_backup(arguments, typed_path(arguments.id))
    with opened_workspace(arguments) as workspace:
        before = workspace.annotation(arguments.id)
        text = _revision(before, arguments.revision) if arguments.revision is not None else before.text
        after = workspace.restore(before.id)
        if text != before.text:
            after = workspace.edit(before.id, text)
        said = "It is there as it was." if after == before else "Restored."
        _show(arguments, workspace, after, said)
    return 0


def _revision(annotation: Annotation, number: int) -> str:
    """Return a reflection's earlier words, counted from 1 as ``history`` does."""
    revisions = annotation.revisions
    if not 1 <= number <= len(revisions):
        raise UsageError(f"It has {plural(len(revisions), 'earlier text')}; there is no number {number}.")
    return revisions[number - 1].text


def os_path_like(text: str) -> bool:
    """Tell whether a word names a file rather than an annotation: ids have neither separators nor dots."""
    return "/" in text or "\\" in text or "." in text


def history_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``history``."""
    _id_and_json(parser)


def run_history(arguments: Namespace) -> int:
    """Print a reflection's texts, the earliest first, each with the time from which it stood."""
    with opened_workspace(arguments) as workspace:
        annotation = workspace.annotation(arguments.id)
        texts = [*((each.modified, each.text) for each in annotation.revisions)]
        texts.append((annotation.modified, annotation.text))
        if arguments.json:
            output.say_json(
                {
                    "id": annotation.id,
                    "kind": str(annotation.kind),
                    "created": moment(annotation.created),
                    "deleted": moment(annotation.deleted) if annotation.deleted else None,
                    "revisions": [{"text": text, "modified": moment(when)} for when, text in texts],
                }
            )
            return 0
        output.say(heading_of(annotation))
        for number, (when, text) in enumerate(texts if annotation.text else (), start=1):
            which = f"{number}." if number < len(texts) else "now, since"
            output.say(f"\n{which} {day(when)} {when.astimezone():%H:%M}\n{_indented(text)}")
        if annotation.deleted:
            output.say(f"\ndeleted {day(annotation.deleted)}")
    return 0


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _id_and_json(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="as reader annotations shows it")
    parser.add_argument("--json", action="store_true", help="print an object")


def _show(arguments: Namespace, workspace: Workspace, changed: Annotation, said: str) -> None:
    placed = workspace.placed(changed)
    if arguments.json:
        output.say_json(placed_fields(workspace, placed))
    else:
        output.say(f"{said}\n{in_words(placed)}")


COMMANDS: Final = {
    "edit": Runnable(edit_arguments, run_edit),
    "delete": Runnable(_id_and_json, run_delete),
    "restore": Runnable(restore_arguments, run_restore),
    "history": Runnable(history_arguments, run_history),
}
