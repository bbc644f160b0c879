"""``reader purge``: delete for good what was deleted, after saying exactly what goes and asking."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from reader.cli import output
from reader.cli.asking import agreed
from reader.cli.commands import Runnable
from reader.cli.fields import plural
from reader.cli.opening import opened_store
from reader.gate import clean_line

if TYPE_CHECKING:  # for start-up cost
    from reader.store.purging import Purge


def purge_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``purge``."""
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print an object")


def run_purge(arguments: Namespace) -> int:
    """Delete for good."""
    from reader.index.places import cache_folder, forget_words

    with opened_store(arguments) as store:
        plan = store.plan_purge()
        if not arguments.json:
            _show(plan)
        if plan.ids:
            if not arguments.yes and not agreed("Delete it for good", "Nothing was deleted."):
                return 0
            forget_words(cache_folder(), store.path)
            store.purge(plan)
            forget_words(cache_folder(), store.path)
            if not arguments.json:
                output.say("Deleted for good.")
    if arguments.json:
        output.say_json(
            {
                "purged": list(plan.ids),
                "earlier_texts": plan.earlier_texts,
                "drafts": len(plan.drafts),
                "files": [clean_line(str(each)) for each in plan.files],
                "kept_texts": plan.kept_texts,
            }
        )
    return 0


def _show(plan: Purge) -> None:
    if not plan.ids:
        output.say("Nothing is deleted that could be deleted for good; reader delete ID comes first.")
        return
    output.say("These would be gone for good:")
    output.say(
        f"    {plural(len(plan.ids), 'deleted annotation')}, {plural(plan.earlier_texts, 'earlier text')}"
    )
    if plan.drafts:
        output.say(f"    {plural(len(plan.drafts), 'draft')} about them")
    for file in plan.files:
        output.say(f"    {clean_line(file.name)}, with all else it holds")
    output.say("    the last generation of the store")
    if plan.kept_texts:
        output.say(f"Kept: {plural(plan.kept_texts, 'earlier text')} of what is not deleted.")
    output.say_sentence(
        "Not reached: copies, exports and backups elsewhere, other machines until they merge, and what the "
        "disk keeps of removed files."
    )


COMMANDS: Final = {"purge": Runnable(purge_arguments, run_purge)}
