"""The use cases of Reader without a screen; `Workspace` is what screens and commands talk to."""

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
