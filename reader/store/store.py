"""The store: annotations and small state tables, durable, in one TinyDB file that several processes
may share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import BadRecord
from reader.gate import clean_line
from reader.store.change import Change
from reader.store.copying import make_backup, save_copy
from reader.store.encoding import Record
from reader.store.identity import Unlock, stays_locked
from reader.store.joining import ANNOTATIONS, PURGED
from reader.store.ledger import FOLD_AT, Ledger
from reader.store.lock import PATIENCE
from reader.store.patient import PatientLedger
from reader.store.places import conflict_copies
from reader.store.private import PrivateStore
from reader.store.state import SmallState
from reader.store.storage import JournalStorage
from reader.store.table import JournalTable, JournalTinyDB, document_id

if TYPE_CHECKING:  # for start-up cost
    from reader.annotations.model import Annotation
    from reader.store.merging import MergeReport


def utc_now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


class Store(PrivateStore, SmallState):
    """Keeps annotations and state. What `put` and `remember` return from is durable."""

    def __init__(self, database: JournalTinyDB, storage: JournalStorage) -> None:
        PrivateStore.__init__(self, storage, self._forget_records)
        SmallState.__init__(self)
        self._database = database
        self._annotations: JournalTable = self._table(ANNOTATIONS)
        self._read: dict[str, tuple[Record, Annotation]] = {}  # records already made into annotations
        self._complaints: dict[str, str] = {}

    def _forget_records(self) -> None:
        self._read.clear()
        self._complaints.clear()
        self._forget_intentions()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE,
        fold_at: int = FOLD_AT,
        for_reading_at_least: bool = False,
        unlock: Unlock = stays_locked,
    ) -> Store:
        """Open the store at ``path``, or begin one; what is damaged is recovered and said in `notices`.

        Args:
            path: The TinyDB file; a symlink is followed.
            now: The clock, for names of files.
            patience: Seconds to wait for another process that is writing.
            fold_at: Bytes of journal at which a new snapshot is written.
            for_reading_at_least: Open also where it cannot be read: empty, with `why_read_only` saying why.
            unlock: Asks for the passphrase, if it is encrypted.

        Raises:
            StoreTooNew: A later version wrote it; nothing was touched.
            StoreUnavailable: It is there and cannot be read.
            StoreLocked: It is encrypted, and ``unlock`` did not open it; nothing was touched.
        """
        database = JournalTinyDB(
            path,
            storage=JournalStorage,
            now=now,
            patience=patience,
            fold_at=fold_at,
            unlock=unlock,
            ledger=PatientLedger if for_reading_at_least else Ledger,
        )
        storage = database.storage
        assert isinstance(storage, JournalStorage)
        opened = cls(database, storage)
        opened.finish()
        return opened

    def _table(self, name: str) -> JournalTable:
        table = self._database.table(name)
        assert isinstance(table, JournalTable)
        return table

    @property
    def path(self) -> Path:
        """The TinyDB file, symlinks resolved."""
        return self._storage.ledger.places.snapshot

    @property
    def notices(self) -> tuple[str, ...]:
        """What was recovered, set aside or could not be read, one sentence each, for the reader."""
        return (*self._storage.ledger.notices, *self._complaints.values())

    @property
    def state(self) -> object:
        """What is another value as soon as anything in the store is another; costs nothing to look at."""
        live = self._storage.ledger.live
        return id(live.tables), live.journal_name, live.number, self._given_up

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is kept, or nothing of it could be read."""
        return not any(self._storage.ledger.live.tables.values())

    @property
    def is_known(self) -> bool:
        """Whether what is kept could be read: locked, or behind a closed door, nothing is known of it."""
        return self._storage.ledger.live.was_read

    @property
    def is_writable(self) -> bool:
        """Whether saving is possible, as far as is known."""
        return not self._storage.ledger.why_read_only

    @property
    def why_read_only(self) -> str:
        """Why nothing can be saved, as a clause that names the file; empty when it can."""
        return self._storage.ledger.why_read_only

    def notice(self, sentence: str) -> None:
        """Keep a sentence for the reader among `notices`, once."""
        self._storage.ledger.notice(sentence)

    def annotations(self, note_id: str | None = None, *, deleted: bool = False) -> list[Annotation]:
        """List the annotations of a note, or of all, in the order they were made.

        Args:
            note_id: The note; ``None``: all notes.
            deleted: List the deleted ones instead of those that are there.
        """
        table = self._annotations
        records = table.everything() if note_id is None else table.having("note_id", note_id)
        made = (self._annotation(key, record) for key, record in records)
        found = [annotation for annotation in made if annotation is not None]
        wanted = [annotation for annotation in found if (annotation.deleted is not None) is deleted]
        return sorted(wanted, key=lambda annotation: (annotation.created, annotation.id))

    def get(self, annotation_id: str) -> Annotation | None:
        """Return one annotation, also a deleted one."""
        records = self._annotations.having("id", annotation_id)
        found = [self._annotation(key, record) for key, record in records]
        return next((annotation for annotation in found if annotation is not None), None)

    def _annotation(self, key: str, record: Record) -> Annotation | None:
        """Make an annotation of a record, once.

        A record of the wrong shape is left alone and complained of.
        """
        known = self._read.get(key)
        if known is not None and (known[0] is record or known[0] == record):
            return known[1]
        try:
            annotation = _read(record)
        except BadRecord as error:
            self._complaints[key] = f"A record of the store cannot be read and was left as it is: {error}"
            return None
        self._read[key] = record, annotation
        self._complaints.pop(key, None)
        return annotation

    def put(self, *annotations: Annotation) -> list[Annotation]:
        """Keep new or changed annotations, all or none of them.

        Where another process changed one meanwhile, the two states are merged: the later text shows, the
        other is among its revisions, and a notice says so.

        Returns:
            The annotations as they are kept.

        Raises:
            SaveFailed: Nothing was saved; what is in memory is as it was.
        """
        from reader.annotations.merge import have_met, merged
        from reader.annotations.record import to_record

        kept: list[Annotation] = []
        met: list[Annotation] = []

        def updater(table: Change) -> None:
            kept.clear()
            for annotation in annotations:
                key = _document_id(self._annotations, annotation.id)
                there = _stored(table, key)
                if there is not None and have_met(there, annotation):
                    met.append(annotation)
                    annotation = merged(there, annotation)
                table[key] = to_record(annotation)
                kept.append(annotation)

        _raise_stones(self._storage, annotations)
        self._annotations.change(updater)
        for annotation in met:
            self._storage.ledger.notice(
                f"What was written in “{clean_line(annotation.note_title)}” was changed elsewhere as well; "
                "the later text shows, the other is in its history."
            )
        return kept

    def refresh(self) -> bool:
        """Take in what other processes saved.

        Costs two looks at the disk when there is nothing. True: there was.
        """
        return self._storage.ledger.refresh()

    def retry(self) -> bool:
        """Look whether saving is possible again. True when it is."""
        return self._storage.ledger.retry()

    def save_copy(self, path: Path) -> None:
        """Write all that is in memory to another file, which stock TinyDB and `merge` read.

        Raises:
            SaveFailed: It could not be written; what stood there is as it was.
        """
        save_copy(self._storage.ledger, path)

    def backup(self, path: Path | None = None) -> Path:
        """Make a backup now, among the others or at ``path``, and return where it is. Raises `SaveFailed`."""
        return make_backup(self._storage.ledger) if path is None else save_copy(self._storage.ledger, path)

    def merge(self, path: Path) -> MergeReport:
        """Merge another store's file, a conflict copy or a backup, without questions; it is left as it is.

        Annotations are joined by id as `reader.annotations.merge` says; of the small state only what is
        missing here is taken over.

        Raises:
            StoreUnavailable: The file cannot be read.
            SaveFailed: Nothing was merged.
        """
        from reader.store.merging import merge_file

        return merge_file(self._storage, path)

    def join_copies(self, moment: datetime) -> list[Path]:
        """Merge the conflict copies that sync tools left beside the store, and set them aside.

        What was done is said in `notices`. Never raises: a copy that cannot be merged stays as it is.

        Args:
            moment: The time, for the names under which they are kept.

        Returns:
            Those that were merged.
        """
        if not conflict_copies(self.path):
            return []
        from reader.store.copies import join_copies

        return join_copies(self._storage, moment)

    def close(self) -> None:
        """Fold the journal into plain TinyDB JSON and let go of the files."""
        self._database.close()


def _document_id(table: JournalTable, annotation_id: str) -> int:
    """Return the document id of an annotation; another program may have given it one of its own."""
    known = table.having("id", annotation_id)
    return int(known[0][0]) if known else document_id(annotation_id)


def _read(record: Record) -> Annotation:
    """Make an annotation of a record. Raises `BadRecord`."""
    from reader.annotations.record import from_record

    return from_record(record)


def _stored(table: Change, doc_id: int) -> Annotation | None:
    if doc_id not in table:
        return None
    try:
        return _read(table[doc_id])
    except BadRecord:
        return None


def _raise_stones(storage: JournalStorage, annotations: Iterable[Annotation]) -> None:
    """Let what is brought back by hand stay, also where it had been deleted for good."""
    stones = storage.table(PURGED)
    keys = [key for each in annotations if stones and (key := str(document_id(each.id))) in stones]
    if keys:
        storage.ledger.transact(lambda tables: [(PURGED, key, None) for key in keys])
