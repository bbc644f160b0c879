"""The use cases of Reader without a screen; `Workspace` is what screens and commands talk to.

Names are imported when they are first asked for: a list of notes needs a fifth of what is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.deferred import names

if TYPE_CHECKING:  # for start-up cost
    from reader.workspace.drafts import DraftSubject, draft_subject, passage_of
    from reader.workspace.listing import Entry, Sort, Totals
    from reader.workspace.opened import OpenNote, Placed
    from reader.workspace.workspace import Workspace

__all__ = [
    "DraftSubject",
    "Entry",
    "OpenNote",
    "Placed",
    "Sort",
    "Totals",
    "Workspace",
    "draft_subject",
    "passage_of",
]

__getattr__ = names(
    __name__,
    {
        "drafts": ("DraftSubject", "draft_subject", "passage_of"),
        "listing": ("Entry", "Sort", "Totals"),
        "opened": ("OpenNote", "Placed"),
        "workspace": ("Workspace",),
    },
)
