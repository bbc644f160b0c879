"""A ledger for a program that goes on when the store cannot be opened: notes can be read all the same.

What a command ends with, a reader at a page only has to be told: the store is too new for this program, or
cannot be read at all. Then nothing is known, nothing can be saved and nothing on the disk is touched, until
opening it works again (`Ledger.retry`).
"""

from __future__ import annotations

from collections.abc import Callable

from reader.errors import SaveFailed, StoreError, StoreLocked
from reader.store.encoding import Tables
from reader.store.journal import Operation
from reader.store.ledger import Ledger


class PatientLedger(Ledger):
    """A ledger whose opening never fails; `why_read_only` says what is the matter."""

    def open(self, patience: float | None = None) -> None:
        """Read the store, if that is possible now."""
        try:
            super().open(patience)
            self.is_locked = False
        except StoreLocked as error:
            self.forget(_as_clause(error))
        except StoreError as error:
            self.why_read_only = _as_clause(error)

    def transact(self, operations: Callable[[Tables], list[Operation]]) -> None:
        """Carry out a transaction; see `Ledger.transact`.

        Raises:
            SaveFailed: Nothing was changed; also where the store turns out to be one of a later version.
        """
        if self.why_read_only:
            self.open()
            if self.why_read_only:
                raise SaveFailed(f"Nothing was saved: {self.why_read_only}.")
        try:
            super().transact(operations)
        except SaveFailed:
            raise
        except StoreLocked as error:
            self.forget(_as_clause(error))
            raise SaveFailed(f"Nothing was saved: {self.why_read_only}.") from error
        except StoreError as error:
            self.why_read_only = _as_clause(error)
            raise SaveFailed(f"Nothing was saved: {self.why_read_only}.") from error

    def refresh(self) -> bool:
        """Take in what other processes made durable; see `Ledger.refresh`."""
        try:
            return super().refresh()
        except StoreLocked as error:
            self.forget(_as_clause(error))
            return True
        except StoreError as error:
            self.why_read_only = _as_clause(error)
            return True


def _as_clause(error: StoreError) -> str:
    return str(error).rstrip(".")
