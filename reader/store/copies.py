"""Conflict copies: what sync tools leave beside the store where two machines wrote at once.

They are merged without questions, once: a copy that was merged is kept under another name, which is none of
a conflict copy's, so that it is not merged again and again and nothing of it is lost.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reader.errors import SaveFailed, StoreError
from reader.gate import clean_line
from reader.store import durable
from reader.store.chain import count
from reader.store.ledger import Ledger
from reader.store.merging import MergeReport, merge_file
from reader.store.places import conflict_copies
from reader.store.sealing import AGE, is_sealed
from reader.store.storage import JournalStorage


def join_copies(storage: JournalStorage, moment: datetime) -> list[Path]:
    """Merge the conflict copies beside a store and set them aside; what was done is noticed in its ledger.

    A copy that cannot be read is left where it is, and so is one that cannot be merged now.

    Args:
        storage: The open store.
        moment: The time, for the names under which they are kept.

    Returns:
        The copies that were merged, as they were named.
    """
    ledger = storage.ledger
    joined: list[Path] = []
    for copy in conflict_copies(ledger.places.snapshot):
        name = clean_line(copy.name)
        if ledger.sealing.is_private and not is_sealed(durable.read_beginning(copy, len(AGE)) or b""):
            ledger.notice(
                f"{name} is not encrypted and was not merged by itself; `reader merge` takes it in, "
                "if you know where it is from."
            )
            continue
        try:
            report = merge_file(storage, copy)
        except SaveFailed:
            break  # said by the banner about the store; they are merged when it can be written again
        except StoreError as error:
            ledger.notice(f"A copy that a sync tool left could not be merged and stays as it is: {error}")
            continue
        joined.append(copy)
        _set_aside(ledger, copy, report, moment)
    return joined


def _set_aside(ledger: Ledger, copy: Path, report: MergeReport, moment: datetime) -> None:
    name = clean_line(copy.name)
    if report.unreadable:
        ledger.notice(f"{count(report.unreadable, 'record')} of {name} could not be read; the file is kept.")
    aside = ledger.places.aside(copy, "merged", moment)
    try:
        durable.keep_as(copy, aside)
        aside.chmod(durable.PRIVATE_FILE)  # sync tools give files the rights they please
        durable.discard(copy)
    except OSError as error:
        ledger.notice(f"{name} was merged ({_result(report)}) and cannot be renamed ({error.strerror}).")
        return
    ledger.notice(f"{name}, left by a sync tool, was merged and set aside: {_result(report)}.")


def _result(report: MergeReport) -> str:
    """Say in a few words what merging a copy did."""
    parts = [f"{len(report.added)} new"] if report.added else []
    parts += [f"{len(report.changed)} changed"] if report.changed else []
    parts += [f"{len(report.met)} changed on both sides, both texts kept"] if report.met else []
    return ", ".join(parts) or "nothing in it was new"
