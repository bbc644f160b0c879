"""Locking the words of an encrypted store and opening them again, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.workspace.catalogue import Catalogue
from reader.workspace.changing import Changing
from reader.workspace.history import History
from reader.workspace.searching import Searching

if TYPE_CHECKING:  # for start-up cost
    from reader.store.sealing import Sealing


class Locking(Catalogue, Changing, Searching):
    """The part of the workspace that lets go of private words and takes them back."""

    def lock(self) -> None:
        """Save, then let go of an encrypted store's key and words, and of what undo could bring back."""
        self.store.lock()
        self._history = History()
        self._homes.forget()
        self._attaching = None
        self.forget_search()

    def unlock(self, sealing: Sealing) -> None:
        """Open a locked store with its key.

        Raises:
            StoreError: It stays locked.
        """
        self.store.unlock(sealing)
        self._homes.forget()
        self.join_copies()
