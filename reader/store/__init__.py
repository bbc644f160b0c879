"""The store: keeps annotations and small state in one TinyDB file; the only code that imports TinyDB."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # for start-up cost: the store's places and its files need nothing of TinyDB
    from reader.store.drafts import Draft, Drafts
    from reader.store.store import Store, utc_now

__all__ = ["Draft", "Drafts", "Store", "utc_now"]

_HOMES: Final = {
    "Draft": "drafts",
    "Drafts": "drafts",
    "Store": "store",
    "utc_now": "store",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
