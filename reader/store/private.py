"""The private side of a store: whether it is encrypted, locking and opening it, and who may look into its
folder.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.errors import SaveFailed
from reader.gate import clean_line
from reader.store.drafts import Drafts
from reader.store.durable import is_open_to_others
from reader.store.identity import stays_locked
from reader.store.joining import UPKEEP
from reader.store.loading import refuse_other_kind
from reader.store.sealing import Sealing
from reader.store.storage import JournalStorage
from reader.store.table import document_id

if TYPE_CHECKING:  # for start-up cost
    from reader.store.purging import Purge
    from reader.store.salvage import Salvaged

_TOLD_OF_FOLDER: Final = "open folder"


class PrivateStore:
    """What a store does about privacy."""

    def __init__(self, storage: JournalStorage, forget: Callable[[], None]) -> None:
        """Look after a storage; ``forget`` lets go of what was made of its records."""
        self._storage = storage
        self._forget = forget

    @property
    def is_encrypted(self) -> bool:
        """Whether what is kept is sealed on the disk; also while it is locked."""
        ledger = self._storage.ledger
        return ledger.is_locked or ledger.sealing.is_private

    @property
    def is_locked(self) -> bool:
        """Whether it is encrypted and its key is not here: nothing is known and nothing can be saved."""
        return self._storage.ledger.is_locked

    @property
    def drafts(self) -> Drafts:
        """What is typed and not yet saved; as private at rest as the store."""
        ledger = self._storage.ledger
        return Drafts(ledger.places.drafts, now=ledger.now, sealing=self._sealing_now)

    def lock(self) -> None:
        """Save, then forget the key and every word of an encrypted store until `unlock`. Never raises.

        Python does not wipe what it lets go of: copies stay in the process's memory until that is used anew.
        """
        ledger = self._storage.ledger
        ledger.close()
        ledger.forget(f"{clean_line(str(ledger.places.snapshot))} is locked")
        self._forget()

    def unlock(self, sealing: Sealing) -> None:
        """Open a locked store with its key (`reader.store.identity.unlock`).

        Raises:
            StoreError: As `open`; it stays locked.
        """
        ledger = self._storage.ledger
        ledger.use(sealing)
        ledger.open()
        self.finish()

    def same_key(self, path: Path) -> Sealing:
        """Open this store once more, in another `Store`, without asking: an `Unlock`.

        Raises:
            StoreLocked: It is locked here too.
        """
        sealing = self._storage.ledger.sealing
        return sealing if sealing.is_private else stays_locked(path)

    def encrypt(self, passphrase: str) -> list[Path]:
        """Encrypt everything that holds private words; see `reader.store.conversion.encrypt`."""
        from reader.store.conversion import encrypt

        ledger = self._storage.ledger
        return encrypt(ledger, passphrase, ledger.now())

    def decrypt(self) -> list[Path]:
        """Keep everything in the clear again; see `reader.store.conversion.decrypt`."""
        from reader.store.conversion import decrypt

        return decrypt(self._storage.ledger)

    def read_copy(self, path: Path) -> Salvaged:
        """Read another store's file, a conflict copy or a backup, sealed or not; nothing is changed.

        Raises:
            StoreUnavailable, StoreTooNew, StoreLocked: It cannot be read.
        """
        from reader.store.merging import read_store_file

        ledger = self._storage.ledger
        return read_store_file(path, ledger.sealing, ledger.unlock)

    def tell_of_open_folder(self) -> None:
        """Notice, once in a store's life, that other users can look into its folder."""
        ledger, key = self._storage.ledger, str(document_id(_TOLD_OF_FOLDER))
        folder = ledger.places.folder
        is_told = key in ledger.live.tables.get(UPKEEP, {})
        if ledger.why_read_only or is_told or not is_open_to_others(folder):
            return
        name = clean_line(str(folder))
        ledger.notice(
            f"Other users can look into {name}: they see that and when you write, not what. "
            f"To close it: chmod 700 {name}"
        )
        with suppress(SaveFailed):
            told = {"key": _TOLD_OF_FOLDER, "value": {"folder": name}}
            ledger.transact(lambda tables: [(UPKEEP, key, told)])

    def sealed(self, content: bytes) -> bytes:
        """Return private bytes as the store would keep them at rest. Raises `StoreLocked`."""
        return self._sealing_now().seal_file(content)

    def plan_purge(self) -> Purge:
        """Say what deleting for good would take away; changes nothing."""
        from reader.store.purging import plan_purge

        return plan_purge(self._storage.ledger, self.drafts)

    def purge(self, plan: Purge) -> None:
        """Delete for good what was planned; see `reader.store.purging.purge`. Raises `SaveFailed`."""
        from reader.store.purging import purge

        purge(self._storage.ledger, self.drafts, plan.ids)
        self._forget()

    def finish(self) -> None:
        """Finish what was cut short: encrypting, decrypting, deleting for good. Never raises."""
        if not self._storage.ledger.live.tables.get(UPKEEP):
            return  # what is unfinished says so there
        from reader.store.conversion import finish_if_needed
        from reader.store.purging import finish_purge_if_needed

        finish_if_needed(self._storage.ledger)
        finish_purge_if_needed(self._storage.ledger, self.drafts)

    def _sealing_now(self) -> Sealing:
        """Return how drafts are kept at rest.

        Raises:
            StoreLocked: The store was encrypted, decrypted or locked since it was opened.
        """
        ledger = self._storage.ledger
        refuse_other_kind(ledger.places, ledger.sealing)
        return ledger.sealing
