"""The store: keeps annotations and small state in one TinyDB file; the only code that imports TinyDB."""

from __future__ import annotations

from reader.store.drafts import Draft, Drafts
from reader.store.store import Store, utc_now

__all__ = ["Draft", "Drafts", "Store", "utc_now"]
