"""The store: keeps annotations and small state in one TinyDB file; the only code that imports TinyDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.deferred import names

if TYPE_CHECKING:  # for start-up cost: the store's places and its files need nothing of TinyDB
    from reader.store.drafts import Draft, Drafts
    from reader.store.store import Store, utc_now

__all__ = ["Draft", "Drafts", "Store", "utc_now"]

__getattr__ = names(__name__, {"drafts": ("Draft", "Drafts"), "store": ("Store", "utc_now")})
