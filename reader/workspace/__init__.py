"""The use cases of Reader without a screen; `Workspace` is what screens and commands talk to.

Names are imported when they are first asked for: a list of notes needs a fifth of what is here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

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

_MODULES: Final = {
    "DraftSubject": "drafts",
    "Entry": "listing",
    "OpenNote": "opened",
    "Placed": "opened",
    "Sort": "listing",
    "Totals": "listing",
    "Workspace": "workspace",
    "draft_subject": "drafts",
    "passage_of": "drafts",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
