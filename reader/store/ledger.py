"""The ledger: every change is durable on the disk before it is made in memory.

Several processes may have one store open. A writer holds the lock, catches up with the others, appends and
syncs; only then is memory changed. A failure leaves memory and disk as they were, and the next save begins by
reading the disk anew.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from reader.errors import SaveFailed, StoreError, StoreUnavailable
from reader.gate import clean_line
from reader.store import durable
from reader.store.backups import Backups
from reader.store.chain import Loaded
from reader.store.encoding import Tables
from reader.store.generation import next_meta, start_journal, write_generation
from reader.store.identity import Unlock, is_encrypted, stays_locked
from reader.store.journal import Entry, Operation
from reader.store.live import Listener, LiveTables
from reader.store.loading import refuse_other_files
from reader.store.lock import FileLock, LockBusy
from reader.store.places import Places
from reader.store.sealing import Plain, Sealing
from reader.store.settling import must_start_journal, prepare_files

FOLD_AT: Final = 1 << 20
"""Bytes of journal from which it is folded; they are read in 10 ms. A large store waits for a quarter of its
snapshot."""

_OF_ANOTHER_KIND: Final = {errno.EINVAL, errno.EISDIR, errno.ENOTDIR, errno.ELOOP}
"""What the system says of a folder, a pipe or a link that has the name of a file."""

RETRY_PATIENCE: Final = 0.2
"""Seconds a look whether saving is possible again may wait for another process."""


class Ledger:
    """The tables of one store, durable."""

    def __init__(
        self,
        places: Places,
        sealing: Sealing,
        unlock: Unlock,
        now: Callable[[], datetime],
        tell: Listener,
        *,
        patience: float,
        fold_at: int,
    ) -> None:
        self.places = places
        self.sealing = sealing
        self.live = LiveTables(places, sealing, tell)
        self.notices: list[str] = []
        self.why_read_only = ""
        self.is_locked = False  # encrypted, and the key is not here
        self.unlock = unlock
        self.backups = Backups(places.backups, places.snapshot.name, now)
        self.lock = FileLock(places.lock)
        self.now = now
        self._patience = patience
        self._wait = patience  # short once another did not let go, so that a screen is held up once
        self._fold_at = fold_at
        self._device: int | None = None  # of the folder, once the store was read
        self._is_uncertain = False  # whether memory is what the disk says
        self._must_fold = False
        self._fold_after = 0  # bytes of journal before which a fold that failed is not tried again

    def open(self, patience: float | None = None) -> None:
        """Read the store and find out whether it can be written.

        Raises:
            StoreTooNew: A later version wrote it.
            StoreUnavailable: It is there and cannot be read.
            StoreLocked: It is encrypted, and its key is not at hand.
        """
        if not self.sealing.is_private and is_encrypted(self.places):
            self.use(self.unlock(self.places.snapshot))
        self.why_read_only = ""
        try:
            self._find_folder()
            refuse_other_files(self.places)  # before a lock file stands beside it
            with self.lock.held(self._patience if patience is None else patience):
                self._read_and_settle()
            return
        except LockBusy as error:
            # Not read-only: the next save waits for the lock again.
            self.notice(f"{clean_line(self.places.snapshot.name)} is read while {error.strerror}.")
        except OSError as error:
            self.why_read_only = clause(self.places.snapshot, "cannot be written", error)
        self._read(locked=False)

    def use(self, sealing: Sealing) -> None:
        """Keep the bytes at rest in this way from now on."""
        self.sealing = self.live.sealing = sealing

    def forget(self, why: str) -> None:
        """Forget the key and all that was read; ``why``: a clause."""
        self.use(Plain())
        self.live.forget()
        self.notices.clear()
        self.is_locked, self.why_read_only, self.unlock = True, why, stays_locked

    def notice(self, sentence: str) -> None:
        """Keep a sentence for the reader, once."""
        if sentence not in self.notices:
            self.notices.append(sentence)

    def _find_folder(self) -> None:
        """Make the folder of a new store.

        One that is gone since may be a disk that was taken away; what is written there would be hidden.
        """
        folder = self.places.folder
        if self._device is None and not self.places.is_link:
            durable.make_place_for(self.places.snapshot)
        device = folder.stat().st_dev
        if self._device is not None and device != self._device:
            raise OSError(errno.ENODEV, "its disk is not there")

    def _read(self, *, locked: bool) -> Loaded | None:
        """Read everything anew; ``None`` when it could not be read and what is in memory stays."""
        try:
            loaded = self.live.load(locked=locked, writing=locked)
        except OSError as error:
            sentence = clause(self.places.snapshot, "cannot be read", error)
            if not self.live.was_read:
                raise StoreUnavailable(f"{sentence}.") from error
            self.why_read_only = self.why_read_only or sentence
            return None
        if locked or not loaded.journal.reading.torn:
            # Without the lock, half a line may be one that is just being written.
            for notice in loaded.notices:
                self.notice(notice)
        if loaded.damage:
            self.why_read_only = loaded.damage
        if self._device is None and self.places.folder.exists():
            self._device = self.places.folder.stat().st_dev
        return loaded

    def _read_and_settle(self) -> None:
        """Under the lock: read, then bring the files into the state from which appending is safe."""
        self._is_uncertain = True
        loaded = self._read(locked=True)
        if loaded is None or loaded.damage:
            return
        loaded.must_fold |= self._must_fold
        prepare_files(self.places, loaded, self.sealing, self.backups, self.now(), self.notice)
        self.live.tables = loaded.tables
        if loaded.must_fold or loaded.is_new:
            self._fold(rotate=self.places.snapshot not in loaded.set_aside)
        elif must_start_journal(loaded):
            start_journal(self.places, self.live.meta, self.sealing)
            self.live.change_over(self.live.meta)
        else:
            self.live.signs = self.live.look()
        self._is_uncertain = self._must_fold = False
        if loaded.journal.reading.entries and self.backups.is_due():
            self._fold_if_possible()

    def _catch_up(self) -> None:
        """Under the lock: take in what other processes wrote."""
        if self._is_uncertain:
            self._read_and_settle()
            return
        signs = self.live.look()
        if signs == self.live.signs or self.live.read_on(signs):
            return
        if not self.live.follow_fold(writing=not self.why_read_only):
            self._read_and_settle()

    def transact(self, operations: Callable[[Tables], list[Operation]]) -> None:
        """Carry out what ``operations`` makes of the newest tables, as one durable transaction.

        Raises:
            SaveFailed: Nothing was changed, on the disk or in memory; the next call tries from the beginning.
        """
        if self.why_read_only:
            self.open()
        try:
            self._find_folder()
            with self.lock.held(self._wait):
                self._wait = self._patience
                self._catch_up()
                if self.why_read_only:
                    raise SaveFailed(f"Nothing was saved: {self.why_read_only}.")
                made = operations(self.live.tables)
                if made:
                    self._append(made)
        except OSError as error:
            self._wait = min(RETRY_PATIENCE, self._patience)
            self._is_uncertain = True
            why = clause(self.places.snapshot, "cannot be written", error)
            raise SaveFailed(f"Nothing was saved: {why}.") from error

    def _append(self, operations: list[Operation]) -> None:
        journal = self.live.journal
        if journal is None:
            raise OSError(errno.ENOENT, "its journal is gone")
        entry = Entry(self.live.number + 1, tuple(operations))
        self._is_uncertain = True
        try:
            journal.append(entry, self.sealing)
        finally:
            self._must_fold |= journal.is_suspect
        self.live.apply([entry])
        # It is saved: nothing from here on may say otherwise.
        with suppress(OSError):
            self.live.signs = self.live.signs[0], self.live.look()[1]
            self._is_uncertain = False
        snapshot = self.live.signs[0]
        if journal.end > max(self._fold_at, self._fold_after, snapshot[2] // 4 if snapshot else 0):
            self._fold_after = 0 if self._fold_if_possible() else 2 * journal.end

    def _fold_if_possible(self) -> bool:
        """Fold; when that fails the transactions are in the journal as before, and nothing has to be said."""
        with suppress(OSError):
            self._fold()
            return True
        return False

    def _fold(self, *, rotate: bool = True) -> None:
        """Under the lock: write a new generation, and the backup of the day."""
        meta = next_meta(self.live.meta, self.live.number, self.live.journal_name)
        was_uncertain, self._is_uncertain = self._is_uncertain, True
        try:
            content = write_generation(self.places, self.live.tables, meta, self.sealing, rotate=rotate)
        except OSError:
            # Failed before anything got its name, as it does on a full disk: what is known is as it was.
            self._is_uncertain = was_uncertain or self.live.signs != self.live.look()
            raise
        self.live.change_over(meta)
        self._is_uncertain = False
        if any(self.live.tables.values()) and self.backups.is_due():
            try:
                self.backups.make(content)
            except OSError as error:
                self.notice(f"Today's backup could not be made ({error.strerror}).")

    def fold(self) -> None:
        """Write a new generation now. Raises `SaveFailed`; then nothing is lost."""
        try:
            with self.lock.held(self._patience):
                self._catch_up()
                if not self.why_read_only:
                    self._fold()
        except OSError as error:
            self._is_uncertain = True
            raise SaveFailed(f"{clause(self.places.snapshot, 'cannot be written', error)}.") from error

    def retry(self) -> bool:
        """Look, hardly waiting, whether saving is possible again. True when it is."""
        if self.why_read_only or self._is_uncertain:
            self.open(patience=RETRY_PATIENCE)
        return not self.why_read_only

    def refresh(self) -> bool:
        """Take in what other processes made durable. True when there may have been something.

        Costs two looks at the disk when there is nothing; never waits for another process.
        """
        try:
            if self.live.signs == self.live.look() and not self._is_uncertain:
                return False
            if self.why_read_only:
                before = self.live.signs, self.live.number
                self.open(patience=0)
                return not self.why_read_only or before != (self.live.signs, self.live.number)
            with self.lock.held(0):
                self._catch_up()
                return True
        except OSError as error:
            if isinstance(error, PermissionError):  # nothing can be saved then either
                self.why_read_only = clause(self.places.snapshot, "cannot be read", error)
            return False

    def close(self) -> None:
        """Fold what the journal holds and let go of the files; a failure to fold loses nothing."""
        if self.live.journal is not None and not self.why_read_only:
            with suppress(OSError, StoreError), self.lock.held(self._patience):
                self._catch_up()
                journal = self.live.journal
                if journal is not None and journal.number > journal.header.after and not self.why_read_only:
                    self._fold()
        self.live.close_journal()
        self.lock.close()


def clause(path: Path, what: str, error: OSError) -> str:
    """Say in a clause what failed; it names the file and holds no words of the reader's.

    Where a folder or a pipe has the name of one of the files beside it, that one is named.
    """
    if error.errno in _OF_ANOTHER_KIND and isinstance(error.filename, str):
        path = Path(error.filename)
    why = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the quota is used up"}.get(error.errno or 0)
    return f"{clean_line(str(path))} {what} ({why or error.strerror or 'unknown error'})"
